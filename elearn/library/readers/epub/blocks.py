"""The blocks of a book: what its pages hold, with the levels its contents give."""

from typing import Any

from elearn.library.readers.epub.notes import BookNotes
from elearn.library.readers.epub.pages import BREAK, LEVEL, PAGE
from elearn.library.readers.html_blocks import PageReader
from elearn.library.readers.html_notes import Notes
from elearn.library.readers.model import Block, Box, Heading, Para, plain

BOX_TITLE = 120
FRAMES = frozenset(["note", "tip", "warning", "caution", "important", "admonition", "sidebar"])
ADDED = "elearn-added"


class BookReader(PageReader):
    """Reads the joined pages of a book."""

    page: int | None = None

    def notes_of(self, main: Any) -> Notes:
        return BookNotes(main)

    def read(self, main: Any) -> list[Block]:
        """Return the blocks of the book; its notes are in `notes.found`."""
        blocks = super().read(main)
        for note in self.notes.found.values():
            note.kind = self.notes.kind_of(note.id)
        return blocks

    def level_of(self, element: Any) -> int:
        said = element.get(LEVEL)
        return super().level_of(element) if said is None else int(said)

    def _child(self, child: Any, into: list[Block], marks: str, link: str, xref: str) -> None:
        page = child.get(PAGE)
        if page is not None:
            self.page = int(page) if page else None
        if child.get(BREAK) is not None:
            return
        if child.tag == "aside" or (child.get(LEVEL) and child.tag not in HEADING_TAGS):
            self.anchors += [child.get("id")] if child.get("id") else []
            self._flush(child.getparent(), into)
            self._block(child, into)
            return
        super()._child(child, into, marks, link, xref)

    def _block(self, child: Any, into: list[Block]) -> None:
        framed = child.tag == "aside" or (child.tag == "div" and FRAMES & set(_classes(child)))
        if framed and not any(e.get(LEVEL, "0") != "0" for e in child.iter()):
            self._box(child, into)
        elif child.tag in HEADING_TAGS and child.get(LEVEL) == "0":
            for block in self.blocks(child):
                if isinstance(block, Para):
                    block.role = "label"
                    for run in block.runs:
                        run.marks = "".join(sorted({*run.marks, "b"}))
                into.append(block)
        else:
            before = len(into)
            super()._block(child, into)
            self._told(child, into[before:])

    def _told(self, child: Any, made: list[Block]) -> None:
        """Say of headings that the contents of the book list them."""
        for block in made:
            if isinstance(block, Heading) and child.get(LEVEL) and child.get("elearn-nav"):
                block.evidence = "nav"
                if child.get(ADDED):
                    self.ledger.counts_in["characters"] += len("".join(block.title.split()))

    def _box(self, child: Any, into: list[Block]) -> None:
        inner = self.blocks(child)
        if not inner:
            return
        box = Box(blocks=inner)
        first = inner[0]
        if len(inner) > 1 and isinstance(first, Para) and _is_title(first):
            box.title, box.blocks = plain(first.runs), inner[1:]
            box.anchors = first.anchors
            into.append(self._framed(box, child))
        elif len(inner) == 1 and not isinstance(first, Para):
            into.append(first)
        else:
            into.append(self._framed(box, child))

    def _framed(self, box: Box, child: Any) -> Block:
        anchors = box.anchors
        placed = self._placed(box, child)
        placed.anchors = [*anchors, *placed.anchors]
        return placed

    def _placed(self, block: Block, element: Any) -> Block:
        placed = super()._placed(block, element)
        placed.src.page = self.page
        return placed


HEADING_TAGS = frozenset(f"h{n}" for n in range(1, 7))


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").casefold().split()


def _is_title(para: Para) -> bool:
    styled = para.role == "label" or all("b" in run.marks for run in para.runs if run.text.strip())
    bare = not any(run.note or run.media or run.link for run in para.runs)
    return styled and bare and 0 < len(plain(para.runs)) <= BOX_TITLE
