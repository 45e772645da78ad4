"""Tables of HTML pages."""

from collections.abc import Callable, Iterator
from typing import Any

from elearn.library.readers.model import Block, Cell, Row, Table

WIDEST = 200


def table_of(element: Any, build: Callable[[Any], list[Block]]) -> Table:
    """Return a table; `build` makes the blocks of a cell."""
    table = Table()
    rows = list(_rows(element))
    for at, row in enumerate(rows):
        made = Row(header=row.getparent().tag == "thead")
        cells = [e for e in row if e.tag in ("td", "th")]
        if at == 0 and len(rows) > 1 and cells and all(e.tag == "th" for e in cells):
            made.header = True
        for cell in cells:
            made.cells.append(
                Cell(
                    blocks=build(cell),
                    colspan=_span(cell.get("colspan"), WIDEST),
                    rowspan=_span(cell.get("rowspan"), len(rows) - at),
                    header=cell.tag == "th" or made.header,
                )
            )
        if made.cells:
            table.rows.append(made)
    return table


def _rows(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _span(text: str | None, most: int) -> int:
    digits = (text or "1").strip()
    if digits == "0":
        return most
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 6 else 1
