"""Links sent by mail: each does one thing once, for a short time, for the address it went to.

Opening a link changes nothing, since mail scanners open links too; acting needs a POST. The
database holds only the hash, and the letter is written when the worker sends it, so that no
stored row would open an account.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from elearn.accounts.errors import LinkIsDead
from elearn.accounts.models import MailLink, Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed, secret

LIVES = {
    "confirm": timedelta(days=3),
    "reset": timedelta(minutes=30),
    "change-email": timedelta(minutes=30),
}


@dataclass(frozen=True)
class Link:
    """A link that still works. `email` is the address it was sent to."""

    id: int
    person_id: int
    email: str
    person_email: str
    name: str
    language: str


def create(person_id: int, purpose: str, email: str) -> str:
    """Return the secret of a new link, in the open transaction; earlier ones stop working."""
    spend_all(person_id, purpose)
    value = secret()
    moment = now()
    db.session.execute(
        insert(MailLink).values(
            token_hash=hashed(value),
            person_id=person_id,
            purpose=purpose,
            email=email,
            created_at=moment,
            expires_at=moment + LIVES[purpose],
        )
    )
    return value


def find(value: str, purpose: str) -> Link | None:
    """Return the link while it works, else None. Changes nothing."""
    statement = (
        select(
            MailLink.id,
            MailLink.person_id,
            MailLink.email,
            Person.email.label("person_email"),
            Person.name,
            Person.language,
        )
        .join(Person, Person.id == MailLink.person_id)
        .where(
            MailLink.token_hash == hashed(value),
            MailLink.purpose == purpose,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now(),
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    row = db.session.execute(statement).one_or_none()
    # A link sent to an address the person no longer uses must not open the account.
    if row is None or (purpose != "change-email" and row.email != row.person_email):
        return None
    return Link(**row._mapping)


def use(value: str, purpose: str) -> Link:
    """Use the link up, in the open transaction. Raises LinkIsDead; of two at once, one wins."""
    link = find(value, purpose)
    if link is None:
        raise LinkIsDead
    used = db.session.execute(
        update(MailLink)
        .where(MailLink.id == link.id, MailLink.used_at.is_(None))
        .values(used_at=now())
        .returning(MailLink.id)
    ).scalar()
    if used is None:
        raise LinkIsDead
    return link


def spend_all(person_id: int, *purposes: str) -> None:
    """Make the person's links for these purposes (all, when none is named) stop working."""
    statement = update(MailLink).where(MailLink.person_id == person_id, MailLink.used_at.is_(None))
    if purposes:
        statement = statement.where(MailLink.purpose.in_(purposes))
    db.session.execute(statement.values(used_at=now()))
