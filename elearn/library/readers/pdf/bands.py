"""Tables with lines across only: columns are read from the white space between their words."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from elearn.library.readers.pdf.grids import SNAP, Grid, Place, joined
from elearn.library.readers.pdf.ink import Ink, Rule
from elearn.library.readers.pdf.shapes import Box, Page, Span

# Lines above, below the heading, and at the end, as wide as each other (points).
LEAST_LINES, SHORTEST = 3, 90.0
# White space so wide (points) from the first line to the last parts two columns.
RIVER = 5.0
# Lines with so few bands have their rows between them without lines.
FEW_BANDS = 3
HIGHEST = 0.5
# A heading above the first line stands so near (points).
HEADING = 28.0
# Cells hold words, not columns of running text (characters, in the middle of all).
WORDY = 80
# Words (sizes of their letters) nearer than this are one text.
NEAR = 0.5


def banded(page: Page, ink: Ink, grids: list[Grid]) -> list[Grid]:
    """Return the tables of a page that no lines down make."""
    lines = [rule for rule in joined(ink.across) if rule.end - rule.start >= SHORTEST]
    alone = [rule for rule in lines if not any(_within(rule, grid.box) for grid in grids)]
    groups: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in sorted(alone, key=lambda one: -one.at):
        near = (key for key in groups if _same(groups[key][0], rule))
        groups[next(near, (round(rule.start), round(rule.end)))].append(rule)
    found = [_grid(page, group) for group in groups.values() if len(group) >= LEAST_LINES]
    return [grid for grid in found if grid is not None]


def _within(rule: Rule, box: Box) -> bool:
    return box.y0 - SNAP <= rule.at <= box.y1 + SNAP


def _same(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= SNAP and abs(one.end - other.end) <= SNAP


def _grid(page: Page, rules: list[Rule]) -> Grid | None:
    start, end = rules[0].start, rules[0].end
    ys = [rule.at for rule in rules]
    above = _rows(page.spans, Box(start, ys[0], end, ys[0] + HEADING))
    if above and len(above[min(above)]) > 1:
        # Many programs draw a line below each row and none above the heading.
        ys.insert(0, min(above) + HEADING / 2)
    rows = _rows(page.spans, Box(start, ys[-1], end, ys[0]))
    if ys[0] - ys[-1] > HIGHEST * page.height or len(rows) < 2:
        return None
    texts = [text for row in rows.values() for text in row]
    if any(left < start - SNAP or right > end + SNAP for left, right, _ in texts):
        return None
    if sorted(size for _, _, size in texts)[len(texts) // 2] > WORDY:
        return None
    xs = [start, *_rivers((left, right) for left, right, _ in texts), end]
    if len(xs) < 3:
        return None
    held = {y: _columns(row, xs) for y, row in rows.items()}
    full = [y for y, columns in held.items() if len(columns) > 1]
    if any(sum(at in held[y] for y in full) * 2 < len(full) for at in range(len(xs) - 1)):
        return None
    ys = _parted(ys, full)
    grid = Grid(xs, ys)
    for row, (top, foot) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            grid.places.append(Place(row, column, 1, 1, Box(left, foot, right, top)))
    return grid


def _rows(spans: list[Span], box: Box) -> dict[float, list[tuple[float, float, int]]]:
    """Return the texts of each line in a box: where they begin and end, how long they are."""
    rows: dict[float, list[Span]] = defaultdict(list)
    for span in spans:
        inside = box.y0 < span.y + 0.3 * span.look.size < box.y1
        if inside and span.text.strip() and max(span.rights) > box.x0 and min(span.lefts) < box.x1:
            rows[round(span.y)].append(span)
    return {y: _texts(row) for y, row in sorted(rows.items(), reverse=True)}


def _texts(row: list[Span]) -> list[tuple[float, float, int]]:
    found: list[tuple[float, float, int]] = []
    for span in sorted(row, key=lambda one: min(one.lefts)):
        left, right, size = min(span.lefts), max(span.rights), len(span.chars)
        if found and left - found[-1][1] < NEAR * span.look.size:
            first, last, before = found.pop()
            left, right, size = first, max(last, right), size + before
        found.append((left, right, size))
    return found


def _rivers(texts: Iterable[tuple[float, float]]) -> list[float]:
    """Return the middles of the white spaces that no text reaches into."""
    found: list[float] = []
    reach: float | None = None
    for left, right in sorted(texts):
        if reach is not None and left - reach >= RIVER:
            found.append((reach + left) / 2)
        reach = right if reach is None else max(reach, right)
    return found


def _columns(row: list[tuple[float, float, int]], xs: list[float]) -> set[int]:
    return {sum(x < (left + right) / 2 for x in xs[1:-1]) for left, right, _ in row}


def _parted(ys: list[float], full: list[float]) -> list[float]:
    """Add the rows between which no lines are drawn: each begins with a line of several cells."""
    if len(ys) - 1 > FEW_BANDS:
        return ys
    result = ys[:2]
    for top, foot in pairwise(ys[1:]):
        inside = [y for y in full if foot < y < top]
        # A letter reaches so far above its line; the rest of a cell stands below.
        gaps = [above - below for above, below in pairwise(inside)]
        rise = min(gaps, default=0.0) * 0.8
        result += [y + rise for y in inside[1:]]
        result.append(foot)
    return result
