"""Notes of HTML pages: the list at the end, and the marks that point to it."""

import re
from typing import Any

from elearn.library.readers.model import Note

LIST = (
    ".//*[@role='doc-endnotes' or @role='doc-footnotes' or contains(concat(' ', "
    "normalize-space(@class), ' '), ' footnotes ')]"
)
MARK = re.compile(r"^\W{0,2}(?:\d{1,4}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})\W{0,2}$", re.IGNORECASE)
BACK = frozenset(["doc-backlink"])


class Notes:
    """Finds the notes of a page. `texts` are their elements by id, taken out of the page."""

    def __init__(self, main: Any) -> None:
        self.found: dict[str, Note] = {}
        self.texts: dict[str, Any] = {}
        for section in main.xpath(LIST):
            for item in section.iter("li", "p", "div", "aside"):
                name = item.get("id")
                if name and name not in self.texts:
                    self.texts[name] = item
            if self.texts and section.getparent() is not None:
                section.drop_tree()

    def key(self, element: Any, target: str) -> str:
        """Return the note a link refers to, or "" when it is an ordinary link."""
        if not target or target not in self.texts:
            return ""
        said = element.get("role") == "doc-noteref" or "footnote" in (element.get("class") or "")
        raised = element.getparent() is not None and element.getparent().tag == "sup"
        raised = raised or element.find("sup") is not None
        if said or raised or MARK.match(element.text_content()):
            return target
        return ""

    def left(self) -> list[str]:
        """Return the texts of the notes that nothing refers to."""
        seen: set[Any] = set()
        for name in self.found.keys() & self.texts.keys():
            seen.update(self.texts[name].iter(), self.texts[name].iterancestors())
        result: list[str] = []
        for item in self.texts.values():
            if item not in seen:
                seen.update(item.iter())
                result.append(item.text_content())
        return result

    def kind_of(self, key: str) -> str:
        """Return what kind of note one is."""
        return self.found[key].kind

    def strip_back(self, item: Any) -> None:
        """Take the arrows that lead back to the text out of a note."""
        for link in list(item.iter("a")):
            names = (link.get("class") or "").split()
            back = link.get("role") in BACK or {"footnote-back", "footnote-backref"} & set(names)
            if back or link.text_content().strip() in ("↩", "↩︎", "^", "↑"):
                link.drop_tree()
