"""Letters to holders, queued with the change they tell of."""

from sqlalchemy import select

from certificates.models import Award
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.mail import send_later
from elearn.core.urls import absolute


def tell(letter: str, award: Award) -> None:
    """Queue a letter about the award to its holder, in the open transaction."""
    person = db.session.execute(
        select(Person.email, Person.language, Person.name).where(
            Person.id == award.person_id, Person.erased_at.is_(None)
        )
    ).one_or_none()
    if person is None:
        return
    send_later(
        person.email,
        letter,
        person.language,
        name=person.name,
        title=award.title,
        reason=award.status_reason,
        link=absolute("certificates.show", public_id=award.public_id),
    )
