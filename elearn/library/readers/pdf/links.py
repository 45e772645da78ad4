"""Links of pages put on the words they cover: outside addresses, and places in the document."""

import ctypes
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.ledger import Ledger
from elearn.library.readers.model_html import SCHEMES
from elearn.library.readers.pdf.binding import utf8
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.shapes import Box, Line, Page, Span

MOST_ON_PAGE = 3000
EDGE = 0.5
# A place may be a little (points) below the foot of its line.
ABOVE = 2.0


class Links:
    """The links of one document, page by page; then the lines they lead to."""

    def __init__(self, pdf: Any, ledger: Ledger) -> None:
        self.pdf = pdf
        self.ledger = ledger
        self.frames: dict[int, Frame] = {}
        # The places that links lead to on each page, by name; None is the whole page.
        self.goals: dict[int, dict[str, tuple[float, float] | None]] = defaultdict(dict)

    def cover(self, page: Page, handle: Any, frame: Frame) -> None:
        """Mark the characters of a page that links cover; links of other kinds are listed."""
        self.frames[page.number] = frame
        cover = _Cover(page.spans)
        for link in _links(handle):
            address, goal = self._target(link, page.number)
            if address or goal:
                for box in _boxes(link, frame):
                    cover.mark(box, address, goal)
        page.spans = cover.spans

    def _target(self, link: Any, page: int) -> tuple[str, str]:
        """Return where a link leads: an address, or the name of a place in the document."""
        place = c.FPDFLink_GetDest(self.pdf, link)
        if place:
            return "", self._goal(place)
        action = c.FPDFLink_GetAction(link)
        if not action:
            return "", ""
        address = utf8(c.FPDFAction_GetURIPath, self.pdf, action).strip()
        if address.casefold().startswith(SCHEMES):
            return address, ""
        self.ledger.drop("unsafe-link", address, page, counted=False)
        return "", ""

    def _goal(self, place: Any) -> str:
        """Return the name of a place, and remember it."""
        number = c.FPDFDest_GetDestPageIndex(self.pdf, place) + 1
        if number < 1:
            return ""
        count, values = ctypes.c_ulong(), (ctypes.c_float * 4)()
        kind = c.FPDFDest_GetView(place, ctypes.byref(count), values)
        x, y = {
            c.PDFDEST_VIEW_XYZ: (values[0], values[1]),
            c.PDFDEST_VIEW_FITH: (0.0, values[0]),
            c.PDFDEST_VIEW_FITBH: (0.0, values[0]),
        }.get(kind, (0.0, 0.0))
        # Programs leave out what is nought: the place is the page then.
        name = f"{number}:{x:.0f}:{y:.0f}" if y else f"{number}"
        self.goals[number].setdefault(name, (x, y) if y else None)
        return name

    def anchor(self, lines: list[Line]) -> None:
        """Name the lines links lead to: the first of the page that is not above the place."""
        pages: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if line.page in self.goals:
                pages[line.page].append(line)
        for number, found in pages.items():
            frame = self.frames[number]
            for name, place in self.goals[number].items():
                height = frame.point(*place)[1] + ABOVE if place else frame.height
                below = [line for line in found if line.y <= height]
                if below:
                    max(below, key=lambda line: line.y).anchors.append(name)


class _Cover:
    """The spans of a page by height, so that a link finds those it lies on."""

    def __init__(self, spans: list[Span]) -> None:
        self.parts = [[span] for span in spans]
        self.rows = sorted(((_middle(span), at) for at, span in enumerate(spans)))
        self.heights = [height for height, _ in self.rows]

    @property
    def spans(self) -> list[Span]:
        """Return the spans in their first order, parted where links begin and end."""
        return [span for parts in self.parts for span in parts]

    def mark(self, box: Box, address: str, goal: str) -> None:
        """Mark what lies in a box."""
        at = bisect_left(self.heights, box.y0)
        while at < len(self.rows) and self.heights[at] <= box.y1:
            parts = self.parts[self.rows[at][1]]
            parts[:] = [part for span in parts for part in _marked(span, box, address, goal)]
            at += 1


def _middle(span: Span) -> float:
    return span.y + 0.3 * span.look.size


def _marked(span: Span, box: Box, address: str, goal: str) -> Iterator[Span]:
    """Yield a span parted where a box begins and ends, the part inside marked."""
    inside = [
        box.x0 - EDGE <= (left + right) / 2 <= box.x1 + EDGE
        for left, right in zip(span.lefts, span.rights, strict=True)
    ]
    # Spaces at the ends are not worth a click.
    for order in (range(len(inside)), reversed(range(len(inside)))):
        for place in order:
            if inside[place] and span.chars[place] != " ":
                break
            inside[place] = False
    at = 0
    while at < len(inside):
        end = at + 1
        while end < len(inside) and inside[end] == inside[at]:
            end += 1
        part = span.part(at, end)
        if inside[at]:
            part.link, part.goal = address, goal
        yield part
        at = end


def _links(page: Any) -> Iterator[Any]:
    """Yield the links of a page."""
    at, link = ctypes.c_int(0), c.FPDF_LINK()
    count = 0
    while count < MOST_ON_PAGE and c.FPDFLink_Enumerate(page, ctypes.byref(at), ctypes.byref(link)):
        count += 1
        yield link


def _boxes(link: Any, frame: Frame) -> Iterator[Box]:
    """Yield the boxes a link covers, one for each line of its words where the file says so."""
    quad = c.FS_QUADPOINTSF()
    count = c.FPDFLink_CountQuadPoints(link)
    for at in range(count):
        if c.FPDFLink_GetQuadPoints(link, at, ctypes.byref(quad)):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield frame.box(min(xs), min(ys), max(xs), max(ys))
    rect = c.FS_RECTF()
    if not count and c.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
        yield frame.box(rect.left, rect.bottom, rect.right, rect.top)
