"""Books without heading tags: headings told by the sizes their style sheets give them."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.epub.package import Book
from elearn.library.readers.epub.pages import LEVEL, TITLE
from elearn.library.readers.html_files import elements
from elearn.library.readers.text import folded, solid

LONGEST_SELECTOR, LONGEST_BODY = 2000, 4000
CLASS = re.compile(r"^[a-z0-9]*\.([\w-]+)$", re.IGNORECASE)
SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,12})\s*(pt|px|em|rem|%)")
WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)")
HEAVY = ("bold", "bolder", "600", "700", "800", "900")
POINTS = {"pt": 1.0, "px": 0.75}
# What browsers and word processors take where nothing is said, in points.
USUAL = 10.5
EM = 12.0
LARGEST_SHEET = 2_000_000
LONGEST = 160
ENOUGH = 3
FRAMES = frozenset(["table", "aside", "li", "figure", "blockquote", "dd", "dt"])
STOPS = (".", "。", "؛", ";", ":", "：", ",")


@dataclass(frozen=True, slots=True)
class Look:
    """A size in points (0 where none is said) and whether it is bold."""

    size: float = 0.0
    bold: bool = False


class Sheet:
    """What the style sheets of a book say of its classes; everything else is passed over."""

    def __init__(self, archive: Archive, book: Book) -> None:
        self.looks: dict[str, Look] = {}
        for part in book.parts.values():
            if part.type == "text/css" and part.name:
                text = archive.read(part.name)[:LARGEST_SHEET].decode("utf-8", "replace")
                self._read(text)

    def _read(self, text: str) -> None:
        for rule in text.split("}"):
            selectors, _, body = rule.rpartition("{")
            if len(selectors) > LONGEST_SELECTOR or len(body) > LONGEST_BODY:
                continue
            size, weight = SIZE.search(body), WEIGHT.search(body)
            if not size and not weight:
                continue
            bold = weight is not None and weight.group(1) in HEAVY
            look = Look(_points(size), bold)
            for selector in selectors.split(","):
                found = CLASS.match(selector.strip())
                if found:
                    self.looks[found.group(1)] = look

    def look(self, line: Any) -> Look:
        """Return the look most letters of a line have; bold when all of them are."""
        sizes: Counter[float] = Counter()
        letters = heavy = 0
        for element in line.iter():
            around = [element, *element.iterancestors()]
            inner = self._of(around)
            for text, look in (
                (element.text, inner),
                (element.tail if element is not line else "", self._of(around[1:])),
            ):
                weight = solid(text or "")
                sizes[look.size] += weight
                letters += weight
                heavy += weight if look.bold else 0
        size = sizes.most_common(1)[0][0] if letters else 0.0
        return Look(size, letters > 0 and heavy == letters)

    def _of(self, around: list[Any]) -> Look:
        size, bold = 0.0, False
        for element in around:
            bold = bold or element.tag in ("b", "strong")
            for name in (element.get("class") or "").split():
                look = self.looks.get(name)
                if look is not None:
                    size = size or look.size
                    bold = bold or look.bold
        return Look(size, bold)


def _points(found: re.Match[str] | None) -> float:
    if not found:
        return 0.0
    try:
        number = float(found.group(1))
    except ValueError:
        return 0.0
    unit = found.group(2)
    if unit in POINTS:
        return number * POINTS[unit]
    return number * EM / (100 if unit == "%" else 1)


def mark_by_looks(whole: Any, sheet: Sheet) -> int:
    """Mark lines that are larger than the text, in books that have no heading tags.

    Returns how many were marked; lines larger than those the contents list are left alone.
    """
    lines = [e for e in elements(whole) if e.tag == "p" and not _framed(e)]
    looks = {line: sheet.look(line) for line in lines}
    body = _body(lines, looks)
    known = {looks[e]: int(e.get(LEVEL)) for e in lines if e.get(LEVEL, "0") != "0"}
    top = max((look.size for look in known), default=1000.0)
    ranked = sorted(
        {look for e, look in looks.items() if _stands_out(e, look, body) and look.size <= top},
        key=lambda look: (-look.size, not look.bold),
    )
    marked = 0
    levels = _levels(ranked, known)
    for line in lines:
        look = looks[line]
        if line.get(LEVEL) is None and look in levels and _stands_out(line, look, body):
            line.set(LEVEL, str(levels[look]))
            marked += 1
    _title(lines, looks, top)
    return marked


def _title(lines: list[Any], looks: dict[Any, Look], top: float) -> None:
    """Mark the one line before all headings that is larger than any of them."""
    before: list[Any] = []
    for line in lines:
        if line.get(LEVEL) is not None:
            break
        if folded(line.text_content()) and looks[line].size > top:
            before.append(line)
    if len(before) == 1:
        before[0].set(TITLE, "1")


def _framed(element: Any) -> bool:
    return any(e.tag in FRAMES for e in element.iterancestors())


def _body(lines: list[Any], looks: dict[Any, Look]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[looks[line].size] += solid(line.text_content())
    return (sizes.most_common(1)[0][0] if sizes else 0.0) or USUAL


def _stands_out(line: Any, look: Look, body: float) -> bool:
    text = folded(line.text_content())
    if not text or len(text) > LONGEST or text.endswith(STOPS) or not any(map(str.isalpha, text)):
        return False
    return look.size > body + 0.4 and (look.bold or look.size >= 1.15 * body)


def _levels(ranked: list[Look], known: dict[Look, int]) -> dict[Look, int]:
    """Give each look a level: the known ones theirs, smaller ones the next below."""
    levels: dict[Look, int] = {}
    last = 0
    for look in ranked:
        last = known.get(look, last + 1)
        levels[look] = last
    return levels
