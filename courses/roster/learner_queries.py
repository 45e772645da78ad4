"""What trainers read of one learner on a course, and of each step. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from courses.errors import StepNotFound
from courses.models import Completion, Enrolment, ReleaseStep, Step, StepProgress
from courses.queries import AnyRow
from courses.roster.models import Nudge, NudgeReceiver
from courses.roster.queries import COLUMNS
from elearn.accounts.models import AuditEntry, Person
from elearn.core.database import read

MOST_MOVES = 50

_course_id = bindparam("course_id", type_=Integer())
_release_id = bindparam("release_id", type_=Integer())
_enrolment_id = bindparam("enrolment_id", type_=Integer())
_trainer = aliased(Person)

_learner = (
    select(*COLUMNS, Enrolment.person_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Enrolment.course_id == _course_id)
    .where(Enrolment.public_id == bindparam("public_id", type_=String()))
)


def learner(course: AnyRow, public_id: str) -> AnyRow | None:
    """Return one enrolment as the roster shows it, with whose it is."""
    values = {
        "course_id": course.id,
        "release_id": course.release_id or 0,
        "public_id": public_id,
    }
    return read(_learner, values).one_or_none()


_steps = (
    select(
        Step.id,
        Step.public_id,
        ReleaseStep.title,
        ReleaseStep.module_title,
        ReleaseStep.kind,
        ReleaseStep.required,
        StepProgress.opened_at,
        StepProgress.completed_at,
        StepProgress.score,
    )
    .select_from(ReleaseStep)
    .join(Step, Step.id == ReleaseStep.step_id)
    .outerjoin(
        StepProgress,
        and_(
            StepProgress.step_id == ReleaseStep.step_id,
            StepProgress.enrolment_id == _enrolment_id,
        ),
    )
    .where(ReleaseStep.release_id == _release_id)
    .order_by(ReleaseStep.position)
)


def steps_of(course: AnyRow, enrolment_id: int) -> Sequence[AnyRow]:
    """Return every step of the current release with what the learner did with it."""
    values = {"release_id": course.release_id or 0, "enrolment_id": enrolment_id}
    return read(_steps, values).all()


def step_of(course: AnyRow, enrolment_id: int, public_id: str | None) -> AnyRow:
    """Return one of these steps. Raises StepNotFound."""
    for row in steps_of(course, enrolment_id):
        if row.public_id == public_id:
            return row
    raise StepNotFound


_nudges = (
    select(Nudge.message, Nudge.sent_at, _trainer.name.label("sent_by"))
    .join(NudgeReceiver, NudgeReceiver.nudge_id == Nudge.id)
    .outerjoin(_trainer, _trainer.id == Nudge.sent_by_id)
    .where(NudgeReceiver.enrolment_id == _enrolment_id)
    .order_by(Nudge.id.desc())
)
_moves = (
    select(AuditEntry.action, AuditEntry.at, AuditEntry.detail, _trainer.name.label("made_by"))
    .outerjoin(_trainer, _trainer.id == AuditEntry.actor_id)
    .where(AuditEntry.thing_kind == "enrolment")
    .where(AuditEntry.thing_id == bindparam("public_id", type_=String()))
    .where(AuditEntry.action.in_(("course.extend", "course.take-back-extension")))
    .order_by(AuditEntry.id.desc())
    .limit(MOST_MOVES)
)


def nudges_to(enrolment_id: int) -> Sequence[AnyRow]:
    """Return the letters trainers sent to the learner about this course, newest first."""
    return read(_nudges, {"enrolment_id": enrolment_id}).all()


def moves_of(public_id: str) -> Sequence[AnyRow]:
    """Return how the date was moved, newest first: `detail` holds from, to, reason."""
    return read(_moves, {"public_id": public_id}).all()


def _count(condition: Any, name: str) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)


# Of those on the course and those who completed it; who left without is not counted.
_by_step = (
    select(
        Step.public_id,
        ReleaseStep.title,
        ReleaseStep.module_title,
        ReleaseStep.kind,
        ReleaseStep.required,
        _count(StepProgress.id.is_not(None), "opened"),
        _count(StepProgress.completed_at.is_not(None), "completed"),
        (func.sum(StepProgress.score) // func.count(StepProgress.score)).label("score"),
    )
    .select_from(ReleaseStep)
    .join(Step, Step.id == ReleaseStep.step_id)
    .outerjoin(
        StepProgress,
        and_(
            StepProgress.step_id == ReleaseStep.step_id,
            StepProgress.enrolment_id.in_(
                select(Enrolment.id)
                .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
                .where(Enrolment.course_id == _course_id)
                .where(or_(Enrolment.left_at.is_(None), Completion.id.is_not(None)))
            ),
        ),
    )
    .where(ReleaseStep.release_id == _release_id)
    .group_by(
        Step.public_id,
        ReleaseStep.title,
        ReleaseStep.module_title,
        ReleaseStep.kind,
        ReleaseStep.required,
        ReleaseStep.position,
    )
    .order_by(ReleaseStep.position)
)


def by_step(course: AnyRow) -> Sequence[AnyRow]:
    """Return for every step how many opened and completed it, and the mean best score."""
    values = {"course_id": course.id, "release_id": course.release_id or 0}
    return read(_by_step, values).all()


_released = (
    select(
        Step.id,
        Step.public_id,
        ReleaseStep.title,
        ReleaseStep.module_title,
        ReleaseStep.kind,
        ReleaseStep.required,
    )
    .join(Step, Step.id == ReleaseStep.step_id)
    .where(ReleaseStep.release_id == _release_id)
    .order_by(ReleaseStep.position)
)


def released_steps(course: AnyRow) -> Sequence[AnyRow]:
    """Return the steps of the current release in their order, without their text."""
    return read(_released, {"release_id": course.release_id or 0}).all()


def released_texts(course: AnyRow) -> Sequence[AnyRow]:
    """Return the same with the text of each lesson, as learners read it."""
    statement = _released.add_columns(ReleaseStep.html)
    return read(statement, {"release_id": course.release_id or 0}).all()
