"""Notes of a book: marked by what the book says of them, wherever they stand."""

from typing import Any

from elearn.library.readers.epub.pages import types
from elearn.library.readers.html_notes import MARK, Notes

KINDS = {"footnote": "footnote", "note": "footnote", "endnote": "endnote", "rearnote": "endnote"}
HOLDERS = frozenset(["p", "li", "div", "aside"])
REFERENCES = frozenset({"noteref"})


class BookNotes(Notes):
    """Finds the notes of a book, those of all its pages joined."""

    def __init__(self, main: Any) -> None:
        self.same: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        own: dict[str, Any] = {}
        said = [e for e in main.iter() if isinstance(e.tag, str) and KINDS.keys() & types(e)]
        for element in said:
            self._take(element, own)
        for element in self._referred(main, own):
            self._take(element, own)
        super().__init__(main)
        for name, element in own.items():
            self.texts.setdefault(name, element)
        for name, element in list(self.texts.items()):
            for inner in element.iter():
                if isinstance(inner.tag, str) and inner.get("id"):
                    self.same.setdefault(inner.get("id"), name)

    def _take(self, element: Any, into: dict[str, Any]) -> None:
        inner = next((e.get("id") for e in element.iter() if e.get("id")), None)
        name = element.get("id") or inner
        if not name or element.getparent() is None or not element.text_content().strip():
            return
        kind = next((KINDS[k] for k in sorted(types(element)) if k in KINDS), "footnote")
        self.kinds[name] = kind
        into[name] = element
        element.drop_tree()

    def _referred(self, main: Any, own: dict[str, Any]) -> list[Any]:
        """Return what marks say they refer to, where the book does not call it a note."""
        wanted = [
            link.get("href", "")[1:]
            for link in main.iter("a")
            if REFERENCES & types(link) and link.get("href", "").startswith("#")
        ]
        named = {e.get("id"): e for e in main.iter() if isinstance(e.tag, str) and e.get("id")}
        found: list[Any] = []
        for name in dict.fromkeys(wanted):
            element = named.get(name)
            while element is not None and element.tag in ("a", "span", "sup", "b", "strong"):
                element = element.getparent()
            if (
                element is not None
                and name not in own
                and element.tag in ("p", "li", "div", "aside")
            ):
                found.append(element)
        return found

    def key(self, element: Any, target: str) -> str:
        """Return the note a link refers to, or "" when it is an ordinary link."""
        name = self.same.get(target, target)
        if REFERENCES & types(element) and name in self.texts:
            return name
        return super().key(element, name)

    def kind_of(self, key: str) -> str:
        """Return what kind of note one is."""
        return self.kinds.get(key, "footnote")

    def strip_back(self, item: Any) -> None:
        """Take out what leads back to the text: arrows, and the mark repeated before the note."""
        super().strip_back(item)
        for link in item.iter("a"):
            before = "".join(_texts_before(link, item)).strip(" []().")
            inside = link.get("href", "").startswith("#")
            if inside and not before and MARK.match(link.text_content().strip()):
                link.drop_tree()
            return


def _texts_before(element: Any, top: Any) -> list[str]:
    """Return the text of an element's surroundings that comes before it."""
    texts: list[str] = []
    for at in top.iter():
        if at is element:
            break
        texts.append(at.text or "")
    return texts
