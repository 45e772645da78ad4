"""Charts and diagrams made of lines and areas: where they stand, and which words belong to them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from elearn.library.readers.captions import FIGURE
from elearn.library.readers.pdf.ink import Ink
from elearn.library.readers.pdf.letters import is_han
from elearn.library.readers.pdf.lines import extent, lines_of
from elearn.library.readers.pdf.shapes import Box, Line, Page, Span

# Marks are gathered in squares of this size (points); what lies in squares side by side is one.
SQUARE = 20.0
LARGEST_PAGE = 5000.0
MOST_SQUARES = 400_000
# A drawing has so many marks that are no straight lines along an axis, or so many areas.
BENT, AREAS, ALL = 3, 4, 6
LEAST_WIDE, LEAST_HIGH = 60.0, 40.0
MOST_OF_PAGE = 0.9
EDGE = 0.12
MOST_ON_PAGE = 6
# More text than labels have (characters) is text on a background; a line of so many words is a
# sentence, and one with an icon beside it is a notice.
LABELS = 1200
WORDS, HAN, NOTICE = 8, 20, 4
# Labels of an axis stand so near, and are no longer.
BESIDE, BELOW, LABEL = 60.0, 16.0, 20
NUMBER = re.compile(r"^[\d\s.,%+\-–−/]+$")
WHITE = 0xFFFFFF


@dataclass(slots=True)
class Drawing:
    """A drawing: its box, the words in it as lines, the marked content its marks belong to."""

    box: Box
    tags: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    # What the report says of it.
    code: str = "drawing"

    @property
    def text(self) -> str:
        """Return all that is written in it."""
        return " ".join(line.text.strip() for line in self.lines)

    @property
    def words(self) -> str:
        """Return its words one after the other, signs that are drawn as letters left out."""
        said = [line.text.strip() for line in self.lines]
        return "; ".join(text for text in said if any(char.isalnum() for char in text))


def drawings_of(page: Page, ink: Ink, tables: Iterable[Box]) -> list[Drawing]:
    """Return the drawings of a page and take their words out of it."""
    if ink.too_much or max(page.width, page.height) > LARGEST_PAGE:
        return []
    found: list[Drawing] = []
    for parts in _clusters(list(_parts(page, ink, list(tables)))):
        drawing = _drawing(parts, page)
        if drawing is not None and len(found) < MOST_ON_PAGE:
            found.append(drawing)
    return found


@dataclass(slots=True)
class _Part:
    kind: str
    box: Box
    tag: int = -1


def _parts(page: Page, ink: Ink, tables: list[Box]) -> Iterator[_Part]:
    """Yield what is drawn but for tables, frames and backgrounds of the page."""
    parts = [_Part("bent", box, tag) for box, tag in ink.marks]
    parts += [_Part("area", box) for box, colour in ink.fills if colour != WHITE]
    parts += [_Part("rule", Box(one.start, one.at, one.end, one.at)) for one in ink.across]
    parts += [_Part("rule", Box(one.at, one.start, one.at, one.end)) for one in ink.down]
    for part in parts:
        box = part.box
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        wide = box.width > 0.85 * page.width or box.height > 0.85 * page.height
        seen = 0 <= x <= page.width and 0 <= y <= page.height
        if seen and not wide and not any(table.holds(x, y) for table in tables):
            yield part


def _clusters(parts: list[_Part]) -> Iterator[list[_Part]]:
    """Yield the parts that stand together."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    count = 0
    for at, part in enumerate(parts):
        for square in _squares(part):
            squares[square].append(at)
            count += 1
        if count > MOST_SQUARES:
            return
    done: set[int] = set()
    seen: set[tuple[int, int]] = set()
    for start in list(squares):
        members: list[int] = []
        reach = [] if start in seen else [start]
        seen.add(start)
        while reach:
            x, y = reach.pop()
            members += [at for at in squares[x, y] if at not in done]
            done.update(squares[x, y])
            near = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            fresh = [one for one in near if one in squares and one not in seen]
            seen.update(fresh)
            reach += fresh
        if len(members) >= ALL:
            yield [parts[at] for at in members]


def _squares(part: _Part) -> Iterator[tuple[int, int]]:
    box = part.box
    for x in range(int(box.x0 // SQUARE), int(box.x1 // SQUARE) + 1):
        for y in range(int(box.y0 // SQUARE), int(box.y1 // SQUARE) + 1):
            yield x, y


def _drawing(parts: list[_Part], page: Page) -> Drawing | None:
    """Return the drawing some parts make with its words, None when they make none."""
    kinds = [part.kind for part in parts]
    # The areas behind the lines of a listing are as wide as each other; bars of a chart differ.
    wide = {(round(one.box.x0), round(one.box.x1)) for one in parts if one.kind == "area"}
    bars = len(wide) >= AREAS and "rule" in kinds
    box = parts[0].box
    for part in parts:
        box = box.joined(part.box)
    if not (kinds.count("bent") >= BENT or bars) or not _fits(box, page):
        return None
    full = [span for span in page.spans if span.chars]
    inside = [span for span in full if _holds(box, span)]
    inside += _labels(box, [span for span in full if not _holds(box, span)])
    found = lines_of(inside, page.number)
    captions = {line.y for line in found if FIGURE.match(line.text)}
    lines = [line for line in found if line.y not in captions]
    if _is_text(lines, box):
        return None
    drawing = Drawing(box, [part.tag for part in parts if part.tag >= 0], lines)
    for line in lines:
        drawing.box = drawing.box.joined(line.box)
    taken = {id(span) for span in inside if span.y not in captions}
    page.spans = [span for span in page.spans if id(span) not in taken]
    return drawing


def _fits(box: Box, page: Page) -> bool:
    """Tell whether a box has the size and place of a figure, not of a logo in the running head."""
    large = box.width >= LEAST_WIDE and box.height >= LEAST_HIGH
    whole = box.width * box.height > MOST_OF_PAGE * page.width * page.height
    edge = box.y0 > (1 - EDGE) * page.height or box.y1 < EDGE * page.height
    return large and not whole and not edge


def _holds(box: Box, span: Span) -> bool:
    own = extent(span)
    return box.holds((own.x0 + own.x1) / 2, (own.y0 + own.y1) / 2)


def _labels(box: Box, spans: list[Span]) -> Iterator[Span]:
    """Yield the words at the sides of a drawing and the row of labels below it."""
    rows: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        own = extent(span)
        middle = (own.y0 + own.y1) / 2
        near = own.x1 > box.x0 - BESIDE and own.x0 < box.x1 + BESIDE
        if box.y0 <= middle <= box.y1 and near and len(span.chars) <= LABEL:
            yield span
        elif box.y0 - BELOW <= middle < box.y0 and near:
            rows[round(span.y)].append(span)
    for row in rows.values():
        short = all(len(span.chars) <= LABEL for span in row)
        if short and (len(row) >= 3 or all(NUMBER.match(span.text) for span in row)):
            yield from row


def _is_text(lines: list[Line], box: Box) -> bool:
    """Tell text on a background from labels: sentences, or lines that go on beyond the drawing."""
    sentences = sum(map(_sentence, lines))
    far = BESIDE + SQUARE
    beyond = any(line.box.x0 < box.x0 - far or line.box.x1 > box.x1 + far for line in lines)
    notice = sentences > 0 and len(lines) <= NOTICE
    return sum(len(line.text) for line in lines) > LABELS or sentences > 1 or beyond or notice


def _sentence(line: Line) -> bool:
    """Tell whether a line holds many words with no more than a space between them."""
    words = han = 0
    last: float | None = None
    for piece in sorted(line.pieces, key=lambda one: one.x0):
        if last is not None and piece.x0 - last > piece.look.size:
            words = han = 0
        words, last = words + len(piece.text.split()), piece.x1
        han += sum(map(is_han, piece.text))
        if words >= WORDS or han >= HAN:
            return True
    return False
