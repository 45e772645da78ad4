"""Whether one can register for a session now: why not, and what to do next.

The same sentence is shown on the page and raised by the operation.
"""

from datetime import datetime, timedelta
from typing import Protocol

from flask_babel import gettext as _

from elearn.core.i18n import moment as words_of


class SessionFacts(Protocol):
    """What of a session decides whether one can register."""

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


def is_over(session: SessionFacts, at: datetime) -> bool:
    """Tell whether the session has ended, or was held."""
    return session.state == "held" or at >= session.starts_at + timedelta(minutes=session.minutes)


def moves_up(session: SessionFacts, at: datetime) -> bool:
    """Tell whether free seats are offered to who waits: while it is open, until it starts."""
    return session.state == "open" and at < session.starts_at


def closed_because(session: SessionFacts, at: datetime) -> str:
    """Return why nobody can register now, and what to do; empty when they can."""
    if session.state == "draft":
        return str(_("This session is not announced yet. Come back when it is."))
    if session.state == "cancelled":
        return str(_("This session was cancelled. See the other sessions and webinars."))
    if is_over(session, at):
        return str(_("This session is over. See what was kept of it, and the other webinars."))
    if session.opens_at and at < session.opens_at:
        moment = words_of(session.opens_at)
        return str(_("You can register from %(moment)s on. Come back then.", moment=moment))
    if session.closes_at and at >= session.closes_at:
        moment = words_of(session.closes_at)
        sentence = _(
            "Registration closed on %(moment)s. Write to the organisers if you want to take part.",
            moment=moment,
        )
        return str(sentence)
    return ""
