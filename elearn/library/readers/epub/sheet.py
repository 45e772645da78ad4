"""What the style sheets of a book say of its classes, and how a line looks by them."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.epub.package import Book
from elearn.library.readers.text import solid

LONGEST_SELECTOR, LONGEST_BODY = 2000, 4000
LARGEST_SHEET = 2_000_000
CLASS = re.compile(r"^[a-z0-9]*\.([\w-]+)$", re.IGNORECASE)
SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,12})\s*(pt|px|em|rem|%)")
WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)")
SLANT = re.compile(r"font-style\s*:\s*(italic|oblique)")
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([#\w]+)")
FAMILY = re.compile(r"font-family\s*:\s*([^;,}]{1,80})")
HEAVY = ("bold", "bolder", "600", "700", "800", "900")
POINTS = {"pt": 1.0, "px": 0.75}
EM = 12.0


@dataclass(frozen=True, slots=True)
class Look:
    """A size in points (0 where none is said), bold, slanted, colour and family of the letters."""

    size: float = 0.0
    bold: bool = False
    slanted: bool = False
    colour: str = ""
    family: str = ""


class Sheet:
    """The style sheets of a book. Only rules for classes are read; all else is passed over."""

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
            look = _look(body)
            for selector in selectors.split(",") if look != Look() else ():
                found = CLASS.match(selector.strip())
                if found:
                    self.looks[found.group(1)] = look

    def look(self, line: Any) -> Look:
        """Return the look most letters of a line have; bold and slanted when all of them are."""
        seen: Counter[Look] = Counter()
        for element in line.iter():
            around = [element, *element.iterancestors()]
            seen[self._of(around)] += solid(element.text or "")
            if element is not line:
                seen[self._of(around[1:])] += solid(element.tail or "")
        shown = {look: weight for look, weight in seen.items() if weight}
        if not shown:
            return Look()
        most = max(shown, key=lambda look: shown[look])
        bold, slanted = all(k.bold for k in shown), all(k.slanted for k in shown)
        return replace(most, bold=bold, slanted=slanted)

    def _of(self, around: list[Any]) -> Look:
        made = Look()
        for element in around:
            made = _under(made, Look(bold=element.tag in ("b", "strong")))
            for name in (element.get("class") or "").split():
                if name in self.looks:
                    made = _under(made, self.looks[name])
        return made


def _under(inner: Look, outer: Look) -> Look:
    return Look(
        inner.size or outer.size,
        inner.bold or outer.bold,
        inner.slanted or outer.slanted,
        inner.colour or outer.colour,
        inner.family or outer.family,
    )


def _look(body: str) -> Look:
    weight, colour, family = WEIGHT.search(body), COLOUR.search(body), FAMILY.search(body)
    return Look(
        _points(SIZE.search(body)),
        weight is not None and weight.group(1) in HEAVY,
        SLANT.search(body) is not None,
        colour.group(1).casefold() if colour else "",
        family.group(1).strip(" '\"").casefold() if family else "",
    )


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
