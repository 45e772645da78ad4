"""A small rule of the demonstration: the second module opens after the quiz of the first.

Made as a trainer makes it, after the learners' stories; a second run makes no second version.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from courses.models import Course
from courses.rules import operations, queries
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.core.database import db
from elearn.core.transaction import write

NAME = "handling-waste-lead-acid-batteries"
MARK = 8_000
# Before the end of the stories.
MADE = timedelta(hours=20)


def bring(course: Course, trainer: SignedIn, end: datetime, dated: Dated) -> Iterator[str]:
    """Let the second module wait for the first one's quiz; yield when that was done."""
    if course.rules_id is not None:
        return
    first, second = queries.draft_outline(course.id)[:2]
    quiz = next(step["id"] for step in first["steps"] if step["kind"] == "quiz")
    parts = {second["id"]: {"quiz": quiz, "mark": MARK}}
    with dated(end - MADE), write():
        found = db.session.get_one(Course, course.id)
        operations.change_rules(found, None, parts, {}, trainer)
    yield "rules"
