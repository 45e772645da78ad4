"""Where each line of the contents begins in the text: the heading there gets its level."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any

import lxml.html

from elearn.library.readers.epub.contents import Entry
from elearn.library.readers.epub.pages import LEVEL
from elearn.library.readers.html_files import Files, elements, inside
from elearn.library.readers.text import folded

TAGS = frozenset(f"h{n}" for n in range(1, 7))
LINES = TAGS | {"p", "div", "dt", "td", "li", "header", "blockquote"}
ALIKE = 0.85
LOOKED_AT = 12
LONGEST = 300
# Titles that programs make up for parts without one.
MADE_UP = re.compile(
    r"^(?:(?:section|split|page|untitled|unknown|start)[ _-]?\d*|(?:front |back )?cover(?: page)?|"
    r"(?:half[ -]?)?title(?: ?page)?|(?:table of )?contents|toc)$",
    re.IGNORECASE,
)
# Frames whose titles begin no section: notes of a page, warnings, figures, quotations.
FRAMES = frozenset(["aside", "figure", "blockquote", "table", "li", "dd", "dt", "nav"])
FRAME_NAMES = "note tip warning caution important admonition sidebar example equation"
FRAME_CLASSES = frozenset(FRAME_NAMES.split())
LESSER_NAMES = "subtitle author authorgroup edition pubdate releaseinfo date byline"
LESSER = frozenset(LESSER_NAMES.split())
Place = tuple[Entry, Any]


def target_of(
    entry: Entry, part: str, named: dict[str, Any], numbers: dict[str, int], files: Files
) -> Any:
    """Return the element a line of the contents, which stand in `part`, leads to; None without."""
    name = inside(entry.href, numbers.get(part, -1), part.rpartition("/")[0], numbers, files)
    found = named.get(name)
    return found if found is not None else named.get(name.split("-")[0])


class Marker:
    """Marks headings in joined pages. `tagged`: only what the pages themselves call headings."""

    def __init__(self, whole: Any, *, tagged: bool = False) -> None:
        self.whole = whole
        self.tagged = tagged
        self.all = list(elements(whole))
        self.order = {element: at for at, element in enumerate(self.all)}
        self.marked: set[Any] = set()
        self.rank = {f"h{n}": n for n in range(1, 7)}

    def mark(self, places: list[Place]) -> None:
        """Give the headings of the contents their levels, and those below them theirs."""
        starts = sorted({self.order[element] for _, element in places})
        for entry, element in places:
            begin = self.order[element]
            end = next((start for start in starts if start > begin), len(self.all))
            self._entry(entry, element, begin, end)
        self._others()

    def _entry(self, entry: Entry, element: Any, begin: int, end: int) -> None:
        heading = self._found(entry.title, element, begin, end)
        if heading is None:
            if not self.tagged and not MADE_UP.match(entry.title) and entry.title:
                self._insert(entry, element)
            return
        heading.set(LEVEL, str(entry.level))
        heading.set("elearn-nav", "1")
        # Style sheets that call every heading a title do not mean the title of the book.
        heading.attrib.pop("class", None)
        self.marked.add(heading)

    def _found(self, title: str, element: Any, begin: int, end: int) -> Any:
        around = next((e for e in element.iterancestors() if e.tag in TAGS), None)
        if around is not None and around not in self.marked:
            return around
        inside = self.all[begin:end]
        free = [e for e in inside if e.tag in TAGS and e not in self.marked][:LOOKED_AT]
        for at, heading in enumerate(free):
            if alike(title, heading.text_content()):
                if at + 1 < len(free):
                    self._take_in(title, heading, free[at + 1])
                return heading
        lines = [] if self.tagged else [e for e in inside if e.tag in LINES]
        for line in [e for e in lines if e not in self.marked][: 2 * LOOKED_AT]:
            text = folded(line.text_content())
            if 0 < len(text) <= LONGEST and same(title, text) and not self._holds(line):
                return line
        if free and (free[0] is element or (self.tagged and self._begins(element, free[0]))):
            return free[0]
        before = self.all[max(begin - LOOKED_AT, 0) : begin]
        titles = [e for e in before if e.tag in TAGS and e not in self.marked]
        return next((e for e in reversed(titles) if same(title, e.text_content())), None)

    def _begins(self, element: Any, heading: Any) -> bool:
        """Tell whether a heading is the first text of a part, however the contents call it."""
        between = self.all[self.order[element] : self.order[heading]]
        return not any((e.text or "").strip() for e in between)

    def _holds(self, line: Any) -> bool:
        """Tell whether a line holds other lines: then one of them is the title."""
        return any(e.tag in LINES for e in line.iterdescendants())

    def _take_in(self, title: str, heading: Any, second: Any) -> None:
        """A number and a title in two headings are one, when the contents have them so."""
        near = self.order[second] - self.order[heading] <= len(list(heading.iter())) + 4
        both = f"{heading.text_content()} {second.text_content()}"
        if not near or same(title, heading.text_content()) or not same(title, both):
            return
        bare = lxml.html.Element("span")
        bare.text = " " + (second.text or "")
        bare.extend(list(second))
        heading.append(bare)
        second.drop_tree()

    def _insert(self, entry: Entry, element: Any) -> None:
        """A part that has its title in the contents alone, or in a picture."""
        made = lxml.html.Element("h1")
        made.text = entry.title
        made.set(LEVEL, str(entry.level))
        made.set("elearn-nav", "1")
        made.set("elearn-added", "1")
        if element.get("id", "").count("-") == 0 and element.tag == "div":
            made.tail, element.text = element.text, None
            element.insert(0, made)
        else:
            element.addprevious(made)
        self.marked.add(made)

    def _others(self) -> None:
        """Headings the contents do not list go below the one before them, or are mere lines."""
        level, rank, began = 0, 0, False
        for element in elements(self.whole):
            if element in self.marked:
                level, began = int(element.get(LEVEL)), True
                rank = self.rank.get(element.tag, 0) if not element.get("elearn-added") else 0
            elif element.tag in TAGS:
                lesser = _framed(element) or _is_lesser(element)
                below = level + max(self.rank[element.tag] - rank, 1) if began else 1
                below = below if self.marked else self.rank[element.tag]
                element.set(LEVEL, "0" if lesser else str(below))


def _framed(element: Any) -> bool:
    return any(
        e.tag in FRAMES or (e.tag == "div" and set(_classes(e)) & FRAME_CLASSES)
        for e in element.iterancestors()
    )


def _is_lesser(element: Any) -> bool:
    return bool(set(_classes(element)) & LESSER)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").casefold().split()


def bare(text: str) -> str:
    """Return a title's letters and digits alone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def same(title: str, text: str) -> bool:
    """Tell whether two titles have the same letters."""
    return bool(bare(title)) and bare(title) == bare(text)


def alike(title: str, text: str) -> bool:
    """Tell whether two titles mean the same heading, with and without a number."""
    one, other = bare(title), bare(text)
    if not one or not other:
        return False
    if one == other or (min(len(one), len(other)) >= 4 and (one in other or other in one)):
        return True
    return SequenceMatcher(None, one[:LONGEST], other[:LONGEST]).ratio() >= ALIKE
