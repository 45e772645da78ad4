"""Tables as they stand in the file: rows, cells, spans and borders."""

from collections.abc import Callable, Iterator
from typing import Any

from elearn.library.readers.docx.names import VAL, W, flag, hexadecimal, val, whole
from elearn.library.readers.docx.styles import Styles
from elearn.library.readers.flow.raw import Raw, RawCell, RawPara, RawRow, RawTable

THROUGH = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
NO_LINE = frozenset({"nil", "none", ""})
WIDEST = 200
SIDES = ("top", "left", "bottom", "right", "start", "end")


def read_table(element: Any, styles: Styles, cell_blocks: Callable[[Any], list[Raw]]) -> RawTable:
    """Return a table; `cell_blocks` reads what is in a cell."""
    table = RawTable()
    properties = element.find(W + "tblPr")
    if properties is not None:
        table.first_row = _first_row(properties)
        table.bordered = _lined(properties.find(W + "tblBorders")) or styles.table_is_lined(
            val(properties, "tblStyle")
        )
        table.rtl = bool(flag(properties, "bidiVisual"))
    table.anchors = _bookmarks(element)
    for row in _of(element, "tr"):
        table.anchors += _bookmarks(row)
        read = _row(row, cell_blocks)
        if read.cells:
            table.rows.append(read)
    _merge_down(table)
    return table


def _bookmarks(element: Any) -> list[str]:
    """Return the bookmarks that stand between rows or cells."""
    return [mark.get(W + "name", "") for mark in element.iterchildren(W + "bookmarkStart")]


def _of(element: Any, name: str) -> Iterator[Any]:
    """Yield rows or cells, also those wrapped in content controls."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in THROUGH:
            yield from _of(child, name)


def _first_row(properties: Any) -> bool:
    looks = properties.find(W + "tblLook")
    if looks is None:
        return False
    said = looks.get(W + "firstRow")
    if said is not None:
        return str(said) in ("1", "true", "on")
    return bool(hexadecimal(looks.get(VAL)) & 0x0020)


def _lined(borders: Any) -> bool:
    if borders is None:
        return False
    sides = [borders.find(W + side) for side in SIDES]
    return sum(s is not None and s.get(VAL, "") not in NO_LINE for s in sides) >= 2


def _row(element: Any, cell_blocks: Callable[[Any], list[Raw]]) -> RawRow:
    row = RawRow()
    properties = element.find(W + "trPr")
    column = 0
    if properties is not None:
        if properties.find(W + "del") is not None:
            return row
        row.header = bool(flag(properties, "tblHeader"))
        before = min(whole(val(properties, "gridBefore")) or 0, WIDEST)
        if before > 0:
            row.cells.append(RawCell(colspan=before))
            column = before
    for cell in _of(element, "tc"):
        column = _cell(cell, row, column, cell_blocks)
    return row


def _cell(element: Any, row: RawRow, column: int, cell_blocks: Callable[[Any], list[Raw]]) -> int:
    properties = element.find(W + "tcPr")
    cell = RawCell(column=column)
    if properties is not None:
        cell.colspan = max(1, min(whole(val(properties, "gridSpan")) or 1, WIDEST))
        merge = properties.find(W + "vMerge")
        if merge is not None:
            cell.merge = merge.get(VAL, "continue")
        cell.filled = _filled(properties.find(W + "shd"))
        cell.bordered = _lined(properties.find(W + "tcBorders"))
    cell.blocks = cell_blocks(element)
    sideways = None if properties is None else val(properties, "hMerge")
    if sideways in ("", "continue") and row.cells:
        row.cells[-1].colspan += cell.colspan
        row.cells[-1].blocks += cell.blocks
    else:
        row.cells.append(cell)
    return column + cell.colspan


def _filled(shading: Any) -> bool:
    if shading is None:
        return False
    fill = str(shading.get(W + "fill", "auto")).upper()
    themed = shading.get(W + "themeFill") not in (None, "background1")
    return fill not in ("AUTO", "FFFFFF", "") or themed


def _merge_down(table: RawTable) -> None:
    """Turn Word's chains of merged cells into row spans; what they hold goes to the first."""
    above: dict[int, RawCell] = {}
    for row in table.rows:
        kept: list[RawCell] = []
        for cell in row.cells:
            first = above.get(cell.column)
            if cell.merge == "continue" and first is not None and first.colspan == cell.colspan:
                first.rowspan += 1
                first.blocks += [b for b in cell.blocks if _shows(b)]
                continue
            kept.append(cell)
            for at in range(cell.column, cell.column + cell.colspan):
                above.pop(at, None)
            if cell.merge in ("restart", "continue"):
                above[cell.column] = cell
        row.cells = kept


def _shows(block: Raw) -> bool:
    return not isinstance(block, RawPara) or bool(block.text or block.figures or block.boxes)
