"""Tables of what is kept of a session: recordings, slides, chapters, questions, polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

MATERIAL_KINDS = ("recording", "slides", "document")
QUESTION_STATES = ("open", "answered", "hidden")


class Material(Model):
    """A recording (an address), slides or a document (an address, or a file of ours).

    `size` is in bytes, so that people on poor lines can choose; null where nobody knows it.
    """

    __tablename__ = "webinar_material"
    __table_args__ = (
        CheckConstraint("kind IN ('recording', 'slides', 'document')", name="kind"),
        CheckConstraint("(address = '') = (storage_key IS NOT NULL)", name="one_place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("webinar_session.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(500), default="")
    storage_key: Mapped[str | None] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int | None]
    minutes: Mapped[int | None]
    transcript: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Chapter(Model):
    """A part of a recording that begins so many seconds after its start."""

    __tablename__ = "webinar_chapter"
    __table_args__ = (
        UniqueConstraint("material_id", "second"),
        CheckConstraint("second >= 0", name="second"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("webinar_material.id"))
    second: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))


class SessionQuestion(Model):
    """A question asked at a session, without the asker's name, and its answer.

    Open ones are the organisers' queue. `section_id` is the section of an edition it belongs to.
    """

    __tablename__ = "webinar_question"
    __table_args__ = (CheckConstraint("state IN ('open', 'answered', 'hidden')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    # Who asked, when it was asked here; never shown.
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("webinar_registration.id"), index=True
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="open")
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SessionPoll(Model):
    """A poll taken at a session: its question and [{"label", "votes"}]; nobody's vote is kept."""

    __tablename__ = "webinar_poll"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), index=True)
    question: Mapped[str] = mapped_column(String(500))
    options: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RecordingStep(Model):
    """A recording that became a lesson step of a course."""

    __tablename__ = "webinar_recording_step"
    __table_args__ = (UniqueConstraint("material_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("webinar_material.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
