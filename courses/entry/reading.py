"""Reads a list of people in CSV, whatever program wrote it. Pure: bytes in, rows out, one by one.

UTF-8, UTF-16 and the Western coding of Windows; commas, semicolons or tabs. The first line names
the columns, one of which is the address.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses.entry.errors import FileTooLarge, FileUnreadable

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 100_000
LONGEST_CELL = 1000
DELIMITERS = ",;\t"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What programs and people call the columns, without case, spaces and signs.
NAMES = {
    "email": "email",
    "emailaddress": "email",
    "mail": "email",
    "emails": "email",
    "courriel": "email",
    "correo": "email",
    "correoelectronico": "email",
    "name": "name",
    "fullname": "name",
    "due": "due",
    "duedate": "due",
    "deadline": "due",
    "note": "note",
    "notes": "note",
    "comment": "note",
}
_SIGNS = re.compile(r"[\W_]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """A row of the file. `line` is the line it ends on; `broken` says why it cannot be used."""

    line: int
    email: str
    due: str = ""
    note: str = ""
    broken: str = ""


def decoded(content: bytes) -> str:
    """Return the file as text. Raises FileTooLarge, or FileUnreadable for an unknown coding."""
    if len(content) > LARGEST:
        raise FileTooLarge
    for mark, coding in MARKS.items():
        if content.startswith(mark):
            return _as(content, (coding,))
    # Without a mark, text of two bytes a letter has a zero beside every Latin letter.
    head = content[:400]
    if head.count(0) > len(head) // 3:
        little = head[1::2].count(0) > head[::2].count(0)
        return _as(content, ("utf-16-le" if little else "utf-16-be",))
    return _as(content, ("utf-8", "cp1252"))


def _as(content: bytes, codings: tuple[str, ...]) -> str:
    for coding in codings:
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(
        _("The coding of this file is not known. Save it as “CSV UTF-8” and upload it again.")
    )


def rows(content: bytes) -> Iterator[Row]:
    """Return the rows of a file, one by one; empty lines are none.

    Raises FileTooLarge, or FileUnreadable with a sentence that says what is wrong and where:
    before the first row for its coding and its columns, later for quotation marks that do not pair
    and for more than 100,000 rows.
    """
    text = decoded(content)
    first, _end, rest = text.partition("\n")
    delimiter = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[-1], rest
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter or delimiter_of(text), strict=True)
    records = _records(reader)
    header = next(records, None)
    columns = _columns(header[1] if header else [])
    for count, (line, cells) in enumerate(records, start=1):
        if count > MOST_ROWS:
            raise FileUnreadable(
                _("The list has more than 100,000 rows. Split it into several lists.")
            )
        yield _row(line, cells, columns, len(header[1]) if header else 0)


def delimiter_of(text: str) -> str:
    """Return the sign that separates cells: the one the first line has most of."""
    first = next((line for line in text[:10_000].splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _records(reader: Any) -> Iterator[tuple[int, list[str]]]:
    start = 1
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise FileUnreadable(
                _(
                    "The quotation marks in line %(line)s do not pair, so the rows after it cannot"
                    " be told apart. Correct that line and upload the file again.",
                    line=start,
                )
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = NAMES.get(_SIGNS.sub("", cell.casefold().replace("ó", "o")))
        if name:
            if name in found:
                raise FileUnreadable(
                    _("The first line names the column “%(name)s” twice.", name=name)
                )
            found[name] = place
    if "email" not in found:
        raise FileUnreadable(
            _(
                "The first line must name the columns, and one of them must be “email”. The"
                " others may be “name”, “due” (a date such as 2026-12-31) and “note”."
            )
        )
    return found


def _row(line: int, cells: list[str], columns: dict[str, int], width: int) -> Row:
    def cell(name: str) -> str:
        place = columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    broken = ""
    if any(extra.strip() for extra in cells[width:]):
        broken = _("There are more cells than the first line names.")
    elif any(len(one) > LONGEST_CELL for one in cells):
        broken = _("A cell is longer than 1000 letters.")
    elif any(_CONTROLS.search(one) for one in cells):
        broken = _("There are signs in it that no text has.")
    email, due, note = (
        _CONTROLS.sub("", cell(name))[:LONGEST_CELL] for name in ("email", "due", "note")
    )
    return Row(line, email, due, note, broken)
