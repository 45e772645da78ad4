"""Tables of rules and of what trainers decided against them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id


class CourseRules(Model):
    """One version of a course's rules, append-only; `course.rules_id` is the one that holds.

    `entry`: the condition for taking part in the course, or null.
    `parts`: {public id of a module or step: condition}.
    `completion`: {"share": percent of required steps, "mark": hundredths of a percent or null,
    "form": public id or null, "checklist": public id or null, "tier": "completion" |
    "participation"}.

    A condition: {"all": [conditions]}, {"any": [conditions]}, {"some": [conditions], "need": n},
    or a leaf: {"course": id}, {"module": id}, {"step": id}, {"quiz": id, "mark": hundredths},
    {"from": moment}, {"until": moment}, {"programme": id}; ids being public ids, moments ISO 8601.
    """

    __tablename__ = "course_rules"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    entry: Mapped[dict[str, Any] | None] = mapped_column(Json)
    parts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    completion: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Override(Model):
    """A trainer's decision against the rules for one learner, with its reason.

    `done` completed a step by hand; `open` lets the learner into a locked step, or, without a
    step, into the whole course. Undoing an `open` one is dated; what is done stays done.
    """

    __tablename__ = "override"
    __table_args__ = (
        CheckConstraint("kind IN ('done', 'open')", name="kind"),
        CheckConstraint("kind = 'open' OR step_id IS NOT NULL", name="done_step"),
        Index("ix_override_enrolment_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
