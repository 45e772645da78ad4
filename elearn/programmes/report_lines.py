"""The people of an attendance report and who each was found to be, before it is written."""

from dataclasses import dataclass
from typing import Any

from elearn.programmes import attendance
from elearn.programmes.session_models import AttendanceImport, ClassSession
from elearn.webinars.attendance import attendance_files as files


@dataclass
class Line:
    """One person of a report. `place` is the row of whom it is; `typed`: who it is, by hand."""

    position: int
    entry: files.Entry
    minutes: int | None
    found: str
    place: Any
    typed: str = ""
    missing: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether it is to be given to somebody, or left out."""
        return self.place is None and self.minutes is not None


def lines_of(kept: AttendanceImport, session: ClassSession, people: Any) -> list[Line]:
    """Return the lines of a report with whom each was found to be among people with addresses."""
    entries = attendance.entries_in(kept)
    places = {row.id: row for row in people}
    lines = []
    for position, (entry, (place, found)) in enumerate(
        zip(entries, files.matched(entries, known(people)), strict=True)
    ):
        minutes = files.minutes_of([entry], session.minutes) if entry.usable else None
        lines.append(Line(position, entry, minutes, found, places.get(place or 0)))
    return lines


def known(people: Any) -> list[tuple[int, str, str]]:
    """Return place, name and address of everybody who still has a name."""
    return [(row.id, row.name, row.email) for row in people if row.name]


def find_by_hand(lines: list[Line], people: Any) -> bool:
    """Give lines to whom `typed` names: the number of a place, an address or a name.

    Returns False when some cannot be found: they are marked as missing, and nobody is given.
    """
    numbers = {str(row.number): row for row in people}
    places = {row.id: row for row in people}
    found: dict[int, Any] = {}
    for line in lines:
        if line.typed:
            number, point, _rest = line.typed.partition(".")
            named = files.Entry(line.typed, line.typed.casefold())
            place = files.matched([named], known(people))[0][0]
            found[line.position] = numbers.get(number) if point else places.get(place or 0)
    complete = all(found.values())
    for line in lines:
        if line.position in found:
            line.missing = not found[line.position]
            line.place = found[line.position] if complete else None
    return complete
