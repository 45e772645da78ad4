"""Tables of awards and of the keys that signed them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime
from elearn.core.ids import public_id

KINDS = ("course", "webinar", "programme")
TIERS = ("participation", "completion", "diploma")
STATUSES = ("valid", "revoked", "replaced")


def quoted(values: tuple[str, ...]) -> str:
    """Return the values as the inside of an SQL IN list, for CHECK constraints."""
    return ", ".join(f"'{value}'" for value in values)


class SigningKey(Model):
    """The public half of a key. Rows are never deleted: old awards are checked with them."""

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(43), unique=True)
    public_key: Mapped[str] = mapped_column(String(43))
    active_from: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    active_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Award(Model):
    """One issued certificate. Its facts never change; a correction is a new award.

    `score_hundredths` is in hundredths of a percent (8750 = 87.5 %), null when none is shown.
    `minutes` is the study time stated. `code` is stored without hyphens.
    """

    __tablename__ = "award"
    __table_args__ = (
        # One award per person and subject, whatever arrives twice or at once.
        UniqueConstraint("person_id", "subject_key", "lineage"),
        CheckConstraint(f"kind IN ({quoted(KINDS)})", name="kind"),
        CheckConstraint(f"tier IN ({quoted(TIERS)})", name="tier"),
        CheckConstraint(f"status IN ({quoted(STATUSES)})", name="status"),
        CheckConstraint("score_hundredths BETWEEN 0 AND 10000", name="score"),
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("lineage >= 0", name="lineage"),
        CheckConstraint("(status = 'valid') = (status_at IS NULL)", name="status_dated"),
        CheckConstraint("(status = 'replaced') = (replaced_by_id IS NOT NULL)", name="replaced"),
        Index("ix_award_subject_key", "subject_key"),
        Index("ix_award_issued_at", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_key: Mapped[str] = mapped_column(String(80))
    lineage: Mapped[int] = mapped_column(default=0)
    holder_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int] = mapped_column(default=0)
    score_hundredths: Mapped[int | None]
    issuer: Mapped[str] = mapped_column(String(200))
    edition_label: Mapped[str] = mapped_column(String(300), default="")
    edition_symbol: Mapped[str] = mapped_column(String(120), default="")
    acknowledgement: Mapped[str] = mapped_column(Text, default="")
    tier: Mapped[str] = mapped_column(String(20))
    completed_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(10), default="valid")
    status_reason: Mapped[str | None] = mapped_column(Text)
    status_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"))
    details_hidden: Mapped[bool] = mapped_column(default=False)
    key_id: Mapped[str] = mapped_column(ForeignKey("signing_key.kid"))
    signature: Mapped[str] = mapped_column(String(88))
    # What the PDF was drawn with: bytes may differ between versions, facts may not.
    template_version: Mapped[int | None]
    engine_version: Mapped[str | None] = mapped_column(String(20))
    pdf_key: Mapped[str | None] = mapped_column(String(80))
    pdf_problem: Mapped[str | None] = mapped_column(Text)
