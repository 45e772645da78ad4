"""Footnotes and endnotes: their texts, and the marks printed for them."""

from typing import Any

from elearn.library.readers.docx.names import W, val, whole
from elearn.library.readers.docx.story import Context, Story
from elearn.library.readers.flow.build import Builder
from elearn.library.readers.flow.number_formats import shown
from elearn.library.readers.flow.raw import flat
from elearn.library.readers.model import Block, Doc, Note, runs_of, walk
from elearn.library.readers.xml import parse

KINDS = {"fn": ("footnotes", "footnote", "decimal"), "en": ("endnotes", "endnote", "lowerRoman")}
SPECIAL = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_notes(context: Context, doc: Doc, settings: Any, body: Any) -> None:
    """Read the notes the text refers to, number them, and put the marks into the references."""
    marks: dict[str, str] = {}
    for prefix, (part_kind, kind, usual) in KINDS.items():
        part = context.package.related(part_kind)
        root = context.package.xml(part) if part else None
        elements = {} if root is None else _elements(root, kind)
        number_format, start = _numbering(settings, body, kind + "Pr", usual)
        number = start - 1
        for key, custom in [ref for ref in context.note_refs if ref[0].startswith(prefix)]:
            if key in marks or key[2:] not in elements:
                continue
            if not custom:
                number += 1
            marks[key] = custom or shown(number_format, number)
            blocks = _blocks(context, part, elements[key[2:]])
            doc.notes[key] = Note(id=key, kind=kind, label=marks[key], blocks=blocks)
        for note_id, element in elements.items():
            if prefix + note_id not in marks:
                text = "".join(t.text or "" for t in element.iter(W + "t"))
                context.ledger.drop("note-without-reference", text)
        context.ledger.counts_in["notes"] += len(elements)
    _put_marks(doc, marks)


def _elements(root: Any, kind: str) -> dict[str, Any]:
    return {
        e.get(W + "id", ""): e
        for e in root.findall(W + kind)
        if e.get(W + "type", "normal") not in SPECIAL
    }


def _numbering(settings: Any, body: Any, name: str, usual: str) -> tuple[str, int]:
    number_format, start = usual, 1
    for place in (settings, body.find(f".//{W}sectPr")):
        found = None if place is None else place.find(W + name)
        if found is not None:
            number_format = val(found, "numFmt") or number_format
            start = whole(val(found, "numStart")) or start
    return number_format, start


def _blocks(context: Context, part: str, element: Any) -> list[Block]:
    raws = Story(context, part).read(element)
    for p in flat(raws):
        p.level = 0
    return Builder(context.ledger).blocks(raws)


def _put_marks(doc: Doc, marks: dict[str, str]) -> None:
    for blocks in (doc.blocks, *(note.blocks for note in doc.notes.values())):
        for block in walk(blocks):
            for runs in runs_of(block):
                for run in [r for r in runs if r.note]:
                    if run.note in marks:
                        run.text = marks[run.note]
                    else:
                        runs.remove(run)


def comments(context: Context) -> None:
    """Note every comment as left out."""
    part = context.package.related("comments")
    if not part or part not in context.package.archive.entries:
        return
    root = parse(context.package.archive.read(part), part, context.package.limits)
    for comment in root.findall(W + "comment"):
        text = "".join(t.text or "" for t in comment.iter(W + "t"))
        if text.strip():
            context.ledger.drop("comment", text, counted=False)
