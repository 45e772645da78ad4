"""Grids of ruling lines: which cells they make, which of them are joined."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from elearn.library.readers.pdf.ink import Ink, Rule
from elearn.library.readers.pdf.shapes import Box

# Lines so near each other (points) are one, a double line for instance.
SNAP = 3.5
# Gaps so wide are bridged: lines are drawn cell by cell, or dotted.
JOIN = 3.5
SHORTEST = 6.0
DRAWN = 0.6
MOST_CROSSINGS = 250_000
MOST_COLUMNS, MOST_CELLS = 60, 6000


@dataclass(slots=True)
class Place:
    """A cell of a grid: where it begins, how far it reaches, its box."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(slots=True)
class Grid:
    """Lines down from left to right, lines across from the top, and the cells between them."""

    xs: list[float]
    ys: list[float]
    places: list[Place] = field(default_factory=list)
    # Lines are missing so that cells are no rectangles; `places` are those between all lines then.
    ragged: bool = False

    @property
    def box(self) -> Box:
        """Return the box around it."""
        return Box(self.xs[0], self.ys[-1], self.xs[-1], self.ys[0])


def grids_of(ink: Ink) -> list[Grid]:
    """Return the grids of a page, the highest first, those inside others left out."""
    across, down = joined(ink.across), joined(ink.down)
    if ink.too_much or len(across) * len(down) > MOST_CROSSINGS:
        return []
    found = [_grid(*group) for group in _groups(across, down)]
    grids = sorted((grid for grid in found if grid is not None), key=lambda one: -one.ys[0])
    return [grid for grid in grids if not any(_inside(grid, other) for other in grids)]


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules on one line as one, those side by side too."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][-1].at <= SNAP:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    result: list[Rule] = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        start = end = None
        for rule in sorted(row, key=lambda one: one.start):
            if start is None or end is None or rule.start - end > JOIN:
                if start is not None and end is not None:
                    result.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if start is not None and end is not None:
            result.append(Rule(at, start, end))
    return [rule for rule in result if rule.end - rule.start >= SHORTEST]


def _groups(across: list[Rule], down: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Yield the rules that hang together."""
    sets = _Sets(len(across) + len(down))
    for i, one in enumerate(across):
        for j, other in enumerate(down):
            if _meet(one, other):
                sets.join(i, len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate([*across, *down]):
        groups[sets.find(at)][at >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - SNAP <= down.at <= across.end + SNAP
        and down.start - SNAP <= across.at <= down.end + SNAP
    )


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _edges(down, across)
    ys = _edges(across, down)[::-1]
    wide, high = len(xs) - 1, len(ys) - 1
    if wide > MOST_COLUMNS or wide * high > MOST_CELLS or wide * high < 2:
        return None
    sets = _Sets(wide * high)
    lines, columns = _by_place(across), _by_place(down)
    for row in range(high):
        for column in range(wide):
            at = row * wide + column
            if column + 1 < wide and not _drawn(columns, xs[column + 1], ys[row + 1], ys[row]):
                sets.join(at, at + 1)
            if row + 1 < high and not _drawn(lines, ys[row + 1], xs[column], xs[column + 1]):
                sets.join(at, at + wide)
    grid = Grid(xs, ys)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(wide * high):
        groups[sets.find(at)].append(at)
    found = [_place(grid, members, wide) for members in groups.values()]
    grid.places = [place for place in found if place is not None]
    if len(grid.places) < len(found):
        grid.ragged = True
        single = (_place(grid, [at], wide) for at in range(wide * high))
        grid.places = [place for place in single if place is not None]
    grid.places.sort(key=lambda one: (one.row, one.column))
    return grid


def _edges(rules: list[Rule], others: list[Rule]) -> list[float]:
    """Return where rules lie, and the ends of the others where no rule closes the grid."""
    found = sorted({rule.at for rule in rules})
    first, last = min(rule.start for rule in others), max(rule.end for rule in others)
    if found[0] - first > SHORTEST:
        found.insert(0, first)
    if last - found[-1] > SHORTEST:
        found.append(last)
    return found


def _by_place(rules: list[Rule]) -> dict[float, list[Rule]]:
    found: dict[float, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.at].append(rule)
    return found


def _drawn(rules: dict[float, list[Rule]], at: float, start: float, end: float) -> bool:
    """Tell whether rules cover most of one side of a cell."""
    covered = sum(
        max(min(rule.end, end) - max(rule.start, start), 0.0) for rule in rules.get(at, ())
    )
    return covered >= DRAWN * (end - start)


def _place(grid: Grid, members: list[int], wide: int) -> Place | None:
    """Return the cell some places make together, None when they make no rectangle."""
    rows, columns = [at // wide for at in members], [at % wide for at in members]
    top, left = min(rows), min(columns)
    rowspan, colspan = max(rows) - top + 1, max(columns) - left + 1
    if rowspan * colspan != len(members):
        return None
    box = Box(grid.xs[left], grid.ys[top + rowspan], grid.xs[left + colspan], grid.ys[top])
    return Place(top, left, rowspan, colspan, box)


def _inside(grid: Grid, other: Grid) -> bool:
    one, around = grid.box, other.box
    return grid is not other and around.holds(one.x0, one.y0) and around.holds(one.x1, one.y1)


class _Sets:
    """Things that belong together."""

    def __init__(self, size: int) -> None:
        self.up = list(range(size))

    def find(self, at: int) -> int:
        """Return the one that stands for all that belong with this."""
        while self.up[at] != at:
            self.up[at] = self.up[self.up[at]]
            at = self.up[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Put two together."""
        self.up[self.find(one)] = self.find(other)
