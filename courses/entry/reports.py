"""The result of every row of a list, kept as a file: to read in pages, or to take away whole."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from courses.accounting import safe
from courses.entry.judging import Outcome
from courses.entry.reading import Row
from elearn.core import storage
from elearn.core.paging import Page

COLUMNS = ("line", "email", "result", "reason", "due", "note")
Line = list[str]


@dataclass(frozen=True)
class Told:
    """A row of a report."""

    line: str
    email: str
    result: str
    reason: str
    due: str
    note: str


def line_of(row: Row, outcome: Outcome) -> Line:
    """Return the line of a report for a row and what it does."""
    return [str(row.line), row.email, outcome.what, outcome.reason, row.due, row.note]


def written(lines: Iterable[Line]) -> bytes:
    """Return lines as CSV; no cell is one that a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in line] for line in lines)
    return out.getvalue().encode()


def keep(parts: Sequence[bytes]) -> str:
    """Keep a report made of parts and return its key."""
    return storage.put(written([list(COLUMNS)]) + b"".join(parts), ".csv")


def read(key: str) -> Iterator[Told]:
    """Return the rows of a report, one by one."""
    stream = io.StringIO(storage.get(key).decode(), newline="")
    for line in islice(csv.reader(stream), 1, None):
        yield Told(*line)


def page(key: str, number: int, result: str = "", size: int = 50) -> Page:
    """Return one page of the rows of a report, of one result if asked."""
    found = (told for told in read(key) if not result or told.result == result)
    rows = list(islice(found, (number - 1) * size, number * size + 1))
    return Page(rows[:size], number, len(rows) > size)
