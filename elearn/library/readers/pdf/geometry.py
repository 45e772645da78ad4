"""From the space a page is written in to the page as it is seen: cut and turned."""

import ctypes
import math
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.shapes import Box


class Frame:
    """The visible box of a page and how it is turned, in quarter turns clockwise."""

    def __init__(self, page: Any) -> None:
        rect = c.FS_RECTF()
        if not c.FPDF_GetPageBoundingBox(page, ctypes.byref(rect)):
            rect.left, rect.bottom = 0.0, 0.0
            rect.right, rect.top = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
        self.left, self.bottom = rect.left, rect.bottom
        self.wide, self.high = rect.right - rect.left, rect.top - rect.bottom
        self.turn = c.FPDFPage_GetRotation(page) % 4
        sideways = self.turn % 2 == 1
        self.width = self.high if sideways else self.wide
        self.height = self.wide if sideways else self.high

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is seen."""
        x, y = x - self.left, y - self.bottom
        if self.turn == 1:
            return y, self.wide - x
        if self.turn == 2:
            return self.wide - x, self.high - y
        if self.turn == 3:
            return self.high - y, x
        return x, y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return where a rectangle is seen."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def upright(self, a: float, b: float) -> bool:
        """Tell whether text written along (a, b) is seen running from left to right."""
        seen = math.degrees(math.atan2(b, a)) - 90 * self.turn
        return bool(abs((seen + 180) % 360 - 180) < 10)


def rectangle(call: Any, *arguments: Any) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right, top as a call of the library writes them."""
    values = [ctypes.c_float() for _ in range(4)]
    if not call(*arguments, *map(ctypes.byref, values)):
        return None
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top
