"""Addresses and facts that the tests of the trainers' desk for learners share."""

from sqlalchemy import select

from courses.models import Enrolment
from elearn.core.clock import now
from elearn.core.database import db

MOMENT = now().replace(microsecond=0)


def base(course):
    return f"/desk/courses/{course.slug}/learners/"


def page_of(course, lina):
    return f"{base(course)}{lina[1]}/"


def due(app, lina):
    with app.app_context():
        return db.session.scalar(select(Enrolment.due_at).where(Enrolment.id == lina[0]))


def subjects(letters):
    return [(letter["To"], str(letter["Subject"])) for letter in letters()]
