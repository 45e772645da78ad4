"""Attendance reports as conferencing systems export them: read into one entry a person.

Knows no database. Zoom (participants, unique people, webinars), Teams (three sections, the flat
list, the list of joinings and leavings), Webex, Google Meet, BigBlueButton (dashboard as a table or
as data, events), and every table with names or addresses and minutes. UTF-8 or UTF-16; comma,
semicolon or tab; lines before the table, and further tables after it, are passed over. Nothing of
a file is trusted: rows that cannot be read are returned with what is wrong with them.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from elearn.webinars.attendance import attendance_times as times
from elearn.webinars.attendance.attendance_heads import BOTS, HEADS, HOSTS, JOINED, NO, YES, folded

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
MOST_PEOPLE = 2_000
LONGEST_CELL = 200
# So many columns of a table are looked at.
MOST_COLUMNS = 100
DAY = 24 * 3600

Unusable = Literal["encoding", "no-table", "too-large", "too-many", "empty"]
Problem = Literal["", "nobody", "no-time", "left-before-joined"]
Row = tuple[int, list[str]]


class FileUnusable(ValueError):
    """Nothing of the file can be used; `reason` says why."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(reason)
        self.reason: Unusable = reason


@dataclass
class Entry:
    """One person of a report: what was written of them, when they were there, in which lines.

    `spans` are seconds since `attendance_times.START`; `seconds` what the report itself counted.
    `mark` is the name we gave the person with the provider; `part` "host" or "bot", else empty.
    """

    name: str
    email: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    seconds: int | None = None
    lines: list[int] = field(default_factory=list)
    problem: Problem = ""
    mark: str = ""
    part: str = ""

    @property
    def usable(self) -> bool:
        """Whether it says of somebody how long they were there."""
        return self.problem != "nobody" and (bool(self.spans) or self.seconds is not None)

    def plain(self) -> dict[str, Any]:
        """Return the entry as values that can be stored."""
        return asdict(self)


@dataclass(frozen=True)
class Moment:
    """When the session began, and in which zone: what days and hours of a file are read by."""

    start: datetime
    zone: ZoneInfo

    @property
    def there(self) -> datetime:
        return self.start.astimezone(self.zone)


def read(content: bytes, session: Moment | None = None) -> list[Entry]:
    """Return the people of a report in the order of the file. Raises FileUnusable.

    With the moment of the session, spans are in UTC; without, by the clocks of the file.
    """
    if len(content) > MOST_BYTES:
        raise FileUnusable("too-large")
    text = decoded(content)
    if not text.strip():
        raise FileUnusable("empty")
    return checked(joined_people(*table_in(text), session))


def checked(people: list[Entry]) -> list[Entry]:
    """Return the people. Raises FileUnusable for nobody, and for too many."""
    if not people:
        raise FileUnusable("empty")
    if len(people) > MOST_PEOPLE:
        raise FileUnusable("too-many")
    return people


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, with its mark or without."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in content[:200]:
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileUnusable("encoding") from error
    if "\0" in text:
        raise FileUnusable("encoding")
    return text


def table_in(text: str) -> tuple[dict[str, int], list[Row]]:
    """Return where the columns stand, and the rows of the table with most of such columns."""
    best: tuple[dict[str, int], list[Row]] | None = None
    for delimiter in ",;\t":
        lines = list(_lines(text, delimiter))
        for at, (_number, cells) in enumerate(lines):
            columns = columns_in(cells)
            # A summary of the meeting above it may have an address and a length, too.
            if columns and (best is None or len(columns) > len(best[0])):
                best = columns, list(_until_end(lines[at + 1 :]))
    if best is None:
        raise FileUnusable("no-table")
    return best


def _lines(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if reader.line_num > MOST_LINES:
                raise FileUnusable("too-many")
            yield reader.line_num, [_cell(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise FileUnusable("no-table") from error


def _cell(text: str) -> str:
    # Webex writes ="..." so that spreadsheets leave moments alone.
    formula = re.fullmatch(r'\s*="(.*)"\s*', text[: 2 * LONGEST_CELL], re.S)
    return " ".join((formula.group(1) if formula else text).split())[:LONGEST_CELL]


def _until_end(lines: list[Row]) -> Iterator[Row]:
    # Some systems put a summary, the people and every coming and going into one file.
    for number, cells in lines:
        filled = [cell for cell in cells if cell]
        if not filled or (len(filled) == 1 and re.match(r"\d+\. ", filled[0])):
            return
        yield number, cells


def columns_in(cells: Sequence[str]) -> dict[str, int] | None:
    """Return which column holds what, or None when this is no head of such a table."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        head = folded(cell, "")
        kind = next((name for name, heads in HEADS.items() if head in heads), None)
        if kind:
            found.setdefault(kind, at)
    who = {"email", "name", "first"} & found.keys()
    when = (
        "minutes" in found
        or {"joined", "left"} <= found.keys()
        or {"action", "moment"} <= found.keys()
    )
    return found if who and when else None


def joined_people(
    columns: dict[str, int], rows: list[Row], session: Moment | None = None
) -> list[Entry]:
    """Return one entry a person: rows with one address, or one name without any, are one."""
    rows = [row for row in rows if not _passed_over(row[1], columns)]
    joined_at, left_at = _spans(columns, rows, session)
    people: dict[str, Entry] = {}
    for row, (number, cells) in enumerate(rows):
        name, email = _name(cells, columns), _at(cells, columns, "email").casefold()
        mark = _at(cells, columns, "mark")
        key = email or mark or folded(name) or f"line {number}"
        entry = people.setdefault(key, Entry(name, email, mark=mark))
        entry.name = entry.name or name
        entry.lines.append(number)
        entry.part = part_of(name, _at(cells, columns, "role")) or entry.part
        seconds = times.seconds_of(_at(cells, columns, "minutes"))
        entry.problem = _add(entry, joined_at[row], left_at[row], seconds) or entry.problem
        if not (folded(name) or email):
            entry.problem = "nobody"
    return list(people.values())


def _at(cells: list[str], columns: dict[str, int], kind: str) -> str:
    at = columns.get(kind)
    return cells[at] if at is not None and at < len(cells) else ""


def _name(cells: list[str], columns: dict[str, int]) -> str:
    name = _at(cells, columns, "name")
    return name or f"{_at(cells, columns, 'first')} {_at(cells, columns, 'last')}".strip()


def _passed_over(cells: list[str], columns: dict[str, int]) -> bool:
    # Waiting to be let in is not being there; a webinar's list names who never came, too.
    waiting = folded(_at(cells, columns, "waiting"), "") in YES
    return waiting or folded(_at(cells, columns, "attended"), "") in NO


def part_of(name: str, role: str) -> str:
    """Return "host" or "bot" for who is no participant, as far as the report shows it."""
    words = f" {folded(name)} "
    if any(f" {bot} " in words for bot in BOTS):
        return "bot"
    return "host" if folded(role, "") in HOSTS else ""


def _spans(
    columns: dict[str, int], rows: list[Row], session: Moment | None
) -> tuple[list[int | None], list[int | None]]:
    near = session.there if session else None
    written = [[_at(cells, columns, kind) for _, cells in rows] for kind in ("joined", "left")]
    if {"action", "moment"} <= columns.keys():
        written = _paired(columns, rows)
    joined, left = (times.moments_of(texts, near) for texts in written)
    # Hours without a day: who came before midnight may leave after it.
    joined, left = joined, _after_midnight(joined, left, written[0])
    if session is None:
        return joined, left
    known = [one for one in joined if one is not None]
    in_utc = times.says_utc(written[0])
    shift = times.shift_of(known, session.start, session.zone, in_utc)
    return _moved(joined, shift), _moved(left, shift)


def _after_midnight(
    joined: list[int | None], left: list[int | None], texts: list[str]
) -> list[int | None]:
    hours_only = all(":" in text[:3] for text in map(times.plain, texts) if text)
    if not hours_only:
        return left
    pairs = zip(joined, left, strict=True)
    return [
        end + DAY if start is not None and end is not None and end + DAY // 2 < start else end
        for start, end in pairs
    ]


def _moved(moments: list[int | None], by: timedelta) -> list[int | None]:
    seconds = int(by.total_seconds())
    return [one if one is None else one + seconds for one in moments]


def _paired(columns: dict[str, int], rows: list[Row]) -> list[list[str]]:
    """Return the moments of joining and of leaving, each at the row where somebody joined.

    A list of joinings and leavings made before the end lacks the last leaving: such a row says
    nothing of how long.
    """
    joined, left = [""] * len(rows), [""] * len(rows)
    open_at: dict[str, int] = {}
    for at, (_number, cells) in enumerate(rows):
        key = folded(_name(cells, columns))
        moment = _at(cells, columns, "moment")
        action = _at(cells, columns, "action").casefold()
        if any(word in action for word in JOINED):
            joined[at] = moment
            open_at.setdefault(key, at)
        elif key in open_at:
            left[open_at.pop(key)] = moment
    return [joined, left]


def _add(entry: Entry, joined: int | None, left: int | None, seconds: int | None) -> Problem:
    if joined is not None and left is not None:
        if left < joined:
            return "left-before-joined"
        entry.spans.append((joined, left))
    elif seconds is None:
        # A later row of the same person may say nothing: what is known of them stays.
        return "" if entry.usable else "no-time"
    if seconds is not None:
        entry.seconds = (entry.seconds or 0) + seconds
    return ""


def covered(spans: Sequence[tuple[int, int]]) -> int:
    """Return the seconds that spans cover; what two of them cover counts once."""
    total, until = 0, None
    for start, end in sorted(spans):
        start = start if until is None else max(start, until)
        if end > start:
            total += end - start
            until = end
    return total


def minutes_of(entries: Sequence[Entry], length: int) -> int:
    """Return the whole minutes of one person's entries, no more than the session's.

    Time that two rows both cover counts once; a report that counted less than it shows between
    joining and leaving is believed.
    """
    return min((seconds_there(entries) + 30) // 60, length)


def seconds_there(entries: Sequence[Entry]) -> int:
    """Return the seconds of one person's entries."""
    spans = [span for entry in entries for span in entry.spans]
    stated = sum(entry.seconds or 0 for entry in entries)
    bare = any(not entry.spans for entry in entries)
    if not spans or bare:
        return max(stated, covered(spans))
    told = all(entry.seconds is not None for entry in entries)
    return min(covered(spans), stated) if told else covered(spans)


def matched(
    entries: Sequence[Entry], people: Sequence[tuple[int, str, str]]
) -> list[tuple[int | None, str]]:
    """Return for each entry (place id, how): by address, else by a name only one person has.

    `people` are (place id, name, address). How: "address", "name", "ambiguous", "unknown".
    """
    by_address = {email.casefold(): place for place, _name, email in people}
    by_name = _only(people, lambda name: _sorted_words(name))
    found: list[tuple[int | None, str]] = []
    for entry in entries:
        words = _sorted_words(entry.name)
        if entry.email and entry.email in by_address:
            found.append((by_address[entry.email], "address"))
        elif words and words in by_name:
            place = by_name[words]
            found.append((place, "name") if place is not None else (None, "ambiguous"))
        else:
            found.append((None, "unknown"))
    return found


def _sorted_words(name: str) -> str:
    # Family name first or last, with or without what stands in brackets.
    return " ".join(sorted(folded(re.sub(r"\([^)]*\)", " ", name)).split()))


def _only(
    people: Sequence[tuple[int, str, str]], key: Callable[[str], str]
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for place, name, _email in people:
        words = key(name)
        found[words] = None if words in found else place
    return found
