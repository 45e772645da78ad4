"""Tables of reminders and personal calendar feeds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime

WHENS = ("before", "after")


class Reminder(Model):
    """A letter so many minutes before a session starts, or after it ends, to all who are in.

    `due_at` is worked out anew when the session moves; `sent_at` is set once it was sent for the
    moment the session stands at. `text` is added to the letter.
    """

    __tablename__ = "webinar_reminder"
    __table_args__ = (
        UniqueConstraint("session_id", "when", "minutes"),
        CheckConstraint("\"when\" IN ('before', 'after')", name="when"),
        CheckConstraint("minutes BETWEEN 0 AND 43200", name="minutes"),
        Index("ix_webinar_reminder_due", "sent_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"))
    when: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarFeed(Model):
    """A person's own calendar address. It holds a secret, kept here as its hash."""

    __tablename__ = "webinar_calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
