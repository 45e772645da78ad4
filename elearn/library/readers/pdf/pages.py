"""Takes the text of a page apart: spans of characters with their looks."""

import ctypes
import time
from dataclasses import replace
from string import ascii_letters, digits
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.binding import (
    box_at,
    loose_at,
    object_at,
    origin_at,
    unicode_at,
)
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.letters import NOTHING, SPACES, opened
from elearn.library.readers.pdf.looks import Looks
from elearn.library.readers.pdf.shapes import Page, Span

LINE_ENDS = frozenset("\r\n")
# A gap of so many sizes inside one text object parts two columns of a table.
WIDE_GAP = 1.6
# A page may take so long; the clock is looked at every so many characters.
MOST_SECONDS, OFTEN = 5.0, 1024
# Raised glyphs begin so high over the baseline and are no taller, in sizes of the text.
RAISED, SMALL = 0.22, 0.58
DIGITS = frozenset(digits)
LETTERS = frozenset(ascii_letters)


class SpanReader:
    """Reads the characters of one page into spans."""

    def __init__(self, page: Page, frame: Frame, textpage: Any) -> None:
        self.page = page
        self.frame = frame
        self.looks = Looks(frame)
        self.raw = textpage
        self.handle = ctypes.cast(textpage, ctypes.c_void_p)
        self._values = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(value) for value in self._values]
        self._rect = c.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._plain, self._left = frame.turn == 0, frame.left

    def read(self, seconds: float = MOST_SECONDS) -> bool:
        """Fill the page's spans; False when the time is over before the page is."""
        until = time.monotonic() + seconds
        span: Span | None = None
        last = 0
        spaced = True
        for at in range(max(c.FPDFText_CountChars(self.raw), 0)):
            if at % OFTEN == 0 and time.monotonic() > until:
                return False
            char = chr(unicode_at(self.handle, at) % 0x110000)
            if char in LINE_ENDS:
                span, spaced = None, True
                continue
            obj = object_at(self.handle, at) or 0
            if char in SPACES and (not obj or span is None or obj != last):
                spaced = True
                continue
            if span is None or obj != last:
                span, last = self._begin(at, obj, spaced), obj
                spaced = False
            if span is not None:
                if spaced:
                    span, spaced = _space(span), False
                span = self._add(span, char, at)
        return True

    def _begin(self, at: int, obj: int, spaced: bool) -> Span | None:
        if not obj:
            return None
        handle = ctypes.cast(obj, c.FPDF_PAGEOBJECT)
        look, turned, hidden = self.looks.of(self.raw, at, handle)
        x, y = self._values[:2]
        origin_at(self.handle, at, *self._refs[:2])
        _, base = self.frame.point(x.value, y.value)
        span = Span(look, base, c.FPDFPageObj_GetMarkedContentID(handle), spaced=spaced)
        span.turned, span.order, span.hidden = turned, len(self.page.spans), hidden
        if span.mcid < 0:
            span.artifact = _is_artifact(handle)
        self.page.spans.append(span)
        return span

    def _add(self, span: Span, char: str, at: int) -> Span:
        left, right = self._sides(at)
        near = not span.rights or left - span.rights[-1] <= WIDE_GAP * (span.look.size or 1)
        if near and char in LETTERS and span.home is None:
            # Most characters by far; the rest of the rules is for the others.
            span.chars.append(char)
            span.lefts.append(left)
            span.rights.append(right)
            return span
        if char in NOTHING:
            self.page.unmapped += 1
        if (char in DIGITS and self._raised(at, span)) != (span.home is not None):
            span = self._moved(span)
        elif not near:
            if char in SPACES:
                return span
            span = self._parted(span)
        for letter in opened(char, span.look.family):
            span.chars.append(letter)
            span.lefts.append(left)
            span.rights.append(right)
        return span

    def _parted(self, span: Span) -> Span:
        """Begin a new span of the same look behind a wide gap."""
        new = Span(span.look, span.y, span.mcid, span.artifact, True, span.turned)
        new.order, new.hidden = len(self.page.spans), span.hidden
        self.page.spans.append(new)
        return new

    def _raised(self, at: int, span: Span) -> bool:
        """Tell whether a digit is drawn small and high, as fonts have them for marks of notes."""
        if not self._plain:
            return False
        look, base = span.home or (span.look, span.y)
        box_at(self.handle, at, *self._refs)
        bottom, top = (value.value - self.frame.bottom for value in self._values[2:])
        high = bottom - base > RAISED * look.size
        return bool(high and 0 < top - bottom < SMALL * look.size)

    def _moved(self, span: Span) -> Span:
        """Begin a new span where digits are raised, and again where they end."""
        new = self._parted(span)
        new.spaced = False
        if span.home is None:
            new.home = span.look, span.y
            new.look = replace(span.look, size=span.look.size / 2)
            new.y = span.y + RAISED * span.look.size
        else:
            new.look, new.y = span.home
        return new

    def _sides(self, at: int) -> tuple[float, float]:
        """Return where a character begins and ends, its own white space included."""
        rect = self._rect
        loose_at(self.handle, at, self._rect_ref)
        left, right = rect.left, rect.right
        if left == right:
            box_at(self.handle, at, *self._refs)
            rect.left, rect.right, rect.bottom, rect.top = (v.value for v in self._values)
            left, right = rect.left, rect.right
        if self._plain:
            return left - self._left, right - self._left
        box = self.frame.box(rect.left, rect.bottom, rect.right, rect.top)
        return box.x0, box.x1


def _space(span: Span) -> Span:
    """Put the space the library saw inside one text object."""
    if span.chars and span.chars[-1] != " ":
        span.chars.append(" ")
        span.lefts.append(span.rights[-1])
        span.rights.append(span.rights[-1])
    return span


def _is_artifact(handle: Any) -> bool:
    for at in range(c.FPDFPageObj_CountMarks(handle)):
        mark = c.FPDFPageObj_GetMark(handle, at)
        size = ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(64)
        as_wide = ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR))
        if c.FPDFPageObjMark_GetName(mark, as_wide, 64, ctypes.byref(size)):
            name = buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False
