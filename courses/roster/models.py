"""Tables of the trainers' desk: the at-risk rule and the nudges sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id


class RiskRule(Model):
    """When a learner of a course is at risk; without a row: away for 7 days, due within 7."""

    __tablename__ = "risk_rule"
    __table_args__ = (
        CheckConstraint("away_days BETWEEN 1 AND 365", name="away_days"),
        CheckConstraint("due_days BETWEEN 0 AND 365", name="due_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), unique=True)
    away_days: Mapped[int] = mapped_column(default=7)
    # Not finished, and due within so many days; 0 asks for nothing.
    due_days: Mapped[int] = mapped_column(default=7)
    # Whether enrolled learners who never began are at risk after the same days.
    count_not_started: Mapped[bool] = mapped_column(default=False)


class Nudge(Model):
    """A letter a trainer sent to chosen learners of a course, and whom it touched.

    `filters` are those of the roster it was sent from.
    """

    __tablename__ = "nudge"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    message: Mapped[str] = mapped_column(Text)
    filters: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class NudgeReceiver(Model):
    """An enrolment a nudge was sent to."""

    __tablename__ = "nudge_receiver"
    __table_args__ = (UniqueConstraint("nudge_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nudge_id: Mapped[int] = mapped_column(ForeignKey("nudge.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
