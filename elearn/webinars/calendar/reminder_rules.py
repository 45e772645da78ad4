"""When a reminder falls due, and whom it would still help. Pure: moments in, answers out.

- What is past already when a session is planned or moved is not sent late.
- Of several that fall due together, because the worker stood still, the one nearest to the start
  is sent, and none once the session has begun. The letter after it may be a week late.
- Whoever got their seat after a reminder fell due, or less than an hour before a reminder of a day
  or more, has just read when the session is: it is not sent to them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

# (when, minutes): a week, a day and an hour before the start, and an hour after the end.
USUAL = (("before", 10_080), ("before", 1_440), ("before", 60), ("after", 60))
MOST = 8
LONGEST_MINUTES = 43_200
DAY_MINUTES = 1_440
JUST_NOW = timedelta(hours=1)
LATEST_AFTER = timedelta(days=7)


def due_at(when: str, minutes: int, starts_at: datetime, length: int) -> datetime:
    """Return when a reminder falls due: minutes before the start, or after the end."""
    if when == "before":
        return starts_at - timedelta(minutes=minutes)
    return starts_at + timedelta(minutes=length + minutes)


def useful(when: str, due: datetime, starts_at: datetime, moment: datetime) -> bool:
    """Tell whether a reminder that is due still helps anybody at this moment."""
    return moment < starts_at if when == "before" else moment <= due + LATEST_AFTER


def nearest(minutes_before: Iterable[int]) -> int | None:
    """Return which of the reminders before the start that are due together is sent."""
    return min(minutes_before, default=None)


def seated_by(when: str, minutes: int, due: datetime) -> datetime:
    """Return since when at the latest somebody must have had their seat to be reminded."""
    long_before = when == "before" and minutes >= DAY_MINUTES
    return due - JUST_NOW if long_before else due
