"""A session for tests, and the people who come to its desk."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import SeatPool
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats import seating
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

WEEK_BEFORE = TOUR - timedelta(days=7)


class Desk:
    """A session, and what has become of those who registered for it, in the order of coming."""

    def __init__(self, *, seats: int = 1, regions: dict[str, int] | None = None, **facts: Any):
        webinar_facts = {name: facts.pop(name) for name in ("door",) if name in facts}
        self.webinar = make_webinar(**webinar_facts)
        self.session = make_session(self.webinar, seats=seats, regions=regions, **facts)
        self.came: list[Registration] = []

    def register(self, region: str = "", **facts: Any) -> Registration:
        """Let a new guest register whose address is confirmed."""
        person_id = one_more_person()
        values = {"person_id": person_id, "region": region, "confirmed_at": now()} | facts
        sign_up = make_sign_up(self.webinar, **values)
        made = seating.register(self.session, sign_up, None)
        self.came.append(made)
        return made

    def several(self, count: int) -> list[Registration]:
        return [self.register() for _ in range(count)]

    @property
    def states(self) -> list[str]:
        return states_of([registration.id for registration in self.came])

    @property
    def taken(self) -> dict[str, int]:
        rows = db.session.execute(select(SeatPool.region, SeatPool.taken))
        return {row.region: row.taken for row in rows}


def states_of(ids: Sequence[int]) -> list[str]:
    rows = db.session.execute(select(Registration.id, Registration.state))
    found = {row.id: row.state for row in rows}
    return [found[registration_id] for registration_id in ids]


def one_more_person() -> int:
    count = len(db.session.scalars(select(Person.id)).all())
    person = Person(
        email=f"guest-{count}@example.org",
        name=f"Guest {count}",
        language="en",
        timezone="UTC",
        created_at=now(),
        email_confirmed_at=now(),
    )
    db.session.add(person)
    db.session.flush()
    return person.id


def told(registration: Registration) -> list[str]:
    """Return the letters queued to the person of a registration, in order."""
    person = select(SignUp.person_id).where(SignUp.id == registration.sign_up_id)
    theirs = Letter.person_id == person.scalar_subquery()
    statement = select(Letter.template).where(theirs).order_by(Letter.id)
    return [name.removeprefix("webinar-") for name in db.session.scalars(statement)]


def numbers(registrations: Sequence[Registration]) -> list[int]:
    return [registration.number for registration in registrations]


def person_of(registration: Registration) -> Person:
    sign_up = db.session.get_one(SignUp, registration.sign_up_id)
    return db.session.get_one(Person, sign_up.person_id)
