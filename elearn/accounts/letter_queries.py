"""The log of letters of a kind: to whom, when, and what became of them. No writes, no rights."""

from typing import Any

from sqlalchemy import Select, select

from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person


def log(kind: str = "", state: str = "", person_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return the statement for letters, newest first; what they say is not kept."""
    statement = (
        select(
            Letter.kind,
            Letter.template,
            Letter.subject,
            Letter.state,
            Letter.problem,
            Letter.asked_at,
            Letter.sent_at,
            Person.public_id.label("person_public_id"),
            Person.name.label("person_name"),
        )
        .join(Person, Person.id == Letter.person_id)
        .order_by(Letter.id.desc())
    )
    if kind:
        statement = statement.where(Letter.kind == kind)
    if state:
        statement = statement.where(Letter.state == state)
    if person_id is not None:
        statement = statement.where(Letter.person_id == person_id)
    return statement
