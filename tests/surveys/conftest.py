"""A course whose lessons were read, and the forms the product comes with."""

from dataclasses import dataclass
from typing import Any

import pytest

from courses import learning
from courses.models import Enrolment
from elearn.core.database import db
from elearn.surveys import installing, queries
from elearn.surveys.seeds import CHECKLIST, END_OF_COURSE, FOLLOW_UP
from tests.factories.courses import MadeCourse, enrolled, published_course

ALL_GIVEN = {
    "overall": 5,
    "relevant": 4,
    "missing": "Pictures",
    "actions": ["Label every drum", "Train my team"],
    "may-we-ask-later": "yes",
}


@dataclass(frozen=True)
class Setting:
    """What stands there: ids as addresses have them."""

    course: MadeCourse
    survey: Any
    follow_up: Any
    checklist: Any
    enrolment_id: int

    @property
    def subject(self) -> str:
        return f"course:{self.course.public_id}"

    @property
    def page(self) -> str:
        return f"/courses/{self.course.slug}/forms/{self.survey.public_id}/"


@pytest.fixture
def setting(writing, cast) -> Setting:
    """Lina has read every lesson of Tomas's course; its quiz waits."""
    with writing():
        installing.ensure()
        course = published_course(trainer_id=cast.trainer.id)
        enrolment_id = enrolled(cast.learner.id, course.id)
        read_lessons(course, enrolment_id)
        survey, follow_up, checklist = (
            queries.current_form(key, "en") for key in (END_OF_COURSE, FOLLOW_UP, CHECKLIST)
        )
    return Setting(course, survey, follow_up, checklist, enrolment_id)


def read_lessons(course: MadeCourse, enrolment_id: int) -> None:
    for step in course.steps:
        if step.kind == "lesson":
            learning.complete_step(enrolment_id, step.id, release_id=course.release_id)


def enrolment_of(person_id: int) -> int:
    return db.session.query(Enrolment.id).filter_by(person_id=person_id).scalar()
