"""A published course with its trainer, and what tests of the ways in do all the time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courses.entry import codes, operations, places
from courses.entry.models import EntryTerms
from courses.models import Course, Enrolment
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, published_course


@dataclass
class Desk:
    """The course, its trainer and the learner as operations know them."""

    app: Flask
    cast: Cast
    course: MadeCourse
    trainer: SignedIn
    learner: SignedIn
    second_learner: SignedIn

    @property
    def path(self) -> str:
        return f"/courses/{self.course.slug}/"

    @property
    def desk_path(self) -> str:
        return f"/desk/courses/{self.course.slug}/entry/"

    @property
    def api(self) -> str:
        return f"/api/v1/courses/{self.course.slug}"

    def do(self, act: Callable[[Course], Any]) -> Any:
        """Do something with the course in a transaction of its own."""
        with self.app.app_context(), write():
            return act(db.session.get_one(Course, self.course.id, populate_existing=True))

    def terms(self, **said: Any) -> None:
        self.do(lambda course: operations.set_terms(course.id, operations.Terms(**said), None))

    def code(self, **said: Any) -> str:
        return self.do(lambda course: codes.make(course, self.trainer, **said).code)

    def taken(self) -> tuple[int, int]:
        """Return how many places are counted, and how many people are enrolled."""
        with self.app.app_context():
            counted = db.session.scalar(
                select(EntryTerms.taken).where(EntryTerms.course_id == self.course.id)
            )
            enrolled = places.enrolled(self.course.id)
            db.session.rollback()
        return counted or 0, enrolled

    def enrolments(self) -> dict[int, Any]:
        with self.app.app_context():
            rows = db.session.execute(select(*Enrolment.__table__.c)).all()
            db.session.rollback()
        return {row.person_id: row for row in rows if row.course_id == self.course.id}


@pytest.fixture
def desk(app: Flask, cast: Cast, writing: Callable[[], Any]) -> Desk:
    with writing():
        course = published_course(trainer_id=cast.trainer.id)
    people = [actor(app, one) for one in (cast.trainer, cast.learner, cast.second_learner)]
    return Desk(app, cast, course, *people)
