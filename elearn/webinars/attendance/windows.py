"""When a session can be joined, and when its code word is taken. Pure."""

from datetime import datetime, timedelta
from typing import Any, Literal

from elearn.webinars.attendance.attendance_heads import folded

# After its end a session can still be joined for so long: sessions run over.
JOIN_AFTER = timedelta(minutes=30)
# The code word is said near the end; whoever was cut off then can enter it later.
CODE_WORD_AFTER = timedelta(hours=24)

Door = Literal["open", "early", "over", "cancelled", "not-in"]


def ends(session: Any) -> datetime:
    """Return when a session ends."""
    end: datetime = session.starts_at + timedelta(minutes=session.minutes)
    return end


def opens(session: Any, minutes_before: int) -> datetime:
    """Return from when on a session can be joined."""
    start: datetime = session.starts_at
    return start - timedelta(minutes=minutes_before)


def door(session: Any, state: str, minutes_before: int, moment: datetime) -> Door:
    """Say whether somebody with a registration in this state can join now, else why not."""
    if session.state == "cancelled":
        return "cancelled"
    if state != "in" or session.state == "draft":
        return "not-in"
    if moment < opens(session, minutes_before):
        return "early"
    return "open" if moment < ends(session) + JOIN_AFTER else "over"


def may_give_code_word(session: Any, registration: Any, moment: datetime) -> bool:
    """Tell whether the code word of a session is taken from this person now."""
    return (
        bool(session.code_word)
        and session.state in ("open", "held")
        and registration.state == "in"
        and session.starts_at <= moment < ends(session) + CODE_WORD_AFTER
    )


def normal_word(word: str) -> str:
    """Return a code word as it is compared: no case, no accents, no spaces."""
    return folded(word, "")
