"""What a row of a list would do: a pure rule, asked when a list is tried and when it is done."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from flask_babel import gettext as _

from courses.entry.reading import Row
from elearn.accounts.addresses import normalised_email

What = Literal["enrolled", "invited", "changed", "unchanged", "refused"]
WHATS: tuple[What, ...] = ("enrolled", "invited", "changed", "unchanged", "refused")
FURTHEST = timedelta(days=3653)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@lru_cache(maxsize=4096)
def address_of(text: str) -> str | None:
    """Return what is written as an address, in its one written form; asked twice of each row."""
    return normalised_email(text)


@dataclass(frozen=True)
class Account:
    """An account as far as lists are concerned; `usable` says that its address is confirmed."""

    id: int
    name: str
    usable: bool
    suspended: bool


@dataclass(frozen=True)
class Known:
    """What is known of the people of a batch of rows.

    `on` holds, for whoever is or was on the course, whether they are and when it is due;
    `invited` the addresses with an open or accepted invitation; `members` those of the cohort.
    """

    accounts: dict[str, Account]
    on: dict[int, tuple[bool, datetime | None]] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    members: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What a row does, and why; the facts with which it is done."""

    what: What
    reason: str = ""
    email: str = ""
    account: Account | None = None
    due_at: datetime | None = None


@dataclass
class Judge:
    """Judges the rows of one list in their order. `free` counts down the places, if limited."""

    mode: str
    zone: tzinfo
    today: date
    for_cohort: bool = False
    free: int | None = None
    seen: dict[str, int] = field(default_factory=dict)

    def judge(self, row: Row, known: Known) -> Outcome:
        """Return what the row does. Needs nothing but what it is given."""
        before = self.passed(row)
        if row.broken:
            return Outcome("refused", row.broken)
        email = address_of(row.email)
        if email is None:
            return Outcome("refused", _("This is no e-mail address."))
        if before:
            return Outcome("refused", _("The address stands in line %(line)s, too.", line=before))
        due_at, problem = self.due(row.due)
        if problem:
            return Outcome("refused", problem)
        return self._person(email, due_at, known)

    def passed(self, row: Row) -> int | None:
        """Note the address of a row; return the line where it stood before, if it did."""
        key = row.email.casefold()
        before = self.seen.get(key)
        self.seen.setdefault(key, row.line)
        return before

    def due(self, text: str) -> tuple[datetime | None, str]:
        """Return the end of the day that is written, and what is wrong with it."""
        if not text:
            return None, ""
        try:
            day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            return None, str(_("Write the date as year, month and day, such as 2026-12-31."))
        if not self.today <= day <= self.today + FURTHEST:
            return None, str(_("The date is over, or more than ten years away."))
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC), ""

    def _person(self, email: str, due_at: datetime | None, known: Known) -> Outcome:
        account = known.accounts.get(email)
        if account is not None and account.suspended:
            return Outcome("refused", _("The account is suspended."), email)
        if account is None or not account.usable:
            return self._stranger(email, due_at, known)
        if self.for_cohort:
            there = account.id in known.members
            return Outcome("unchanged" if there else "enrolled", "", email, account)
        return self._account(email, account, due_at, known)

    def _stranger(self, email: str, due_at: datetime | None, known: Known) -> Outcome:
        if self.for_cohort:
            reason = _("Nobody with an account has this address. A cohort holds accounts only.")
            return Outcome("refused", reason, email)
        if email in known.invited:
            return Outcome("unchanged", _("Was invited before."), email)
        return Outcome("invited", "", email, None, due_at)

    def _account(
        self, email: str, account: Account, due_at: datetime | None, known: Known
    ) -> Outcome:
        on = known.on.get(account.id)
        if on is None:
            return self._needing_a_place("enrolled", "", email, account, due_at)
        active, due_now = on
        if not active and self.mode == "update":
            reason = _("Left the course before and is brought back.")
            return self._needing_a_place("changed", reason, email, account, due_at)
        if not active:
            return Outcome("unchanged", _("Left the course; only an update brings back."), email)
        if self.mode == "update" and due_at is not None and due_at != due_now:
            return Outcome("changed", _("The date is another."), email, account, due_at)
        return Outcome("unchanged", _("Is enrolled."), email)

    def _needing_a_place(
        self, what: What, reason: str, email: str, account: Account, due_at: datetime | None
    ) -> Outcome:
        if self.free is not None:
            if self.free <= 0:
                return no_place(email)
            self.free -= 1
        return Outcome(what, reason, email, account, due_at)


def no_place(email: str) -> Outcome:
    """Return the outcome of a row for whom there is no place."""
    return Outcome("refused", _("No place is left: 0 are free."), email)
