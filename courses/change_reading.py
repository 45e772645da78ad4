"""Learners read what changed: they are asked to, and they say that they did.

Progress and completion stay what they are. Everything here may be repeated.
"""

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from courses.models import Completion, Course, Enrolment, Release, StepProgress
from courses.update_models import ChangeReading, ReleaseChange
from elearn.accounts import mailing
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.urls import absolute

LEARNERS_AT_ONCE = 20

_new = insert(ChangeReading)
_asked = _new.on_conflict_do_nothing(index_elements=["enrolment_id", "release_id"]).returning(
    ChangeReading.id
)
_read = _new.on_conflict_do_update(
    index_elements=["enrolment_id", "release_id"],
    set_={"read_at": func.coalesce(ChangeReading.read_at, _new.excluded.read_at)},
).returning(ChangeReading.read_at)


def confirm(enrolment_id: int, release_id: int, actor: SignedIn) -> None:
    """Keep that the learner has read what changed up to this release; a repeat changes nothing."""
    values = {"enrolment_id": enrolment_id, "release_id": release_id, "asked_at": None}
    moment = now()
    before = db.session.scalar(
        select(ChangeReading.read_at).where(
            ChangeReading.enrolment_id == enrolment_id, ChangeReading.release_id == release_id
        )
    )
    db.session.execute(_read, values | {"read_at": moment})
    if before is None:
        public_id = db.session.scalar(
            select(Course.public_id)
            .join(Release, Release.course_id == Course.id)
            .where(Release.id == release_id)
        )
        record(actor.id, "course.read-changes", "course", public_id, release=release_id)


def ask(release_id: int) -> int:
    """Ask the learners who read an older text to read what changed materially; return how many.

    Those still underway get a letter, one for each person and release. Opens its own transactions;
    a repeat asks those it has not asked.
    """
    total = 0
    while waiting := not_asked(release_id):
        with write():
            for enrolment_id, underway in waiting:
                total += ask_one(enrolment_id, release_id, letter=underway)
    return total


def not_asked(release_id: int) -> list[tuple[int, bool]]:
    """Return the next enrolments to ask, and whether each is still underway."""
    release = db.session.get_one(Release, release_id)
    older = select(Release.id).where(
        Release.course_id == release.course_id, Release.number < release.number
    )
    touched = exists().where(
        and_(
            StepProgress.enrolment_id == Enrolment.id,
            or_(
                StepProgress.step_id == ReleaseChange.step_id,
                StepProgress.step_id == ReleaseChange.from_step_id,
            ),
            StepProgress.release_id.in_(older),
            ReleaseChange.release_id == release_id,
            ReleaseChange.weight == "material",
        )
    )
    done = exists().where(
        ChangeReading.enrolment_id == Enrolment.id, ChangeReading.release_id == release_id
    )
    rows = db.session.execute(
        select(Enrolment.id, Completion.id.label("completion"))
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(Enrolment.course_id == release.course_id, Enrolment.left_at.is_(None))
        .where(touched, ~done)
        .order_by(Enrolment.id)
        .limit(LEARNERS_AT_ONCE)
    ).all()
    db.session.rollback()
    return [(row.id, row.completion is None) for row in rows]


def ask_one(enrolment_id: int, release_id: int, *, letter: bool) -> int:
    """Ask one learner, with a letter when they are underway; return 1, or 0 for a repeat."""
    values = {"enrolment_id": enrolment_id, "release_id": release_id, "asked_at": now()}
    if db.session.scalar(_asked, values | {"read_at": None}) is None:
        return 0
    if letter:
        write_to(enrolment_id, release_id)
    return 1


def write_to(enrolment_id: int, release_id: int) -> None:
    """Queue the letter that asks a learner to read what changed."""
    row = db.session.execute(
        select(Enrolment.person_id, Course.slug, Release.title)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Release, Release.id == Course.current_release_id)
        .where(Enrolment.id == enrolment_id)
    ).one()
    mailing.tell(
        row.person_id,
        "changes",
        mark=f"changes:{release_id}",
        template="changes-to-read",
        title=row.title,
        link=absolute("course_changes.show", slug=row.slug),
    )
