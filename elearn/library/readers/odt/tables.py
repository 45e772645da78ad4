"""Tables as they stand in the file: rows, cells, spans and borders."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from elearn.library.readers.flow.raw import Raw, RawCell, RawPara, RawRow, RawTable
from elearn.library.readers.odt.context import Context
from elearn.library.readers.odt.names import TABLE, count
from elearn.library.readers.odt.notices import all_text

GROUPS = frozenset({TABLE + "table-rows", TABLE + "table-row-group", TABLE + "table-header-rows"})
WIDEST = 200
REPEATED_TEXT = 200
HIDDEN = ("collapse", "filter")
ReadCell = Callable[[Iterable[Any]], list[Raw]]


def read_table(element: Any, context: Context, cell_blocks: ReadCell) -> RawTable:
    """Return a table; `cell_blocks` reads what is in a cell."""
    table = RawTable(rtl=context.styles.table_rtl(element.get(TABLE + "style-name")))
    covers: dict[int, RawCell] = {}
    for row, header in _rows(element, False):
        if row.get(TABLE + "visibility") in HIDDEN:
            context.ledger.drop("hidden", all_text(row), context.index)
            continue
        made = RawRow(header=header)
        _row(row, made, context, cell_blocks, covers)
        if made.cells:
            table.rows.append(made)
        elif row.find(TABLE + "covered-table-cell") is not None and table.rows:
            _shorten(covers)
    cells = [cell for row in table.rows for cell in row.cells]
    table.bordered = bool(cells) and 2 * sum(cell.bordered for cell in cells) > len(cells)
    return table


def _shorten(covers: dict[int, RawCell]) -> None:
    """A row that only goes on with the cells above is no row: they are one shorter."""
    for cell in {id(cell): cell for cell in covers.values()}.values():
        if cell.rowspan > 1:
            cell.rowspan -= 1


def _rows(element: Any, header: bool) -> Iterator[tuple[Any, bool]]:
    for child in element:
        if child.tag == TABLE + "table-row":
            shown = bool(all_text(child).strip())
            for _ in range(_repeated(child, "number-rows-repeated") if shown else 1):
                yield child, header
        elif child.tag in GROUPS:
            yield from _rows(child, header or child.tag == TABLE + "table-header-rows")


def _row(
    element: Any,
    row: RawRow,
    context: Context,
    cell_blocks: ReadCell,
    covers: dict[int, RawCell],
) -> None:
    column = 0
    for child in element:
        if child.tag == TABLE + "table-cell":
            for _ in range(_repeated(child, "number-columns-repeated")):
                cell = _cell(child, context, cell_blocks, column)
                row.cells.append(cell)
                for at in range(column, column + cell.colspan):
                    covers[at] = cell
                column += 1
        elif child.tag == TABLE + "covered-table-cell":
            hidden = [b for b in cell_blocks(child) if _shows(b)]
            if hidden and column in covers:
                covers[column].blocks += hidden
            column += count(child.get(TABLE + "number-columns-repeated"), 1, WIDEST) or 1


def _repeated(element: Any, name: str) -> int:
    """Return how often a cell or row stands there; long ones once, whatever the file says."""
    times = count(element.get(TABLE + name), 1, WIDEST) or 1
    return times if times == 1 or len(all_text(element)) <= REPEATED_TEXT else 1


def _cell(element: Any, context: Context, cell_blocks: ReadCell, column: int) -> RawCell:
    cell = RawCell(column=column)
    cell.colspan = count(element.get(TABLE + "number-columns-spanned"), 1, WIDEST) or 1
    cell.rowspan = count(element.get(TABLE + "number-rows-spanned"), 1) or 1
    cell.bordered, cell.filled = context.styles.cell(element.get(TABLE + "style-name"))
    cell.blocks = cell_blocks(element)
    return cell


def _shows(block: Raw) -> bool:
    return not isinstance(block, RawPara) or bool(block.text or block.figures or block.boxes)
