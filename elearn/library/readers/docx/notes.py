"""Footnotes and endnotes: their texts, and the marks printed for them."""

from dataclasses import dataclass
from typing import Any

from elearn.library.readers.docx.names import W, val, whole
from elearn.library.readers.docx.story import Context, NoteRef, Story
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
        refs = [ref for ref in context.note_refs if ref.key.startswith(prefix)]
        refs = [ref for ref in refs if ref.key[2:] in elements]
        marks |= _marks(refs, _numbering(settings, body, kind + "Pr", usual), context.pages_known)
        for key in dict.fromkeys(ref.key for ref in refs):
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


@dataclass(frozen=True, slots=True)
class Numbering:
    """How notes are counted: format, first number, and where they begin again."""

    format: str
    start: int
    restart: str


def _numbering(settings: Any, body: Any, name: str, usual: str) -> Numbering:
    number_format, start, restart = usual, 1, "continuous"
    for place in (settings, body.find(f".//{W}sectPr")):
        found = None if place is None else place.find(W + name)
        if found is not None:
            number_format = val(found, "numFmt") or number_format
            start = whole(val(found, "numStart")) or start
            restart = val(found, "numRestart") or restart
    return Numbering(number_format, start, restart)


def _marks(refs: list[NoteRef], numbering: Numbering, pages_known: bool) -> dict[str, str]:
    """Return the mark of each note: the one that was typed, else the next number."""
    marks: dict[str, str] = {}
    number, place = numbering.start - 1, -1
    for ref in refs:
        if ref.key in marks:
            continue
        here = {"eachSect": ref.section, "eachPage": ref.page if pages_known else -1}
        if here.get(numbering.restart, place) != place:
            number, place = numbering.start - 1, here[numbering.restart]
        if not ref.mark:
            number += 1
        marks[ref.key] = ref.mark or shown(numbering.format, number)
    return marks


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
