"""Merged cells that tags do not tell: read from the ruling lines around their text.

LibreOffice leaves out how far cells of tables that run from right to left reach across.
"""

from elearn.library.readers.pdf.grids import Grid, Place
from elearn.library.readers.pdf.shapes import Line
from elearn.library.readers.pdf.tags import Element, rows_of


def widen(lines: list[Line], grids: list[Grid]) -> None:
    """Let cells of rows that are too short reach as far as their lines say."""
    places = [place for grid in grids for place in grid.places if place.colspan > 1]
    widths: dict[int, int] = {}
    for line in lines if places else ():
        cell = line.element.within("TD", "TH") if isinstance(line.element, Element) else None
        row = cell.parent if cell is not None else None
        table = row.within("Table") if row is not None else None
        if cell is None or row is None or table is None or cell.colspan > 1:
            continue
        if id(table) not in widths:
            widths[id(table)] = max(map(_width, rows_of(table)), default=0)
        place = _around(line, places)
        if place is not None and _width(row) + place.colspan - 1 <= widths[id(table)]:
            cell.colspan = place.colspan


def _width(row: Element) -> int:
    return sum(cell.colspan for cell in row.children if cell.type in ("TD", "TH"))


def _around(line: Line, places: list[Place]) -> Place | None:
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.y0 + line.box.y1) / 2
    return next((place for place in places if place.box.holds(x, y)), None)
