"""Draft questions of the demonstration: made by the rules, two decided, the others left open.

They come about as a trainer's own do; what a killed run left is taken up again.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from courses import desk_queries as course_desk
from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import desk_queries, draft_queries, manual_drafts, operations

NAME = "handling-waste-lead-acid-batteries"
# Before the end of the stories.
MADE, DECIDED = timedelta(days=2), timedelta(days=1)


def bring(course: Course, trainer: SignedIn, end: datetime, dated: Dated) -> Iterator[str]:
    """Have drafts made, one from a table approved, one dismissed; yield after each thing done."""
    with dated(end - MADE):
        manual_drafts.make_drafts(course, trainer)
    yield "drafts"
    drafts = db.session.execute(draft_queries.drafts_of(course.id)).all()
    wanted = next(one for one in drafts if one.rule == "table")
    unwanted = next(one for one in drafts if one.rule == "definition")
    if wanted.state == "open":
        with dated(end - DECIDED), write():
            approve(course.id, wanted.public_id, trainer)
        yield "approved"
    if unwanted.state == "open":
        with dated(end - DECIDED), write():
            manual_drafts.dismiss(course.id, unwanted.public_id, trainer)
        yield "dismissed"


def approve(course_id: int, public_id: str, trainer: SignedIn) -> None:
    """Add a draft to the first quiz of the course."""
    step = desk_queries.quiz_steps_of(course_id)[0]
    quiz = operations.create_quiz(course_desk.step_of(course_id, step.public_id).id, trainer)
    manual_drafts.approve(course_id, public_id, quiz.id, trainer)
