"""Word's automatic numbers, counted as Word counts them (ECMA-376 part 1, 17.9).

All lists over one abstract definition share one sequence; a start override restarts it the first
time its list is met; text boxes and notes count for themselves.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from elearn.library.readers.docx.names import VAL, W, flag, val, whole
from elearn.library.readers.flow.numbers import Level, Number, printed


@dataclass(slots=True)
class Instance:
    """A list (w:num): its abstract definition, levels of its own, starts of its own."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Counters:
    """How far the lists of one story (body, a text box, a note) have counted."""

    values: dict[tuple[str, int], int] = field(default_factory=dict)
    overrides: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    """The list definitions of a document."""

    def __init__(self, root: Any, style_lists: dict[str, str] | None = None) -> None:
        """`style_lists` maps a numbering style's id to the list it is bound to."""
        self.instances: dict[str, Instance] = {}
        if root is None:
            return
        abstracts = {e.get(W + "abstractNumId", ""): e for e in root.findall(W + "abstractNum")}
        numbers = {e.get(W + "numId", ""): e for e in root.findall(W + "num")}
        targets = {key: val(e, "abstractNumId") or "" for key, e in numbers.items()}
        for key, element in numbers.items():
            levels = _levels(targets[key], abstracts, targets, style_lists or {})
            self.instances[key] = _instance(element, targets[key], levels)

    def level(self, num_id: str, ilvl: int) -> Level | None:
        """Return the definition of a level of a list, or None."""
        instance = self.instances.get(num_id)
        return None if instance is None else instance.levels.get(ilvl)

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """Return the level of a list that is bound to a paragraph style, or None."""
        instance = self.instances.get(num_id)
        for ilvl, level in instance.levels.items() if instance else ():
            if level.style == style:
                return ilvl
        return None

    def count(self, counters: Counters, num_id: str, ilvl: int) -> Number | None:
        """Give the next number of a list at a level, or None where there is no such list."""
        instance = self.instances.get(num_id)
        level = instance.levels.get(ilvl) if instance else None
        if instance is None or level is None:
            return None
        _advance(counters, instance, num_id, ilvl)
        value = counters.values[instance.abstract, ilvl]
        label = _label(counters, instance, level)
        return Number(label, value, num_id, instance.abstract, level)


def _levels(
    abstract: str, abstracts: dict[str, Any], targets: dict[str, str], style_lists: dict[str, str]
) -> dict[int, Level]:
    """Return the levels of an abstract definition, following its link to a numbering style."""
    for _ in range(8):
        element = abstracts.get(abstract)
        if element is None:
            return {}
        levels = [_level(e) for e in element.findall(W + "lvl")]
        if levels:
            return {level.ilvl: level for level in levels}
        link = val(element, "numStyleLink")
        linked = targets.get(style_lists.get(link or "", ""))
        if linked is None or linked == abstract:
            return {}
        abstract = linked
    return {}


def _instance(element: Any, abstract: str, levels: dict[int, Level]) -> Instance:
    own = dict(levels)
    starts: dict[int, int] = {}
    for override in element.findall(W + "lvlOverride"):
        ilvl = depth(override.get(W + "ilvl"))
        definition = override.find(W + "lvl")
        if definition is not None:
            own[ilvl] = replace(_level(definition), ilvl=ilvl)
        start = whole(val(override, "startOverride"))
        if start is not None:
            starts[ilvl] = start
    return Instance(abstract, own, starts)


def _level(element: Any) -> Level:
    level = Level(depth(element.get(W + "ilvl")))
    start = whole(val(element, "start"))
    # A level without a start begins at 0 (17.9.25).
    level.start = 0 if start is None else start
    level.format = _format(element)
    level.text = val(element, "lvlText") or ""
    level.restart = whole(val(element, "lvlRestart"))
    level.legal = bool(flag(element, "isLgl"))
    level.style = val(element, "pStyle") or ""
    indent = element.find(f"{W}pPr/{W}ind")
    if indent is not None:
        level.indent = whole(indent.get(W + "left") or indent.get(W + "start"))
        level.hanging = whole(indent.get(W + "hanging")) or 0
    fonts = element.find(f"{W}rPr/{W}rFonts")
    if fonts is not None:
        level.font = fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
    return level


def depth(text: str | None) -> int:
    """Return a level as Word has them: 0 to 8."""
    return min(max(whole(text) or 0, 0), 8)


def _format(element: Any) -> str:
    child = element.find(W + "numFmt")
    if child is None:
        # Newer Word hides a newer format here, with one every version knows beside it.
        child = element.find(f".//{W}numFmt")
    if child is None:
        return "decimal"
    name = str(child.get(VAL, "decimal"))
    if name == "custom":
        pattern = child.get(W + "format", "")
        return "decimalZero" if pattern.startswith("01") else "decimal"
    return name


def _advance(counters: Counters, instance: Instance, num_id: str, ilvl: int) -> None:
    values, abstract = counters.values, instance.abstract
    for upper in range(ilvl):
        # A level that was skipped counts as having begun.
        if upper in instance.levels and (abstract, upper) not in values:
            values[abstract, upper] = _start(counters, instance, num_id, upper)
    fresh = ilvl in instance.starts and (num_id, ilvl) not in counters.overrides
    if fresh or (abstract, ilvl) not in values:
        values[abstract, ilvl] = _start(counters, instance, num_id, ilvl)
    else:
        values[abstract, ilvl] += 1
    for deeper, level in instance.levels.items():
        if deeper > ilvl and _restarts(level, deeper, ilvl):
            values.pop((abstract, deeper), None)


def _start(counters: Counters, instance: Instance, num_id: str, ilvl: int) -> int:
    counters.overrides.add((num_id, ilvl))
    return instance.starts.get(ilvl, instance.levels[ilvl].start)


def _restarts(level: Level, ilvl: int, used: int) -> bool:
    """Tell whether a deeper level begins again after a use of level `used` (17.9.10)."""
    if level.restart is None or level.restart > ilvl:
        return True
    if level.restart == 0:
        return False
    return used <= level.restart - 1


def _label(counters: Counters, instance: Instance, level: Level) -> str:
    def value(at: int) -> int:
        return counters.values.get((instance.abstract, at), instance.levels[at].start)

    return printed(level, instance.levels, value)
