"""The look of a text object: its font by name, its size as drawn, its weight."""

import ctypes
import math
import re
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.binding import address_of, utf8
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.shapes import Look

SUBSET = re.compile(r"^[A-Z]{6}\+")
BOLD = re.compile(
    r"bold|black|heavy|demi|(?:^|[-,_ ])bd(?:$|[-,_ ])|[-_]b$|cmbx|sfbx", re.IGNORECASE
)
ITALIC = re.compile(r"ital|obli|kursiv|slant|(?:[-,_ ])it$|cmti|sfti", re.IGNORECASE)
MONO = re.compile(r"mono|courier|consol|typewriter|cmtt|sftt|menlo|code", re.IGNORECASE)
TAIL = re.compile(
    r"(?:[-,_ ]?(?:bold|semi|demi|extra|ultra|black|heavy|medium|regular|roman|italic|oblique|"
    r"light|book|mt|ps|identity|ital|bd|it|h|v))+$",
    re.IGNORECASE,
)
HEAVY = 600
INVISIBLE = 3
STROKED = 2


class Looks:
    """Looks of one page's text objects; a font is asked once a page."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._fonts: dict[int, tuple[str, bool, bool, bool]] = {}
        self._matrix = c.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_refs = [ctypes.byref(value) for value in self._colour]

    def of(self, textpage: Any, index: int, obj: Any) -> tuple[Look, bool, bool]:
        """Return the look of the character at an index, whether it is turned, and invisible."""
        size = c.FPDFText_GetFontSize(textpage, index)
        turned = False
        if c.FPDFText_GetMatrix(textpage, index, self._matrix_ref):
            m = self._matrix
            size *= math.hypot(m.c, m.d)
            turned = not self.frame.upright(m.a, m.b)
        family, bold, italic, mono = self._font(obj)
        mode = c.FPDFTextObj_GetTextRenderMode(obj)
        colour = 0
        if c.FPDFPageObj_GetFillColor(obj, *self._colour_refs):
            red, green, blue, _ = (value.value for value in self._colour)
            colour = red << 16 | green << 8 | blue
        look = Look(family, round(size * 2) / 2, bold or mode == STROKED, italic, mono, colour)
        return look, turned, mode == INVISIBLE

    def _font(self, obj: Any) -> tuple[str, bool, bool, bool]:
        font = c.FPDFTextObj_GetFont(obj)
        key = address_of(font)
        if key not in self._fonts:
            name = SUBSET.sub("", utf8(c.FPDFFont_GetBaseFontName, font)) if font else ""
            self._fonts[key] = described(name, c.FPDFFont_GetWeight(font) if font else 0)
        return self._fonts[key]


def described(name: str, weight: int) -> tuple[str, bool, bool, bool]:
    """Return family, bold, italic and fixed width as the name of a font says them."""
    family = TAIL.sub("", name) or name
    bold = bool(BOLD.search(name)) or (weight >= HEAVY and not re.search("medium", name, re.I))
    return family, bold, bool(ITALIC.search(name)), bool(MONO.search(name))
