"""Who sends this request: a session cookie or a personal token, looked up on every request.

The only module that knows Flask-Login. A sign-in is a row, so that signing out, suspension and
a change of roles take effect on the very next request, on every device.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, session
from flask_login import LoginManager, login_user
from sqlalchemy import String, bindparam, cast, func, select

from elearn.accounts.models import Membership, Person, SignIn, Token
from elearn.core.clock import now
from elearn.core.database import read
from elearn.core.ids import hashed

SIGN_IN_DAYS = 14

_memberships = (
    select(
        func.aggregate_strings(
            Membership.role + ":" + Membership.scope_kind + ":" + cast(Membership.scope_id, String),
            ",",
        )
    )
    .where(Membership.person_id == Person.id)
    .scalar_subquery()
)
_person_columns = (
    Person.id,
    Person.public_id,
    Person.name,
    Person.email,
    Person.language,
    Person.timezone,
    Person.organisation_id,
    _memberships.label("memberships"),
)
_by_sign_in = (
    select(*_person_columns, SignIn.id.label("sign_in_id"))
    .join(SignIn, SignIn.person_id == Person.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("moment"),
        Person.suspended_at.is_(None),
        Person.erased_at.is_(None),
    )
)
_by_id = select(*_person_columns).where(
    Person.id == bindparam("person_id"), Person.suspended_at.is_(None), Person.erased_at.is_(None)
)
_by_token = (
    select(*_person_columns, Token.scopes)
    .join(Token, Token.person_id == Person.id)
    .where(
        Token.token_hash == bindparam("token_hash"),
        Token.revoked_at.is_(None),
        Token.expires_at > bindparam("moment"),
        Person.suspended_at.is_(None),
        Person.erased_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The slim person of a request. `memberships` holds (role, scope kind, scope id)."""

    id: int
    public_id: str
    name: str
    email: str
    language: str
    timezone: str
    organisation_id: int | None
    memberships: frozenset[tuple[str, str, int]]
    sign_in_id: int | None = None
    token_scopes: frozenset[str] | None = None
    secret: str = ""
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the cookie: the secret of this sign-in."""
        return self.secret

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere; `learner` belongs to everybody."""
        return frozenset(role for role, _, _ in self.memberships) | {"learner"}

    def holds(self, role: str, scope_kind: str = "all", scope_id: int = 0) -> bool:
        """Tell whether the person holds the role everywhere or for that one thing."""
        return (role, "all", 0) in self.memberships or (
            role,
            scope_kind,
            scope_id,
        ) in self.memberships


def init_app(app: Flask) -> None:
    """Look up the signed-in person before every request but those for static files."""
    manager = LoginManager()
    # Flask-Login's own protection believes X-Forwarded-For from anybody.
    manager.session_protection = None
    manager.user_loader(_load_by_cookie)
    manager.request_loader(_load_by_token)
    # Not its `init_app`: no template asks Flask-Login who is there, and there is no cookie of its
    # own to remember them by; each page would pay for its looking after both.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.before_request(_find_person)


def current_person() -> SignedIn | None:
    """Return the signed-in person of this request, or None for a visitor."""
    person: SignedIn | None = g.get("signed_in")
    return person


def remember(secret: str) -> None:
    """Put a new sign-in into the cookie; everything kept for the visitor before is dropped."""
    session.clear()
    person = _load_by_cookie(secret)
    if person is None:
        raise LookupError("The sign-in is not committed yet.")
    session.permanent = True
    login_user(person)
    g.signed_in = person


def forget() -> None:
    """Drop everything the cookie holds."""
    session.clear()
    g.signed_in = None


def person_by_id(person_id: int) -> SignedIn | None:
    """Return a person as operations receive them, for commands and jobs that act for somebody.

    None when the person was suspended or erased meanwhile.
    """
    row = read(_by_id, {"person_id": person_id}).one_or_none()
    return _signed_in(row) if row else None


def _find_person() -> None:
    g.signed_in = None
    if request.endpoint == "static":
        return
    # What Flask-Login would find, without its detours: every page asks. Who sends a token is judged
    # by it alone: a wrong one never passes for the cookie beside it.
    if _sends_token(request):
        g.signed_in = _load_by_token(request)
    elif "_user_id" in session:
        g.signed_in = _load_by_cookie(session["_user_id"])


def _sends_token(incoming: Any) -> bool:
    kind = incoming.headers.get("Authorization", "").partition(" ")[0]
    return bool(kind.lower() == "bearer" and incoming.path.startswith("/api/"))


def _load_by_cookie(secret: str) -> SignedIn | None:
    row = read(_by_sign_in, {"token_hash": hashed(secret), "moment": now()}).one_or_none()
    return _signed_in(row, sign_in_id=row.sign_in_id, secret=secret) if row else None


def _load_by_token(incoming: Any) -> SignedIn | None:
    if not _sends_token(incoming):
        return None
    secret = incoming.headers["Authorization"].partition(" ")[2]
    row = read(_by_token, {"token_hash": hashed(secret.strip()), "moment": now()}).one_or_none()
    return _signed_in(row, token_scopes=frozenset(row.scopes.split())) if row else None


def _signed_in(row: Any, **more: Any) -> SignedIn:
    memberships = frozenset(
        (role, kind, int(scope))
        for role, kind, scope in (
            item.split(":") for item in (row.memberships or "").split(",") if item
        )
    )
    return SignedIn(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        email=row.email,
        language=row.language,
        timezone=row.timezone,
        organisation_id=row.organisation_id,
        memberships=memberships,
        **more,
    )
