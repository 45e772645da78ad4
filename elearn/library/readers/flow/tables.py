"""Data tables of the model: header rows, spans, cells with their blocks."""

from collections.abc import Callable

from elearn.library.readers.flow.raw import Raw, RawCell, RawRow, RawTable
from elearn.library.readers.model import Block, Cell, Row, Table

HEADER_TEXT = 120


def table_of(raw: RawTable, build: Callable[[list[Raw]], list[Block]]) -> Table:
    """Return the table; `build` makes the blocks of a cell."""
    table = Table(anchors=list(raw.anchors), dir="rtl" if raw.rtl else "")
    headers = _header_rows(raw)
    for at, row in enumerate(raw.rows):
        made = Row(header=at < headers)
        for cell in row.cells:
            blocks = build(cell.blocks)
            span, down = cell.colspan, min(cell.rowspan, len(raw.rows) - at)
            made.cells.append(Cell(blocks=blocks, colspan=span, rowspan=down, header=made.header))
        table.rows.append(made)
    _drop_empty_edges(table)
    return table


def _header_rows(raw: RawTable) -> int:
    declared = 0
    for row in raw.rows:
        if not row.header:
            break
        declared += 1
    if 0 < declared < len(raw.rows):
        return declared
    if len(raw.rows) > 1 and _looks_like_header(raw.rows[0], raw.rows[1], raw.first_row):
        return max((cell.rowspan for cell in raw.rows[0].cells), default=1)
    return 0


def _looks_like_header(first: RawRow, second: RawRow, declared: bool) -> bool:
    cells = [cell for cell in first.cells if cell.paragraphs()]
    if len(cells) < 2 or len(cells) < len(first.cells) - 1:
        return False
    if any(sum(len(p.text) for p in cell.paragraphs()) > HEADER_TEXT for cell in cells):
        return False
    bold = all(_bold(cell) for cell in cells)
    below = [cell for cell in second.cells if cell.paragraphs()]
    stands_out = bold and not all(_bold(cell) for cell in below)
    filled = all(cell.filled for cell in cells) and not all(cell.filled for cell in below)
    return stands_out or filled or (declared and bold)


def _bold(cell: RawCell) -> bool:
    return all(p.bold for p in cell.paragraphs())


def _drop_empty_edges(table: Table) -> None:
    """Columns that exist only to keep the grid in step, before or after all text, are kept:
    their absence would shift the others; rows without any cell are not."""
    table.rows = [row for row in table.rows if row.cells]
