"""Deadlines, by the server's clock alone. Pure."""

from datetime import datetime, timedelta

# An answer sent in time may be a while under way on a slow line.
GRACE = timedelta(seconds=30)


def is_over(deadline: datetime | None, moment: datetime) -> bool:
    """Tell whether nothing sent at this moment counts any more. No deadline never passes."""
    return deadline is not None and moment > deadline + GRACE


def seconds_until_closing(minutes: int) -> int:
    """Return after how many seconds an attempt of that length is closed by the clock."""
    return minutes * 60 + int(GRACE.total_seconds()) + 1
