"""A person's own data among the rules: what trainers decided for them, and its erasure."""

from typing import Any

from sqlalchemy import select, update

from courses.models import Course, Enrolment, Step
from courses.rules.models import Override
from elearn.core.database import db

_overrides = (
    select(
        Course.title.label("course"),
        Step.title.label("part"),
        Override.kind,
        Override.reason,
        Override.made_at,
        Override.undone_at,
    )
    .join(Enrolment, Enrolment.id == Override.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Step, Step.id == Override.step_id)
    .order_by(Override.id)
)


def export(person_id: int) -> dict[str, Any]:
    """Return what trainers decided for the person, with their reasons, as plain values."""
    rows = db.session.execute(_overrides.where(Enrolment.person_id == person_id))
    return {"overrides": [dict(row._mapping) for row in rows]}


def erase(person_id: int) -> None:
    """Forget the reasons given for the person; what was decided stays, for the figures."""
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(update(Override).where(Override.enrolment_id.in_(mine)).values(reason=""))
