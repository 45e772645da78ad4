"""How long a seat that became free is kept for whom it is offered to: a pure rule."""

from datetime import datetime, timedelta

# Nobody is given less time to answer than this, unless the session starts sooner.
SHORTEST = timedelta(minutes=15)


def until(at: datetime, starts_at: datetime, hours: int) -> datetime | None:
    """Return the moment until which a seat offered at `at` is kept; None when none is offered.

    It is so many hours. Near the session it is half of the time that is left, so that whoever is
    next has a chance as well, but at least a quarter of an hour; never past the start.
    """
    left = starts_at - at
    if left <= timedelta(0):
        return None
    kept = min(timedelta(hours=hours), max(left / 2, SHORTEST))
    return at + min(kept, left)


def is_over(moment: datetime, offer_until: datetime, starts_at: datetime) -> bool:
    """Tell whether an offer has run out: its time is over, or the session started meanwhile."""
    return moment >= min(offer_until, starts_at)
