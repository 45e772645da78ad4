"""What a journey finds when it begins: people and trainings, made by the rooms' own operations."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flask import Flask
from sqlalchemy import select

from courses import learning
from courses.models import Course
from elearn.accounts import operations as accounts
from elearn.accounts import passwords, queries
from elearn.accounts.models import Person
from elearn.app.demo_people import acting
from elearn.core import clock
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import operations
from elearn.programmes.models import Run
from tests.journeys import acts

COURSE = "handling-waste-lead-acid-batteries"
COURSE_TITLE = "Handling waste lead-acid batteries"
TRAINER = "trainer@example.org"


@cache
def password_hash() -> str:
    return passwords.hash_password(acts.PASSWORD)


@dataclass(frozen=True)
class Scene:
    """The application on the data of the running site, to set out what a journey needs."""

    app: Flask

    @contextmanager
    def act(self) -> Iterator[None]:
        with self.app.app_context(), write():
            yield

    def person(self, name: str) -> str:
        """Open an account; return its address. acts.PASSWORD opens it."""
        address = f"{secrets.token_hex(4)}@example.org"
        with self.act():
            accounts.create_person(email=address, name=name, password_hash=password_hash())
        return address

    def training(self, *, places: int = 12) -> tuple[str, str]:
        """Run a programme of one course, which a code opens; return its title and the code."""
        mark = secrets.token_hex(3).upper()
        with self.act():
            trainer = acting(TRAINER)
            programme = operations.create_programme(details_of(f"Programme {mark}"), trainer)
            operations.add_course(programme.id, course_id(), trainer)
            details = operations.RunDetails(
                title=f"Training {mark}",
                starts_on=today(),
                ends_on=today() + timedelta(days=30),
                places=places,
                door="code",
                code=f"RUN{mark}",
                languages=("en",),
                plan={"learners": places},
            )
            run = operations.clone(programme.id, details, trainer)
            operations.approve(run.id, None)
            operations.start(run.id, trainer)
        return f"Training {mark}", f"RUN{mark}"

    def programme(self) -> str:
        """Publish a programme of one course and one session; return its title."""
        title = f"Programme {secrets.token_hex(3)}"
        with self.act():
            trainer = acting(TRAINER)
            found = operations.create_programme(details_of(title), trainer)
            operations.add_course(found.id, course_id(), trainer)
            operations.add_session(found.id, "A day at the yard", trainer, minutes=120)
            operations.publish(found.id, trainer)
        return title

    def take_place(self, title: str, address: str) -> None:
        """Give somebody a place in a training."""
        with self.act():
            run_id = db.session.scalars(select(Run.id).where(Run.title == title)).one()
            operations.add_people(run_id, [address], acting(TRAINER))

    def due_soon(self, address: str) -> None:
        """Enrol somebody on the course; it is due in three days."""
        with self.act():
            person = queries.person_by_email(address)
            assert person is not None
            due = clock.now() + timedelta(days=3)
            learning.enrol(person.id, course_id(), acting(TRAINER), way="trainer", due_at=due)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every value of every column of the database, as text, with its table."""
        with self.app.app_context():
            for table in db.metadata.sorted_tables:
                for row in db.session.execute(select(table)):
                    yield from ((table.name, str(value)) for value in row)

    def people(self) -> int:
        """Return how many accounts there are."""
        with self.app.app_context():
            return len(db.session.scalars(select(Person.id)).all())


def details_of(title: str) -> operations.Details:
    return operations.Details(title=title, objectives=("Pack a used battery",))


def course_id() -> int:
    return db.session.scalars(select(Course.id).where(Course.slug == COURSE)).one()


def today() -> date:
    return clock.now().date()
