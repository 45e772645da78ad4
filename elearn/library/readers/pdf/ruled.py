"""Tables of files without tags: the text of a page put into the cells its ruling lines make."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from elearn.library.readers.pdf.grids import SNAP, Grid, Place
from elearn.library.readers.pdf.ink import WHITE, Ink
from elearn.library.readers.pdf.letters import is_rtl
from elearn.library.readers.pdf.lines import lines_of
from elearn.library.readers.pdf.shapes import Box, Line, Look, Page, Span

# A cell that takes so much of the page is a frame around it.
FRAME = 0.6
# So many cells must hold text, and in so few of these a line may go through a letter.
FILLED = 0.2
MOSTLY = 0.5
CUT = 0.25
COVERS = 0.7
TITLE = 60
STOPS = (".", ":", ";", "!", "?", "。", "：", "؟", "،")


@dataclass(slots=True)
class RuledCell:
    """A cell: its lines of text, how far it reaches, whether it is a heading."""

    place: Place
    spans: list[Span] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    header: bool = False

    @property
    def text(self) -> str:
        """Return the text of the cell."""
        return " ".join(line.text.strip() for line in self.lines).strip()


@dataclass(slots=True)
class RuledTable:
    """A table: rows of cells in reading order, and how wide its columns are, from the left."""

    rows: list[list[RuledCell]]
    widths: list[float]

    @property
    def lines(self) -> Iterator[Line]:
        """Yield the lines of all cells."""
        for row in self.rows:
            for cell in row:
                yield from cell.lines

    @property
    def text(self) -> str:
        """Return the text of all cells."""
        return " ".join(line.text.strip() for line in self.lines)

    def goes_on(self, other: "RuledTable") -> bool:
        """Tell whether another table has the same columns."""
        same = len(self.widths) == len(other.widths)
        pairs = zip(self.widths, other.widths, strict=False)
        return same and all(abs(one - two) <= SNAP for one, two in pairs)


class Ruled:
    """Finds the tables of pages read one by one."""

    def __init__(self) -> None:
        self._last: tuple[int, RuledTable] | None = None
        # Tables of the page taken last whose cells cannot be told: their text stays where it is.
        self.unread: list[Box] = []

    def take(self, page: Page, grids: Iterable[Grid], ink: Ink) -> list[Line]:
        """Take the text of tables out of a page; return a line for each that stands for it."""
        found: list[Line] = []
        self.unread = []
        for grid in grids:
            if _frames(grid, page):
                continue
            cells, taken = _filled(grid, page.spans)
            if grid.ragged:
                seen = 0 <= grid.xs[0] < grid.xs[-1] <= page.width
                if seen and _is_table(cells, False, MOSTLY):
                    self.unread.append(grid.box)
                continue
            table = RuledTable([], [b - a for a, b in zip(grid.xs, grid.xs[1:], strict=False)])
            before = self._last[1] if self._last and self._last[0] == page.number - 1 else None
            rest = before is not None and not found and table.goes_on(before)
            if not _is_table(cells, rest):
                continue
            _read(table, cells, page, ink)
            found.append(_line(table, grid.box, page.number))
            page.spans = [span for span in page.spans if id(span) not in taken]
        if found:
            self._last = page.number, found[-1].table
        return found


def _frames(grid: Grid, page: Page) -> bool:
    """Tell whether a grid is the frame of its page, with places for its number and the like."""
    area = page.width * page.height
    return any(place.box.width * place.box.height > FRAME * area for place in grid.places)


def _filled(grid: Grid, spans: list[Span]) -> tuple[list[RuledCell], set[int]]:
    """Return the cells with their text, and which spans were taken. Wide spans are parted."""
    cells = [RuledCell(place) for place in grid.places]
    area, taken = grid.box, set()
    bands: list[list[RuledCell]] = [[] for _ in grid.ys[1:]]
    for one in cells:
        for band in bands[one.place.row : one.place.row + one.place.rowspan]:
            band.append(one)
    heights = [-y for y in grid.ys]
    for span in spans:
        middle = span.y + 0.3 * span.look.size
        if not span.chars or not area.y0 <= middle <= area.y1:
            continue
        if min(span.lefts) >= area.x1 or max(span.rights) <= area.x0:
            continue
        at = min(max(bisect_right(heights, -middle) - 1, 0), len(bands) - 1)
        parts = list(_parted(span, bands[at]))
        if parts and all(cell is not None for _, cell in parts):
            taken.add(id(span))
            for part, cell in parts:
                assert cell is not None
                cell.spans.append(part)
    return cells, taken


def _parted(span: Span, row: list[RuledCell]) -> Iterator[tuple[Span, RuledCell | None]]:
    """Yield the parts of a span that lie in different cells; None for one outside."""
    begin, current = 0, None
    for at, (char, left, right) in enumerate(zip(span.chars, span.lefts, span.rights, strict=True)):
        x = (left + right) / 2
        # A word that is too wide for its cell stays whole.
        goes_on = at and left - span.rights[at - 1] < 0.1 * span.look.size
        if at and (char == " " or span.turned or (goes_on and span.chars[at - 1] != " ")):
            cell = current
        else:
            cell = next((one for one in row if one.place.box.x0 <= x <= one.place.box.x1), None)
        if at and cell is not current:
            yield span.part(begin, at), current
            begin = at
        current = cell
    yield span.part(begin, len(span.chars)), current


def _is_table(cells: list[RuledCell], rest: bool, share: float = FILLED) -> bool:
    """Tell a table from boxes and drawings; the rest of one may have a single row."""
    full = [cell for cell in cells if any(span.text.strip() for span in cell.spans)]
    rows = {cell.place.row for cell in cells}
    columns = {cell.place.column for cell in cells}
    if len(columns) < 2 or (len(rows) < 2 and not rest) or len(full) < max(2, share * len(cells)):
        return False
    if len({cell.place.column for cell in full}) < 2 and not rest:
        return False
    return sum(map(_cut, full)) <= CUT * len(full)


def _cut(cell: RuledCell) -> bool:
    """Tell whether a line beside the cell goes through a letter in it."""
    box = cell.place.box
    return any(
        char != " " and left < side - 1 and right > side + 1
        for span in cell.spans
        for char, left, right in zip(span.chars, span.lefts, span.rights, strict=True)
        for side in (box.x0, box.x1)
    )


def _read(table: RuledTable, cells: list[RuledCell], page: Page, ink: Ink) -> None:
    """Make lines and rows of the cells; columns run as the text does."""
    for cell in cells:
        cell.lines = lines_of(cell.spans, page.number)
    letters = "".join(cell.text for cell in cells)
    if not any(char.isalpha() for char in letters):
        letters = "".join(span.text for span in page.spans)
    rtl = sum(map(is_rtl, letters)) * 2 > sum(char.isalpha() for char in letters)
    rows: dict[int, list[RuledCell]] = {}
    for cell in cells:
        rows.setdefault(cell.place.row, []).append(cell)
    table.rows = [row[::-1] if rtl else row for _, row in sorted(rows.items())]
    _mark_heads(table.rows, ink)


def _mark_heads(rows: list[list[RuledCell]], ink: Ink) -> None:
    """Mark the heading rows: set in bold or on a colour as the others are not, else the first."""
    looks = [(_bold(row), _colour(row, ink)) for row in rows]
    body = looks[-1]
    count = 0
    while count < len(rows) - 1 and _stands_out(looks[count], body):
        count += 1
    reach = max((cell.place.row + cell.place.rowspan for cell in rows[0]), default=1)
    # The corner above the names of the rows may be empty.
    named = [cell for cell in rows[0] if cell.text or cell is not rows[0][0]]
    if not count and len(rows) > 2 and all(_titled(cell) for cell in named):
        count = 1
    if count:
        # A title that reaches down takes the rows beside it along.
        count = max(count, min(reach - rows[0][0].place.row, len(rows) - 1))
    for row in rows[:count]:
        for cell in row:
            cell.header = True


def _stands_out(look: tuple[bool, int], body: tuple[bool, int]) -> bool:
    return (look[0] and not body[0]) or look[1] not in (WHITE, body[1])


def _bold(row: list[RuledCell]) -> bool:
    spans = [span for cell in row for span in cell.spans if span.text.strip()]
    return bool(spans) and all(span.look.bold for span in spans)


def _colour(row: list[RuledCell], ink: Ink) -> int:
    """Return the colour all cells of a row stand on, white when they differ."""
    found = {_under(cell.place.box, ink) for cell in row}
    return found.pop() if len(found) == 1 else WHITE


def _under(box: Box, ink: Ink) -> int:
    area = box.width * box.height
    over = (colour for fill, colour in reversed(ink.fills) if fill.overlap(box) > COVERS * area)
    return next(over, WHITE)


def _titled(cell: RuledCell) -> bool:
    text = cell.text
    said = bool(text) and any(char.isalpha() for char in text)
    return said and len(text) <= TITLE and not text.endswith(STOPS)


def _line(table: RuledTable, box: Box, page: int) -> Line:
    """Return the line that stands for a table among the lines of its page."""
    line = Line([], box, box.y1, page, Look())
    line.table, line.note = table, "table"
    return line
