"""What the style sheets of a book say of its classes, and how a line looks by them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

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
BIG = 14.4
FONT_SIZES = {1: 7.5, 2: 10.0, 3: 12.0, 4: 13.5, 5: 18.0, 6: 24.0, 7: 36.0}
UNDERLINE = re.compile(r"text-decoration[^;]{0,40}:[^;]{0,40}underline")


@dataclass(frozen=True, slots=True)
class Look:
    """A size in points (0 where none is said), bold, slanted, colour and family of the letters."""

    size: float = 0.0
    bold: bool = False
    slanted: bool = False
    colour: str = ""
    family: str = ""
    under: bool = False


class Sheet:
    """Style sheets. Only rules for classes are read; all else is passed over."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.looks: dict[str, Look] = {}
        self._known: dict[Any, Look] = {}
        for text in texts:
            self._read(text[:LARGEST_SHEET])

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
            seen[self._of(element)] += solid(element.text or "")
            if element is not line:
                seen[self._of(element.getparent())] += solid(element.tail or "")
        shown = {look: weight for look, weight in seen.items() if weight}
        if not shown:
            return Look()
        most = max(shown, key=lambda look: shown[look])
        bold, slanted = all(k.bold for k in shown), all(k.slanted for k in shown)
        return replace(most, bold=bold, slanted=slanted, under=all(k.under for k in shown))

    def _of(self, element: Any) -> Look:
        """Return the look of an element's letters: its own, else that of what is around it."""
        around: list[Any] = []
        while element is not None and element not in self._known:
            around.append(element)
            element = element.getparent()
        made = Look() if element is None else self._known[element]
        for inner in reversed(around):
            made = _under(self._own(inner), made)
            if len(inner):
                self._known[inner] = made
        return made

    def _own(self, element: Any) -> Look:
        made = _tag_look(element)
        if element.get("style"):
            made = _under(made, _look(element.get("style")[:LONGEST_BODY]))
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
        inner.under or outer.under,
    )


def _tag_look(element: Any) -> Look:
    """Return the look a tag gives by itself; fonts of old pages have sizes from 1 to 7."""
    tag = element.tag
    if tag == "font":
        said = (element.get("size") or "").strip()
        number = int(said[-1]) if said[-1:].isdecimal() else 0
        number = 3 + number if said[:1] == "+" else 3 - number if said[:1] == "-" else number
        return Look(FONT_SIZES[min(max(number, 1), 7)] if number or said[:1] == "-" else 0.0)
    if tag in ("b", "strong", "th"):
        return Look(bold=True)
    if tag in ("i", "em"):
        return Look(slanted=True)
    return Look(BIG if tag == "big" else 0.0, under=tag in ("u", "ins"))


def _look(body: str) -> Look:
    weight, colour, family = WEIGHT.search(body), COLOUR.search(body), FAMILY.search(body)
    return Look(
        _points(SIZE.search(body)),
        weight is not None and weight.group(1) in HEAVY,
        SLANT.search(body) is not None,
        colour.group(1).casefold() if colour else "",
        family.group(1).strip(" '\"").casefold() if family else "",
        UNDERLINE.search(body) is not None,
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
