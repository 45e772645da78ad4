"""Pages of a list: bounded, in a stable order, with one look ahead instead of a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Row, Select

from elearn.core.database import db

MOST_ROWS = 100
MOST_PAGES = 10_000

T = TypeVar("T", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Page:
    """One page of rows. `more` tells whether another follows."""

    rows: Sequence[Any]
    number: int
    more: bool

    @property
    def previous_number(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.more else None


def page_number(text: str | None) -> int:
    """Return the page asked for: 1 unless `text` is a number within bounds."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return 1
    return min(max(int(text), 1), MOST_PAGES)


def paginate(statement: Select[Any], number: int, size: int = 25) -> Page:
    """Run the statement (which must say its order) for one page of rows."""
    size = min(max(size, 1), MOST_ROWS)
    rows: Sequence[Row[Any]] = db.session.execute(
        statement.limit(size + 1).offset((number - 1) * size)
    ).all()
    return Page(rows[:size], number, len(rows) > size)
