"""The blocks of a book: what its pages hold, with the levels its contents give."""

from typing import Any

from elearn.library.readers.epub.notes import BookNotes
from elearn.library.readers.epub.pages import BREAK, LEVEL, PAGE, TITLE
from elearn.library.readers.html_blocks import PageReader
from elearn.library.readers.html_frames import is_frame
from elearn.library.readers.html_notes import Notes
from elearn.library.readers.model import Block, Heading, Para


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

    def headed(self, element: Any) -> bool:
        """Tell whether a part holds headings: by the contents, or by their looks."""
        return any(e.get(LEVEL, "0") != "0" for e in element.iter() if isinstance(e.tag, str))

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
        if child.tag == "aside" and not self.headed(child):
            self._box(child, into)
        elif child.tag == "aside" or (is_frame(child) and self.headed(child)):
            into.extend(self.blocks(child))
        else:
            before = len(into)
            super()._block(child, into)
            self._told(child, into[before:])

    def _told(self, child: Any, made: list[Block]) -> None:
        """Say what is known of a line: the title, or a heading the contents of the book list."""
        for block in made:
            if isinstance(block, Para) and child.get(TITLE):
                block.role = "title"
            if isinstance(block, Heading) and child.get(LEVEL) and child.get("elearn-nav"):
                block.evidence = "nav"

    def _placed(self, block: Block, element: Any) -> Block:
        placed = super()._placed(block, element)
        placed.src.page = self.page
        return placed


HEADING_TAGS = frozenset(f"h{n}" for n in range(1, 7))
