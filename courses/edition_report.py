"""What a new edition changed, as the command writes it: JSON, one entry for each change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from courses import drafting
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import carrying, changes, edition_changes, review
from elearn.library.changes import Comparison, Side
from elearn.library.models import Edition, Import
from elearn.library.readers.model import Doc
from elearn.library.reading import Read
from elearn.library.sections import SectionNode


@dataclass(frozen=True)
class Compared:
    """What a document changes against the edition before; `made` says whether it was proposed."""

    comparison: Comparison
    language: str
    made: bool = False
    # It is in another language than the edition before, and is not compared.
    translation: bool = False

    @property
    def advice(self) -> bool:
        return self.comparison.advice and not self.translation


def followed(import_id: int, actor: SignedIn, seen: Compared) -> Compared:
    """Store a document that was read as a new edition, and propose it; return what changed.

    Where a new course is the better way nothing is made: the import waits for its trainer.
    """
    if seen.advice:
        return seen
    with write():
        found = db.session.get_one(Import, import_id)
        drafting.confirm(found, {}, actor, delay_seconds=drafting.COMMAND_SECONDS)
    drafting.build_all(import_id)
    found = db.session.get_one(Import, import_id, populate_existing=True)
    edition = db.session.get_one(Edition, found.edition_id)
    if edition.follows_id is None:
        return replace(seen, made=True)
    comparison = changes.changes_between(edition.follows_id, edition.id)
    return Compared(comparison, edition.language, made=True)


def compared(doc: Doc, read: Read, details: Mapping[str, Any]) -> Compared:
    """Return what a document would change; nothing is stored."""
    document = review.Reviewed(
        read=read,
        sections=review.apply(read, {}),
        left_out=frozenset(),
        details=review.details_of(doc, details),
    )
    base = carrying.followed(document.details, document.language)
    carried = review.under_lasting_keys(document, base)
    if base is None or carried.follows_id is None:
        percent = carried.aligned_percent or 0.0
        return Compared(Comparison([], 0, percent), document.language, translation=bool(base))
    old = list(changes.sides_of(base.id))
    new = sides_of_tree(carried.sections)
    db.session.rollback()
    found = changes.compare(old, new, carried.aligned_percent, document.language)
    return Compared(found, document.language)


def sides_of_tree(sections: list[SectionNode]) -> list[Side]:
    """Return headings and paragraphs of a document that is not stored."""
    found: list[Side] = []

    def walk(nodes: list[SectionNode], above: tuple[str, ...]) -> None:
        for node in nodes:
            path = (*above, node.title)
            if node.key:
                html = f"<h2>{node.title}</h2>"
                facts = (node.key, node.label, changes.HEADING, html, node.title, node.page)
                found.append(Side(*facts, path, len(found)))
            for one in node.paragraphs:
                texts = (one.key, one.label, one.kind, one.html, one.text, one.page)
                found.append(Side(*texts, path, len(found)))
            walk(node.children, path)

    walk(sections, ())
    return found


def told(found: Compared, next_act: str) -> str:
    """Return a comparison as JSON; `next_act` says what to do where a new course is advised."""
    comparison = found.comparison
    body = {
        "aligned_percent": round(comparison.aligned_percent, 1),
        "advice": found.advice,
        "next": next_act if found.advice else None,
        "made": found.made,
        "translation": found.translation,
        "unchanged": comparison.unchanged,
        "changes": [
            change | {"diff": str(change["diff"])}
            for change in edition_changes.shown(comparison.changes, found.language)
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
