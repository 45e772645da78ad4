"""Reads of the library: tools, editions, sections, paragraphs, imports. Column rows, no rights."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, bindparam, func, literal, select

from elearn.core.database import db
from elearn.library.models import (
    Edition,
    GlossaryTerm,
    Import,
    Media,
    Paragraph,
    Section,
    SourceDocument,
    Tool,
)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
# So many tools a form offers; a toolkit has dozens.
MOST_TOOLS = 500

_edition_columns = (
    Edition.id,
    Edition.public_id,
    Edition.label,
    Edition.symbol,
    Edition.publisher,
    Edition.status,
    Edition.language,
    Edition.year,
    Edition.rights,
    Edition.acknowledgement,
    Edition.source_address,
    Edition.loaded_at,
    Edition.shown_at,
    Tool.id.label("tool_id"),
    Tool.slug.label("tool_slug"),
    Tool.title.label("tool_title"),
    Tool.kind.label("tool_kind"),
    Tool.topic.label("topic"),
)
_edition = (
    select(*_edition_columns)
    .join(Tool, Tool.id == Edition.tool_id)
    .where(Edition.id == bindparam("edition_id"))
)
_sections = (
    select(
        Section.id,
        Section.parent_id,
        Section.position,
        Section.level,
        Section.label,
        Section.title,
        Section.role,
    )
    .where(Section.edition_id == bindparam("edition_id"))
    .order_by(Section.position)
)
_paragraph_columns = (
    Paragraph.id,
    Paragraph.key,
    Paragraph.section_id,
    Paragraph.position,
    Paragraph.kind,
    Paragraph.label,
    Paragraph.html,
    Paragraph.text,
    Paragraph.page,
    Section.title.label("section_title"),
    Section.position.label("section_position"),
)
_paragraphs = (
    select(*_paragraph_columns)
    .join(Section, Section.id == Paragraph.section_id)
    .where(Paragraph.edition_id == bindparam("edition_id"))
    .order_by(Paragraph.position)
)


def edition_row(edition_id: int) -> AnyRow | None:
    """Return one edition with its tool, or None."""
    return db.session.execute(_edition, {"edition_id": edition_id}).one_or_none()


def edition_by_public_id(public_id: str) -> AnyRow | None:
    """Return one edition with its tool by its public id, or None."""
    statement = select(*_edition_columns).join(Tool, Tool.id == Edition.tool_id)
    return db.session.execute(statement.where(Edition.public_id == public_id)).one_or_none()


def sections_of(edition_id: int) -> Sequence[AnyRow]:
    """Return the sections of an edition in reading order."""
    return db.session.execute(_sections, {"edition_id": edition_id}).all()


def paragraphs_of(edition_id: int) -> Sequence[AnyRow]:
    """Return the paragraphs of an edition in reading order."""
    return db.session.execute(_paragraphs, {"edition_id": edition_id}).all()


def paragraphs_of_section(section_id: int) -> Sequence[AnyRow]:
    """Return the paragraphs of one section, without those of the sections below it."""
    statement = (
        select(*_paragraph_columns)
        .join(Section, Section.id == Paragraph.section_id)
        .where(Paragraph.section_id == section_id)
        .order_by(Paragraph.position)
    )
    return db.session.execute(statement).all()


def paragraphs_by_key(edition_id: int, keys: Iterable[str]) -> dict[str, AnyRow]:
    """Return the named paragraphs of an edition by key; unknown keys are left out."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    statement = (
        select(*_paragraph_columns)
        .join(Section, Section.id == Paragraph.section_id)
        .where(Paragraph.edition_id == edition_id, Paragraph.key.in_(wanted))
    )
    return {row.key: row for row in db.session.execute(statement)}


def glossary_of(edition_id: int) -> Sequence[AnyRow]:
    """Return the terms an edition defines, in alphabetical order."""
    columns = (
        GlossaryTerm.term,
        GlossaryTerm.meaning,
        GlossaryTerm.paragraph_key,
        GlossaryTerm.kind,
    )
    statement = (
        select(*columns)
        .where(GlossaryTerm.edition_id == edition_id)
        .order_by(func.lower(GlossaryTerm.term))
    )
    return db.session.execute(statement).all()


def tool_by_slug(slug: str) -> AnyRow | None:
    """Return one tool, or None."""
    statement = select(
        Tool.id, Tool.slug, Tool.title, Tool.kind, Tool.topic, Tool.waste_streams
    ).where(Tool.slug == slug)
    return db.session.execute(statement).one_or_none()


def shown_tools() -> Select[Any]:
    """Return the statement for tools with at least one edition that is shown, by title."""
    shown = select(Edition.id).where(Edition.tool_id == Tool.id, Edition.shown_at.is_not(None))
    return (
        select(
            Tool.slug,
            Tool.title,
            Tool.kind,
            Tool.topic,
            select(func.count(Edition.id))
            .where(Edition.tool_id == Tool.id, Edition.shown_at.is_not(None))
            .scalar_subquery()
            .label("editions"),
        )
        .where(shown.exists())
        .order_by(func.lower(Tool.title), Tool.id)
    )


def tools_to_follow() -> list[tuple[str, str]]:
    """Return slug and title of the tools that have an edition, by title."""
    loaded = select(Edition.id).where(Edition.tool_id == Tool.id, Edition.loaded_at.is_not(None))
    statement = (
        select(Tool.slug, Tool.title)
        .where(loaded.exists())
        .order_by(func.lower(Tool.title), Tool.id)
        .limit(MOST_TOOLS)
    )
    return [(row.slug, row.title) for row in db.session.execute(statement)]


def tool_followed(name: str) -> AnyRow | None:
    """Return slug of the tool, and public id of the edition, that a name means.

    The name is a tool's slug or the public id of one of its editions; None for any other.
    """
    edition = db.session.execute(
        select(Tool.slug, Edition.public_id)
        .join(Edition, Edition.tool_id == Tool.id)
        .where(Edition.public_id == name, Edition.loaded_at.is_not(None))
    ).one_or_none()
    if edition is not None:
        return edition
    return db.session.execute(
        select(Tool.slug, literal("").label("public_id"))
        .join(Edition, Edition.tool_id == Tool.id)
        .where(Tool.slug == name, Edition.loaded_at.is_not(None))
        .limit(1)
    ).one_or_none()


def editions_of(tool_id: int, *, shown_only: bool) -> Sequence[AnyRow]:
    """Return the loaded editions of a tool, newest first."""
    statement = (
        select(*_edition_columns)
        .join(Tool, Tool.id == Edition.tool_id)
        .where(Edition.tool_id == tool_id, Edition.loaded_at.is_not(None))
        .order_by(Edition.id.desc())
    )
    if shown_only:
        statement = statement.where(Edition.shown_at.is_not(None))
    return db.session.execute(statement).all()


def media_row(name: str) -> AnyRow | None:
    """Return type and size of a picture by its address, or None."""
    statement = select(Media.name, Media.content_type).where(Media.name == name).limit(1)
    return db.session.execute(statement).one_or_none()


def imports_of(person_id: int | None) -> Select[Any]:
    """Return the statement for imports, newest first: one person's, or everybody's (None)."""
    statement = (
        select(
            Import.public_id,
            Import.state,
            Import.progress,
            Import.problem,
            Import.details,
            Import.created_at,
            Import.started_by_id,
            SourceDocument.name.label("file_name"),
            SourceDocument.size,
        )
        .join(SourceDocument, SourceDocument.id == Import.source_document_id)
        .order_by(Import.id.desc())
    )
    return statement if person_id is None else statement.where(Import.started_by_id == person_id)


def document_name(document_id: int) -> str:
    """Return the file name a document was uploaded with."""
    statement = select(SourceDocument.name).where(SourceDocument.id == document_id)
    return db.session.scalars(statement).one()


def document_by_hash(sha256: str) -> SourceDocument | None:
    """Return the stored document with these bytes, or None."""
    statement = select(SourceDocument).where(SourceDocument.sha256 == sha256)
    return db.session.scalars(statement).one_or_none()
