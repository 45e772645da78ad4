"""Tables of the setting and of the texts trainers agree to before anything is sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime

THE_ONE = 1
DAILY_LIMIT = 20


class SuggestionConsent(Model):
    """A text trainers agree to; another wording is another version, and old ones stay."""

    __tablename__ = "suggestion_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SuggestionSetting(Model):
    """The one row that says who suggests. Off, or missing, nobody is asked anything."""

    __tablename__ = "suggestion_setting"
    __table_args__ = (
        CheckConstraint(f"id = {THE_ONE}", name="the_one"),
        # What is on is complete: the database says so, too.
        CheckConstraint(
            "NOT is_on OR (provider <> '' AND sealed_key IS NOT NULL AND consent_id IS NOT NULL)",
            name="complete",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=False)
    provider: Mapped[str] = mapped_column(String(200), default="")
    sealed_key: Mapped[str | None] = mapped_column(Text)
    # The last four characters of the key, by which its owner knows it again.
    key_end: Mapped[str] = mapped_column(String(4), default="")
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion_consent.id"))
    daily_limit: Mapped[int] = mapped_column(default=DAILY_LIMIT)
    # Raised by every change, so that two administrators notice each other.
    version: Mapped[int] = mapped_column(default=0)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
