"""A course with a quiz, its trainer signed in, and Lina on it."""

import pytest

from courses.models import Enrolment
from elearn.core.database import db
from tests.factories.courses import enrolled, published_course
from tests.factories.quizzes import ready_quiz


@pytest.fixture
def course(cast, writing):
    with writing():
        made = published_course(trainer_id=cast.trainer.id)
        ready_quiz(made, attempts=0)
        return made


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.trainer)


@pytest.fixture
def lina(course, cast, writing):
    """Lina's enrolment: id and public id."""
    with writing():
        found = enrolled(cast.learner.id, course.id)
        return found, db.session.get_one(Enrolment, found).public_id
