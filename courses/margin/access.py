"""Whose margin it is: the gates to a lesson's margin and to a question of a course."""

from collections.abc import Collection

from courses import access
from courses.errors import StepNotFound
from courses.margin import queries
from courses.margin.errors import NoSuchTrainerQuestion, ParagraphUnknown
from courses.models import Course
from courses.queries import AnyRow, step_to_do
from elearn.accounts.session import SignedIn


def open_lesson(slug: str, step_id: str, person: SignedIn | None) -> AnyRow:
    """Return a lesson the person may read. Raises StepNotFound, also for a quiz."""
    row = access.open_step(slug, step_id, person)
    if row.kind != "lesson":
        raise StepNotFound
    return row


def known_key(key: str, keys: Collection[str]) -> str:
    """Return the key of a paragraph of the lesson, "" for the lesson. Raises ParagraphUnknown."""
    if key and key not in keys:
        raise ParagraphUnknown
    return key


def lesson_to_ask(slug: str, step_id: str, person: SignedIn) -> AnyRow:
    """Return what asking needs to know of a lesson. Raises StepNotFound."""
    row = step_to_do(slug, step_id, person.id)
    if row is None or row.kind != "lesson":
        raise StepNotFound
    return row


def open_question(slug: str, public_id: str, person: SignedIn) -> tuple[Course, AnyRow]:
    """Return a course the person may edit and a question to its trainers.

    Raises CourseNotFound, NotYoursToEdit, NoSuchTrainerQuestion.
    """
    course = access.open_course(slug, person, to="edit")
    row = queries.question_row(course.id, public_id)
    if row is None:
        raise NoSuchTrainerQuestion
    return course, row
