"""A person's own data in this room: a copy of it, and its erasure.

The roof calls the twin functions of every room that holds personal data.
"""

from typing import Any

from sqlalchemy import delete, or_, select, update

from elearn.accounts import audit, operations, queries
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


def export(person_id: int) -> dict[str, Any]:
    """Return everything this room holds about the person, as plain values; no secrets."""
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
        "roles": _rows(
            select(Membership.role, Membership.scope_kind, Membership.granted_at).where(
                Membership.person_id == person_id
            )
        ),
        "sign_ins": _rows(
            select(SignIn.device, SignIn.created_at, SignIn.ended_at).where(
                SignIn.person_id == person_id
            )
        ),
        "links_sent": _rows(
            select(MailLink.purpose, MailLink.email, MailLink.created_at, MailLink.used_at).where(
                MailLink.person_id == person_id
            )
        ),
        "tokens": _rows(
            select(
                Token.name, Token.scopes, Token.created_at, Token.expires_at, Token.revoked_at
            ).where(Token.person_id == person_id)
        ),
        "consents": _rows(
            select(Consent.kind, Consent.version, Consent.given_at, Consent.withdrawn_at).where(
                Consent.person_id == person_id
            )
        ),
        "acts": _rows(
            select(AuditEntry.at, AuditEntry.action, AuditEntry.thing_kind)
            .where(
                or_(
                    AuditEntry.actor_id == person_id,
                    (AuditEntry.thing_kind == "person")
                    & (AuditEntry.thing_id == profile.public_id),
                )
            )
            .order_by(AuditEntry.id.desc())
            .limit(MOST_ENTRIES)
        ),
    }


def erase(person_id: int, actor: SignedIn | None) -> None:
    """Erase the person in the open transaction: name, address, sign-ins, links, tokens, letters.

    Country, group and gender stay without a name, so that counts in reports do not move; roles
    go. Entries of the audit log name nobody: they hold ids only. Cannot be undone.
    Raises LastAdmin, NoSuchPerson.
    """
    person = db.session.get(Person, person_id)
    public_id = operations.person_public_id(person_id)
    if "admin" in {held.role for held in queries.memberships_of(person_id)}:
        operations.refuse_last_admin(person_id)
    assert person is not None
    forget_letters(person_id, person.email)
    for table in (SignIn, MailLink, Token, Membership):
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


def _rows(statement: Any) -> list[dict[str, Any]]:
    return [
        {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in row._mapping.items()
        }
        for row in db.session.execute(statement)
    ]
