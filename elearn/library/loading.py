"""Turn a reviewed document into an edition: sections, paragraphs, glossary, pictures.

Short transactions of a hundred rows each. Until the last one nobody sees the edition, and a killed
run is begun anew: what it left is deleted first, so the edition is absent or whole.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, update

from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library.models import (
    SECTION_ROLES,
    Edition,
    GlossaryTerm,
    Import,
    Media,
    Paragraph,
    Section,
)
from elearn.library.operations import register_edition
from elearn.library.sections import SectionNode

ROWS_AT_ONCE = 50
# Sections are inserted one by one, since those below need the ids of those above.
SECTIONS_AT_ONCE = 10


@dataclass(frozen=True)
class Term:
    """A term the document defines."""

    term: str
    meaning: str
    key: str | None = None
    kind: str = "term"


def load_edition(
    import_id: int,
    parts: Sequence[SectionNode],
    terms: Sequence[Term],
    pictures: dict[str, dict[str, Any]],
    alts: dict[str, str],
    details: dict[str, Any],
) -> int:
    """Store the reviewed document as an edition and return its id; done once, repeats return it.

    `pictures` are those kept at reading, by media id; `alts` their alternative texts.
    """
    edition_id, loaded = _begin(import_id, details)
    if loaded:
        return edition_id
    _remove_leftovers(edition_id)
    ids = _load_sections(edition_id, parts)
    _load_paragraphs(edition_id, parts, ids)
    _load_rows(GlossaryTerm, list(_term_rows(edition_id, terms)))
    _load_rows(Media, list(_picture_rows(edition_id, pictures, alts)))
    with write():
        db.session.execute(update(Edition).where(Edition.id == edition_id).values(loaded_at=now()))
    return edition_id


def _begin(import_id: int, details: dict[str, Any]) -> tuple[int, bool]:
    with write():
        found = db.session.get_one(Import, import_id)
        if found.edition_id is None:
            edition = register_edition(details, found.source_document_id, found.started_by_id)
            found.edition_id = edition.id
            return edition.id, False
        loaded = db.session.scalar(select(Edition.loaded_at).where(Edition.id == found.edition_id))
        return found.edition_id, loaded is not None


def _remove_leftovers(edition_id: int) -> None:
    for model in (Paragraph, GlossaryTerm, Media, Section):
        while True:
            with write():
                # The deepest sections go first, since those below point to those above.
                ids = select(model.id).where(model.edition_id == edition_id)
                chosen = list(db.session.scalars(ids.order_by(model.id.desc()).limit(500)))
                if not chosen:
                    break
                db.session.execute(delete(model).where(model.id.in_(chosen)))


def flattened(parts: Sequence[SectionNode]) -> Iterator[tuple[int, int | None, SectionNode]]:
    """Yield (position, position of the parent, part) in reading order."""
    position = 0

    def walk(
        siblings: Sequence[SectionNode], parent: int | None
    ) -> Iterator[tuple[int, int | None, SectionNode]]:
        nonlocal position
        for part in siblings:
            position += 1
            here = position
            yield here, parent, part
            yield from walk(part.children, here)

    yield from walk(parts, None)


def _load_sections(edition_id: int, parts: Sequence[SectionNode]) -> dict[int, int]:
    """Insert the sections, parents before children; return their ids by position."""
    ids: dict[int, int] = {}
    for chunk in _chunks(list(flattened(parts)), SECTIONS_AT_ONCE):
        with write():
            for position, parent, part in chunk:
                values = {
                    "edition_id": edition_id,
                    "parent_id": ids[parent] if parent else None,
                    "position": position,
                    "level": part.level,
                    "key": part.key[:20],
                    "label": part.label[:60],
                    "title": part.title,
                    # A contents list carries no text of its own: it goes with the front matter.
                    "role": part.role if part.role in SECTION_ROLES else "front",
                }
                statement = insert(Section).values(values).returning(Section.id)
                ids[position] = db.session.execute(statement).scalar_one()
    return ids


def _load_paragraphs(edition_id: int, parts: Sequence[SectionNode], ids: dict[int, int]) -> None:
    rows: list[dict[str, Any]] = []
    for position, _, part in flattened(parts):
        for passage in part.paragraphs:
            rows.append(
                {
                    "edition_id": edition_id,
                    "section_id": ids[position],
                    "key": passage.key,
                    "position": len(rows) + 1,
                    "kind": passage.kind,
                    "label": passage.label[:60],
                    "html": passage.html,
                    "text": passage.text,
                    "hash": hashlib.sha256(passage.text.encode()).hexdigest(),
                    "page": passage.page,
                }
            )
    _load_rows(Paragraph, rows)


def _term_rows(edition_id: int, terms: Sequence[Term]) -> Iterator[dict[str, Any]]:
    seen = set()
    for term in terms:
        if term.term not in seen:
            seen.add(term.term)
            yield {
                "edition_id": edition_id,
                "paragraph_key": term.key,
                "term": term.term[:200],
                "meaning": term.meaning,
                "kind": term.kind,
            }


def _picture_rows(
    edition_id: int, pictures: dict[str, dict[str, Any]], alts: dict[str, str]
) -> Iterator[dict[str, Any]]:
    seen = set()
    for media_id, kept in pictures.items():
        for picture in (kept, kept.get("small")):
            if picture and picture["name"] not in seen:
                seen.add(picture["name"])
                columns = {name: picture[name] for name in PICTURE_COLUMNS}
                yield columns | {"edition_id": edition_id, "alt": alts.get(media_id, "")}


PICTURE_COLUMNS = ("name", "content_type", "width", "height")


def _load_rows(model: type[Any], rows: list[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        with write():
            db.session.execute(insert(model), chunk)


def _chunks(rows: list[Any], size: int = ROWS_AT_ONCE) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
