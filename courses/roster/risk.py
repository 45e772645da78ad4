"""When a learner is at risk, and the state they are in. Pure.

A learner who is neither finished nor gone is at risk when they were once active and have been away
for longer than the rule says, or when the course is due within so many days or already was. Those
who never began are counted only where the rule asks for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

# Stands for a limit that nothing passes.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
STATES = ("not-started", "underway", "completed", "left")
MOST_DAYS = 365


@dataclass(frozen=True)
class Rule:
    """The rule of a course, in days; `due_days` of 0 asks for nothing."""

    away_days: int = 7
    due_days: int = 7
    count_not_started: bool = False


@dataclass(frozen=True)
class Limits:
    """A rule at a moment: what lies before these moments is a risk."""

    away: datetime
    idle: datetime
    due: datetime


class Facts(Protocol):
    """What is known of an enrolment."""

    @property
    def enrolled_at(self) -> datetime: ...
    @property
    def left_at(self) -> datetime | None: ...
    @property
    def completed_at(self) -> datetime | None: ...
    @property
    def last_seen_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...


def limits(rule: Rule, moment: datetime) -> Limits:
    """Return the limits of the rule at the moment."""
    away = moment - timedelta(days=rule.away_days)
    return Limits(
        away=away,
        idle=away if rule.count_not_started else LONG_AGO,
        due=moment + timedelta(days=rule.due_days) if rule.due_days else LONG_AGO,
    )


def state_of(facts: Facts) -> str:
    """Return one of STATES; a completion is a fact that leaving does not undo."""
    if facts.completed_at is not None:
        return "completed"
    if facts.left_at is not None:
        return "left"
    return "not-started" if facts.last_seen_at is None else "underway"


def reasons(facts: Facts, limit: Limits) -> tuple[str, ...]:
    """Return why a learner is at risk: `away`, `idle` (never began), `due`; nothing for no risk."""
    if facts.completed_at is not None or facts.left_at is not None:
        return ()
    found = []
    if facts.last_seen_at is None:
        if facts.enrolled_at < limit.idle:
            found.append("idle")
    elif facts.last_seen_at < limit.away:
        found.append("away")
    if facts.due_at is not None and facts.due_at < limit.due:
        found.append("due")
    return tuple(found)
