"""A person's own data at the trainers' desk: the letters trainers sent them, and their erasure."""

from typing import Any

from sqlalchemy import delete, select

from courses.models import Course, Enrolment
from courses.roster.models import Nudge, NudgeReceiver
from elearn.core.database import db

_nudges = (
    select(Course.title.label("course"), Nudge.message, Nudge.sent_at)
    .join(NudgeReceiver, NudgeReceiver.nudge_id == Nudge.id)
    .join(Enrolment, Enrolment.id == NudgeReceiver.enrolment_id)
    .join(Course, Course.id == Nudge.course_id)
    .order_by(Nudge.id)
)


def export(person_id: int) -> dict[str, Any]:
    """Return the letters that trainers wrote to the person as one of their learners."""
    rows = db.session.execute(_nudges.where(Enrolment.person_id == person_id))
    return {"letters_of_trainers": [dict(row._mapping) for row in rows]}


def erase(person_id: int) -> None:
    """Forget that trainers wrote to the person; what they wrote to others with it stays."""
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(delete(NudgeReceiver).where(NudgeReceiver.enrolment_id.in_(mine)))
