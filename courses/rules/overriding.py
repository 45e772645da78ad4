"""What trainers decide against the rules for one learner. Call inside `transaction.write()`."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from courses import learning
from courses.models import Completion, Course, Enrolment, ReleaseStep, Step
from courses.rules.errors import NoSuchLearner, NoSuchOverride, OverrideUnfit
from courses.rules.models import Override
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db

KINDS = ("open", "done")
LONGEST_REASON = 1000


def override_step(
    enrolment_id: int, step_id: int | None, kind: str, reason: str, actor: SignedIn | None
) -> tuple[Override, Completion | None]:
    """Decide for one learner: `open` a locked step (or, without one, all), or call one `done`.

    A step called done completes like any other, without a score, and may complete the course;
    the completion is returned when it did. Raises NoSuchLearner, or OverrideUnfit without a
    reason, for a step that is not in the published course, or for somebody who left.
    """
    kept = reason.strip()
    if not kept or len(kept) > LONGEST_REASON or kind not in KINDS:
        raise OverrideUnfit(_l("Say why, in up to 1000 characters. Nothing was changed."))
    row = db.session.execute(
        select(Enrolment.left_at, Enrolment.person_id, Course.public_id, Course.current_release_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.id == enrolment_id)
    ).one_or_none()
    if row is None:
        raise NoSuchLearner
    if row.left_at is not None:
        raise OverrideUnfit(_l("This learner has left the course. Nothing was changed."))
    step = _step(row.current_release_id, step_id)
    if kind == "done" and step is None:
        raise OverrideUnfit(_l("Say which part is done. Nothing was changed."))
    made = Override(
        enrolment_id=enrolment_id,
        step_id=step_id,
        kind=kind,
        reason=kept,
        made_by_id=actor.id if actor else None,
    )
    db.session.add(made)
    db.session.flush()
    actor_id, facts = actor.id if actor else None, {"person": row.person_id, "step": step}
    if kind == "open":
        record(actor_id, "course.override-open", "course", row.public_id, **facts)
    else:
        record(actor_id, "course.override-done", "course", row.public_id, **facts)
    if kind != "done" or step_id is None:
        return made, None
    release_id = row.current_release_id
    return made, learning.complete_step(enrolment_id, step_id, release_id=release_id)


def _step(release_id: int | None, step_id: int | None) -> str | None:
    if step_id is None:
        return None
    found: str | None = db.session.scalar(
        select(Step.public_id)
        .join(ReleaseStep, ReleaseStep.step_id == Step.id)
        .where(Step.id == step_id, ReleaseStep.release_id == release_id)
    )
    if found is None:
        raise OverrideUnfit(_l("This part is not in the published course. Nothing was changed."))
    return found


def undo_override(course_id: int, public_id: str, actor: SignedIn | None) -> bool:
    """Take back that something was opened; what was done meanwhile stays done.

    Returns False when it was taken back before. Raises NoSuchOverride for one that is not of this
    course, or that called a step done, since that is never undone.
    """
    row = db.session.execute(
        select(Override.id, Override.undone_at, Enrolment.person_id, Course.public_id)
        .join(Enrolment, Enrolment.id == Override.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Override.public_id == public_id, Override.kind == "open", Course.id == course_id)
    ).one_or_none()
    if row is None:
        raise NoSuchOverride
    undone = db.session.execute(
        update(Override)
        .where(Override.id == row.id, Override.undone_at.is_(None))
        .values(undone_at=now())
        .returning(Override.id)
    ).scalar_one_or_none()
    if undone is None:
        return False
    actor_id = actor.id if actor else None
    record(actor_id, "course.undo-override", "course", row.public_id, person=row.person_id)
    return True
