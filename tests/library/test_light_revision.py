"""Our own manual, revised in Word's own file in many ways at once: exactly the edits are told."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from elearn.library.alignment import align
from elearn.library.carrying import parts_of_tree
from elearn.library.changes import HEADING, Change, compare
from elearn.library.identity import assign_ids
from elearn.library.readers.child import read_document
from elearn.library.sections import SectionNode, section_tree
from tests.library.test_revised_sample import sides

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MANUAL = Path(__file__).parents[1] / "data" / "fidelity" / "en.docx"
MAIN, NOTES, PICTURE = "word/document.xml", "word/footnotes.xml", "word/media/rP1.png"


class Word:
    """A document of Word, opened to be edited."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}
        self.main = etree.fromstring(self.parts[MAIN])
        self.notes = etree.fromstring(self.parts[NOTES])

    def save(self, path: Path) -> Path:
        self.parts[MAIN] = etree.tostring(self.main, encoding="UTF-8")
        self.parts[NOTES] = etree.tostring(self.notes, encoding="UTF-8")
        with zipfile.ZipFile(path, "w") as packed:
            for name, content in self.parts.items():
                packed.writestr(name, content)
        return path

    def paragraph(self, start: str) -> etree._Element:
        """Return the paragraph that begins so, past the contents list."""
        return [p for p in self.main.iter(f"{W}p") if said(p).startswith(start)][-1]

    def like(self, start: str, text: str) -> etree._Element:
        """Put a paragraph of the same style behind the one that begins so."""
        model = self.paragraph(start)
        new = deepcopy(model)
        for one in [*new]:
            if one.tag != f"{W}pPr" and one.tag != f"{W}r":
                new.remove(one)
        put(new, text)
        model.addnext(new)
        return new


def said(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t")).strip()


def put(paragraph: etree._Element, text: str) -> None:
    """Let a paragraph say this and nothing else; its number stays."""
    first, *rest = paragraph.iter(f"{W}t")
    first.text = text
    for one in rest:
        one.text = ""
    for mark in [*paragraph.iter(f"{W}footnoteReference")]:
        mark.getparent().remove(mark)


def say(word: Word, before: str, after: str) -> None:
    """Change words that stand once, in the text or in a note."""
    found = [
        t
        for root in (word.main, word.notes)
        for t in root.iter(f"{W}t")
        if before in (t.text or "")
    ]
    assert len(found) == 1, before
    found[0].text = found[0].text.replace(before, after)


def note_on_heading(word: Word) -> None:
    note = deepcopy(word.notes[-1])
    note.set(f"{W}id", "4")
    [*note.iter(f"{W}t")][-1].text = " The form stands in annex II."
    word.notes.append(note)
    mark = etree.SubElement(etree.SubElement(word.paragraph("Papers"), f"{W}r"), f"{W}rPr")
    reference = etree.SubElement(mark.getparent(), f"{W}footnoteReference")
    reference.set(f"{W}id", "4")


# -- the edits ---------------------------------------------------------------------------------


def retitle(word: Word) -> None:
    put(word.paragraph("Packing"), "Packing and strapping")


def move(word: Word) -> None:
    """Move the paragraph on the rate to the end of the store, behind the box."""
    rate, packing = word.paragraph("The rate depends less"), word.paragraph("Packing")
    packing.addprevious(rate)


def split(word: Word) -> None:
    start = "The same metal that makes"
    whole = said(word.paragraph(start))
    cut = whole.index(". ") + 1
    word.like(start, whole[cut:].strip())
    put(word.paragraph(start), whole[:cut])


def merge(word: Word) -> None:
    first, second = word.paragraph("An inspector who comes"), word.paragraph("The list in annex I")
    put(first, f"{said(first)} {said(second)}")
    second.getparent().remove(second)


def change_cell(word: Word) -> None:
    say(word, "Next stack", "Next stack of pallets")


def change_note(word: Word) -> None:
    say(word, "in four regions", "in five regions")


def change_note_of_heading(word: Word) -> None:
    say(word, "The form stands in annex II.", "A form that you can copy is in annex III.")


def add_note(word: Word) -> None:
    """Add a note above the others, so that all of them get other numbers."""
    note = deepcopy(word.notes[1])
    note.set(f"{W}id", "9")
    [*note.iter(f"{W}t")][-1].text = " Any law goes before it."
    word.notes.append(note)
    run = etree.SubElement(word.paragraph("Nothing in it replaces"), f"{W}r")
    etree.SubElement(run, f"{W}footnoteReference").set(f"{W}id", "9")


def add_section(word: Word) -> None:
    """A new section before "How to inspect", which gets another letter."""
    title = word.paragraph("How to inspect")
    new = word.like("How to inspect", "Who may inspect")
    text = word.like("An inspector who comes", "Inspectors carry a card that says who sent them.")
    title.addprevious(new)
    title.addprevious(text)


def change_picture(word: Word) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (240, 160), (20, 90, 60)).save(picture, "PNG")
    word.parts[PICTURE] = picture.getvalue()


def add_item(word: Word) -> None:
    word.like("collectors and repair shops", "drivers who bring batteries themselves;")


def blank_lines(word: Word) -> None:
    """Empty paragraphs here and there say nothing."""
    for start in ("Acid burns skin", "Lithium batteries must", "The label on a pallet"):
        empty = etree.Element(f"{W}p")
        spaces = etree.SubElement(etree.SubElement(empty, f"{W}r"), f"{W}t")
        spaces.text = "\u00a0 "
        word.paragraph(start).addnext(empty)
    bare = next(p for p in word.main.iter(f"{W}p") if not said(p) and len(p) <= 1)
    bare.getparent().remove(bare)


def tree_of(path: Path) -> list[SectionNode]:
    return section_tree(assign_ids(read_document(path, name="manual.docx")))


def told(tmp_path: Path, *edits: Callable[[Word], None]) -> list[tuple[str, ...]]:
    """Return what is told of the edits: kind, numbers before and after, how it begins."""
    word = Word(MANUAL)
    note_on_heading(word)
    old = tree_of(word.save(tmp_path / "old.docx"))
    for edit in edits:
        edit(word)
    new = tree_of(word.save(tmp_path / "new.docx"))
    found = align(parts_of_tree(old), parts_of_tree(new))
    return [
        line(change) for change in compare(sides(old), sides(new, found), found.percent).changes
    ]


def line(change: Change) -> tuple[str, ...]:
    before, after = change.before, change.after
    one = after or before
    assert one is not None
    kind = f"{change.kind} heading" if one.kind == HEADING else change.kind
    if change.moved and change.kind != "moved":
        kind += ", moved"
    text = one.text or one.kind
    return kind, before.label if before else "", after.label if after else "", text[:24].strip()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (retitle, [("changed heading", "B", "B", "Packing and strapping")]),
        (change_cell, [("changed", "", "", "Table 2. Distances in a")]),
        (change_note, [("changed", "1", "1", "A car battery weighs abo")]),
        (change_note_of_heading, [("changed", "", "", "A form that you can copy")]),
        (change_picture, [("changed", "", "", "Figure 1. The way of an")]),
        (add_item, [("changed", "", "", "collectors and repair sh")]),
        (add_note, [("changed", "", "", "Nothing in it replaces t")]),
        (blank_lines, []),
        (
            move,
            [
                ("renumbered", "12", "11", "The floor of a store is"),
                ("renumbered", "13", "12", "Whole batteries are stac"),
                ("moved", "11", "13", "The rate depends less on"),
            ],
        ),
        (
            merge,
            [
                ("changed", "19", "19", "An inspector who comes w"),
                ("removed", "20", "", "The list in annex I can"),
                ("renumbered", "21", "20", "The report is written on"),
            ],
        ),
        (
            add_section,
            [
                ("new heading", "", "B", "Who may inspect"),
                ("new", "", "19", "Inspectors carry a card"),
                ("renumbered heading", "B", "C", "How to inspect"),
                ("renumbered", "19", "20", "An inspector who comes w"),
                ("renumbered", "20", "21", "The list in annex I can"),
                ("renumbered", "21", "22", "The report is written on"),
            ],
        ),
    ],
)
def test_each_kind_of_edit_is_told_as_it_is(tmp_path, edit, expected):
    assert told(tmp_path, edit) == expected


def test_a_light_revision_with_many_kinds_of_edits_tells_exactly_these(tmp_path):
    """Of a paragraph that was split, the longer part goes on as the one there was."""
    edits = (retitle, move, split, merge, change_cell, change_note, change_note_of_heading)
    edits += (change_picture, add_item, add_note, blank_lines)
    found = told(tmp_path, *edits)
    renumbered = [one for one in found if one[0] == "renumbered"]
    assert [one for one in found if one[0] != "renumbered"] == [
        ("changed", "", "", "Nothing in it replaces t"),
        ("changed", "1", "1", "A car battery weighs abo"),
        ("new", "", "2", "The same metal that make"),
        ("changed", "2", "3", "Lead dust enters the bod"),
        ("changed", "", "", "collectors and repair sh"),
        ("changed", "", "", "Figure 1. The way of an"),
        ("changed", "", "", "Table 2. Distances in a"),
        ("moved", "11", "14", "The rate depends less on"),
        ("changed heading", "B", "B", "Packing and strapping"),
        ("changed", "", "", "A form that you can copy"),
        ("changed", "19", "20", "An inspector who comes w"),
        ("removed", "20", "", "The list in annex I can"),
    ]
    # One number more from the split to the merger; the move takes two back.
    numbers = {one[1]: one[2] for one in renumbered}
    expected = {str(n): str(n + 1) for n in (*range(3, 11), *range(14, 19))}
    assert numbers == expected


def test_the_same_file_saved_again_says_nothing(tmp_path):
    assert told(tmp_path) == []
