"""Notes of HTML pages: their texts, and the marks that point to them."""

import re
from typing import Any

from elearn.library.readers.model import Note

LIST = (
    ".//*[@role='doc-endnotes' or @role='doc-footnotes' or contains(concat(' ', "
    "normalize-space(@class), ' '), ' footnotes ')]"
)
MARK = re.compile(r"^\W{0,2}(?:\d{1,4}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})\W{0,2}$", re.IGNORECASE)
BACK = frozenset(["doc-backlink"])
HOLDERS = frozenset(["p", "li", "div", "aside", "dt", "dd"])
LONGEST = 8000
MARK_CLASS = re.compile(
    r"foot-?note|end-?note|note-?(?:ref|call|link)|fn-?ref|super|(?:^|[\s_-])sup(?:$|[\s_-])",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"^[\[(〔［（【]\s?(?:\d{1,4}|[*†‡§]{1,3})\s?[\])〕］）】]$")
SIGNS_AROUND = " []().〔〕［］（）【】\n\t"
SIGNS = ("↩", "↩︎", "^", "↑")
# How word processors name the part that holds one note.
NOTE_PART = re.compile(r"(?:^|-)(?:sd)?(?:foot|end)?(?:note|ftn|edn)[-_]?\d+$", re.IGNORECASE)


class Notes:
    """Finds the notes of a page. `texts` are their elements by name, taken out of the page."""

    def __init__(self, main: Any) -> None:
        self.found: dict[str, Note] = {}
        self.texts: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}
        self.said(main)
        for section in main.xpath(LIST):
            for item in section.iter("li", "p", "div", "aside"):
                name = item.get("id")
                if name and name not in self.texts:
                    self.texts[name] = item
            if self.texts and section.getparent() is not None:
                section.drop_tree()
        for name, element in self._referred(main).items():
            self.take(element, name)
        self._same: dict[str, str] = {}
        for name, element in self.texts.items():
            for inner in element.iter():
                for other in names_of(inner):
                    self._same.setdefault(other, name)

    def said(self, main: Any) -> None:
        """Take the notes the page itself calls so, by other means than lists of notes."""

    def refers(self, link: Any) -> bool:
        """Tell whether the page itself calls a link the mark of a note."""
        return bool(link.get("role") == "doc-noteref")

    def take(self, element: Any, name: str, kind: str = "footnote") -> None:
        """Take a note out of the page under a name."""
        if element.getparent() is None or not element.text_content().strip():
            return
        self.kinds[name] = kind
        self.texts[name] = element
        before = element.getprevious()
        if element.tag == "dd" and before is not None and before.tag == "dt":
            before.drop_tree()
        element.drop_tree()

    def _referred(self, main: Any) -> dict[str, Any]:
        """Return what marks refer to, by name, where the page does not call it a note."""
        named: dict[str, Any] = {}
        after: dict[str, int] = {}
        for at, element in enumerate(main.iter()):
            for name in names_of(element):
                named.setdefault(name, element)
                after.setdefault(name, at)
        found: dict[str, Any] = {}
        for at, link in enumerate(main.iter()):
            href = (link.get("href") or "") if link.tag == "a" else ""
            name = href[1:]
            if not href.startswith("#") or name not in named:
                continue
            said = self.refers(link)
            # Notes lead back with marks that look the same: they come after what refers to them.
            if said or (after[name] > at and MARK.match(link.text_content().strip())):
                element = _holder(named[name])
                if element is None or _is_part(element):
                    continue
                if said or _is_called(element, link):
                    found.setdefault(name, element)
        return found

    def key(self, element: Any, target: str) -> str:
        """Return the note a link refers to, or "" when it is an ordinary link."""
        name = target if target in self.texts else self._same.get(target, "")
        if not name:
            return ""
        said = self.refers(element) or "footnote" in (element.get("class") or "")
        raised = element.getparent() is not None and element.getparent().tag == "sup"
        raised = raised or element.find("sup") is not None
        return name if said or raised or MARK.match(element.text_content()) else ""

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
        return self.kinds.get(key, "footnote")

    def strip_back(self, item: Any, label: str = "") -> None:
        """Take out what leads back to the text: arrows, and the mark repeated before the note."""
        _strip_mark(item, label)
        for link in list(item.iter("a")):
            names = (link.get("class") or "").split()
            back = link.get("role") in BACK or {"footnote-back", "footnote-backref"} & set(names)
            if back or link.text_content().strip() in SIGNS:
                link.drop_tree()
        first = next(item.iter("a"), None)
        if first is None or not (first.get("href") or "").startswith("#"):
            return
        before = "".join(_texts_before(first, item)).strip(" []().\n\t")
        if not before and MARK.match(first.text_content().strip()):
            first.drop_tree()


def names_of(element: Any) -> list[str]:
    """Return the names links can lead to an element by."""
    if not isinstance(element.tag, str):
        return []
    names = [element.get("id"), element.get("name") if element.tag == "a" else None]
    return [name for name in names if name]


def is_mark(link: Any) -> bool:
    """Tell whether a link looks like the mark of a note: raised, or of a class that says so."""
    raised = link.find(".//sup") is not None or any(True for _ in link.iterancestors("sup"))
    near = [link, *link.iter("span"), *link.iterancestors("span")]
    named = any(MARK_CLASS.search(e.get("class") or "") for e in near)
    return bool(MARK.match(link.text_content().strip())) and (raised or named)


def _holder(element: Any) -> Any:
    """Return the block a target stands in; of a list of terms, what stands beside the term."""
    while element is not None and element.tag not in HOLDERS:
        element = element.getparent()
    if element is not None and element.tag == "dt":
        beside = element.getnext()
        return beside if beside is not None and beside.tag == "dd" else None
    around = None if element is None else element.getparent()
    if around is not None and around.tag == "div" and NOTE_PART.search(around.get("id") or ""):
        return around
    return element


def _is_part(element: Any) -> bool:
    """Tell a part of the text from a note: it has headings, or is long."""
    headed = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None
    return headed or len(element.text_content()) > LONGEST


def _is_called(element: Any, link: Any) -> bool:
    """Tell whether a link calls a note: by its look, or in brackets where the note leads back."""
    if is_mark(link):
        return _leads_back(element, link)
    return bool(BRACKETED.match(link.text_content().strip())) and _linked_back(element, link)


def _linked_back(element: Any, link: Any) -> bool:
    """Tell whether a block has a link to where the mark stands."""
    places = {name for e in (link, *link.iterancestors("span", "sup")) for name in names_of(e)}
    return bool(places & {(e.get("href") or "")[1:] for e in element.iter("a")})


def _leads_back(element: Any, link: Any) -> bool:
    """Tell whether a block begins with the mark, is counted so, or links to where it stands."""
    if element.tag == "dd" or _linked_back(element, link):
        return True
    mark = link.text_content().strip(SIGNS_AROUND)
    around = element.getparent()
    if element.tag == "li" and around is not None and around.tag == "ol" and mark.isdecimal():
        items = [e for e in around if e.tag == "li"]
        return len(mark) < 5 and items.index(element) + 1 == int(mark)
    return bool(mark) and element.text_content().strip(SIGNS_AROUND).startswith(mark)


def _strip_mark(item: Any, label: str) -> None:
    """Take the mark out of the text a note begins with."""
    for element in item.iter():
        text = (element.text or "").lstrip()
        if text:
            rest = re.match(rf"[\[(〔［（]?{re.escape(label)}(?:[\])〕］）.:]\s*|\s+)", text)
            if label and rest and element.tag != "a":
                element.text = text[rest.end() :]
            return
        if element.tag == "a":
            return


def _texts_before(element: Any, top: Any) -> list[str]:
    """Return the text of an element's surroundings that comes before it."""
    texts: list[str] = []
    for at in top.iter():
        if at is element:
            break
        texts.append(at.text or "")
    return texts
