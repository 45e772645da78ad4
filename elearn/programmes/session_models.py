"""Tables of sessions, attendance, group sessions and end-of-training reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

AGE_BANDS = ("under-18", "18-24", "25-34", "35-49", "50-64", "65-and-over", "not-stated")
COUNTED_GENDERS = ("female", "male", "another", "not-stated")
SOURCES = ("list", "import", "self")


class ClassSession(Model):
    """A session of a run, in a room or online. It starts at a moment, shown in the run's zone."""

    __tablename__ = "class_session"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_class_session_run_id", "run_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    title: Mapped[str] = mapped_column(String(300))
    online: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(default=60)
    venue: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    required: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A session of a webinar that counts as this one: moment, length and attendance are its own.
    webinar_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("webinar_session.id"), index=True
    )


class Attendance(Model):
    """How many minutes somebody was at a session, and where that is known from."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "place_id"),
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("source IN ('list', 'import', 'self')", name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    minutes: Mapped[int]
    source: Mapped[str] = mapped_column(String(20), default="list")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class AttendanceImport(Model):
    """An attendance report that was read and is looked at before it is written.

    `entries` are the people it names; they go once it is written, thrown away or a day old.
    """

    __tablename__ = "attendance_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    entries: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupSession(Model):
    """A session for people without accounts, counted without names."""

    __tablename__ = "group_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(300))
    venue: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    minutes: Mapped[int] = mapped_column(default=60)
    stakeholder: Mapped[str] = mapped_column(String(30), default="informal-sector")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class GroupCount(Model):
    """How many people of a gender and an age band were at a group session."""

    __tablename__ = "group_count"
    __table_args__ = (
        UniqueConstraint("group_session_id", "gender", "age_band"),
        CheckConstraint("people > 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_session_id: Mapped[int] = mapped_column(ForeignKey("group_session.id"))
    gender: Mapped[str] = mapped_column(String(20))
    age_band: Mapped[str] = mapped_column(String(20))
    people: Mapped[int]


class RunReport(Model):
    """The end-of-training report of a run: written by its trainers, accepted by its partner.

    `figures` are frozen when it is handed in.
    """

    __tablename__ = "run_report"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'handed-in', 'returned', 'accepted')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    what_happened: Mapped[str] = mapped_column(Text, default="")
    difficulties: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    cost_note: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any] | None] = mapped_column(Json)
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str] = mapped_column(Text, default="")
