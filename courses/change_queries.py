"""What changed in a course since a learner read it: statements and conditions. No rights.

A learner has read what a step's progress says, or later what they confirmed to have read; every
change of a later release is new to them. Steps they never opened hold nothing new.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    distinct,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from courses.models import Course, Enrolment, Release, ReleaseStep, Step, StepProgress
from courses.update_models import ChangeReading, ReleaseChange
from elearn.core.database import read

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_told = aliased(Release)
_opened = aliased(Release)
_confirmed = aliased(Release)
_progress = aliased(StepProgress)
_changed = aliased(ReleaseChange)
_reading = aliased(ChangeReading)

_confirmed_number = (
    select(func.coalesce(func.max(_confirmed.number), 0))
    .join(_reading, _reading.release_id == _confirmed.id)
    .where(_reading.enrolment_id == Enrolment.id, _reading.read_at.is_not(None))
    .correlate(Enrolment)
    .scalar_subquery()
)


def _unread(*columns: Any, moved_away: bool = True) -> Select[Any]:
    """Return the statement for the changes that are new to the learner of an Enrolment.

    With what moved away from a step they read into another one, or without.
    """
    here = _progress.step_id == _changed.step_id
    there = _progress.step_id == _changed.from_step_id
    return (
        select(*columns)
        .select_from(_changed)
        .join(_told, _told.id == _changed.release_id)
        .join(_progress, or_(here, there) if moved_away else here)
        .join(_opened, _opened.id == _progress.release_id)
        .where(_progress.enrolment_id == Enrolment.id)
        .where(_told.number > _opened.number, _told.number > _confirmed_number)
        .correlate(Enrolment)
    )


def changes_in(step_id: ColumnElement[int] | Any) -> ColumnElement[int]:
    """Return how many changes of a step are new to the learner of the statement's Enrolment."""
    count = func.count(distinct(_changed.key))
    statement = _unread(count, moved_away=False).where(_changed.step_id == step_id)
    return statement.correlate(Enrolment, Step, ReleaseStep).scalar_subquery()


def material_changes() -> ColumnElement[int]:
    """Return how many material changes are new to the learner of the statement's Enrolment."""
    return (
        _unread(func.count(distinct(_changed.key)))
        .where(_changed.weight == "material")
        .scalar_subquery()
    )


def asked_to_read() -> ColumnElement[bool]:
    """Tell whether the learner was asked to read changes and has not said that they did."""
    asked = aliased(ChangeReading)
    of_release = aliased(Release)
    return (
        select(asked.id)
        .join(of_release, of_release.id == asked.release_id)
        .where(
            asked.enrolment_id == Enrolment.id,
            asked.asked_at.is_not(None),
            asked.read_at.is_(None),
            of_release.number > _confirmed_number,
        )
        .correlate(Enrolment)
        .exists()
    )


_in_release = aliased(ReleaseStep)
_from_step = aliased(Step)
_unread_changes = (
    _unread(
        _changed.key,
        _changed.kind,
        _changed.weight,
        _changed.label,
        _changed.before_html,
        _changed.after_html,
        _told.number.label("release"),
        _told.published_at,
        Step.public_id.label("step"),
        _in_release.title.label("step_title"),
        _in_release.module_title,
        _from_step.title.label("moved_from"),
    )
    .join(Step, Step.id == _changed.step_id)
    .outerjoin(_from_step, _from_step.id == _changed.from_step_id)
    .join(Enrolment, Enrolment.id == _progress.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(
        _in_release,
        and_(
            _in_release.step_id == _changed.step_id,
            _in_release.release_id == Course.current_release_id,
        ),
    )
    .where(Enrolment.id == bindparam("enrolment_id", type_=Integer()))
    .order_by(_in_release.position, _told.number, _changed.position)
)


def unread_changes(enrolment_id: int) -> Sequence[AnyRow]:
    """Return the changes that are new to a learner, in reading order, oldest release first."""
    return read(_unread_changes, {"enrolment_id": enrolment_id}).all()


_began_number = (
    select(func.min(_opened.number))
    .join(_progress, _progress.release_id == _opened.id)
    .where(_progress.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_had_it = aliased(ReleaseStep)
_first_number = (
    select(func.min(_told.number))
    .join(_had_it, _had_it.release_id == _told.id)
    .where(_had_it.step_id == ReleaseStep.step_id)
    .correlate(ReleaseStep)
    .scalar_subquery()
)
_new_steps = (
    select(
        Step.public_id.label("step"),
        ReleaseStep.kind,
        ReleaseStep.title,
        ReleaseStep.module_title.label("module"),
        ReleaseStep.minutes,
    )
    .join(ReleaseStep, ReleaseStep.step_id == Step.id)
    .join(Course, Course.current_release_id == ReleaseStep.release_id)
    .join(Enrolment, Enrolment.course_id == Course.id)
    .outerjoin(
        _progress,
        and_(_progress.enrolment_id == Enrolment.id, _progress.step_id == Step.id),
    )
    .where(Enrolment.id == bindparam("enrolment_id", type_=Integer()), _progress.id.is_(None))
    .where(_first_number > _began_number, _first_number > _confirmed_number)
    .order_by(ReleaseStep.position)
)


def new_steps(enrolment_id: int) -> Sequence[AnyRow]:
    """Return the lessons and quizzes that came after a learner began and that they never opened."""
    return read(_new_steps, {"enrolment_id": enrolment_id}).all()


_asked = select(asked_to_read()).where(Enrolment.id == bindparam("enrolment_id", type_=Integer()))


def is_asked(enrolment_id: int) -> bool:
    """Tell whether the learner was asked to read changes and has not said that they did."""
    return bool(read(_asked, {"enrolment_id": enrolment_id}).scalar())
