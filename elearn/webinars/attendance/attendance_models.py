"""Tables of attendance: minutes with their source, and reports that are read before they count."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

SOURCES = ("report", "provider", "tick", "code-word", "click")
LINE_STATES = ("matched", "unsure", "unknown", "settled", "left-out")


class WebinarAttendance(Model):
    """How many minutes a registered person was there, as one source says.

    `report`: a file of the conferencing system; `provider`: asked from it; `tick`: the host's list;
    `code-word` and `click` say that somebody was there, not for how long (0 minutes).
    `spans` are pairs of moments, ISO 8601 in UTC, where the source knows them.
    """

    __tablename__ = "webinar_attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "source"),
        CheckConstraint(
            "source IN ('report', 'provider', 'tick', 'code-word', 'click')", name="source"
        ),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("webinar_registration.id"))
    source: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    spans: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    report_id: Mapped[int | None] = mapped_column(
        ForeignKey("webinar_attendance_report.id"), index=True
    )
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class AttendanceReport(Model):
    """A file of a conferencing system. What it says counts once its lines are settled.

    `layout`: zoom, teams, webex, bigbluebutton or other, as it was recognised.
    """

    __tablename__ = "webinar_attendance_report"
    __table_args__ = (CheckConstraint("state IN ('queue', 'settled', 'dropped')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), index=True)
    layout: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="queue")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReportLine(Model):
    """One person of a report and whose registration that is thought to be.

    `how`: by address, name, likeness (with `likeness` in percent) or hand. Unsure and unknown
    lines wait in the queue; `candidates` are registrations (public ids) it may be.
    """

    __tablename__ = "webinar_report_line"
    __table_args__ = (
        UniqueConstraint("report_id", "position"),
        CheckConstraint(
            "state IN ('matched', 'unsure', 'unknown', 'settled', 'left-out')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("webinar_attendance_report.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    minutes: Mapped[int]
    spans: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("webinar_registration.id"), index=True
    )
    how: Mapped[str] = mapped_column(String(20), default="")
    likeness: Mapped[int] = mapped_column(default=0)
    candidates: Mapped[list[Any]] = mapped_column(Json, default=list)
    state: Mapped[str] = mapped_column(String(20))
