"""Tables that only place things on the page are taken apart; boxes and data tables stay."""

import re

from elearn.library.readers.flow.raw import Raw, RawBox, RawCell, RawPara, RawRow, RawTable
from elearn.library.readers.ledger import Ledger

LABEL_LENGTH = 80
LABEL_SHARE = 0.4
BOX_ROWS = 3
BOX_PARAGRAPHS = 40
NUMBER_ONLY = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxl]{1,5})[.)]?$", re.IGNORECASE)


def unfold(raws: list[Raw], ledger: Ledger) -> list[Raw]:
    """Return the blocks with layout tables replaced by what is in them, in reading order.

    The ledger is told how many tables were laid out so, or are boxes.
    """
    result: list[Raw] = []
    for raw in raws:
        if isinstance(raw, RawTable):
            unfolded = _table(raw, ledger)
            _account(unfolded, ledger)
            _pass_anchors(raw.anchors, unfolded)
            _pass_place(raw.follows, unfolded)
            result.extend(unfolded)
        else:
            if isinstance(raw, RawPara):
                raw.boxes = [unfold(box, ledger) for box in raw.boxes]
            result.append(raw)
    return result


def _account(unfolded: list[Raw], ledger: Ledger) -> None:
    if any(isinstance(raw, RawBox) for raw in unfolded):
        ledger.counts_out["tables-as-boxes"] += 1
    elif not any(isinstance(raw, RawTable) for raw in unfolded):
        ledger.counts_out["tables-for-layout"] += 1


def _pass_anchors(anchors: list[str], raws: list[Raw]) -> None:
    if anchors and raws and raws[0].anchors is not anchors:
        raws[0].anchors = [*anchors, *raws[0].anchors]


def _pass_place(follows: int, raws: list[Raw]) -> None:
    """What stood in a table in an item of a list still stands in the item."""
    for raw in raws if follows else ():
        if isinstance(raw, RawPara | RawTable) and not (isinstance(raw, RawPara) and raw.number):
            raw.follows = follows


def _table(table: RawTable, ledger: Ledger) -> list[Raw]:
    parts = _split(table)
    if len(parts) > 1:
        return [raw for part in parts for raw in _table(part, ledger)]
    kind = kind_of(table)
    if kind == "data":
        _as_data(table)
        return [table]
    if kind == "box":
        inside = [b for row in table.rows for cell in row.cells for b in cell.blocks]
        blocks = unfold(inside, ledger)
        return [RawBox(blocks, table.index, table.page)]
    result: list[Raw] = []
    for row in table.rows:
        labelled = len(row.cells) == 2 and _is_label(row.cells[0])
        for at, cell in enumerate(row.cells):
            blocks = unfold(cell.blocks, ledger)
            if labelled and at == 0:
                _mark_labels(blocks)
            result.extend(blocks)
    return result


def _mark_labels(blocks: list[Raw]) -> None:
    for block in blocks:
        if isinstance(block, RawPara) and block.text and not block.level and not block.role:
            block.role = "label"


def _split(table: RawTable) -> list[RawTable]:
    """Cut a table at rows that hold nothing but a heading across its whole width."""
    if len(table.rows) < 2 or all(len(row.cells) == 1 for row in table.rows):
        return [table]
    groups: list[list[RawRow]] = [[]]
    for row in table.rows:
        if _heading_row(row):
            groups += [[row], []]
        else:
            groups[-1].append(row)
    filled = [group for group in groups if group]
    if len(filled) < 2:
        return [table]
    return [
        RawTable(group, table.first_row and not at, table.bordered, table.rtl, table.index)
        for at, group in enumerate(filled)
    ]


def _heading_row(row: RawRow) -> bool:
    shown = [cell for cell in row.cells if cell.paragraphs()]
    if len(shown) != 1 or len(row.cells) > 1 or shown[0].rowspan > 1:
        return False
    return all(p.level for p in shown[0].paragraphs())


def kind_of(table: RawTable) -> str:
    """Tell layout, box or data."""
    cells = [cell for row in table.rows for cell in row.cells]
    columns = max((len(row.cells) for row in table.rows), default=0)
    headings = sum(any(p.level for p in cell.paragraphs()) for cell in cells)
    framed = table.bordered or any(cell.bordered or cell.filled for cell in cells)
    if columns <= 1:
        return _single_column(table, cells, headings, framed)
    nested = any(isinstance(block, RawTable) for cell in cells for block in cell.blocks)
    if columns == 2 and (headings or nested):
        return "layout"
    if headings and (_paragraphs_each(cells) >= 3 or _one_shown(cells)):
        return "layout"
    if len(table.rows) == 1 and not framed:
        return "layout"
    if columns == 2 and not any(row.header for row in table.rows) and _labelled(table):
        return "layout"
    return "data"


def _single_column(table: RawTable, cells: list[RawCell], headings: int, framed: bool) -> str:
    paragraphs = sum(len(cell.paragraphs()) for cell in cells)
    if framed and not headings and len(table.rows) <= BOX_ROWS and paragraphs <= BOX_PARAGRAPHS:
        return "box"
    return "layout"


def _one_shown(cells: list[RawCell]) -> bool:
    """A single cell that shows anything, a heading in it, makes no table."""
    return sum(bool(cell.paragraphs()) for cell in cells) == 1


def _paragraphs_each(cells: list[RawCell]) -> float:
    shown = [len(cell.paragraphs()) for cell in cells if cell.paragraphs()]
    return sum(shown) / len(shown) if shown else 0.0


def _is_label(cell: RawCell) -> bool:
    text = " ".join(p.text for p in cell.paragraphs())
    return 0 < len(text) <= LABEL_LENGTH and len(cell.paragraphs()) <= 2


def _labelled(table: RawTable) -> bool:
    """Two columns, a short label and a text of several paragraphs beside it."""
    rows = [row for row in table.rows if len(row.cells) == 2]
    if not rows:
        return False
    both = sum(_is_label(row.cells[0]) and len(row.cells[1].paragraphs()) > 1 for row in rows)
    return both >= LABEL_SHARE * len(rows)


def _as_data(table: RawTable) -> None:
    """Inside a data table nothing is a heading of the document."""
    for row in table.rows:
        for cell in row.cells:
            for p in cell.paragraphs():
                p.level = 0
            cell.blocks = [_nested(block) for block in cell.blocks]


def _nested(block: Raw) -> Raw:
    if isinstance(block, RawTable):
        _as_data(block)
    return block
