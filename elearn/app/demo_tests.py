"""The test before learning of the demonstration: put in front of a course, and taken by some."""

from collections.abc import Mapping
from typing import Any

from courses import desk_queries
from courses import operations as courses
from courses.models import Step
from elearn.accounts.session import SignedIn
from elearn.core.transaction import write
from quizzes import desk_queries as quiz_queries
from quizzes import operations as quizzes
from quizzes import pairing
from quizzes.wording import as_html


def add_pair(course_id: int, written: Mapping[str, Any], trainer: SignedIn) -> None:
    """Make the last quiz the test after, and put a test before at the start of the course."""
    introduction = as_html(written["introduction"])
    last = quiz_queries.quiz_steps_of(course_id)[-1].public_id
    with write():
        after = quizzes.create_quiz(desk_queries.step_of(course_id, last).id, trainer)
        pairing.set_purpose(after, "after", None, trainer)
        step = step_in_front(course_id, written["title"], trainer)
        settings = quizzes.Settings(introduction=introduction, draw=written["draw"])
        before = quizzes.create_quiz(step.id, trainer, settings)
        pairing.set_purpose(before, "before", last, trainer)


def step_in_front(course_id: int, title: str, trainer: SignedIn) -> Step:
    """Add a quiz step before everything else; nobody needs it to complete the course."""
    module = desk_queries.modules_of(course_id)[0]
    step = courses.add_quiz_step(course_id, module.id, title, trainer)
    courses.change_step(step, trainer, title=title, required=False, module_id=module.id)
    beside = [one for one in desk_queries.steps_of(course_id) if one.module_id == module.id]
    for _step in beside[1:]:
        courses.move_step(step, -1, trainer)
    return step


def test_before(course_id: int) -> str | None:
    """Return the public id of the step of a course's test before, or None."""
    for row in quiz_queries.quizzes_of_course(course_id):
        if row.purpose == "before":
            return str(row.public_id)
    return None
