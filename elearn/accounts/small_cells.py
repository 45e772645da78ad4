"""Which counts of people everybody may see: none of fewer than five, nor what tells one. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

SMALLEST = 5

# A dataclass with counts that may be None.
Row = TypeVar("Row", bound=Any)


def hide(rows: Sequence[Row], columns: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of one table with None for the counts that nobody may see.

    `columns` begins with that of everybody the row counts. In each column, when the hidden cells
    are one alone or together fewer than five people, the smallest shown cell is hidden too: else
    the total minus the shown ones would tell it. What is hidden in a column stays hidden in those
    after it, which count some of the same people: else they would tell how many there must be.
    """
    shown = list(rows)
    gone: set[int] = set()
    for name in columns:
        gone = _to_hide(rows, columns[0], name, gone)
        for place in gone:
            hidden: dict[str, Any] = {name: None}
            shown[place] = replace(shown[place], **hidden)
    return tuple(shown)


def _to_hide(rows: Sequence[Any], everybody: str, name: str, gone: set[int]) -> set[int]:
    # Where there is nobody, a nought tells of nobody.
    cells = {place: getattr(row, name) for place, row in enumerate(rows) if getattr(row, everybody)}
    hidden = gone | {place for place, people in cells.items() if people < SMALLEST}
    while hidden and (len(hidden) == 1 or sum(cells[place] for place in hidden) < SMALLEST):
        shown = [place for place in cells if place not in hidden]
        if not shown:
            break
        hidden.add(min(shown, key=lambda place: cells[place]))
    return hidden
