"""What the roster says: words, dates and addresses resolved once, before any loop over rows."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from babel.dates import format_date
from flask_babel import get_locale, get_timezone, ngettext
from flask_babel import gettext as _

from courses.queries import AnyRow
from courses.roster import labels
from courses.roster.queries import Filter
from courses.roster.risk import Limits, Rule, reasons, state_of
from courses.views import wording
from elearn.accounts.countries import name_of
from elearn.core.clock import now

OPEN_STATES = frozenset(("not-started", "underway"))


class Line(NamedTuple):
    """A learner as the roster shows them."""

    id: str
    name: str
    country: str
    way: str
    enrolled: str
    seen: str
    done: str
    score: str
    due: str
    shape: str
    state: str
    risk: str


class Days(dict[datetime | None, str]):
    """Dates in words, each worked out once; a moment that is missing is an empty text."""

    def __init__(self) -> None:
        super().__init__({None: ""})
        # Asked for once, not for every date.
        self.zone = get_timezone()
        self.locale = str(get_locale())

    def __missing__(self, moment: datetime | None) -> str:
        assert moment is not None
        self[moment] = words = day_words(moment.astimezone(self.zone).date(), self.locale)
        return words


# Days repeat from learner to learner and from page to page.
@lru_cache(maxsize=4096)
def day_words(day: date, locale: str) -> str:
    """Return a day as people of the locale write it."""
    return format_date(day, "medium", locale=locale)


class Names(dict[str | None, str]):
    """Names of countries in a language, each worked out once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, code: str | None) -> str:
        self[code] = words = name_of(code, self.language)
        return words


def lines(rows: Sequence[AnyRow], required: int, limit: Limits, language: str) -> list[Line]:
    """Return the rows of the roster in words. `required` is how many parts the course asks for."""
    days, countries = Days(), Names(language)
    ways = {code: str(words) for code, words in labels.WAYS.items()}
    states = {code: str(words) for code, words in labels.STATES.items()}
    at_risk, overdue = str(labels.AT_RISK), _("overdue")
    scores = {one: wording.score(one) for one in {row.score for row in rows}}
    parts = {
        done: wording.score(10_000 * min(done, required) // required) if required else ""
        for done in {row.done for row in rows}
    }
    moment = now()
    found = []
    for row in rows:
        state = state_of(row)
        late = row.due_at is not None and row.due_at < moment and state in OPEN_STATES
        due = days[row.due_at]
        found.append(
            Line(
                row.public_id,
                row.name,
                countries[row.country],
                ways[row.way],
                days[row.enrolled_at],
                days[row.last_seen_at],
                parts[row.done],
                scores[row.score],
                f"{due}, {overdue}" if late else due,
                labels.SHAPES[state],
                states[state],
                at_risk if reasons(row, limit) else "",
            )
        )
    return found


def choices(kinds: str, language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of the filters, as (value, words), in the order of the words.

    `kinds` is what `queries.counts` says of countries and ways in.
    """
    pairs = [kind.split(":") for kind in kinds.split(",") if kind]
    codes = {country for country, _way in pairs if country}
    ways = {way for _country, way in pairs}
    return {
        "states": [(code, str(words)) for code, words in labels.STATES.items()]
        + [("at-risk", str(labels.AT_RISK))],
        "groups": [(code, str(words)) for code, words in labels.GROUP_NAMES.items()],
        "countries": sorted(((one, name_of(one, language)) for one in codes), key=_by_words),
        "ways": [(code, str(words)) for code, words in labels.WAYS.items() if code in ways],
    }


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def counted(counts: AnyRow) -> str:
    """Return in one sentence how many learners are in which state."""
    parts = [
        ngettext("%(num)s learner", "%(num)s learners", counts.all),
        _("%(num)s not started", num=counts.not_started),
        _("%(num)s underway", num=counts.underway),
        _("%(num)s completed", num=counts.completed),
        _("%(num)s left", num=counts.left),
        _("%(num)s at risk", num=counts.at_risk),
    ]
    return " · ".join(str(part) for part in parts)


def risk_words(rule: Rule) -> str:
    """Return the at-risk rule of a course in a sentence."""
    words = str(
        ngettext(
            "At risk: on the course, not finished, and away for more than %(num)s day",
            "At risk: on the course, not finished, and away for more than %(num)s days",
            rule.away_days,
        )
    )
    if rule.count_not_started:
        words += str(_(" (also those who have not begun)"))
    if rule.due_days:
        words += str(
            ngettext(
                ", or due within %(num)s day",
                ", or due within %(num)s days",
                rule.due_days,
            )
        )
    return words + "."


def filter_words(asked: Filter, language: str) -> str:
    """Return what a filter asks for, in words; empty for nothing."""
    known: dict[str, Any] = labels.STATES | {"at-risk": labels.AT_RISK}
    parts = [
        known.get(asked.state, ""),
        labels.GROUP_NAMES.get(asked.group, ""),
        name_of(asked.country, language),
        labels.WAYS.get(asked.way, ""),
        f"“{asked.text}”" if asked.text else "",
    ]
    return ", ".join(str(part) for part in parts if part)
