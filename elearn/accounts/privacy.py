"""A person's own data in this room: a copy of it, and its erasure.

The roof calls the twin functions of every room that holds personal data.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from elearn.accounts import audit, operations, queries
from elearn.accounts.mail_models import Letter, MailPreference
from elearn.accounts.models import (
    AuditEntry,
    Consent,
    MailLink,
    Membership,
    Person,
    SignIn,
    Token,
)
from elearn.accounts.session import SignedIn
from elearn.core.api import KeptAnswer
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job

MOST_ENTRIES = 10_000

# What rooms above hold about people, by name; the roof puts it here, in the order of erasure.
_above: dict[str, tuple[Callable[[int], Any], Callable[[int], None]]] = {}


def also(name: str, copy: Callable[[int], Any], forget: Callable[[int], None]) -> None:
    """Let a room above add what it holds to copies, and forget it when somebody is erased."""
    _above[name] = copy, forget


def export(person_id: int) -> dict[str, Any]:
    """Return everything that is held about the person, as JSON knows it; no secrets."""
    profile = queries.profile_of(person_id)
    return {
        "profile": {
            "name": profile.name,
            "email": profile.email,
            "language": profile.language,
            "timezone": profile.timezone,
            "country": profile.country,
            "gender": profile.gender,
            "stakeholder": profile.stakeholder,
            "organisation": profile.organisation_name,
            "registered_at": profile.created_at.isoformat(),
        },
        **{name: _rows(person_id, *columns) for name, columns in COPIED.items()},
        "acts": _plain(_acts(person_id, profile.public_id)),
        **{name: _as_json(copy(person_id)) for name, (copy, _forget) in _above.items()},
    }


# What is copied of each table that belongs to one person.
COPIED: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "roles": (Membership.role, Membership.scope_kind, Membership.granted_at),
    "sign_ins": (SignIn.device, SignIn.created_at, SignIn.ended_at),
    "links_sent": (MailLink.purpose, MailLink.email, MailLink.created_at, MailLink.used_at),
    "tokens": (Token.name, Token.scopes, Token.created_at, Token.expires_at, Token.revoked_at),
    "consents": (Consent.kind, Consent.version, Consent.given_at, Consent.withdrawn_at),
    "letters": (Letter.kind, Letter.subject, Letter.state, Letter.asked_at, Letter.sent_at),
    "letter_preferences": (MailPreference.kind, MailPreference.how, MailPreference.changed_at),
}


def _rows(person_id: int, *columns: InstrumentedAttribute[Any]) -> list[dict[str, Any]]:
    table = columns[0].class_
    return _plain(
        select(*columns).where(table.person_id == person_id).order_by(table.id).limit(MOST_ENTRIES)
    )


def _acts(person_id: int, public_id: str) -> Select[*tuple[Any, ...]]:
    about = (AuditEntry.thing_kind == "person") & (AuditEntry.thing_id == public_id)
    return (
        select(AuditEntry.at, AuditEntry.action, AuditEntry.thing_kind)
        .where(or_(AuditEntry.actor_id == person_id, about))
        .order_by(AuditEntry.id.desc())
        .limit(MOST_ENTRIES)
    )


def _plain(statement: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [_as_json(dict(row._mapping)) for row in db.session.execute(statement)]


def _as_json(value: Any) -> Any:
    """Return the value with moments and days as ISO 8601, however deep they stand."""
    if isinstance(value, Mapping):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def erase(person_id: int, actor: SignedIn | None) -> None:
    """Erase the person in the open transaction: name, address, sign-ins, links, tokens, letters.

    What rooms above hold goes first, while name and address are still known. Country, group and
    gender stay without a name, so that counts in reports do not move; roles go. Entries of the
    audit log name nobody: they hold ids only. Cannot be undone.
    Raises LastAdmin, NoSuchPerson.
    """
    person = db.session.get(Person, person_id)
    public_id = operations.person_public_id(person_id)
    if "admin" in {held.role for held in queries.memberships_of(person_id)}:
        operations.refuse_last_admin(person_id)
    assert person is not None
    for _copy, forget in _above.values():
        forget(person_id)
    forget_letters(person_id, person.email)
    for table in (SignIn, MailLink, Token, Membership, Letter, MailPreference):
        db.session.execute(delete(table).where(table.person_id == person_id))
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.owner == f"person:{person_id}"))
    db.session.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
    )
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            email=f"{public_id}@erased.invalid",
            name="",
            password_hash=None,
            organisation_id=None,
            language="en",
            timezone="UTC",
            email_confirmed_at=None,
            erased_at=now(),
        )
    )
    audit.record(operations.actor_id(actor), "account.erase", "person", public_id)


def forget_letters(person_id: int, email: str) -> None:
    """Delete jobs, done or waiting, that write to the person or hold an address of theirs."""
    ours = Job.task.startswith("accounts.") & (Job.args["person_id"].as_integer() == person_id)
    db.session.execute(delete(Job).where(or_(Job.args["to"].as_string() == email, ours)))
