"""How much of a session and of a run somebody was there for; knows no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

How = Literal["all", "partly", "absent"]


@dataclass(frozen=True)
class Length:
    """A session as attendance is counted: its id, its whole minutes, and whether it is required."""

    session_id: int
    minutes: int
    required: bool = True


def how(minutes: int, length: int) -> How:
    """Say how somebody with these minutes was at a session of this length."""
    if minutes <= 0:
        return "absent"
    return "all" if minutes >= length else "partly"


def counted(minutes: int, length: int) -> int:
    """Return the minutes that count: nobody is at a session for longer than it lasts."""
    return max(0, min(minutes, length))


def share(attended: Mapping[int, int], sessions: Iterable[Length]) -> int | None:
    """Return the share of the minutes of required sessions, in whole percent, rounded down.

    `attended` holds minutes by session id; a session without an entry counts as absent. None when
    no session is required: there is nothing to have a share of.
    """
    required = [one for one in sessions if one.required]
    planned = sum(one.minutes for one in required)
    if not planned:
        return None
    there = sum(counted(attended.get(one.session_id, 0), one.minutes) for one in required)
    return there * 100 // planned
