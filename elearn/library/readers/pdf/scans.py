"""Pages that are pictures of text: a document of them is refused, a few are listed."""

import ctypes
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.ledger import Ledger

FEW_CHARACTERS = 20
COVERED = 0.5
MOSTLY = 0.5
WORTH_SAYING = 0.05
# In a document longer than this a picture on the first page is its cover.
SHORT = 4
# A page with more marks than this was drawn by a program, not scanned.
MOST_MARKS = 2000
MOST_LISTED = 20


class Scans:
    """Collects the pages that look scanned while the pages are read one by one."""

    def __init__(self) -> None:
        self.pages = 0
        self.scanned: list[int] = []

    def look(self, page: Any, number: int, characters: int) -> None:
        """Look at one page; `characters` are those read from it."""
        self.pages += 1
        if characters < FEW_CHARACTERS and pictured(page) > COVERED:
            self.scanned.append(number)

    def judge(self, ledger: Ledger) -> None:
        """List scanned pages. Raises Unreadable (scanned) when more than half of them are.

        A picture on the first page of a longer document is its cover.
        """
        share = len(self.scanned) / max(self.pages, 1)
        if share > MOSTLY:
            raise Unreadable("scanned", detail=f"{len(self.scanned)} of {self.pages} pages")
        cover = self.scanned == [1] and self.pages > SHORT
        if share >= WORTH_SAYING and not cover:
            ledger.warn("scanned-pages", ", ".join(map(str, self.scanned[:MOST_LISTED])))


def pictured(page: Any) -> float:
    """Return how much of a page its pictures cover (scans come in strips too), from 0 to 1."""
    area = c.FPDF_GetPageWidthF(page) * c.FPDF_GetPageHeightF(page)
    count = min(c.FPDFPage_CountObjects(page), MOST_MARKS)
    covered = 0.0
    for at in range(count):
        mark = c.FPDFPage_GetObject(page, at)
        if c.FPDFPageObj_GetType(mark) == c.FPDF_PAGEOBJ_IMAGE:
            covered += size(mark)
    return min(covered / area, 1.0) if area else 0.0


def size(mark: Any) -> float:
    """Return the area of the box around an object of a page."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(mark, *map(ctypes.byref, edges)):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return max(right - left, 0) * max(top - bottom, 0)
