"""What the form for a condition can say, as a condition and back. Pure.

The form has a way (all, any, or some of the lines), lines that each name a thing, and two dates.
Dates always hold; the lines among them stand in a group of their own when they are not all asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.rules.conditions import GROUPS, Condition

FULL = 8_000


@dataclass(frozen=True)
class Built:
    """A condition as the form shows it. A line is (kind, id, mark or None)."""

    way: str = "all"
    need: int = 1
    lines: Sequence[tuple[str, str, int | None]] = ()
    begins: datetime | None = None
    ends: datetime | None = None


def condition_of(built: Built) -> dict[str, Any] | None:
    """Return the condition that the form says, or None when it says nothing."""
    named = [_leaf(*line) for line in built.lines]
    dates: list[dict[str, Any]] = []
    if built.begins is not None:
        dates.append({"from": built.begins.isoformat()})
    if built.ends is not None:
        dates.append({"until": built.ends.isoformat()})
    if len(named) > 1 and built.way != "all":
        group: dict[str, Any] = {built.way: named}
        if built.way == "some":
            group["need"] = built.need
        named = [group]
    whole = dates + named
    if not whole:
        return None
    return whole[0] if len(whole) == 1 else {"all": whole}


def _leaf(kind: str, name: str, mark: int | None) -> dict[str, Any]:
    return {kind: name, "mark": FULL if mark is None else mark} if kind == "quiz" else {kind: name}


def built_of(condition: Condition | None) -> Built | None:
    """Return the condition as the form would show it, or None when the form cannot."""
    if condition is None:
        return Built()
    parts = condition.get("all", [condition])
    dates: dict[str, datetime] = {}
    rest: list[Condition] = []
    for part in parts:
        kind = next((kind for kind in ("from", "until") if kind in part), None)
        if kind is None:
            rest.append(part)
        elif kind in dates:
            return None
        else:
            dates[kind] = datetime.fromisoformat(part[kind])
    way, need, lines = _lines(rest)
    if lines is None:
        return None
    return Built(way, need, lines, dates.get("from"), dates.get("until"))


def _lines(rest: Sequence[Condition]) -> tuple[str, int, list[tuple[str, str, int | None]] | None]:
    way, need, leaves = "all", 1, list(rest)
    if len(rest) == 1 and ("any" in rest[0] or "some" in rest[0]):
        way = "any" if "any" in rest[0] else "some"
        need, leaves = rest[0].get("need", 1), list(rest[0][way])
    if any(kind in leaf for leaf in leaves for kind in (*GROUPS, "from", "until")):
        return way, need, None
    return way, need, [_line(leaf) for leaf in leaves]


def _line(leaf: Mapping[str, Any]) -> tuple[str, str, int | None]:
    kind = next(kind for kind in leaf if kind != "mark")
    return kind, leaf[kind], leaf.get("mark")
