"""Attendance reports as conferencing systems export them: read into one entry a person.

Knows no database. UTF-8 or UTF-16; comma, semicolon or tab; lines before the table, and further
tables after it, are passed over. Nothing of a file is trusted: rows that cannot be read are
returned with what is wrong with them.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from elearn.programmes.attendance_times import moments_of, seconds_of

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
MOST_PEOPLE = 2_000
LONGEST_CELL = 200

Unusable = Literal["encoding", "no-table", "too-large", "too-many", "empty"]
Problem = Literal["", "nobody", "no-time", "left-before-joined"]

# Words of the heads of columns, folded, in the languages systems export them in.
HEADS: dict[str, frozenset[str]] = {
    kind: frozenset(" ".join(words).split())
    for kind, words in {
        "email": (
            "email emailaddress useremail mail attendeeemail correo correoelectronico courriel",
            "adresseemail электроннаяпочта البريدالإلكتروني 电子邮件 邮箱 用户邮箱",
        ),
        "name": (
            "name fullname participant participantname username displayname attendee attendeename",
            "nameoriginalname nom nomcomplet nombre nombrecompleto имя имяпользователя",
            "الاسم 姓名 名称",
        ),
        "joined": (
            "joined joinedat join jointime firstjoin firstjointime entered arrival heuredarrivee",
            "horadeentrada времявхода 加入时间",
        ),
        "left": (
            "left leftat leave leavetime lastleave lastleavetime exited departure heuredesortie",
            "horadesalida времявыхода 离开时间",
        ),
        "minutes": (
            "minutes minute min duration durationminutes totalduration totaldurationminutes",
            "inmeetingduration timeinsession timeinsessionminutes attendanceduration duree",
            "minutesattended dureeminutes duracion duracionminutos продолжительность المدة 时长",
            "时长分钟",
        ),
    }.items()
}


class FileUnusable(ValueError):
    """Nothing of the file can be used; `reason` says why."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(reason)
        self.reason: Unusable = reason


@dataclass
class Entry:
    """One person of a report: what was written of them, when they were there, in which lines.

    `spans` are seconds since some fixed moment; `seconds` what the report itself counted.
    """

    name: str
    email: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    seconds: int | None = None
    lines: list[int] = field(default_factory=list)
    problem: Problem = ""

    @property
    def usable(self) -> bool:
        """Whether it says of somebody how long they were there."""
        return self.problem != "nobody" and (bool(self.spans) or self.seconds is not None)

    def plain(self) -> dict[str, Any]:
        """Return the entry as values that can be stored."""
        return asdict(self)


def read(content: bytes) -> list[Entry]:
    """Return the people of a report in the order of the file. Raises FileUnusable."""
    if len(content) > MOST_BYTES:
        raise FileUnusable("too-large")
    text = decoded(content)
    if not text.strip():
        raise FileUnusable("empty")
    columns, rows = table_in(text)
    people = joined_people(columns, rows)
    if not people:
        raise FileUnusable("empty")
    if len(people) > MOST_PEOPLE:
        raise FileUnusable("too-many")
    return people


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, with its mark or without."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig"]
    try:
        text = content.decode(encodings[0])
    except UnicodeDecodeError as error:
        raise FileUnusable("encoding") from error
    if "\0" in text:
        raise FileUnusable("encoding")
    return text


def table_in(text: str) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return where the columns stand, and the rows of the table with most of such columns."""
    best: tuple[dict[str, int], list[tuple[int, list[str]]]] | None = None
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


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if reader.line_num > MOST_LINES:
                raise FileUnusable("too-many")
            yield reader.line_num, [" ".join(cell.split())[:LONGEST_CELL] for cell in cells]
    except csv.Error as error:
        raise FileUnusable("no-table") from error


def _until_end(lines: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
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
        kind = next((name for name, heads in HEADS.items() if folded(cell, "") in heads), None)
        if kind:
            found.setdefault(kind, at)
    who = {"email", "name"} & found.keys()
    when = "minutes" in found or {"joined", "left"} <= found.keys()
    return found if who and when else None


def folded(text: str, between: str = " ") -> str:
    """Return a text as it is compared: no case, no accents, no signs, words in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return between.join(re.findall(r"[^\W_]+", kept))


def joined_people(columns: dict[str, int], rows: list[tuple[int, list[str]]]) -> list[Entry]:
    """Return one entry a person: rows with one address, or one name without any, are one."""

    def cell(cells: list[str], kind: str) -> str:
        at = columns.get(kind)
        return cells[at] if at is not None and at < len(cells) else ""

    joined_at = moments_of([cell(cells, "joined") for _, cells in rows])
    left_at = moments_of([cell(cells, "left") for _, cells in rows])
    people: dict[str, Entry] = {}
    for row, (number, cells) in enumerate(rows):
        name, email = cell(cells, "name"), cell(cells, "email").casefold()
        key = email or folded(name) or f"line {number}"
        entry = people.setdefault(key, Entry(name, email))
        entry.name = entry.name or name
        entry.lines.append(number)
        seconds = seconds_of(cell(cells, "minutes"))
        entry.problem = _add(entry, joined_at[row], left_at[row], seconds) or entry.problem
        if not (folded(name) or email):
            entry.problem = "nobody"
    return list(people.values())


def _add(entry: Entry, joined: int | None, left: int | None, seconds: int | None) -> Problem:
    if joined is not None and left is not None:
        if left < joined:
            return "left-before-joined"
        entry.spans.append((joined, left))
    elif seconds is None:
        return "no-time"
    if seconds is not None:
        entry.seconds = (entry.seconds or 0) + seconds
    return ""


def minutes_of(entries: Sequence[Entry], length: int) -> int:
    """Return the whole minutes of one person's entries, no more than the session's.

    Time that two rows both cover counts once; a report that counted less than it shows between
    joining and leaving is believed.
    """
    spans = sorted(span for entry in entries for span in entry.spans)
    covered, until = 0, None
    for start, end in spans:
        start = start if until is None else max(start, until)
        if end > start:
            covered += end - start
            until = end
    stated = sum(entry.seconds or 0 for entry in entries)
    bare = any(not entry.spans for entry in entries)
    if not spans or bare:
        seconds = max(stated, covered)
    else:
        told = all(entry.seconds is not None for entry in entries)
        seconds = min(covered, stated) if told else covered
    return min((seconds + 30) // 60, length)


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
