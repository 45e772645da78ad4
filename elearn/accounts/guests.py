"""Guests: people without a password, known by a confirmed address. They cannot sign in.

Choosing a password, by registering or by a link that resets it, makes a guest an account.
"""

from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import audit, queries
from elearn.accounts.models import Person
from elearn.accounts.registration import record_consent
from elearn.core.clock import now
from elearn.core.database import db


def person_for(email: str, *, confirmed: bool, **profile: Any) -> int:
    """Return the id of the person at an address; one is made, without a password, if need be.

    `confirmed` says that whoever acts here reads the address. An account stays as it is: only a
    guest whose address nobody has confirmed yet is confirmed by this.
    """
    found = queries.person_by_email(email)
    if found is None:
        try:
            with db.session.begin_nested():
                return _insert(email, confirmed, profile)
        except IntegrityError:
            found = queries.person_by_email(email)
            if found is None:
                raise
    if confirmed and found.password_hash is None and found.email_confirmed_at is None:
        _confirm(found.id)
    return int(found.id)


def _insert(email: str, confirmed: bool, profile: dict[str, Any]) -> int:
    values = profile | {"email": email, "email_confirmed_at": now() if confirmed else None}
    made = db.session.execute(
        insert(Person).values(values).returning(Person.id, Person.public_id)
    ).one()
    if confirmed:
        record_consent(made.id)
    audit.record(None, "account.open-guest", "person", made.public_id)
    return int(made.id)


def _confirm(person_id: int) -> None:
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email_confirmed_at=now())
    )
    record_consent(person_id)
