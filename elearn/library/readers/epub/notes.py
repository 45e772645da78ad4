"""Notes of a book: marked by what the book says of them, wherever they stand."""

from typing import Any

from elearn.library.readers.epub.pages import types
from elearn.library.readers.html_notes import MARK, Notes

KINDS = {"footnote": "footnote", "note": "footnote", "endnote": "endnote", "rearnote": "endnote"}
HOLDERS = frozenset(["p", "li", "div", "aside", "dt", "dd"])
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
        for name, element in self._referred(main, own).items():
            self._take(element, own, name)
        super().__init__(main)
        for name, element in own.items():
            self.texts.setdefault(name, element)
        for name, element in list(self.texts.items()):
            for inner in element.iter():
                if isinstance(inner.tag, str) and inner.get("id"):
                    self.same.setdefault(inner.get("id"), name)

    def _take(self, element: Any, into: dict[str, Any], name: str = "") -> None:
        inner = next((e.get("id") for e in element.iter() if e.get("id")), None)
        name = name or element.get("id") or inner or ""
        if not name or element.getparent() is None or not element.text_content().strip():
            return
        kind = next((KINDS[k] for k in sorted(types(element)) if k in KINDS), "footnote")
        self.kinds[name] = kind
        into[name] = element
        if element.tag == "dd":
            element.getprevious().drop_tree()
        element.drop_tree()

    def _referred(self, main: Any, own: dict[str, Any]) -> dict[str, Any]:
        """Return what marks refer to, by name, where the book does not call it a note."""
        named = {e.get("id"): e for e in main.iter() if isinstance(e.tag, str) and e.get("id")}
        found: dict[str, Any] = {}
        for link in main.iter("a"):
            name = link.get("href", "")[1:]
            if not link.get("href", "").startswith("#") or name in own or name not in named:
                continue
            said = bool(REFERENCES & types(link))
            if said or is_mark(link):
                element = _holder(named[name])
                if element is not None and (said or _leads_back(element, link)):
                    found.setdefault(name, element)
        return found

    def key(self, element: Any, target: str) -> str:
        """Return the note a link refers to, or "" when it is an ordinary link."""
        name = self.same.get(target, target)
        if name in self.texts and (REFERENCES & types(element) or is_mark(element)):
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


def is_mark(link: Any) -> bool:
    """Tell whether a link looks like the mark of a note: raised, or of a class that says so."""
    raised = link.find(".//sup") is not None or any(True for _ in link.iterancestors("sup"))
    named = "footnote" in (link.get("class") or "").casefold()
    return bool(MARK.match(link.text_content().strip())) and (raised or named)


def _holder(element: Any) -> Any:
    """Return the block a target stands in; of a list of terms, what stands beside the term."""
    while element is not None and element.tag not in HOLDERS:
        element = element.getparent()
    if element is not None and element.tag == "dt":
        beside = element.getnext()
        return beside if beside is not None and beside.tag == "dd" else None
    return element


def _leads_back(element: Any, link: Any) -> bool:
    """Tell whether a block begins with the mark, or leads back to where the mark stands."""
    places = {e.get("id") for e in (link, *link.iterancestors("span", "sup")) if e.get("id")}
    links = [e.get("href", "")[1:] for e in element.iter("a")]
    if element.tag == "dd" or places & set(links):
        return True
    mark = link.text_content().strip(" []().")
    return bool(mark) and element.text_content().strip(" [](").startswith(mark)


def _texts_before(element: Any, top: Any) -> list[str]:
    """Return the text of an element's surroundings that comes before it."""
    texts: list[str] = []
    for at in top.iter():
        if at is element:
            break
        texts.append(at.text or "")
    return texts
