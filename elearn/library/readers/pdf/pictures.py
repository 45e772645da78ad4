"""Pictures of a page: decoded when they are worth it, put between the lines where they stand."""

import ctypes
import io
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from elearn.library.readers.alternative import alternative
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.media import LARGEST_PIXELS, Album
from elearn.library.readers.pdf.descriptions import Descriptions
from elearn.library.readers.pdf.drawings import Drawing
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.shapes import Box, Line, Look
from elearn.library.readers.pdf.tags import Element
from elearn.library.readers.text import solid

LEAST_POINTS = 16.0
MOST_ON_PAGE = 60
ALL_OF_PAGE = 0.9
# How a drawing becomes a picture: pixels a point, the longest side in pixels, points around it.
SCALE, WIDEST, MARGIN = 2.0, 1600, 4.0
PART = 0.5


class Pictures:
    """Takes the pictures of pages into an album."""

    def __init__(self, album: Album, ledger: Ledger, descriptions: Descriptions) -> None:
        self.album = album
        self.ledger = ledger
        self.descriptions = descriptions

    def lines(
        self,
        page: Any,
        frame: Frame,
        number: int,
        tags: dict[int, Element],
        drawings: list[Drawing],
    ) -> list[Line]:
        """Return a line for each picture of a page: its key in `note`, its words in `evidence`.

        Pictures that are part of a drawing are seen in the picture of it.
        """
        found = [self._drawn(page, frame, one, number, tags) for one in drawings]
        for mark in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            if len(found) >= MOST_ON_PAGE:
                break
            box = frame.box(*mark.get_bounds())
            behind = box.width * box.height > ALL_OF_PAGE * frame.width * frame.height
            if min(box.width, box.height) < LEAST_POINTS or behind:
                continue
            if any(box.overlap(one.box) > PART * box.width * box.height for one in drawings):
                continue
            line = self._line(mark, box, number, tags)
            if line is not None:
                found.append(line)
        return found

    def _drawn(
        self, page: Any, frame: Frame, drawing: Drawing, number: int, tags: dict[int, Element]
    ) -> Line:
        """Return the line of a drawing: a picture is made of its part of the page."""
        box = drawing.box
        sides = (box.x0, box.y0, frame.width - box.x1, frame.height - box.y1)
        scale = min(SCALE, WIDEST / max(box.width, box.height))
        crop = tuple(max(side - MARGIN, 0.0) for side in sides)
        bitmap = page.render(scale=scale, crop=crop, may_draw_forms=False)
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG")
        bitmap.close()
        elements = (tags[at].within("Figure") for at in drawing.tags if at in tags)
        figure = next((element for element in elements if element is not None), None)
        line = Line([], box, box.y1, number, Look(), element=figure)
        line.note = self.album.add(out.getvalue()).id
        line.evidence = (alternative(figure.alt) if figure else "") or drawing.words
        self.ledger.counts_in["images"] += 1
        # The words are seen in the picture and kept as what describes it.
        self.ledger.counts_in["characters"] += solid(drawing.text)
        if drawing.lines:
            self.ledger.drop("drawing-text", drawing.text, number)
        self.ledger.warn(drawing.code, where=number)
        return line

    def _line(self, mark: Any, box: Box, page: int, tags: dict[int, Element]) -> Line | None:
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        c.FPDFImageObj_GetImagePixelSize(mark.raw, ctypes.byref(wide), ctypes.byref(high))
        if not 0 < wide.value * high.value <= LARGEST_PIXELS:
            self.ledger.warn("picture-too-large", where=page)
            return None
        out = io.BytesIO()
        try:
            mark.extract(out, fb_format="png")
        except (pdfium.PdfiumError, ValueError, OSError):
            self.ledger.warn("picture-unreadable", where=page)
            return None
        element = tags.get(c.FPDFPageObj_GetMarkedContentID(mark.raw))
        figure = element.within("Figure") if element is not None else None
        line = Line([], box, box.y1, page, Look(), element=figure)
        line.note = self.album.add(out.getvalue()).id
        alt = figure.alt if figure is not None else self.descriptions.take(Box(*mark.get_bounds()))
        line.evidence = alternative(alt)
        self.ledger.counts_in["images"] += 1
        return line
