"""Pages set in columns: where the gutters are, and in which order their parts are read.

A page is cut into bands by all that runs across a gutter: headings, tables, pictures, rules. What
stands on either side of the gutter in a band is read on its own when it looks like running text on
both sides; cells of a table, labels and hanging numbers do not.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.geometry import Frame, rectangle
from elearn.library.readers.pdf.letters import is_rtl
from elearn.library.readers.pdf.shapes import Box, Span

# The narrowest gutter and the narrowest column, in sizes of the letters.
GUTTER, NARROWEST = 0.7, 9.0
# So many lines make a band of columns; fewer where the page before has the same gutter.
LEAST, LEAST_KNOWN, MANY, NEVER = 6, 2, 8, 2.0
# Lines that fill their column, the columns' likeness in width, lines that begin at one edge.
FILLED, SHARE_FILLED, SHARE_EQUAL, SHARE_FEW, LINED_UP = 0.7, 0.45, 0.3, 0.6, 0.4
ALIKE, EQUAL, ALIKE_FEW, LEAST_EQUAL, UNEQUAL, LEAST_UNEQUAL = 0.6, 0.95, 0.8, 12, 0.35, 10
# Running text is made of letters, in a font that is no typewriter's.
LETTERS, TYPED = 0.6, 0.5
# Gaps between lines that both sides have at the same height are the rows of a table.
WIDER, ROWS, LEAST_ROWS = 1.35, 0.7, 3
BIN, SAME_GUTTER, MOST_CANDIDATES, DEEPEST = 2.0, 6.0, 8, 2
QUIET = 0.7
HEADING, BELOW = 1.15, 6.0
# A drawing with so many words is no text.
MOST_SPANS = 10_000
# So many lines with gaps inside them are rows of cells.
LOOSE, SHARE_LOOSE = 1.8, 0.25
# A rule is no higher than this; what covers nearly all of a page lies behind the text.
RULE, BEHIND, MOST_MARKS = 3.0, 0.8, 5000
Obstacles = Callable[[], Sequence[Box]]


@dataclass(slots=True)
class Region:
    """A part of a page that is read at one go; `alone` when it has the page's whole width."""

    spans: list[Span]
    box: Box
    alone: bool = True


@dataclass(slots=True)
class Ink:
    """A span without the white space around it."""

    span: Span
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Row:
    """Spans of one side of a gutter that stand on one line."""

    y: float
    x0: float
    x1: float
    size: float
    # The widest gap between the spans, in points.
    gap: float = 0.0


@dataclass(slots=True)
class Gutters:
    """The gutters of a document's pages so far: the same ones are expected again."""

    seen: list[float] = field(default_factory=list)

    def known(self, x: float) -> bool:
        """Tell whether a page before has a gutter there."""
        return any(abs(x - one) < SAME_GUTTER for one in self.seen)

    def regions(self, spans: list[Span], obstacles: Obstacles = lambda: ()) -> list[Region]:
        """Return the parts of a page in the order they are read; one when it has no columns.

        Every span is in one of them. `obstacles` are pictures and rules, asked for only where
        columns are likely.
        """
        seen = [ink for span in spans if not span.turned and (ink := ink_of(span)) is not None]
        found = self._split(seen, obstacles, 0)
        done = {id(span) for part in found for span in part.spans}
        found[-1].spans += [span for span in spans if id(span) not in done]
        return found

    def _split(self, spans: list[Ink], obstacles: Obstacles, depth: int) -> list[Region]:
        found = None
        for x in candidates(spans) if LEAST < len(spans) < MOST_SPANS else ():
            bands = self._bands(spans, x, ())
            if bands and (found is None or _lines(bands) > _lines(found[1])):
                found = x, bands
        bands = self._bands(spans, found[0], obstacles()) if found else []
        if found is None or not bands:
            return [_region(spans)]
        if not self.known(found[0]):
            self.seen.append(found[0])
        rtl = _is_rtl(spans)
        result: list[Region] = []
        top = float("inf")
        for left, right in bands:
            inside = {id(span) for span in (*left, *right)}
            highest = max(span.y for span in (*left, *right))
            lowest = min(span.y for span in (*left, *right))
            taken = [s for s in spans if highest < s.y < top and id(s) not in inside]
            if taken:
                result.append(_region(taken))
            for side in (right, left) if rtl else (left, right):
                parts = self._split(side, obstacles, depth + 1) if depth < DEEPEST else []
                for part in parts or [_region(side)]:
                    part.alone = False
                    result.append(part)
            top = lowest
        done = {id(span) for part in result for span in part.spans}
        rest = [ink for ink in spans if id(ink.span) not in done]
        return [*result, _region(rest)] if rest else result

    def _bands(
        self, spans: list[Ink], x: float, obstacles: Sequence[Box]
    ) -> list[tuple[list[Ink], list[Ink]]]:
        """Return left and right side of each band that a gutter at x parts into columns."""
        half = GUTTER * median(span.size for span in spans) / 2
        low, high = x - half, x + half
        walls = [_heights(s) for s in spans if s.x0 < high and s.x1 > low]
        walls += [(box.y0, box.y1) for box in obstacles if box.x0 < low and box.x1 > high]
        walls += _headings(spans, x, obstacles)
        bands = []
        for bottom, top in between(walls):
            own = [span for span in spans if bottom <= span.y < top]
            left = [span for span in own if span.x1 < x]
            right = [span for span in own if span.x1 >= x]
            if left and right and self._reads_as_columns(left, right, x):
                bands.append((left, right))
        return bands

    def _reads_as_columns(self, left: list[Ink], right: list[Ink], x: float) -> bool:
        size = median(span.size for span in (*left, *right))
        sides = rows_of(left), rows_of(right)
        widths = [_width(side) for side in sides]
        if min(widths) < NARROWEST * size:
            return False
        if max(widths) > 1.7 * min(widths):
            wide, narrow = (left, right) if widths[0] > widths[1] else (right, left)
            if any(self._bands(wide, at, ()) for at in candidates(wide)):
                rows, width = rows_of(narrow), min(widths)
                return len(rows) >= LEAST_KNOWN and is_column(narrow, rows, width, SHARE_EQUAL)
        least = self._least_filled(sides, min(widths) / max(widths), self.known(x))
        both = zip((left, right), sides, widths, strict=True)
        return all(is_column(*side, least) for side in both) and not is_table(*sides)

    def _least_filled(self, sides: tuple[list[Row], list[Row]], alike: float, known: bool) -> float:
        """Return what share of lines must fill their column, by all else that speaks for it.

        More than 1 means that nothing will do.
        """
        few, total = min(map(len, sides)), sum(map(len, sides))
        if few < LEAST_KNOWN:
            return NEVER
        # The end of a text stands in the second column with a line or two.
        if (known and alike >= ALIKE) or (alike >= EQUAL and total >= LEAST_EQUAL):
            return SHARE_EQUAL
        if few >= MANY and alike >= ALIKE_FEW:
            return SHARE_FILLED
        if (few >= LEAST and alike >= ALIKE_FEW) or (few >= LEAST_UNEQUAL and alike >= UNEQUAL):
            return SHARE_FEW
        return NEVER


def is_column(spans: list[Ink], rows: list[Row], width: float, least: float) -> bool:
    """Tell whether one side reads as a column: its lines fill it, line up, and are prose."""
    size = median(span.size for span in spans)
    loose = sum(row.gap > LOOSE * size for row in rows) / len(rows)
    filled = _share_filled(rows, width)
    return (
        filled >= least and loose <= SHARE_LOOSE and _lined_up(rows) >= LINED_UP and is_prose(spans)
    )


def ink_of(span: Span) -> Ink | None:
    """Return where the letters of a span stand, None when it has none."""
    seen = [at for at, char in enumerate(span.chars) if char != " "]
    if not seen:
        return None
    x0 = min(span.lefts[seen[0]], span.lefts[seen[-1]])
    x1 = max(span.rights[seen[0]], span.rights[seen[-1]])
    return Ink(span, x0, x1, span.y, span.look.size or 1.0)


def obstacles_of(page: Any, frame: Frame) -> list[Box]:
    """Return pictures and horizontal rules of a page, rules that touch joined to one."""
    found: list[Box] = []
    rules: dict[int, list[Box]] = {}
    for at in range(min(c.FPDFPage_CountObjects(page), MOST_MARKS)):
        mark = c.FPDFPage_GetObject(page, at)
        kind = c.FPDFPageObj_GetType(mark)
        if kind not in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH):
            continue
        edges = rectangle(c.FPDFPageObj_GetBounds, mark)
        box = frame.box(*edges) if edges else Box(0, 0, 0, 0)
        if box.width * box.height > BEHIND * frame.width * frame.height:
            continue
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            found.append(box)
        elif box.height <= RULE < box.width:
            rules.setdefault(round(box.y0 / 2), []).append(box)
    for row in rules.values():
        row.sort(key=lambda box: box.x0)
        for box in row:
            if box is not row[0] and box.x0 <= found[-1].x1 + RULE:
                found[-1].x1 = max(found[-1].x1, box.x1)
            else:
                found.append(box)
    return found


def candidates(spans: list[Ink]) -> list[float]:
    """Return where gutters may be: strips that less text covers than what is on both sides."""
    left = min(span.x0 for span in spans)
    right = max(span.x1 for span in spans)
    count = int((right - left) / BIN) + 2
    edges = [0] * (count + 1)
    for span in spans:
        edges[int((span.x0 - left) / BIN)] += 1
        edges[int((span.x1 - left) / BIN) + 1] -= 1
    cover, level = [], 0
    for change in edges[:-1]:
        level += change
        cover.append(level)
    size = median(span.size for span in spans)
    wide = max(int(GUTTER * size / BIN), 2)
    margin = int(NARROWEST * size / BIN)
    found: list[tuple[float, float]] = []
    first, before = 0, 2.0
    for at in range(margin, count - margin - wide + 1):
        strip = max(cover[at : at + wide])
        beside = min(max(cover[at - margin : at]), max(cover[at + wide : at + wide + margin]))
        share = strip / beside if beside and at < count - margin - wide else 2.0
        if share != before:
            if before <= QUIET:
                found.append((before, left + ((first + at - 1 + wide) / 2) * BIN))
            first, before = at, share
    best: list[float] = []
    for _, x in sorted(found):
        if all(abs(x - one) > SAME_GUTTER for one in best):
            best.append(x)
    return best[:MOST_CANDIDATES]


def between(walls: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the heights between walls, the highest first."""
    result, high = [], float("inf")
    for low, top in sorted(walls, key=lambda wall: -wall[1]):
        if top < high:
            result.append((top, high))
        high = min(high, low)
    return [*result, (float("-inf"), high)]


def rows_of(spans: list[Ink]) -> list[Row]:
    """Return the lines of one side, the highest first."""
    rows: list[Row] = []
    for span in sorted(spans, key=lambda one: (-round(one.y), one.x0)):
        size, x0, x1 = span.size, span.x0, span.x1
        last = rows[-1] if rows else None
        if last is not None and last.y - span.y < 0.6 * min(size, last.size):
            # From the left edge of a label to the text behind it is no gap between columns.
            if last.x1 - last.x0 > 3 * size:
                last.gap = max(last.gap, x0 - last.x1)
            last.x0, last.x1 = min(last.x0, x0), max(last.x1, x1)
        else:
            rows.append(Row(span.y, x0, x1, size))
    return rows


def is_prose(spans: list[Ink]) -> bool:
    """Tell whether spans are made of letters for the most part, and not of listings."""
    solid = letters = typed = 0
    for span in spans:
        own = [char for char in span.span.chars if not char.isspace()]
        solid += len(own)
        letters += sum(char.isalpha() for char in own)
        typed += len(own) if span.span.look.mono else 0
    return letters >= LETTERS * solid and typed <= TYPED * solid


def is_table(left: list[Row], right: list[Row]) -> bool:
    """Tell whether two sides have their gaps at the same heights, as the rows of a table do."""
    gaps = [_gaps(side) for side in (left, right)]
    fewest = min(map(len, gaps))
    if fewest < LEAST_ROWS:
        return False
    same = sum(any(low < top and bottom < high for low, high in gaps[1]) for bottom, top in gaps[0])
    # Where columns keep to one grid a gap falls beside another now and then, not as a rule.
    return same >= ROWS * max(map(len, gaps))


def _gaps(rows: list[Row]) -> list[tuple[float, float]]:
    steps = [above.y - below.y for above, below in pairwise(rows)]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    pairs = zip(steps, pairwise(rows), strict=True)
    return [
        (below.y + below.size, above.y) for step, (above, below) in pairs if step > WIDER * usual
    ]


def _headings(spans: list[Ink], x: float, obstacles: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the larger lines beside a gutter that part bands as those across it do.

    The other side pauses there, and below both sides begin again at one height.
    """
    body = Counter[float]()
    for span in spans:
        body[span.size] += len(span.span.chars)
    usual = body.most_common(1)[0][0]
    walls = []
    for span in spans:
        if span.size <= HEADING * usual:
            continue
        low, high = _heights(span)
        left = span.x1 < x
        other = [s.y for s in spans if (s.x1 < x) != left]
        drawn = any((box.x1 < x) != left and box.y0 < high and low < box.y1 for box in obstacles)
        if drawn or any(low - usual < y < high + 0.3 * usual for y in other):
            continue
        tops = [
            max((y for y in side if low - BELOW * usual < y < low), default=None)
            for side in (other, [s.y for s in spans if (s.x1 < x) == left])
        ]
        if tops[0] is not None and tops[1] is not None and abs(tops[0] - tops[1]) < 2 * usual:
            walls.append((low, high))
    return walls


def _heights(span: Ink) -> tuple[float, float]:
    size = span.size
    return span.y - 0.25 * size, span.y + 0.6 * size


def _width(rows: list[Row]) -> float:
    """The width of a side; a single line that sticks out does not count."""
    lefts, rights = sorted(r.x0 for r in rows), sorted(r.x1 for r in rows)
    out = len(rows) // 10
    return rights[-1 - out] - lefts[out]


def _share_filled(rows: list[Row], width: float) -> float:
    return sum(row.x1 - row.x0 >= FILLED * width for row in rows) / len(rows)


def _lined_up(rows: list[Row]) -> float:
    """Return the share of lines that begin, or end, where most of them do."""
    starts = Counter(round(row.x0 / 4) for row in rows), Counter(round(row.x1 / 4) for row in rows)
    return max(c[at] + c[at + 1] for c in starts for at in c) / len(rows)


def _lines(bands: list[tuple[list[Ink], list[Ink]]]) -> int:
    return sum(len(rows_of(left)) + len(rows_of(right)) for left, right in bands)


def _is_rtl(spans: list[Ink]) -> bool:
    letters = [char for span in spans for char in span.span.chars if char.isalpha()]
    return 2 * sum(map(is_rtl, letters)) > len(letters)


def _region(spans: list[Ink]) -> Region:
    if not spans:
        return Region([], Box(0, 0, 0, 0))
    x0, x1 = min(s.x0 for s in spans), max(s.x1 for s in spans)
    low, high = min(s.y for s in spans), max(s.y for s in spans)
    return Region([ink.span for ink in spans], Box(x0, low, x1, high))
