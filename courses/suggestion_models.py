"""Tables of suggestions: what a trainer asked for, and the texts that came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

# How a request can end. Those of the provider's process are in elearn.suggestions.running.
OUTCOMES = (
    "answered", "nothing", "timeout", "raised", "rubbish", "unloadable", "died", "interrupted",
    "off",
)  # fmt: skip
DECISIONS = ("open", "accepted", "dismissed")


class SuggestionRequest(Model):
    """One request to the provider, and the line of the log about it: never a key, never a text.

    What is sent are the blocks `block_ids` of the lesson's text number `revision`, which never
    changes. A request is `asking` from the moment something may have been sent.
    """

    __tablename__ = "suggestion_request"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'asking', 'ended')", name="state"),
        CheckConstraint("(state = 'ended') = (outcome <> '')", name="outcome"),
        Index("ix_suggestion_request_person_id", "person_id", "asked_at"),
        Index("ix_suggestion_request_step_id", "step_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int]
    block_ids: Mapped[list[str]] = mapped_column(Json)
    characters: Mapped[int]
    provider: Mapped[str] = mapped_column(String(200))
    consent_id: Mapped[int] = mapped_column(ForeignKey("suggestion_consent.id"))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    problem: Mapped[str] = mapped_column(String(300), default="")
    # Why how many suggestions were not shown: {"not-sent": 2}.
    dropped: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    milliseconds: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SuggestedText(Model):
    """A text that came back, cleaned; a trainer accepts or dismisses it, once."""

    __tablename__ = "suggested_text"
    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    request_id: Mapped[int] = mapped_column(ForeignKey("suggestion_request.id"))
    position: Mapped[int]
    html: Mapped[str] = mapped_column(Text)
    block_ids: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(20), default="open")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The text of the lesson it was put into.
    revision: Mapped[int | None]
