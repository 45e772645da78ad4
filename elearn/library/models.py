"""Tables of the library: tools, editions, sections, paragraphs, glossary, media, imports."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

TOOL_KINDS = (
    "manual",
    "fact-sheet",
    "guide",
    "checklist",
    "framework",
    "technical-guideline",
    "other",
)
EDITION_STATUSES = ("draft", "in-consultation", "in-pilot", "adopted", "superseded")
SECTION_ROLES = ("body", "front", "annex", "glossary")
IMPORT_STATES = ("waiting", "reading", "review", "done", "refused", "failed", "cancelled")


class Tool(Model):
    """One tool of the toolkit, whatever its editions: a manual, a fact sheet, a guide."""

    __tablename__ = "tool"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(300))
    topic: Mapped[str] = mapped_column(String(200), default="")
    waste_streams: Mapped[list[str]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SourceDocument(Model):
    """An uploaded file, kept as it came, known by its SHA-256."""

    __tablename__ = "source_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    storage_key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Edition(Model):
    """One edition of a tool in one language; everything hangs on its paragraphs.

    `loaded_at` is set when all its paragraphs are in; until then nobody sees it.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("tool_id", "label", "language"),
        CheckConstraint(
            "status IN ('draft', 'in-consultation', 'in-pilot', 'adopted', 'superseded')",
            name="status",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tool.id"), index=True)
    source_document_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    label: Mapped[str] = mapped_column(String(120))
    symbol: Mapped[str] = mapped_column(String(120), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(20), default="draft")
    language: Mapped[str] = mapped_column(String(12), default="en")
    year: Mapped[int | None]
    rights: Mapped[str] = mapped_column(Text, default="")
    acknowledgement: Mapped[str] = mapped_column(Text, default="")
    source_address: Mapped[str] = mapped_column(String(500), default="")
    loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The edition its keys were carried from, and how many of its sections were recognised.
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    aligned_percent: Mapped[float | None]
    # When it was put into the public toolkit; until then only trainers and admins see it.
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Section(Model):
    """A section of an edition, in a tree; `label` is its printed number."""

    __tablename__ = "section"
    __table_args__ = (
        UniqueConstraint("edition_id", "position"),
        CheckConstraint("role IN ('body', 'front', 'annex', 'glossary')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), index=True)
    position: Mapped[int]
    level: Mapped[int]
    # The lasting key of its heading, "" for what stands before the first one.
    key: Mapped[str] = mapped_column(String(20), default="", server_default="")
    label: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20), default="body")


class Paragraph(Model):
    """The join of everything: a paragraph, table, list or figure of an edition.

    `key` (b- and 12 hex) is the same paragraph's id in every edition where it was recognised;
    `label` is its printed number; `hash` tells whether its text changed.
    """

    __tablename__ = "paragraph"
    __table_args__ = (
        UniqueConstraint("edition_id", "key"),
        UniqueConstraint("edition_id", "position"),
        Index("ix_paragraph_key", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(60), default="")
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    page: Mapped[int | None]


class GlossaryTerm(Model):
    """A term an edition defines."""

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("edition_id", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    paragraph_key: Mapped[str | None] = mapped_column(String(20))
    term: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[str] = mapped_column(Text)
    # `term`, or `abbreviation`: found in the text beside the words it stands for.
    kind: Mapped[str] = mapped_column(String(20), default="term", server_default="term")


class Media(Model):
    """A picture of an edition, re-encoded; `name` is its content hash, served under /media/."""

    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("edition_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    name: Mapped[str] = mapped_column(String(80), index=True)
    content_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(Text, default="")


class Import(Model):
    """One upload on its way: read by a job, reviewed by a trainer, turned into edition and course.

    `details`: what the trainer said of the edition (tool, title, label, symbol ...); `model_key`:
    the stored neutral model; `decisions`: the outline review; `report`: what was carried.
    """

    __tablename__ = "import"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'reading', 'review', 'done', 'refused', 'failed', 'cancelled')",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    source_document_id: Mapped[int] = mapped_column(ForeignKey("source_document.id"), index=True)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(80), default="")
    code: Mapped[str | None] = mapped_column(String(40))
    problem: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    decisions: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    model_key: Mapped[str | None] = mapped_column(String(80))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StyleMeaning(Model):
    """What a style of word processors means when documents are read: a level, or a role.

    `key` is the name without case, spaces and signs; `meaning` is "1" to "9" or a role.
    """

    __tablename__ = "style_meaning"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    meaning: Mapped[str] = mapped_column(String(20))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
