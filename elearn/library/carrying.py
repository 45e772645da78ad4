"""Lasting keys: what a new edition has in common with the last one keeps the keys it had."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from elearn.core.database import db
from elearn.library.alignment import (
    Alignment,
    Paragraph,
    Part,
    align,
    align_by_number,
    with_text_below,
)
from elearn.library.identity import block_id
from elearn.library.models import Edition, Section, Tool
from elearn.library.models import Paragraph as ParagraphRow
from elearn.library.pictures_named import pictures_in
from elearn.library.sections import SectionNode, walk_sections

KEY = re.compile(r"b-[0-9a-f]{12}")


@dataclass(frozen=True)
class Followed:
    """The edition that a new one follows, or translates."""

    id: int
    language: str


def followed(details: Mapping[str, object], language: str) -> Followed | None:
    """Return the edition a document follows: the one said, else the tool's newest.

    An edition in the same language goes before a newer one in another, which it then translates.
    """
    named = str(details.get("edition_of_id") or "")
    tool = str(details.get("edition_of") or "")
    statement = (
        select(Edition.id, Edition.language)
        .join(Tool, Tool.id == Edition.tool_id)
        .where(Edition.loaded_at.is_not(None))
        .order_by((Edition.language == language).desc(), Edition.id.desc())
        .limit(1)
    )
    said = Edition.public_id == named if named else Tool.slug == tool
    row = db.session.execute(statement.where(said)).one_or_none()
    return Followed(row.id, row.language) if row else None


def own(edition_id: int | None) -> Followed | None:
    """Return an edition that is stored whole, or None."""
    row = db.session.execute(
        select(Edition.id, Edition.language).where(
            Edition.id == edition_id, Edition.loaded_at.is_not(None)
        )
    ).one_or_none()
    return Followed(row.id, row.language) if row else None


def parts_of_edition(edition_id: int) -> list[Part]:
    """Return the sections of a stored edition with their paragraphs, in reading order."""
    rows = db.session.execute(
        select(
            ParagraphRow.section_id,
            ParagraphRow.key,
            ParagraphRow.label,
            ParagraphRow.kind,
            ParagraphRow.text,
            ParagraphRow.html,
        )
        .where(ParagraphRow.edition_id == edition_id)
        .order_by(ParagraphRow.position)
    )
    paragraphs: dict[int, list[Paragraph]] = {}
    for row in rows:
        paragraphs.setdefault(row.section_id, []).append(
            Paragraph(row.key, row.label, row.kind, row.text, pictures_in(row.html))
        )
    sections = db.session.execute(
        select(Section.id, Section.key, Section.label, Section.title, Section.level)
        .where(Section.edition_id == edition_id)
        .order_by(Section.position)
    )
    parts = []
    for section in sections:
        own = tuple(paragraphs.get(section.id, ()))
        parts.append((section.level, Part(section.key, section.label, section.title, own)))
    return with_text_below(parts)


def parts_of_tree(sections: Iterable[SectionNode]) -> list[Part]:
    """Return the sections of a document as read, in reading order."""
    parts = []
    for node in walk_sections(sections):
        own = tuple(
            Paragraph(p.key, p.label, p.kind, p.text, pictures_in(p.html)) for p in node.paragraphs
        )
        parts.append((node.level, Part(node.key, node.label, node.title, own)))
    return with_text_below(parts)


def aligned(base: Followed, sections: Sequence[SectionNode], language: str) -> Alignment:
    """Recognise a document as a new edition, or as a translation of one."""
    old, new = parts_of_edition(base.id), parts_of_tree(sections)
    return align(old, new) if base.language == language else align_by_number(old, new)


def renaming(found: Alignment, old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Return new name by key: the old one where recognised, a fresh one where it is taken."""
    names = {key: name for key, name in found.keys.items() if key}
    taken = set(old) | set(names.values())
    renamed = dict(names)
    for key in new:
        if key in names or key not in taken:
            continue
        fresh, number = key, 1
        while fresh in taken:
            number += 1
            fresh = block_id("edition", key, number, "")
        renamed[key] = fresh
        taken.add(fresh)
    return renamed


def carried(sections: Sequence[SectionNode], names: Mapping[str, str]) -> list[SectionNode]:
    """Return the sections under their lasting keys, in links and anchors, too."""

    def renamed(html: str) -> str:
        return KEY.sub(lambda key: names.get(key[0], key[0]), html)

    return [
        replace(
            node,
            key=names.get(node.key, node.key),
            paragraphs=[
                replace(one, key=names.get(one.key, one.key), html=renamed(one.html))
                for one in node.paragraphs
            ],
            children=carried(node.children, names),
        )
        for node in sections
    ]


def keys_of(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the keys of headings and paragraphs."""
    for part in parts:
        if part.key:
            yield part.key
        for one in part.paragraphs:
            yield one.key
