"""The number a paragraph is printed with, and the level of the list it was counted by."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from elearn.library.readers.flow.number_formats import shown
from elearn.library.readers.text import kept, symbol

PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    """One level of a list definition. Indents are in twentieths of a point."""

    ilvl: int
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    indent: int | None = None
    hanging: int = 0
    font: str = ""


@dataclass(slots=True)
class Number:
    """The number a paragraph got: as printed, as a value, and where it belongs."""

    label: str
    value: int
    num_id: str
    abstract: str
    level: Level

    @property
    def bullet(self) -> bool:
        return self.level.format == "bullet"


def printed(level: Level, levels: dict[int, Level], value: Callable[[int], int]) -> str:
    """Return the number a level prints; `value` tells how far a level of the list has counted."""
    if level.format == "bullet":
        return _bullet(level)

    def filled(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        other = levels.get(at)
        if other is None or at > level.ilvl:
            return ""
        # Legal numbering shows the inherited numbers in digits, the level's own as it is.
        return shown("decimal" if level.legal and at < level.ilvl else other.format, value(at))

    return kept(PLACE.sub(filled, level.text)).strip()


def _bullet(level: Level) -> str:
    text = level.text[:1]
    if not text:
        return ""
    symbolic = level.font.casefold().startswith(("symbol", "wingdings", "webdings"))
    if symbolic or 0xE000 <= ord(text) <= 0xF8FF:
        return symbol(ord(text), level.font)
    return "◦" if text == "o" and level.font.startswith("Courier") else kept(text)
