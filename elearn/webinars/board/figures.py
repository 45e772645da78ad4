"""What sessions came to: registered, confirmed, attended, and the rate, in several tables. Pure.

A registration is counted, not a person: who came to two sessions counts twice. `attended` is who
was there for the share of a session the webinar asks for, `partly` who was there for less, or for a
time nobody knows. Only sessions that are over count, for others have no attendance yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from elearn.accounts import small_cells

COUNTED = ("registered", "confirmed", "attended", "partly")
# Public: a country is part of a region and a session of a language, so that the larger minus the
# others would tell of a hidden one; webinars are those of an organiser.
PUBLIC = ("session", "region", "gender", "stakeholder")
TABLES = ("webinar", "session", "language", "region", "country", "gender", "stakeholder")


class Counted(NamedTuple):
    """So many registrations that are alike; an empty text says that it is not known."""

    webinar: str
    session: str
    language: str
    region: str
    country: str
    gender: str
    stakeholder: str
    registered: int
    confirmed: int
    attended: int
    partly: int


@dataclass(frozen=True)
class Row:
    """Counts of registrations; None is hidden. `rate` is attended of registered, in percent."""

    code: str
    registered: int | None = 0
    confirmed: int | None = 0
    attended: int | None = 0
    partly: int | None = 0

    @property
    def rate(self) -> float | None:
        """Return the rate to one decimal, halves up; None of nobody or of the hidden."""
        if not self.registered or self.attended is None:
            return None
        return (2000 * self.attended + self.registered) // (2 * self.registered) / 10


@dataclass(frozen=True)
class Figures:
    """The figures of sessions that are over: all together, and by what tables are called.

    `sessions` is how many there were, `people` how many sign-ups their registrations are of, None
    where it is hidden; `ahead` registrations for sessions to come.
    """

    total: Row
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    sessions: int = 0
    people: int | None = 0
    ahead: int | None = 0


def figures(
    counted: Sequence[Counted], *, sessions: int = 0, people: int = 0, ahead: int = 0
) -> Figures:
    """Return the figures of everybody counted; the largest row of a table first."""
    tables = {name: by(name, counted) for name in TABLES}
    return Figures(summed("", counted), tables, sessions, people, ahead)


def by(name: str, counted: Sequence[Counted]) -> tuple[Row, ...]:
    """Return a row for each code of a table."""
    groups: dict[str, list[Counted]] = {}
    for one in counted:
        groups.setdefault(getattr(one, name), []).append(one)
    rows = [summed(code, group) for code, group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (not row.code, -(row.registered or 0), row.code)))


def summed(code: str, counted: Iterable[Counted]) -> Row:
    """Return the row of these counts."""
    rows = list(counted)
    sums: dict[str, Any] = {name: sum(getattr(one, name) for one in rows) for name in COUNTED}
    return Row(code, **sums)


def public(given: Figures) -> Figures:
    """Return what everybody may see: no cell of fewer than five, and none that tells one.

    The rule is `accounts.small_cells`; tables that would tell of each other are left out.
    """
    total = small_cells.hide([given.total], COUNTED)[0]
    tables = {name: small_cells.hide(given.tables[name], COUNTED) for name in PUBLIC}
    few = given.people is not None and 0 < given.people < small_cells.SMALLEST
    hidden: dict[str, Any] = {"people": None} if few or total.registered is None else {}
    return replace(given, total=total, tables=tables, ahead=None, **hidden)
