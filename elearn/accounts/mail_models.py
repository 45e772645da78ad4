"""Tables of letters to people: what they want to get, the digest, and what was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime

WAYS = ("at-once", "weekly", "never")
STATES = ("queued", "waiting", "sent", "not-wanted", "not-sent")


class MailPreference(Model):
    """How a person wants the letters of one kind: at once, in the weekly digest, or not at all."""

    __tablename__ = "mail_preference"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        CheckConstraint("how IN ('at-once', 'weekly', 'never')", name="how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    how: Mapped[str] = mapped_column(String(20))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Letter(Model):
    """A letter of a kind to a person: waiting for the digest, sent, or not sent and why.

    `mark` recognises one that was asked for twice; `context` is kept until it was sent.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("person_id", "mark"),
        CheckConstraint(
            "state IN ('queued', 'waiting', 'sent', 'not-wanted', 'not-sent')", name="state"
        ),
        Index("ix_letter_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30), index=True)
    template: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(80))
    # As it stood, or would have stood, above the letter; empty until a worker looked at it.
    subject: Mapped[str] = mapped_column(String(300), default="", server_default="")
    context: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(20), default="queued")
    problem: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
