"""What the styles of word processors mean when documents are read.

Three layers, the later over the earlier: the templates known to the readers, what trainers and
admins said for all documents, and what was said for one import alone (`style_map` of its details).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.errors import ImportIsNotReady, NoSuchMeaning
from elearn.library.models import Import, StyleMeaning
from elearn.library.readers.flow.style_map import TEMPLATE_STYLES, squeezed
from elearn.library.readers.model import Doc, Heading, text_of, walk
from elearn.library.readers.text import shown

LEVELS = tuple(str(level) for level in range(1, 10))
ROLES = ("body", "title", "subtitle", "caption", "quote", "code", "toc")
MEANINGS = (*LEVELS, *ROLES)
# Formats whose paragraphs name their style.
STYLED = ("docx", "odt")
LONGEST_NAME = 120
MOST_STYLES = 200

StyleMap = dict[str, int | str]


@dataclass(frozen=True)
class StyleUse:
    """A style of a document: how often it is used, how it begins, what it is read as now."""

    name: str
    uses: int
    sample: str
    level: int | None
    meaning: str


def shared_rows() -> Sequence[StyleMeaning]:
    """Return what was said of styles for all documents, by name."""
    return db.session.scalars(select(StyleMeaning).order_by(StyleMeaning.name)).all()


def shared_map() -> StyleMap:
    """Return the same as the readers take it."""
    return {row.name: as_read(row.meaning) for row in shared_rows()}


def map_for(details: Mapping[str, Any]) -> StyleMap:
    """Return the map an import is read with: for all documents, and its own over it."""
    own = {name: as_read(str(value)) for name, value in details.get("style_map", {}).items()}
    keys = {squeezed(name) for name in own}
    shared = {name: value for name, value in shared_map().items() if squeezed(name) not in keys}
    return shared | own


def as_read(meaning: str) -> int | str:
    return int(meaning) if meaning in LEVELS else meaning


def defaults() -> StyleMap:
    """Return what the readers know of templates, by the name without case, spaces and signs."""
    return dict(sorted(TEMPLATE_STYLES.items()))


def say(name: str, meaning: str, actor: SignedIn) -> None:
    """Say what a style means in all documents read from now on; "" forgets it.

    Raises NoSuchMeaning for anything that is neither a level nor a role, and for no name.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    key = squeezed(name)
    if not key or meaning not in ("", *MEANINGS):
        raise NoSuchMeaning
    row = db.session.scalars(select(StyleMeaning).where(StyleMeaning.key == key)).one_or_none()
    before = row.meaning if row else ""
    if before == meaning:
        return
    if not meaning:
        db.session.execute(delete(StyleMeaning).where(StyleMeaning.key == key))
    elif row is None:
        db.session.add(StyleMeaning(key=key, name=name, meaning=meaning, changed_by_id=actor.id))
    else:
        row.meaning, row.changed_by_id, row.changed_at = meaning, actor.id, now()
    db.session.flush()
    record(actor.id, "style.say", "style", key[:40], style=name, before=before, after=meaning)


def styles_of(doc: Doc, details: Mapping[str, Any]) -> list[StyleUse]:
    """Return the styles of a document, headings first, with what was said of them."""
    own = {squeezed(name): str(value) for name, value in details.get("style_map", {}).items()}
    found: dict[str, list[Any]] = {}
    for block in walk(doc.blocks):
        name = (block.style if isinstance(block, Heading) else "") or block.src.style
        if not name:
            continue
        level = block.level if isinstance(block, Heading) else None
        entry = found.setdefault(name, [0, shown(text_of(block)), level])
        entry[0] += 1
    rows = [
        StyleUse(name, uses, sample, level, own.get(squeezed(name), ""))
        for name, (uses, sample, level) in found.items()
    ]
    return sorted(rows, key=lambda row: (row.level is None, row.level or 0, -row.uses))[
        :MOST_STYLES
    ]


def read_again(found: Import, meanings: Mapping[str, str], actor: SignedIn) -> None:
    """Have a document read once more with these meanings of its styles, and no others of its own.

    What was decided in its outline is kept and found again by headings that stay. Raises
    NoSuchMeaning, and ImportIsNotReady when the document is not under review.
    """
    if found.state != "review" or found.step:
        raise ImportIsNotReady
    kept = {name: meaning for name, meaning in meanings.items() if meaning}
    if not set(kept.values()) <= set(MEANINGS) or len(kept) > MOST_STYLES:
        raise NoSuchMeaning
    found.details = dict(found.details) | {"style_map": kept}
    found.state, found.progress, found.finished_at = "waiting", 0, None
    outbox.enqueue("library.read_import", import_id=found.id)
    record(actor.id, "import.read-again", "import", found.public_id, styles=len(kept))
