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
from elearn.library.readers.pdf.below import fill_below
from elearn.library.readers.pdf.blocks import Builder, leading
from elearn.library.readers.pdf.columns import Gutters, Region, obstacles_of
from elearn.library.readers.pdf.contents import entries_of, plain
from elearn.library.readers.pdf.descriptions import Descriptions
from elearn.library.readers.pdf.drawings import Drawing, drawings_of
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.grids import grids_of
from elearn.library.readers.pdf.headings import Mark, Marker
from elearn.library.readers.pdf.heads import drop_running
from elearn.library.readers.pdf.hidden import drop_hidden
from elearn.library.readers.pdf.hyphens import Words
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
        self.gutters = Gutters()
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
        if not SpanReader(page, frame, text.raw).read():
            self.ledger.warn("page-slow", str(at + 1))
        drop_hidden(page, handle.raw, frame, self.ledger)
        tags = tags_of(handle.raw)
        self.links.cover(page, handle.raw, frame)
        ink = ink_of(handle.raw, frame)
        tables, drawings = self._tables(page, ink, tags)
        across = [line.box for line in tables]
        regions = self.gutters.regions(
            outside_tables(page.spans, tags), lambda: [*across, *obstacles_of(handle.raw, frame)]
        )
        lines = lines_by_tags(page, tags, regions)
        if has_tables(tags) and not is_sideways(page):
            widen(lines, grids_of(ink))
        lines += tables
        for line in lines:
            self.ledger.counts_in["characters"] += solid(line.whole)
        self.scans.look(handle.raw, at + 1, c.FPDFText_CountChars(text.raw))
        pictures = self.pictures.lines(handle, frame, page.number, tags, drawings)
        for placed in (*tables, *pictures):
            placed.column = column_of(placed, regions)
        self.pages.append((page, in_order(lines + pictures)))
        text.close()
        handle.close()

    def _tables(
        self, page: Page, ink: Ink, tags: dict[int, Element]
    ) -> tuple[list[Line], list[Drawing]]:
        """Take the tables without tags out of a page, a line for each, and find its drawings."""
        if ink.too_much:
            self.ledger.warn("page-drawing", where=page.number)
        if is_sideways(page):
            # Where text runs sideways it is not known well enough what it stands in.
            return [], []
        grids = grids_of(ink)
        loose = [] if has_tables(tags) else [*grids, *banded(page, ink, grids)]
        tables = self.ruled.take(page, loose, ink)
        drawings = drawings_of(page, ink, tables_of(page, tables, tags) + self.ruled.unread)
        drawings += [Drawing(box, code="table-picture") for box in self.ruled.unread]
        return tables, drawings

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
        if marks and marker.by_bookmarks(marks):
            fill_below(marker, entries)
        elif not marker.by_tags():
            marker.by_looks(entries)
        words = Words(line.text for line in left)
        builder = Builder(leading([line for line in left if not line.note]), words)
        notes = Notes(builder)
        text: list[Line] = []
        for _, group in groupby(left, lambda line: line.page):
            rest: list[Line] = []
            # In columns the notes stand below each, or below them all.
            for _, column in groupby(group, lambda line: line.column):
                rest += notes.take(list(column))
            text += notes.take(rest)
        self.notes = notes.found
        for note in self.notes.values():
            self.ledger.counts_in["characters"] -= 2 * solid(note.label)
        made = builder.blocks(text)
        self.ledger.counts_in["characters"] -= builder.marks
        for said, page in builder.repeated:
            self.ledger.drop("table-head", said, page)
        if builder.words.undone:
            self.ledger.drop("hyphen", "-" * builder.words.undone)
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


def is_sideways(page: Page) -> bool:
    """Tell whether most of a page's text is turned."""
    return sum(span.turned for span in page.spans) * 2 > len(page.spans)


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


def outside_tables(spans: list[Span], tags: dict[int, Element]) -> list[Span]:
    """Return the spans that are in no table by their tags: those have their columns already."""
    if not tags:
        return spans
    inside = {mcid for mcid, element in tags.items() if element.within("Table")}
    return [span for span in spans if span.mcid not in inside]


def lines_by_tags(page: Page, tags: dict[int, Element], regions: list[Region]) -> list[Line]:
    """Return the lines of a page.

    What lies in different elements or columns is never put into one line.
    """
    places = {id(span): at for at, region in enumerate(regions) for span in region.spans}
    groups: dict[tuple[int, int], tuple[Element | None, list[Span]]] = {}
    for span in page.spans:
        element = tags.get(span.mcid)
        block = line_element(element) if element is not None else None
        place = places.get(id(span), -1)
        groups.setdefault((id(block), place), (block, []))[1].append(span)
    made: list[Line] = []
    for (_, place), (block, spans) in groups.items():
        for line in lines_of(spans, page.number):
            line.element = block
            line.column = place if place >= 0 else column_of(line, regions)
            if len(regions) > 1 and not regions[line.column].alone:
                line.edges = regions[line.column].box.x0, regions[line.column].box.x1
            made.append(line)
    return made


def column_of(line: Line, regions: list[Region]) -> int:
    """Return the number of the part of a page that a picture or a row of a table stands in."""
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.y0 + line.box.y1) / 2
    for at, region in enumerate(regions):
        if region.box.holds(x, y):
            return at
    below = (at for at, region in enumerate(regions) if region.box.y1 < y)
    return next(below, len(regions) - 1)


def line_element(element: Element) -> Element | None:
    """Return the element whose text makes lines of its own: an item goes with its number."""
    block = element.within(*LINES_OF)
    if block is not None and block.type == "P":
        item = block.within("LI", "TD", "TH", "Note")
        return item if item is not None and item.type in ("LI", "Note") else block
    return block


def in_order(lines: list[Line]) -> list[Line]:
    """Return lines as they are read: by tags where nearly all have one, else by columns."""
    text = [line for line in lines if not line.artifact and not line.note]
    tagged = sum(line.element is not None for line in text)
    if text and tagged >= NEARLY_ALL * len(text):
        return sorted(lines, key=lambda one: (_order(one, lines), one.column, -one.y))
    return sorted(lines, key=lambda one: (one.column, -one.y))


def _order(line: Line, lines: list[Line]) -> float:
    """The place of a line among the tags; one without a tag stands behind what is above it."""
    if line.element is not None:
        return float(line.element.order)
    above = [one.element.order for one in lines if one.element is not None and one.y > line.y]
    return max(above, default=0) + 0.5
