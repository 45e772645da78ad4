"""The margin of the demonstration: a note, a bookmark, a question answered and one that waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from courses import queries as course_queries
from courses.margin import operations, queries
from courses.margin.pieces import quotes_of
from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.core.transaction import write

NOTE = "Ask our store how it keeps its drums: closed, labelled, on a hard floor?"
ASKED = "We are a small repair shop with two people. Does all of this hold for us too?"
SHOWN = "Does this hold for very small workplaces, too?"
ANSWER = (
    "Yes. What you must keep in mind is the same; how much you write down can be less. "
    "Begin with what could hurt somebody today, and ask your authority what it wants to see."
)
WAITING = "Is there a list of the offices we should call, country by country?"
# Before the end of the stories.
WRITTEN, ANSWERED = timedelta(days=3), timedelta(days=2)


def bring(
    course: Course, learner: SignedIn, trainer: SignedIn, end: datetime, dated: Dated
) -> Iterator[str]:
    """Let a learner write and ask, and the trainer answer and publish; yield after each."""
    release = course_queries.course_page(course.slug, learner.id)
    if release is None:
        return
    step_id = next(
        step["id"]
        for module in release.outline
        for step in module["steps"]
        if step["kind"] == "lesson"
    )
    lesson: Any = course_queries.learner_step(course.slug, step_id, learner.id)
    # Behind the objectives the lesson begins with.
    first, second = list(quotes_of(lesson.html))[2:4]
    with dated(end - WRITTEN), write():
        operations.keep_note(learner.id, lesson.step_id, second, NOTE)
        operations.keep_note(learner.id, lesson.step_id, first, "", bookmarked=True)
    yield "note"
    counts = queries.counts(course.id)
    if not counts["open"] and not counts["answered"]:
        with dated(end - WRITTEN), write():
            operations.ask(learner, lesson, second, ASKED)
        yield "asked"
    if not counts["answered"]:
        with dated(end - ANSWERED), write():
            answer_and_publish(course.id, trainer)
            operations.ask(learner, lesson, "", WAITING)
        yield "answered"


def answer_and_publish(course_id: int, trainer: SignedIn) -> None:
    """Answer the oldest open question and show it to every reader."""
    question = queries.oldest_open(course_id)
    if question is not None:
        operations.answer(course_id, question, ANSWER, trainer)
        operations.publish(course_id, question, SHOWN, trainer)
