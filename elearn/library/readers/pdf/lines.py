"""Puts spans together to lines, in the order they are read."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from elearn.library.readers.pdf.letters import is_rtl
from elearn.library.readers.pdf.rtl import Letter, in_reading_order
from elearn.library.readers.pdf.shapes import Box, Line, Look, Piece, Span

SAME_LINE = 0.3
RAISED = 0.6
SMALLER = 0.85
MARKED = 3
GAP = 0.17
ASCENT, DESCENT = 0.8, 0.22
LABEL = re.compile(r"^\s*(?:\(?[\dA-Za-z]{1,3}[.)]|[IVXLC]{1,6}\.)$")


def extent(span: Span) -> Box:
    """Return the rectangle of a span."""
    size = span.look.size or 1.0
    left, right = min(span.lefts), max(span.rights)
    return Box(left, span.y - DESCENT * size, right, span.y + ASCENT * size)


def lines_of(spans: Iterable[Span], page: int) -> list[Line]:
    """Return the lines the spans make up, the highest first."""
    rows: list[list[Span]] = []
    for span in sorted((s for s in spans if s.chars), key=lambda s: (-s.y, min(s.lefts), s.order)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].y - span.y) <= _tolerance(row[0], span):
            row.append(span)
        else:
            rows.append([span])
    return [line_of(row, page) for row in _with_raised(rows)]


def _tolerance(one: Span, other: Span) -> float:
    return SAME_LINE * min(one.look.size, other.look.size)


def _with_raised(rows: list[list[Span]]) -> list[list[Span]]:
    """Put rows of superscripts and subscripts into the lines they belong to."""
    result: list[list[Span]] = []
    for at, row in enumerate(rows):
        near = [rows[i] for i in (at - 1, at + 1) if 0 <= i < len(rows)]
        home = next((other for other in near if _raises(row, other)), None)
        if home is not None:
            home.extend(row)
        else:
            result.append(row)
    return result


def _raises(row: list[Span], home: list[Span]) -> bool:
    size = max(span.look.size for span in home)
    if _only_marks(row):
        return _within(row, home, RAISED * size, 0.0)
    if max(span.look.size for span in row) > SMALLER * size:
        return False
    return _within(row, home, RAISED * size, size)


def _only_marks(row: list[Span]) -> bool:
    """Tell whether a row is vowel marks, drawn above letters of their own size."""
    return all(
        len(span.chars) <= MARKED and any(map(unicodedata.combining, span.chars)) for span in row
    )


def _within(row: list[Span], home: list[Span], far: float, size: float) -> bool:
    """Tell whether a row stands near a line and between its ends."""
    if abs(row[0].y - home[0].y) > far:
        return False
    left = min(min(span.lefts) for span in home) - size
    right = max(max(span.rights) for span in home) + size
    return all(left <= min(s.lefts) and max(s.rights) <= right + 2 * size for s in row)


def line_of(row: list[Span], page: int) -> Line:
    """Return one line made of spans that stand beside each other."""
    look, base = _main(row)
    row.sort(key=lambda span: (min(span.lefts), span.order))
    box = extent(row[0])
    for span in row[1:]:
        box = box.joined(extent(span))
    box.y0, box.y1 = base - DESCENT * look.size, base + ASCENT * look.size
    rtl = any(is_rtl(char) for span in row if not span.text.isascii() for char in span.chars)
    pieces = _mixed(row, look, base) if rtl else _plain(row, look, base)
    line = Line(pieces, box, base, page, look)
    if rtl:
        text = line.text
        strong = sum(map(is_rtl, text))
        line.rtl = strong * 2 >= sum(char.isalpha() for char in text)
    line.turned = all(span.turned for span in row)
    line.artifact = all(span.artifact for span in row)
    return line


def _main(row: list[Span]) -> tuple[Look, float]:
    """Return the look most characters of a line have, and its baseline."""
    counts: Counter[tuple[Look, float]] = Counter()
    for span in row:
        counts[span.look, span.y] += len(span.chars) - span.chars.count(" ")
    return max(counts, key=lambda key: (counts[key], key[0].size, key[0].name))


def _raise(span: Span, look: Look, base: float) -> str:
    if span.look.size > SMALLER * look.size or not span.text.strip():
        return ""
    shift = span.y - base
    if shift > 0.12 * look.size:
        return "p"
    return "d" if shift < -0.08 * look.size else ""


def _plain(row: list[Span], look: Look, base: float) -> list[Piece]:
    pieces: list[Piece] = []
    before: Span | None = None
    for span in row:
        text = span.text
        apart = before is not None and _apart(before, span, pieces[-1].text, text)
        # A number printed before a line has its own place, however near the words come.
        if apart or (len(pieces) == 1 and LABEL.match(pieces[0].text) and text[:1].isalpha()):
            pieces[-1].text += " "
        raised = _raise(span, look, base)
        piece = Piece(text, span.look, raised, span.link, span.goal)
        piece.x0, piece.x1 = min(span.lefts), max(span.rights)
        pieces.append(piece)
        before = span
    return pieces


def _apart(before: Span, span: Span, left: str, right: str) -> bool:
    if left.endswith(" ") or right.startswith(" "):
        return False
    gap = min(span.lefts) - max(before.rights)
    size = min(before.look.size, span.look.size) or 1.0
    if span.spaced and span.order == before.order + 1:
        return gap > 0.05 * size
    return gap > GAP * size


def _once(row: list[Span]) -> list[Span]:
    """Leave out a letter with its mark that is there again where the mark is drawn (typst)."""
    kept: list[Span] = []
    for span in row:
        marked = len(span.chars) <= MARKED and any(map(unicodedata.combining, span.chars))
        if not marked or not any(_same_place(span, one) for one in kept):
            kept.append(span)
    return kept


def _same_place(one: Span, other: Span) -> bool:
    near = (
        abs(min(one.lefts) - min(other.lefts)) < 1 and abs(max(one.rights) - max(other.rights)) < 1
    )
    return near and sorted(one.chars) == sorted(other.chars)


def _mixed(row: list[Span], look: Look, base: float) -> list[Piece]:
    """Order a line that holds letters running from right to left, letter by letter."""
    letters = [
        Letter(char, left, right, span)
        for span in _once(row)
        for char, left, right in zip(span.chars, span.lefts, span.rights, strict=True)
    ]
    pieces: list[Piece] = []
    last: Span | None = None
    for letter in in_reading_order(letters, look.size):
        if letter.span is last and pieces:
            piece = pieces[-1]
            piece.text += letter.char
            piece.x0, piece.x1 = min(piece.x0, letter.left), max(piece.x1, letter.right)
            continue
        last = letter.span
        raised = _raise(last, look, base)
        piece = Piece(letter.char, last.look, raised, last.link, last.goal)
        piece.x0, piece.x1 = letter.left, letter.right
        pieces.append(piece)
    return pieces
