"""Personal tokens: a program acts for a person, within scopes, until a date, or until revoked."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, insert, select, update

from elearn.accounts import audit
from elearn.accounts.errors import NoSuchThing, NotYours, TooManyTokens
from elearn.accounts.models import Token
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed, secret

SCOPES = ("read", "write")
LIVES_DAYS = (30, 90, 365)
MOST_TOKENS = 20
# Recognisable, so that a token left in a public place can be found and revoked.
PREFIX = "esm_"


def create_token(person: SignedIn, *, name: str, scopes: list[str], days: int) -> tuple[str, str]:
    """Create a token; return its public id and its secret, which is not kept and not shown again.

    Raises NotYours when a token asks for a token, TooManyTokens, ValueError for unknown scopes.
    """
    if person.token_scopes is not None:
        raise NotYours(_("A token cannot create tokens. Sign in on the site to do that."))
    if not scopes or not set(scopes) <= set(SCOPES) or days not in LIVES_DAYS:
        raise ValueError("Unknown scope or life of a token.")
    moment = now()
    in_use = db.session.scalar(
        select(func.count())
        .select_from(Token)
        .where(Token.person_id == person.id, Token.revoked_at.is_(None), Token.expires_at > moment)
    )
    if (in_use or 0) >= MOST_TOKENS:
        raise TooManyTokens(MOST_TOKENS)
    value = PREFIX + secret()
    public_id = db.session.execute(
        insert(Token)
        .values(
            token_hash=hashed(value),
            person_id=person.id,
            name=name,
            scopes=" ".join(scope for scope in SCOPES if scope in scopes),
            created_at=moment,
            expires_at=moment + timedelta(days=days),
        )
        .returning(Token.public_id)
    ).scalar_one()
    audit.record(person.id, "token.create", "token", public_id, scopes=sorted(scopes), days=days)
    return public_id, value


def revoke_token(person: SignedIn, public_id: str) -> None:
    """Revoke one of the person's own tokens. Raises NoSuchThing for anybody else's."""
    revoked = db.session.scalar(
        update(Token)
        .where(
            Token.public_id == public_id,
            Token.person_id == person.id,
            Token.revoked_at.is_(None),
        )
        .values(revoked_at=now())
        .returning(Token.id)
    )
    if revoked is None:
        raise NoSuchThing
    audit.record(person.id, "token.revoke", "token", public_id)
