"""What is drawn on a page besides letters and pictures: ruling lines, filled areas, the rest."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.binding import (
    address_of,
    bounds_of,
    kind_of,
    matrix_of,
    object_of_form,
    object_of_page,
    point_of,
    segment_kind,
    segment_of,
)
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.shapes import Box

# Thinner than this (points) a filled area is a line.
THIN = 3.0
# A path of more segments is a drawing, whatever they are.
MOST_SEGMENTS = 400
MOST_OBJECTS = 20_000
DEEPEST = 4
STRAIGHT = 0.3
WHITE = 0xFFFFFF
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: where it lies on the other, where it begins and ends."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Ink:
    """Lines across and down, filled areas with their colours, and boxes around other marks.

    Other marks come with the number of the marked content they belong to, or -1.
    """

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)
    marks: list[tuple[Box, int]] = field(default_factory=list)
    # More is drawn than anybody reads: neither tables nor figures are looked for.
    too_much: bool = False

    def rule(self, box: Box) -> None:
        """Add a line as the thin box around it; a dot is a bit of both kinds."""
        if box.width >= box.height:
            self.across.append(Rule((box.y0 + box.y1) / 2, box.x0, box.x1))
        if box.height >= box.width:
            self.down.append(Rule((box.x0 + box.x1) / 2, box.y0, box.y1))


def ink_of(page: Any, frame: Frame) -> Ink:
    """Return what is drawn on a page, seen as the reader sees it."""
    ink = Ink()
    for count, (path, matrix) in enumerate(_paths(page)):
        if count >= MOST_OBJECTS:
            ink.too_much = True
            break
        _Path(path, matrix, frame).draw(ink)
    return ink


def _paths(page: Any) -> Iterator[tuple[int, Matrix]]:
    """Yield the paths of a page and of the forms on it, with the matrix they are drawn by."""
    place = address_of(page)
    for at in range(c.FPDFPage_CountObjects(page)):
        yield from _within(object_of_page(place, at), SAME, 0)


def _within(mark: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    kind = kind_of(mark)
    if kind == c.FPDF_PAGEOBJ_PATH:
        yield mark, matrix
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = _times(_matrix(mark), matrix)
        handle = ctypes.cast(mark, c.FPDF_PAGEOBJECT)
        for at in range(c.FPDFFormObj_CountObjects(handle)):
            yield from _within(object_of_form(mark, at), inner, depth + 1)


def _matrix(mark: int) -> Matrix:
    found = c.FS_MATRIX()
    if not matrix_of(mark, ctypes.byref(found)):
        return SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c_, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r, a * q + b * s, c_ * p + d * r, c_ * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


class _Path:
    """One path: how it is painted and what its segments are."""

    def __init__(self, mark: int, matrix: Matrix, frame: Frame) -> None:
        self.mark, self.matrix, self.frame = mark, matrix, frame
        self.handle = ctypes.cast(mark, c.FPDF_PAGEOBJECT)

    def draw(self, ink: Ink) -> None:
        """Add what the path draws."""
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(self.handle, ctypes.byref(filled), ctypes.byref(stroked))
        box = self._box()
        if box is None or not (filled.value or stroked.value):
            return
        if min(box.width, box.height) <= THIN:
            ink.rule(box)
            return
        count = c.FPDFPath_CountSegments(self.handle)
        sides = self._sides(count) if count <= MOST_SEGMENTS else None
        if sides is None:
            ink.marks.append((box, c.FPDFPageObj_GetMarkedContentID(self.handle)))
        elif stroked.value:
            for side in sides:
                ink.rule(side)
        if filled.value and sides is not None:
            ink.fills.append((box, self._colour()))

    def _box(self) -> Box | None:
        values = [ctypes.c_float() for _ in range(4)]
        if not bounds_of(self.mark, *map(ctypes.byref, values)):
            return None
        left, bottom, right, top = (value.value for value in values)
        return self._seen(left, bottom, right, top, self.matrix)

    def _seen(self, x0: float, y0: float, x1: float, y1: float, matrix: Matrix) -> Box:
        a, b, c_, d, e, f = matrix
        return self.frame.box(
            a * x0 + c_ * y0 + e, b * x0 + d * y0 + f, a * x1 + c_ * y1 + e, b * x1 + d * y1 + f
        )

    def _sides(self, count: int) -> list[Box] | None:
        """Return the segments as thin boxes, None when one is bent or slanting."""
        own = _times(_matrix(self.mark), self.matrix)
        sides: list[Box] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        refs = ctypes.byref(x), ctypes.byref(y)
        last = start = (0.0, 0.0)
        for at in range(count):
            segment = segment_of(self.mark, at)
            kind = segment_kind(segment)
            if kind == c.FPDF_SEGMENT_BEZIERTO or not point_of(segment, *refs):
                return None
            point = (x.value, y.value)
            if kind == c.FPDF_SEGMENT_MOVETO:
                start = point
            else:
                sides.append(self._seen(*last, *point, own))
            last = point
            if c.FPDFPathSegment_GetClose(ctypes.cast(segment, c.FPDF_PATHSEGMENT)):
                sides.append(self._seen(*last, *start, own))
                last = start
        if any(min(side.width, side.height) > STRAIGHT for side in sides):
            return None
        return [side for side in sides if max(side.width, side.height) > 0]

    def _colour(self) -> int:
        values = [ctypes.c_uint() for _ in range(4)]
        if not c.FPDFPageObj_GetFillColor(self.handle, *map(ctypes.byref, values)):
            return WHITE
        red, green, blue, seen = (value.value for value in values)
        return red << 16 | green << 8 | blue if seen else WHITE
