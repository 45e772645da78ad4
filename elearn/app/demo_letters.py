"""Letters of the demonstration: two people have a date to keep, and hear of it as they want.

The log shows them beside the letters that the stories caused by themselves.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from courses import due, learning
from courses.models import Course
from elearn.accounts import preferences
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import Crowd, acting
from elearn.core.transaction import write

NAME = "introduction-to-esm"
# Before and after the end of the stories.
ENROLLED, DUE = timedelta(days=2), timedelta(days=5)
# How each role wants to hear that something is due.
WISHES = {"partner": "at-once", "reviewer": "weekly"}


def bring(
    crowd: Crowd, course: Course, trainer: SignedIn, end: datetime, dated: Dated
) -> Iterator[str]:
    """Put people on a course until a day, and tell those who are to be told at once."""
    for role, how in WISHES.items():
        person = acting(crowd.holding(role).email)
        with dated(end - ENROLLED), write():
            preferences.choose(person.id, "due-soon", how, person)
            learning.enrol(person.id, course.id, trainer, way="trainer", due_at=end + DUE)
        yield "enrolment"
    with dated(end):
        due.tell_all()
    yield "letters"
