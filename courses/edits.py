"""What every edit of a draft does: lock the course, raise its version, record the act."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from courses.errors import CourseNotFound
from courses.models import Course
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db


def locked(course_id: int) -> Course:
    """Return the course as it is now; nobody else edits it until the transaction ends."""
    course = db.session.scalars(
        select(Course)
        .where(Course.id == course_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if course is None:
        raise CourseNotFound
    return course


def touched(course_id: int) -> Course:
    """Lock the course and raise its version: it is about to be edited."""
    course = locked(course_id)
    course.version += 1
    course.updated_at = now()
    return course


def note(course: Course, actor: SignedIn | None, act: str, **detail: Any) -> None:
    """Record the act on the course."""
    record(actor.id if actor else None, f"course.{act}", "course", course.public_id, **detail)


def next_position(rows: Sequence[Any]) -> int:
    """Return the position after the last row."""
    return max((row.position for row in rows), default=-1) + 1


def shifted(order: list[Any], place: int, by: int) -> list[Any]:
    """Return the list with the entry at a place moved; beyond the ends nothing moves."""
    target = place + by
    if 0 <= target < len(order):
        order.insert(target, order.pop(place))
    return order


def renumber(order: Sequence[Any]) -> None:
    """Give the rows the positions 0, 1, 2 ..."""
    for position, row in enumerate(order):
        row.position = position
