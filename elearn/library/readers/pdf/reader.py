"""The reader of PDF documents: takes pages apart, decides what is a heading, builds blocks."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.finish import finish
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc, Heading, Note, Run, Source, text_of
from elearn.library.readers.pdf.bands import banded
from elearn.library.readers.pdf.blocks import Builder, leading
from elearn.library.readers.pdf.contents import entries_of, plain
from elearn.library.readers.pdf.descriptions import Descriptions
from elearn.library.readers.pdf.drawings import Drawing, drawings_of
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.grids import grids_of
from elearn.library.readers.pdf.headings import Mark, Marker
from elearn.library.readers.pdf.heads import drop_running
from elearn.library.readers.pdf.ink import Ink, ink_of
from elearn.library.readers.pdf.languages import settled, stated
from elearn.library.readers.pdf.lines import extent, lines_of
from elearn.library.readers.pdf.links import Links
from elearn.library.readers.pdf.notes import Notes
from elearn.library.readers.pdf.opening import opened
from elearn.library.readers.pdf.pages import SpanReader
from elearn.library.readers.pdf.pictures import Pictures
from elearn.library.readers.pdf.ruled import Ruled
from elearn.library.readers.pdf.scans import Scans
from elearn.library.readers.pdf.shapes import Box, Line, Page, Span
from elearn.library.readers.pdf.tags import Element, has_tables, tags_of
from elearn.library.readers.pdf.widening import widen
from elearn.library.readers.text import folded, solid

MOST_OBJECTS = 200_000
NEARLY_ALL = 0.9
# Elements whose text makes lines of its own.
LINES_OF = (
    "P", "H", "Title", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "TD", "TH", "Caption", "Note",
    "TOCI", "BlockQuote", "Code", "Figure",
)  # fmt: skip


def read_pdf(
    path: Path,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
    ignore_bookmarks: bool = False,
) -> Doc:
    """Read a PDF into the model.

    Raises Unreadable: password, bomb, too-big, damaged, scanned, no-text.
    """
    ledger = Ledger()
    data = path.read_bytes()
    pdf = opened(data, ledger, limits)
    # Strings of a protected file cannot be read from its bytes.
    protected = c.FPDF_GetSecurityHandlerRevision(pdf.raw) >= 0
    reader = PdfReader(pdf, album, ledger, Descriptions(b"" if protected else data))
    reader.read_pages(progress)
    doc = Doc(meta={"format": "pdf"} | reader.facts())
    doc.blocks = reader.blocks([] if ignore_bookmarks else bookmarks(pdf))
    doc.notes = reader.notes
    language = settled(stated(pdf.raw), doc.blocks)
    doc.meta |= {"language": language} if language else {}
    if not any(text_of(block) for block in doc.blocks):
        raise Unreadable("scanned" if reader.scans.scanned else "no-text")
    return finish(doc, album, ledger, "")


def bookmarks(pdf: pdfium.PdfDocument) -> list[Mark]:
    """Return the bookmarks: level, title, page from 1, height on the page where it is said."""
    found: list[Mark] = []
    for mark in pdf.get_toc():
        goal = mark.get_dest()
        page = goal.get_index() if goal else None
        view = goal.get_view()[1] if goal else []
        title = folded(mark.get_title())
        if page is not None and title:
            height = view[1] if len(view) == 3 and view[1] else None
            found.append((mark.level + 1, title, page + 1, height))
    return found


class PdfReader:
    """Reads the pages of one document, then makes blocks of them."""

    def __init__(
        self, pdf: pdfium.PdfDocument, album: Album, ledger: Ledger, descriptions: Descriptions
    ) -> None:
        self.pdf = pdf
        self.ledger = ledger
        self.scans = Scans()
        self.pictures = Pictures(album, ledger, descriptions)
        self.ruled = Ruled()
        self.links = Links(pdf.raw, ledger)
        self.pages: list[tuple[Page, list[Line]]] = []
        self.notes: dict[str, Note] = {}

    def read_pages(self, progress: Callable[[float], None]) -> None:
        """Read every page. Raises Unreadable: damaged when none can be read, scanned."""
        total = len(self.pdf)
        for at in range(total):
            try:
                self._page(at)
            except pdfium.PdfiumError as error:
                self.ledger.warn("page-unreadable", str(at + 1))
                if at + 1 == total and not self.pages:
                    raise Unreadable("damaged", detail=str(error)) from error
            progress(0.8 * (at + 1) / total)
        if not self.pages:
            raise Unreadable("damaged", detail="no page can be read")
        self.scans.judge(self.ledger)

    def _page(self, at: int) -> None:
        handle = self.pdf[at]
        frame = Frame(handle.raw)
        page = Page(at + 1, frame.width, frame.height)
        if c.FPDFPage_CountObjects(handle.raw) > MOST_OBJECTS:
            self.ledger.warn("page-objects", str(at + 1))
            self.pages.append((page, []))
            handle.close()
            return
        text = handle.get_textpage()
        SpanReader(page, frame, text.raw).read()
        tags = tags_of(handle.raw)
        self.links.cover(page, handle.raw, frame)
        lines, drawings = self._lines(page, ink_of(handle.raw, frame), tags)
        for line in lines:
            self.ledger.counts_in["characters"] += solid(line.whole)
        self.scans.look(handle.raw, at + 1, c.FPDFText_CountChars(text.raw))
        lines += self.pictures.lines(handle, frame, page.number, tags, drawings)
        self.pages.append((page, in_order(lines)))
        text.close()
        handle.close()

    def _lines(
        self, page: Page, ink: Ink, tags: dict[int, Element]
    ) -> tuple[list[Line], list[Drawing]]:
        """Return the lines of a page, one for each of its tables, and its drawings."""
        if ink.too_much:
            self.ledger.warn("page-drawing", where=page.number)
        if sum(span.turned for span in page.spans) * 2 > len(page.spans):
            # Where text runs sideways it is not known well enough what it stands in.
            return lines_by_tags(page, tags), []
        grids = grids_of(ink)
        tagged = has_tables(tags)
        loose = [] if tagged else [*grids, *banded(page, ink, grids)]
        tables = self.ruled.take(page, loose, ink)
        drawings = drawings_of(page, ink, tables_of(page, tables, tags) + self.ruled.unread)
        drawings += [Drawing(box, code="table-picture") for box in self.ruled.unread]
        lines = lines_by_tags(page, tags)
        if tagged:
            widen(lines, grids)
        return lines + tables, drawings

    def facts(self) -> dict[str, str]:
        """Return what the file says of itself."""
        said: dict[str, Any] = self.pdf.get_metadata_dict(skip_empty=True)
        names = {"Title": "title", "Author": "author", "Subject": "subject"}
        return {names[key]: folded(value) for key, value in said.items() if key in names}

    def blocks(self, marks: list[Mark]) -> list[Any]:
        """Return the blocks of all pages."""
        drop_running(self.pages)
        lines = [line for _, found in self.pages for line in found]
        entries = entries_of(lines)
        for line in lines:
            if not line.dropped and line.element and line.element.within("TOC", "TOCI"):
                line.dropped = "contents"
        for line in lines:
            if line.dropped:
                self.ledger.drop(line.dropped, line.whole, line.page)
        left = [one for one in lines if is_left(one)]
        self.links.anchor(left)
        marker = Marker([line for line in left if not line.note])
        if not (marks and marker.by_bookmarks(marks)) and not marker.by_tags():
            marker.by_looks(entries)
        builder = Builder(leading([line for line in left if not line.note]))
        notes = Notes(builder)
        text: list[Line] = []
        for _, group in groupby(left, lambda line: line.page):
            text += notes.take(list(group))
        self.notes = notes.found
        for note in self.notes.values():
            self.ledger.counts_in["characters"] -= 2 * solid(note.label)
        made = builder.blocks(text)
        for words, page in builder.repeated:
            self.ledger.drop("table-head", words, page)
        return self._with_missing(made, marker.missing)

    def _with_missing(self, blocks: list[Any], missing: list[tuple[int, str, int]]) -> list[Any]:
        """Put bookmarks whose words are nowhere where their page begins."""
        for level, title, page in missing:
            if any(isinstance(b, Heading) and plain(b.title) == plain(title) for b in blocks):
                continue
            at = next((i for i, b in enumerate(blocks) if (b.src.page or 0) >= page), len(blocks))
            source = Source(index=0, page=page)
            heading = Heading(level=level, runs=[Run(title)], src=source, evidence="bookmark")
            heading.confidence = 0.5
            self.ledger.counts_in["characters"] += solid(title)
            blocks.insert(at, heading)
        return blocks


def is_left(line: Line) -> bool:
    """Tell whether a line is still to be carried; a picture at the edge of pages always is."""
    if line.note and line.table is None:
        return True
    return not line.dropped and bool(line.whole.strip())


def tables_of(page: Page, found: list[Line], tags: dict[int, Element]) -> list[Box]:
    """Return the boxes of the tables of a page: of those found, and around the text of others."""
    boxes: dict[int, Box] = {id(line): line.box for line in found}
    for span in page.spans:
        element = tags.get(span.mcid)
        table = element.within("Table") if element is not None else None
        if table is not None and span.chars:
            box = extent(span)
            boxes[id(table)] = boxes.get(id(table), box).joined(box)
    return [Box(box.x0 - 12, box.y0 - 12, box.x1 + 12, box.y1 + 12) for box in boxes.values()]


def lines_by_tags(page: Page, tags: dict[int, Element]) -> list[Line]:
    """Return the lines of a page; what lies in different elements is never put into one line."""
    groups: dict[int, tuple[Element | None, list[Span]]] = {}
    for span in page.spans:
        element = tags.get(span.mcid)
        block = line_element(element) if element is not None else None
        groups.setdefault(id(block), (block, []))[1].append(span)
    made: list[Line] = []
    for block, spans in groups.values():
        for line in lines_of(spans, page.number):
            line.element = block
            made.append(line)
    return made


def line_element(element: Element) -> Element | None:
    """Return the element whose text makes lines of its own: an item goes with its number."""
    block = element.within(*LINES_OF)
    if block is not None and block.type == "P":
        item = block.within("LI", "TD", "TH", "Note")
        return item if item is not None and item.type in ("LI", "Note") else block
    return block


def in_order(lines: list[Line]) -> list[Line]:
    """Return lines as they are read: by their tags where nearly all have one, else downwards."""
    text = [line for line in lines if not line.artifact and not line.note]
    tagged = sum(line.element is not None for line in text)
    if text and tagged >= NEARLY_ALL * len(text):
        return sorted(lines, key=lambda one: (_order(one, lines), -one.y))
    return sorted(lines, key=lambda one: -one.y)


def _order(line: Line, lines: list[Line]) -> float:
    """The place of a line among the tags; one without a tag stands behind what is above it."""
    if line.element is not None:
        return float(line.element.order)
    above = [one.element.order for one in lines if one.element is not None and one.y > line.y]
    return max(above, default=0) + 0.5
