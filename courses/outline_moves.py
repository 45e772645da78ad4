"""Moving sections in the outline: a new order of the headings and, under another, new levels. Pure.

A section moves with all that stands below it. The order is kept whole (`order` of the
decisions), so that later changes of levels do not change what was moved.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elearn.library.decisions import DEEPEST, stretches
from elearn.library.readers.model import Doc


@dataclass(frozen=True)
class Place:
    """A heading or joined heading in the present order; `level` is None when it is joined."""

    id: str
    level: int | None


Moved = tuple[list[str], dict[str, dict[str, Any]]]


def places(doc: Doc, decisions: Mapping[str, Any], levels: Mapping[str, int]) -> list[Place]:
    """Return every heading of the document in the present order; `levels` are those shown."""
    found = [stretch.key for stretch in stretches(doc, decisions) if stretch.key]
    return [Place(key, levels.get(key)) for key in found]


def shifted(now: Sequence[Place], chosen: Collection[str], step: int) -> Moved:
    """Return the order after moving the chosen sections one place up (-1) or down (1).

    A section stays among those below the same heading; at the end of them it does not move.
    """
    order = list(now)
    tops = tops_of(order, chosen)
    blocked: set[str] = set()
    for key in tops if step < 0 else reversed(tops):
        start, end = extent(order, key)
        beside = before(order, start) if step < 0 else behind(order, start, end)
        if beside is None or order[beside].id in blocked:
            blocked.add(key)
            continue
        if step < 0:
            order[beside:end] = [*order[start:end], *order[beside:start]]
        else:
            _, last = extent(order, order[beside].id)
            order[start:last] = [*order[end:last], *order[start:end]]
    return [place.id for place in order], {}


def placed(now: Sequence[Place], chosen: Collection[str], target: str, *, under: bool) -> Moved:
    """Return the order and levels after moving the chosen sections under a heading or before it.

    Under a heading they come last and one level deeper than it. What is chosen inside itself
    stays where it is.
    """
    order = list(now)
    levels: dict[str, dict[str, Any]] = {}
    for key in tops_of(order, chosen):
        start, end = extent(order, key)
        section = order[start:end]
        if any(place.id == target for place in section):
            continue
        del order[start:end]
        at, to = extent(order, target)
        goal = order[at].level or 1
        by = goal + int(under) - (section[0].level or 1)
        section = [Place(place.id, deeper(place.level, by)) for place in section]
        levels |= {place.id: {"level": place.level} for place in section if place.level and by}
        where = to if under else at
        order[where:where] = section
    return [place.id for place in order], levels


def deeper(level: int | None, by: int) -> int | None:
    return None if level is None else min(max(level + by, 1), DEEPEST)


def tops_of(order: Sequence[Place], chosen: Collection[str]) -> list[str]:
    """Return the chosen headings that do not stand below another chosen one."""
    found: list[str] = []
    until = 0
    for at, place in enumerate(order):
        if at >= until and place.id in chosen and place.level is not None:
            found.append(place.id)
            _, until = extent(order, place.id)
    return found


def extent(order: Sequence[Place], key: str) -> tuple[int, int]:
    """Return where a section begins, and where the first one that is not below it begins."""
    start = next(at for at, place in enumerate(order) if place.id == key)
    own = order[start].level or DEEPEST
    for at in range(start + 1, len(order)):
        level = order[at].level
        if level is not None and level <= own:
            return start, at
    return start, len(order)


def before(order: Sequence[Place], start: int) -> int | None:
    """Return where the section before it begins that stands below the same heading, or None."""
    own = order[start].level or DEEPEST
    for at in range(start - 1, -1, -1):
        level = order[at].level
        if level is not None and level <= own:
            return at if level == own else None
    return None


def behind(order: Sequence[Place], start: int, end: int) -> int | None:
    """Return where the section after it begins that stands below the same heading, or None."""
    return end if end < len(order) and order[end].level == order[start].level else None
