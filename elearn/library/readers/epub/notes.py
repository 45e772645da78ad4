"""Notes of a book: marked by what the book says of them, wherever they stand."""

from typing import Any

from elearn.library.readers.epub.pages import types
from elearn.library.readers.html_notes import Notes, names_of

KINDS = {"footnote": "footnote", "note": "footnote", "endnote": "endnote", "rearnote": "endnote"}


class BookNotes(Notes):
    """Finds the notes of a book, those of all its pages joined."""

    def said(self, main: Any) -> None:
        """Take what the book calls a note."""
        called = [e for e in main.iter() if isinstance(e.tag, str) and KINDS.keys() & types(e)]
        for element in called:
            name = next((name for e in element.iter() for name in names_of(e)), "")
            kind = next(KINDS[k] for k in sorted(types(element)) if k in KINDS)
            if name:
                self.take(element, name, kind)

    def refers(self, link: Any) -> bool:
        """Tell whether the book calls a link the mark of a note."""
        return "noteref" in types(link)
