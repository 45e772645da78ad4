"""Places of a course: counted by the database, whoever lets people in and in whatever order.

`taken` is kept for every course that has terms, with a limit or without, so that a limit set
later starts from the right number.
"""

from sqlalchemy import Integer, bindparam, func, or_, select, update

from courses.entry.errors import NoPlaceLeft
from courses.entry.models import EntryTerms
from courses.models import Enrolment
from elearn.core.database import execute

_course_id = bindparam("the_course", type_=Integer())
_take = (
    update(EntryTerms)
    .where(EntryTerms.course_id == _course_id)
    .where(or_(EntryTerms.places.is_(None), EntryTerms.taken < EntryTerms.places))
    .values(taken=EntryTerms.taken + 1)
    .returning(EntryTerms.id)
)
_give_back = (
    update(EntryTerms)
    .where(EntryTerms.course_id == _course_id, EntryTerms.taken > 0)
    .values(taken=EntryTerms.taken - 1)
)
_has_terms = select(EntryTerms.id).where(EntryTerms.course_id == _course_id)
_enrolled = select(func.count(Enrolment.id)).where(
    Enrolment.course_id == _course_id, Enrolment.left_at.is_(None)
)


def take(course_id: int) -> None:
    """Take a place for somebody who was just enrolled, in the open transaction.

    Raises NoPlaceLeft: whoever called lets the transaction, or their savepoint, roll back.
    """
    values = {"the_course": course_id}
    taken = execute(_take, values).scalar()
    if taken is None and execute(_has_terms, values).scalar() is not None:
        raise NoPlaceLeft


def give_back(course_id: int) -> None:
    """Give the place of somebody who just left back."""
    execute(_give_back, {"the_course": course_id})


def enrolled(course_id: int) -> int:
    """Return how many are enrolled now; the caller holds the lock of the course."""
    return int(execute(_enrolled, {"the_course": course_id}).scalar_one())
