"""What a session is at a moment: read off its state, its hours, its seats and its recordings."""

from datetime import datetime, timedelta
from typing import Any, Protocol


class Facts(Protocol):
    """What is known of a session. `free` counts free seats, `recordings` published ones."""

    @property
    def state(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def free(self) -> int: ...
    @property
    def recordings(self) -> int: ...


def standing(session: Facts, moment: datetime) -> str:
    """Return the code of what the session is: draft, soon, open, full, closed, now, over, ...

    Whether it was moved is another matter: a moved session is all of these, too.
    """
    if session.state in ("draft", "cancelled"):
        return session.state
    if session.recordings:
        return "recorded"
    if session.state == "held":
        return "held"
    return by_the_clock(session, moment)


def by_the_clock(session: Facts, moment: datetime) -> str:
    """Return what an open session is."""
    if ends_at(session) <= moment:
        return "over"
    if session.starts_at <= moment:
        return "now"
    if session.opens_at and session.opens_at > moment:
        return "soon"
    if session.closes_at and session.closes_at <= moment:
        return "closed"
    return "open" if session.free > 0 else "full"


def ends_at(session: Facts) -> datetime:
    """Return when the session ends."""
    return session.starts_at + timedelta(minutes=session.minutes)


def with_standing(row: Any, moment: datetime) -> dict[str, Any]:
    """Return the columns of a row of a session, with its standing."""
    return dict(row._mapping) | {"standing": standing(row, moment)}
