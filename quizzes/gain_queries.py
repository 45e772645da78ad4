"""Scores before and after learning, paired: prebuilt statements, column rows. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from courses.models import Enrolment, Step
from elearn.accounts.models import Person
from elearn.core.database import read
from quizzes.models import Attempt, Quiz
from quizzes.queries import AnyRow

_course_ids = bindparam("course_ids", expanding=True, type_=Integer())
_person_ids = bindparam("person_ids", expanding=True, type_=Integer())
_After, _Before = aliased(Quiz), aliased(Quiz)


def _pairs(*who: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    handed_in = (
        select(
            Attempt.quiz_id,
            Attempt.enrolment_id,
            func.max(Attempt.score).label("best"),
            func.min(Attempt.submitted_at).label("first_at"),
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Step, Step.id == Quiz.step_id)
        .where(
            Step.course_id.in_(_course_ids),
            Quiz.purpose.in_(("before", "after")),
            Attempt.submitted_at.is_not(None),
            *who,
        )
        .group_by(Attempt.quiz_id, Attempt.enrolment_id)
        .cte("handed_in")
    )
    before, after = handed_in.alias("before"), handed_in.alias("after")
    # What was handed in after the test after is no measure of what was known before.
    in_time = or_(after.c.first_at.is_(None), before.c.first_at <= after.c.first_at)
    return (
        select(
            Enrolment.course_id,
            Enrolment.person_id,
            _After.id.label("test_id"),
            case((in_time, before.c.best)).label("before"),
            after.c.best.label("after"),
        )
        .select_from(Enrolment)
        .join(Step, and_(Step.course_id == Enrolment.course_id, Step.removed_at.is_(None)))
        .join(_After, and_(_After.step_id == Step.id, _After.purpose == "after"))
        .outerjoin(_Before, and_(_Before.pool_id == _After.id, _Before.purpose == "before"))
        .outerjoin(
            before,
            and_(before.c.quiz_id == _Before.id, before.c.enrolment_id == Enrolment.id),
        )
        .outerjoin(after, and_(after.c.quiz_id == _After.id, after.c.enrolment_id == Enrolment.id))
        .where(
            Enrolment.course_id.in_(_course_ids),
            or_(before.c.best.is_not(None), after.c.best.is_not(None)),
        )
        .order_by(Enrolment.course_id, Enrolment.person_id, _After.id)
    )


_of_courses = _pairs()
_of_people = _pairs(Attempt.person_id.in_(_person_ids))


def scores_before_and_after(
    course_ids: Sequence[int], person_ids: Sequence[int] | None = None
) -> Sequence[AnyRow]:
    """Return (course_id, person_id, test_id, before, after), one row a learner and a pair of tests.

    Scores are hundredths of a percent or None: the one hand-in of the test before, and the best
    hand-in of the test after. A test before that was handed in later than the test after counts
    as none. Who has neither is not among them; a course with two pairs gives two rows a learner,
    told apart by `test_id`. `person_ids` None means everybody.
    """
    if not course_ids or person_ids == []:
        return []
    if person_ids is None:
        return read(_of_courses, {"course_ids": list(course_ids)}).all()
    values = {"course_ids": list(course_ids), "person_ids": list(person_ids)}
    return read(_of_people, values).all()


_names = select(Person.id, Person.name, Person.country).where(Person.id.in_(_person_ids))


def learners(person_ids: Sequence[int]) -> dict[int, AnyRow]:
    """Return id, name and country of these people, by id."""
    if not person_ids:
        return {}
    return {row.id: row for row in read(_names, {"person_ids": list(person_ids)})}
