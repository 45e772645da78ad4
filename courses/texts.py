"""The texts of lessons: append-only revisions, and what happens when two people write at once."""

from courses import desk_queries, reading_time
from courses.desk_errors import NotALesson, TextChanged
from courses.edits import note, touched
from courses.lesson_text import LessonText
from courses.models import LessonRevision, Step
from elearn.accounts.session import SignedIn
from elearn.core.database import db


def save_text(
    step: Step, text: LessonText, based_on: int, actor: SignedIn | None
) -> LessonRevision | None:
    """Save a new text of a lesson, written on top of revision `based_on` (0: there was none).

    Returns None when it says the same as the newest text. Raises TextChanged when somebody else
    saved meanwhile, NotALesson for a quiz.
    """
    if step.kind != "lesson":
        raise NotALesson
    course = touched(step.course_id)
    newest = desk_queries.newest_text(step.id)
    if newest is not None and newest.blocks == text.blocks:
        return None
    number = newest.number if newest else 0
    if number != based_on:
        raise TextChanged(number)
    revision = add_revision(step, text, course.language, actor, after=based_on)
    note(course, actor, "edit-lesson", step=step.public_id, revision=revision.number)
    return revision


def add_revision(
    step: Step, text: LessonText, language: str, actor: SignedIn | None, *, after: int = 0
) -> LessonRevision:
    """Append a text to a lesson; the step's minutes follow it."""
    revision = LessonRevision(
        step_id=step.id,
        language=language,
        number=after + 1,
        blocks=text.blocks,
        words=text.words,
        based_on=after or None,
        author_id=actor.id if actor else None,
    )
    db.session.add(revision)
    html = "".join(block["html"] for block in text.blocks)
    step.minutes = reading_time.minutes(text.words, html, language)
    db.session.flush()
    return revision
