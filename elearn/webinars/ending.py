"""When sessions end: conditions that mean the same on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, cast, extract

from elearn.webinars.models import WebinarSession

# The longest session there is.
LONGEST = timedelta(minutes=1440)

# Seconds since 1970: arithmetic with intervals is written differently on each database.
_starts = cast(extract("epoch", WebinarSession.starts_at), BigInteger)
_ends = _starts + WebinarSession.minutes * 60


def to_come(moment: datetime) -> ColumnElement[bool]:
    """Return the condition on WebinarSession: it is not over at the moment."""
    # The first half is what the index answers.
    early = WebinarSession.starts_at > moment - LONGEST
    return and_(early, _ends > int(moment.timestamp()))


def over(moment: datetime) -> ColumnElement[bool]:
    """Return the condition on WebinarSession: it is over at the moment."""
    return and_(WebinarSession.starts_at <= moment, _ends <= int(moment.timestamp()))


def starts_between(first: int, last: int) -> ColumnElement[bool]:
    """Return the condition: it starts at an hour of UTC from `first` on, before `last`.

    Where `last` is less than `first` the hours go over midnight.
    """
    hour = _starts % 86_400 / 3600
    if first < last:
        return and_(hour >= first, hour < last)
    return (hour >= first) | (hour < last)


def starts_in(year: int) -> ColumnElement[bool]:
    """Return the condition on WebinarSession: it starts in that year (UTC)."""
    first, next_first = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
    return and_(WebinarSession.starts_at >= first, WebinarSession.starts_at < next_first)
