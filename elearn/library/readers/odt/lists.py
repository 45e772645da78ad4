"""Automatic numbers of OpenDocument texts, counted as LibreOffice counts them.

Lists with the same style go on only where the file says so (continue-numbering, continue-list);
deeper levels begin again after every number of a level above.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from elearn.library.readers.flow.numbers import Level, Number, printed
from elearn.library.readers.odt.names import FO, LOEXT, STYLE, TEXT, XML, count, points
from elearn.library.readers.odt.number_formats import number_format

OUTLINE = "Outline"
BULLETS = frozenset({TEXT + "list-level-style-bullet", TEXT + "list-level-style-image"})
PLACE = re.compile(r"%(\d+)%")
TWENTIETHS = 20
Levels = dict[int, Level]


class ListStyles:
    """The list styles of a document, and the one of its headings."""

    def __init__(self, *roots: Any) -> None:
        self.styles: dict[str, Levels] = {}
        self.outline: Levels = {}
        self.outline_name = OUTLINE
        for root in roots:
            for element in () if root is None else root.iter(TEXT + "list-style"):
                self.styles[element.get(STYLE + "name", "")] = _levels(element)
            for element in () if root is None else root.iter(TEXT + "outline-style"):
                self.outline = _levels(element)
                self.outline_name = element.get(STYLE + "name") or OUTLINE

    def levels(self, name: str) -> Levels:
        """Return the levels of a list style; those of the headings under their style's name."""
        if name in (OUTLINE, self.outline_name) and name not in self.styles:
            return self.outline
        return self.styles.get(name, {})


@dataclass(slots=True)
class Running:
    """A list being read: which count it belongs to, its style, how deep it stands."""

    key: str
    style: str
    depth: int
    fresh: bool = True


@dataclass(slots=True)
class Counters:
    """How far the lists of one story have counted, and how they may go on."""

    values: dict[tuple[str, int], int] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)
    by_style: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def open(self, element: Any, around: Running | None) -> Running:
        """Begin a text:list inside another one or on its own."""
        said = element.get(TEXT + "style-name")
        style = said or (around.style if around else "")
        depth = around.depth + 1 if around else 0
        goes_on = element.get(TEXT + "continue-numbering") == "true"
        # An inner list counts with the one around it, whatever its own style is.
        key = around.key if around else self._continued(element, style, goes_on)
        self.by_style[style] = key
        name = element.get(XML + "id")
        if name:
            self.by_id[name] = key
        return Running(key, style, depth)

    def _continued(self, element: Any, style: str, goes_on: bool) -> str:
        named = self.by_id.get(element.get(TEXT + "continue-list") or "")
        if named:
            return named
        if goes_on and style in self.by_style:
            return self.by_style[style]
        self.made += 1
        return f"l{self.made}"

    def count(self, key: str, levels: Levels, ilvl: int, start: int | None = None) -> int:
        """Give the next number of a level."""
        for upper in range(ilvl):
            # A level that was skipped counts as having begun.
            if upper in levels:
                self.values.setdefault((key, upper), levels[upper].start)
        if start is not None:
            self.values[key, ilvl] = start
        elif (key, ilvl) in self.values:
            self.values[key, ilvl] += 1
        else:
            self.values[key, ilvl] = levels[ilvl].start
        for deeper in levels:
            if deeper > ilvl:
                self.values.pop((key, deeper), None)
        return self.values[key, ilvl]


def numbered(
    counters: Counters, key: str, style: str, levels: Levels, ilvl: int, start: int | None = None
) -> Number | None:
    """Return the next number of a list at a level, or None where the style has no such level."""
    level = levels.get(ilvl)
    if level is None:
        return None
    value = counters.count(key, levels, ilvl, start)

    def counted(at: int) -> int:
        return counters.values.get((key, at), levels[at].start)

    return Number(printed(level, levels, counted), value, key, style, level)


def _levels(element: Any) -> Levels:
    parts = {min(max(count(e.get(TEXT + "level")) - 1, 0), 9): e for e in element}
    levels = {ilvl: _level(part, ilvl) for ilvl, part in parts.items()}
    for ilvl, part in parts.items():
        if levels[ilvl].format != "bullet":
            levels[ilvl].text = _pattern(part, levels, ilvl)
    return levels


def _level(element: Any, ilvl: int) -> Level:
    level = Level(ilvl)
    _place(element, level)
    if element.tag in BULLETS:
        level.format = "bullet"
        level.text = element.get(TEXT + "bullet-char") or "•"
        fonts = element.find(STYLE + "text-properties")
        if fonts is not None:
            level.font = fonts.get(FO + "font-family") or fonts.get(STYLE + "font-name") or ""
        return level
    synchronous = element.get(STYLE + "num-letter-sync") == "true"
    level.format = number_format(element.get(STYLE + "num-format") or "", synchronous)
    level.start = count(element.get(TEXT + "start-value"))
    return level


def _pattern(element: Any, levels: Levels, ilvl: int) -> str:
    """Write out the text of a number as "%1.%2)": levels without a format are left out."""
    prefix = element.get(STYLE + "num-prefix") or ""
    suffix = element.get(STYLE + "num-suffix") or ""
    if levels[ilvl].format == "none":
        return prefix + suffix
    pattern = element.get(LOEXT + "num-list-format") or element.get(STYLE + "num-list-format")
    if pattern is not None:
        return PLACE.sub(r"%\1", pattern)
    first = max(ilvl + 1 - count(element.get(TEXT + "display-levels")), 0)
    shown = [
        f"%{at + 1}"
        for at in range(first, ilvl + 1)
        if at == ilvl or (at in levels and levels[at].format not in ("none", "bullet"))
    ]
    return prefix + ".".join(shown) + suffix


def _place(element: Any, level: Level) -> None:
    properties = element.find(STYLE + "list-level-properties")
    if properties is None:
        return
    aligned = properties.find(STYLE + "list-level-label-alignment")
    left = None if aligned is None else points(aligned.get(FO + "margin-left"))
    if left is None:
        before = points(properties.get(TEXT + "space-before")) or 0.0
        left = before + (points(properties.get(TEXT + "min-label-width")) or 0.0)
    level.indent = round(left * TWENTIETHS)
