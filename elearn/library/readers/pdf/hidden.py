"""Text that nobody sees: without ink, white on white, or of no size. It is reported, not kept.

Text without ink over a scan is what a program recognised there: it is kept, with a note.
"""

import ctypes
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.ledger import Ledger
from elearn.library.readers.pdf.geometry import Frame, rectangle
from elearn.library.readers.pdf.scans import COVERED, pictured
from elearn.library.readers.pdf.shapes import Box, Page, Span

LEAST_SIZE, NO_WIDTH = 1.0, 0.3
WHITE, NEARLY_WHITE = 0xFFFFFF, 0xF8
MOST_MARKS = 5000
# What is laid under text and may be dark.
UNDER = (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_FORM)


def drop_hidden(page: Page, handle: Any, frame: Frame, ledger: Ledger) -> None:
    """Take the spans out of a page that are not seen."""
    scanned = any(span.hidden for span in page.spans) and pictured(handle) > COVERED
    white = any(map(_white, page.spans))
    grounds = backgrounds(handle, frame) if white else []
    gone: set[int] = set()
    for span in page.spans:
        unseen = _tiny(span) or (_white(span) and not _on_ground(span, grounds))
        if not scanned if span.hidden else unseen:
            gone.add(id(span))
    if scanned:
        ledger.warn("text-layer", str(page.number))
    text = "".join(span.text for span in page.spans if id(span) in gone)
    if text.strip():
        ledger.drop("hidden", text, page.number, counted=False)
    page.spans = [span for span in page.spans if id(span) not in gone]


def _tiny(span: Span) -> bool:
    """Fonts made of drawings have sizes that say nothing, but their letters are wide."""
    wide = max((b - a for a, b in zip(span.lefts, span.rights, strict=True)), default=0.0)
    return span.look.size < LEAST_SIZE and wide < NO_WIDTH


def _white(span: Span) -> bool:
    return span.look.colour == WHITE


def _on_ground(span: Span, grounds: list[Box]) -> bool:
    if not span.lefts:
        return False
    x = (min(span.lefts) + max(span.rights)) / 2
    return any(box.holds(x, span.y + 0.3 * span.look.size) for box in grounds)


def backgrounds(page: Any, frame: Frame) -> list[Box]:
    """Return what is drawn under the text of a page in other colours than white."""
    found: list[Box] = []
    for at in range(min(c.FPDFPage_CountObjects(page), MOST_MARKS)):
        mark = c.FPDFPage_GetObject(page, at)
        kind = c.FPDFPageObj_GetType(mark)
        if kind in UNDER and not (kind == c.FPDF_PAGEOBJ_PATH and _is_white(mark)):
            edges = rectangle(c.FPDFPageObj_GetBounds, mark)
            if edges:
                found.append(frame.box(*edges))
    return found


def _is_white(mark: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not c.FPDFPageObj_GetFillColor(mark, *map(ctypes.byref, parts)):
        return False
    return all(part.value >= NEARLY_WHITE for part in parts[:3])
