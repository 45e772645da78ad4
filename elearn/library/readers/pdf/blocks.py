"""Blocks made of lines: headings, paragraphs, lists, tables by their tags."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from elearn.library.readers.model import (
    Block,
    Box,
    Cell,
    Figure,
    Heading,
    Item,
    List,
    Para,
    Row,
    Run,
    Source,
    Table,
    text_of,
)
from elearn.library.readers.pdf.hyphens import Words
from elearn.library.readers.pdf.items import (
    MARKS,
    begins_itself,
    goes_on_with_dash,
    kinds_of,
)
from elearn.library.readers.pdf.languages import valid
from elearn.library.readers.pdf.letters import HYPHENS, is_han
from elearn.library.readers.pdf.ruled import RuledTable
from elearn.library.readers.pdf.shapes import Line, Piece
from elearn.library.readers.pdf.tags import Element, rows_of
from elearn.library.readers.text import kept, paired, solid

STOPS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", "؟", "؛")
WIDER = 1.2
SHORT = 0.82


class Builder:
    """Builds the blocks of a document from its lines in order."""

    def __init__(self, leading: float, words: Words | None = None) -> None:
        self.index = 0
        self.words = words or Words()
        # Characters that are signs and numbers of items now.
        self.marks = 0
        self.leading = leading
        self.ruled: tuple[int, RuledTable] | None = None
        # Heading rows of tables said again on a later page: their words, and the page.
        self.repeated: list[tuple[str, int]] = []

    def blocks(self, lines: Iterable[Line]) -> list[Block]:
        """Return the blocks of all lines."""
        lines = list(lines)
        result: list[Block] = []
        for key, group in groupby(lines, _kind):
            found = list(group)
            if key[0] == "figure":
                result += [self._figure(one) for one in found]
            elif key[0] == "heading":
                result.append(self._heading(found))
            elif key[0] == "table":
                self._add_table(result, self._table(found))
            elif key[0] == "ruled":
                self._add_ruled(result, found[0])
            else:
                result += self._text(found)
        return result

    def _source(self, line: Line) -> Source:
        self.index += 1
        return Source(index=self.index, page=line.page, style=line.look.name)

    def _figure(self, line: Line) -> Figure:
        made = Figure(media=line.note, alt=line.evidence, src=self._source(line))
        made.anchors = anchors_of([line])
        return made

    def _heading(self, lines: list[Line]) -> Heading:
        first = lines[0]
        made = Heading(level=max(first.level, 1), runs=runs_of_lines(lines, self.words, plain=True))
        made.evidence, made.confidence = first.evidence, first.confidence
        made.style, made.src = first.look.name, self._source(first)
        made.dir = "rtl" if first.rtl else ""
        made.anchors, made.lang = anchors_of(lines), language_of(lines)
        return made

    def _text(self, lines: list[Line]) -> list[Block]:
        paragraphs = list(parted(lines, self.leading))
        pairs = zip(kinds_of(paragraphs), paragraphs, strict=True)
        result: list[Block] = []
        for kind, group in groupby(pairs, lambda pair: pair[0]):
            found = [lines for _, lines in group]
            if not kind:
                result += [self._para(one) for one in found]
                continue
            made = List(ordered=kind != "bullet", format="bullet", src=self._source(found[0][0]))
            if kind != "bullet":
                lettered = found[0][0].text.strip(" (（")[:1].isalpha()
                made.format = "lower-letter" if lettered else "decimal"
            made.items = [self._item(one, kind) for one in found]
            result.append(made)
        return result

    def plain_text(self, lines: list[Line]) -> list[Para]:
        """Return the paragraphs of some lines, whatever they begin with."""
        return [self._para(one) for one in parted(lines, self.leading, labels=False)]

    def _para(self, lines: list[Line]) -> Para:
        made = Para(runs=runs_of_lines(lines, self.words), src=self._source(lines[0]))
        made.dir = "rtl" if lines[0].rtl else ""
        made.anchors, made.lang = anchors_of(lines), language_of(lines)
        return made

    def _item(self, lines: list[Line], kind: str) -> Item:
        para = self._para(lines)
        text = para.runs[0].text if para.runs else ""
        mark = MARKS[kind].match(text)
        label = ""
        if mark:
            label = "" if kind == "bullet" else mark.group().strip()
            para.runs[0].text = text[mark.end() :]
            self.marks += solid(mark.group())
        return Item(label=label, blocks=[para])

    def _add_table(self, result: list[Block], made: Table) -> None:
        """Put a table behind the blocks: a frame around one cell is a box, a new page no end."""
        cells = [cell for row in made.rows for cell in row.cells]
        before = result[-1] if result else None
        if len(cells) == 1:
            result.append(Box(blocks=cells[0].blocks, src=made.src))
        elif isinstance(before, Table) and _goes_on(before, made):
            self._add_rows(before, made)
        else:
            result.append(made)

    def _add_ruled(self, result: list[Block], line: Line) -> None:
        """Put a table of ruling lines behind the blocks, or its rows behind those it goes on."""
        table: RuledTable = line.table
        made = Table(src=self._source(line), anchors=anchors_of([line]))
        before = result[-1] if result else None
        last, self.ruled = self.ruled, (line.page, table)
        rest = isinstance(before, Table) and _rest(last, line)
        for cells in table.rows:
            # The first row of a rest is no heading, and one that is said again is dropped.
            row = Row(header=not rest and all(cell.header for cell in cells))
            for one in cells:
                made_cell = Cell(colspan=one.place.colspan, rowspan=one.place.rowspan)
                made_cell.header = one.header and not rest
                made_cell.blocks = self._text(one.lines)
                row.cells.append(made_cell)
            made.rows.append(row)
        if rest:
            assert isinstance(before, Table)
            self._add_rows(before, made)
        else:
            result.append(made)

    def _add_rows(self, table: Table, rest: Table) -> None:
        """Put the rows of a rest behind a table; heading rows said before are not said again."""
        known = [_words(row) for row in table.rows if row.header]
        begun = False
        for row in rest.rows:
            words = _words(row)
            if not begun and words in known:
                self.repeated.append((" ".join(words), rest.src.page or 0))
            elif begun or any(words):
                # A row without text at the top is the foot of one of the page before.
                begun = True
                table.rows.append(row)

    def _table(self, lines: list[Line]) -> Table:
        """Build a table from its tags; cells without text are there too."""
        made = Table(src=self._source(lines[0]))
        texts: dict[int, list[Line]] = {}
        for line in sorted(lines, key=_order):
            texts.setdefault(id(_cell(line)), []).append(line)
        cell = _cell(lines[0])
        table = cell.within("Table") if cell else None
        for element in rows_of(table) if table else ():
            row = Row()
            for one in (child for child in element.children if child.type in ("TD", "TH")):
                built = Cell(colspan=one.colspan, rowspan=one.rowspan, header=one.type == "TH")
                built.blocks = self._text(texts[id(one)]) if id(one) in texts else []
                row.cells.append(built)
            row.header = bool(row.cells) and all(one.header for one in row.cells)
            made.rows.append(row)
        return made


def anchors_of(lines: list[Line]) -> list[str]:
    """Return the places of the document that links lead to and that stand in these lines."""
    return [anchor for line in lines for anchor in line.anchors]


def language_of(lines: list[Line]) -> str:
    """Return the language that the tags of some lines state, or ""."""
    element: Element | None = lines[0].element
    return valid(element.lang) if element is not None else ""


def _rest(last: tuple[int, RuledTable] | None, line: Line) -> bool:
    """Tell whether a table has the columns of the last one, which stands on a page before."""
    return last is not None and last[0] < line.page and line.table.goes_on(last[1])


def _words(row: Row) -> list[str]:
    return [" ".join(map(text_of, cell.blocks)) for cell in row.cells]


def _goes_on(before: Table, table: Table) -> bool:
    """Tell whether a table is the rest of one on the page before: as wide, with nothing between."""
    width = [
        max((sum(c.colspan for c in row.cells) for row in one.rows), default=0)
        for one in (before, table)
    ]
    pages = (table.src.page or 0) - (before.src.page or 0)
    return width[0] == width[1] and pages >= 1


def _cell(line: Line) -> Element | None:
    return line.element.within("TD", "TH") if isinstance(line.element, Element) else None


def _order(line: Line) -> tuple[int, int, float]:
    return line.element.order if line.element else 0, line.page, -line.y


def _kind(line: Line) -> tuple[str, int]:
    if line.table is not None:
        return "ruled", id(line)
    if line.note:
        return "figure", 0
    if line.heading:
        return "heading", line.heading
    if isinstance(line.element, Element) and _cell(line) is not None:
        table = line.element.within("Table")
        if table is not None:
            return "table", id(table)
    return "text", 0


def leading(lines: list[Line]) -> float:
    """Return how far apart the lines of a paragraph stand, in sizes of their letters."""
    gaps = Counter(
        round((a.y - b.y) / (b.look.size or 1), 1)
        for a, b in pairwise(lines)
        if a.page == b.page and a.look == b.look and 0 < a.y - b.y < 3 * (b.look.size or 1)
    )
    most = max(gaps.values(), default=0)
    # The least of the gaps that are common: between paragraphs they are larger.
    return min((gap for gap, count in gaps.items() if count > most / 4), default=1.5)


def parted(lines: list[Line], usual: float, *, labels: bool = True) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph; `usual` is the leading of the document.

    Without `labels` a number or sign at the beginning of a line does not begin a paragraph.
    """
    right = max((line.box.x1 for line in lines), default=0.0)
    left = min((line.box.x0 for line in lines), default=0.0)
    current: list[Line] = []
    for line in lines:
        own = labels and begins_itself(line)
        if own and current:
            edge = (current[-1].edges or (left, right))[1]
            own = not goes_on_with_dash(current, line, edge, usual * WIDER)
        if current and (
            own or begins(current[-1], line, usual, current[-1].edges or (left, right))
        ):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def begins(before: Line, line: Line, usual: float, edges: tuple[float, float]) -> bool:
    """Tell whether a line begins a paragraph; `edges` are those of the text before it."""
    left, right = edges
    together = before.page == line.page and before.column == line.column
    if before.look.size != line.look.size and together:
        return True
    tag, other = _block_tag(before), _block_tag(line)
    if tag is not None and other is not None and before.page == line.page:
        return tag is not other
    size = line.look.size or 1
    ended = before.text.rstrip().endswith(STOPS)
    width = right - left or 1
    filled = (right - before.box.x0 if line.rtl else before.box.x1 - left) / width
    if not together:
        return ended or filled < SHORT
    gap = (before.y - line.y) / size
    if gap > usual * WIDER or gap < 0:
        return True
    if before.look.bold and not line.look.bold:
        return filled < SHORT
    return ended and filled < SHORT


def _block_tag(line: Line) -> Element | None:
    element = line.element
    return element.within("P", "LI", "LBody", "Caption", "Note", "TD", "TH") if element else None


def runs_of_lines(
    lines: list[Line], words: Words | None = None, *, plain: bool = False
) -> list[Run]:
    """Return the runs of lines joined: hyphens at line ends undone, no spaces between Chinese.

    A piece that is the mark of a note becomes the reference to it.
    """
    runs: list[Run] = []
    for at, line in enumerate(lines):
        if at and runs:
            _join(runs, line, words or Words())
        for piece in line.pieces:
            if piece.note:
                runs.append(Run(piece.text.strip(), note=piece.note))
            elif plain:
                _add(runs, Run(piece.text))
            else:
                _add(runs, Run(piece.text, marks_of(piece), piece.link, piece.goal))
    for run in runs:
        run.text = paired(kept(run.text)) if not run.note else run.text
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[0].text, runs[-1].text = runs[0].text.lstrip(), runs[-1].text.rstrip()
    return runs


def _join(runs: list[Run], line: Line, words: Words) -> None:
    if runs[-1].note:
        runs.append(Run(" "))
    last = runs[-1].text.rstrip()
    start = line.text.lstrip()[:1]
    if last.endswith(tuple(HYPHENS)):
        runs[-1].text = words.without(last)
    elif last.endswith("-") and start:
        runs[-1].text = words.joined(last, line.text.lstrip())
    elif not (last and start and is_han(last[-1]) and is_han(start)):
        runs[-1].text = last + " "


def marks_of(piece: Piece) -> str:
    """Return the marks of a piece of a line."""
    look = piece.look
    marks = ("b" if look.bold else "") + ("i" if look.italic else "") + piece.raised
    return "".join(sorted(marks + ("c" if look.mono else "")))


def _add(runs: list[Run], run: Run) -> None:
    if not run.text:
        return
    last = runs[-1] if runs and not runs[-1].note else None
    led = last is not None and (last.link, last.xref) == (run.link, run.xref)
    if last is not None and led and (last.marks == run.marks or not run.text.strip()):
        last.text += run.text
    else:
        runs.append(run)
