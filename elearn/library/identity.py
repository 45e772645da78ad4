"""Ids of blocks that stay the same while a document is edited lightly."""

import hashlib
import re
import unicodedata
from collections import Counter

from elearn.library.readers.model import Block, Doc, Heading, Para, runs_of, text_of, walk

PREFIX = "b-"
SIGNS = re.compile(r"[\W_]+")
LETTERS = 80
# So many characters of a text surely hold the letters an id is made of.
ENOUGH = 400


def assign_ids(doc: Doc, family: str = "") -> Doc:
    """Give every block its lasting id, and turn references to the new ids; returns the document.

    The id is b- and 12 hex digits of the SHA-256 of: document family, printed label or path of
    headings, occurrence, first 80 normalised characters (manual-import.md, 4.11). Calling it
    twice with the same family changes nothing.
    """
    renamed: dict[str, str] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    path: list[tuple[int, str]] = []
    for block in walk(doc.blocks):
        if isinstance(block, Heading):
            path = [entry for entry in path if entry[0] < block.level]
        _rename(block, family, _place(block, path), seen, renamed)
        if isinstance(block, Heading):
            path.append((block.level, normalised(block.title)))
    for note in doc.notes.values():
        for block in walk(note.blocks):
            _rename(block, family, f"note {note.id}", seen, renamed)
    for blocks in (doc.blocks, *(note.blocks for note in doc.notes.values())):
        for block in walk(blocks):
            for runs in runs_of(block):
                for run in runs:
                    run.xref = renamed.get(run.xref, run.xref)
    return doc


def _place(block: Block, path: list[tuple[int, str]]) -> str:
    """A printed paragraph number outlives the headings above it; other blocks know their path."""
    if isinstance(block, Para) and block.label and block.role == "number":
        return block.label
    return "/".join(title for _, title in path)


def _rename(
    block: Block,
    family: str,
    place: str,
    seen: Counter[tuple[str, ...]],
    renamed: dict[str, str],
) -> None:
    start = normalised(text_of(block)[:ENOUGH])[:LETTERS] or getattr(block, "media", "")
    what = (family, block.kind, place, start)
    seen[what] += 1
    renamed[block.id] = block.id = block_id(family, f"{block.kind} {place}", seen[what], start)


def block_id(family: str, place: str, occurrence: int, start: str) -> str:
    """Return the id of a block from what it is known by."""
    known = "\x1f".join((family, place, str(occurrence), start))
    return PREFIX + hashlib.sha256(known.encode()).hexdigest()[:12]


def normalised(text: str) -> str:
    """Return a text's letters and digits only, in one case: what small edits leave alone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return SIGNS.sub("", folded)
