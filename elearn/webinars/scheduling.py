"""Writes of sessions: planned, opened, changed, moved, cancelled, held.

Call inside `transaction.write()`. Every write locks the webinar, then the session.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from elearn.accounts.session import SignedIn
from elearn.accounts.zones import zones
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import NAMES
from elearn.core.ids import public_id
from elearn.webinars import agenda, planning, queries, times
from elearn.webinars.calendar import letters, reminders
from elearn.webinars.errors import SessionNotFound
from elearn.webinars.models import PROVIDERS, SeatPool, Webinar, WebinarSession
from elearn.webinars.planning_errors import StateForbids, Unusable
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.seats import seating

LONGEST_MINUTES = 1440
MOST_SEATS = 100_000
# What a calendar entry says of a session, so that a change of it makes a newer entry.
IN_CALENDARS = ("title", "minutes")


@dataclass(frozen=True)
class Planned:
    """What is said of a session. Day, hour and the others' are by the clocks of its zone.

    `seats` are for everybody; `regions` are kept for UN regional groups, by their codes.
    Registration is open from `opens` to `closes`; without them until the session ends.
    """

    day: date
    hour: time
    language: str
    zone: str
    title: str = ""
    minutes: int = 60
    seats: int = 100
    regions: Mapping[str, int] = field(default_factory=dict)
    opens: datetime | None = None
    closes: datetime | None = None
    provider: str = "address"
    address: str = ""
    dial_in: str = ""
    code_word: str = ""

    def start(self) -> datetime:
        """Return when it starts. Raises Unusable."""
        return moment("hour", self.day, self.hour, self.zone)

    def seat_pools(self) -> dict[str, int]:
        """Return seats by regional group; those for everybody stand under the empty text."""
        return {"": self.seats, **self.regions}

    def columns(self) -> dict[str, Any]:
        """Return what the table keeps, but for when it starts. Raises Unusable."""
        plain = ("language", "zone", "title", "minutes", "provider", "dial_in", "code_word")
        kept = {name: getattr(self, name) for name in plain}
        opens, closes = (
            moment(name, at.date(), at.time(), self.zone) if at else None
            for name, at in (("opens", self.opens), ("closes", self.closes))
        )
        if opens and closes and opens >= closes:
            raise Unusable("closes", _l("Registration closes before it opens."))
        return kept | {"address": self.address, "opens_at": opens, "closes_at": closes}

    def check(self) -> None:
        """Raise Unusable for what no session can be."""
        if self.language not in NAMES:
            raise Unusable("language", _l("Choose a language from the list."))
        if self.zone not in zones():
            raise Unusable("zone", _l("Choose a time zone from the list."))
        if self.provider not in PROVIDERS:
            raise Unusable("provider", _l("Choose where it happens from the list."))
        if not 1 <= self.minutes <= LONGEST_MINUTES:
            raise Unusable("minutes", _l("A session lasts between 1 minute and 24 hours."))
        if not all(0 <= seats <= MOST_SEATS for seats in self.seat_pools().values()):
            raise Unusable("seats", _l("Write a number of seats up to 100,000."))
        parts = urlsplit(self.address)
        if self.address and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise Unusable("address", _l("Give the whole address, with https:// before it."))


def moment(name: str, day: date, hour: time, zone: str) -> datetime:
    """Return the moment the clocks of a zone show. Raises Unusable, about the field `name`."""
    try:
        return times.moment(day, hour, zone)
    except (times.NoSuchHour, OverflowError) as error:
        sentence = _l("The clocks skip this hour on that day. Choose another.")
        raise Unusable(name, sentence) from error


def add_session(webinar_id: int, planned: Planned, actor: SignedIn | None) -> WebinarSession:
    """Plan a session: a draft that only its organisers see.

    Raises Unusable, AgendaTooLong, StateForbids.
    """
    planned.check()
    webinar, start = planning.changeable(webinar_id), planned.start()
    name = public_id()
    session = WebinarSession(
        webinar_id=webinar_id,
        public_id=name,
        # As the calendar file names it, for ever: never made anew from the name of the host.
        uid=f"{name}@{_host()}"[:80],
        starts_at=start,
        **planned.columns(),
    )
    db.session.add(session)
    db.session.flush()
    for region, seats in planned.seat_pools().items():
        db.session.add(SeatPool(session_id=session.id, region=region, seats=seats))
    db.session.flush()
    agenda.refuse_too_long(webinar)
    reminders.plan(session)
    planning.note(webinar, actor, "webinar.add-session", session=session.public_id)
    return session


def _host() -> str:
    settings = current_app.extensions["settings"]
    return urlsplit(settings.origin).hostname or "localhost"


def locked_session(webinar_id: int, session_id: int) -> tuple[Webinar, WebinarSession]:
    """Return the locked webinar and session. Raises SessionNotFound, StateForbids."""
    webinar = planning.changeable(webinar_id)
    session = db.session.scalars(
        select(WebinarSession)
        .where(WebinarSession.id == session_id, WebinarSession.webinar_id == webinar_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if session is None:
        raise SessionNotFound
    return webinar, session


def refuse_ended(session: WebinarSession) -> None:
    """Raise StateForbids for a session that was cancelled or held."""
    if session.state in ("cancelled", "held"):
        raise StateForbids(session.state)


_when_changed: list[Callable[[WebinarSession], None]] = []


def also_when_changed(act: Callable[[WebinarSession], None]) -> None:
    """Let a room above act in the transaction in which a session is changed, moved, cancelled."""
    if act not in _when_changed:
        _when_changed.append(act)


def _tell_above(session: WebinarSession) -> None:
    for act in _when_changed:
        act(session)


def change_session(
    webinar_id: int, session_id: int, planned: Planned, actor: SignedIn | None
) -> None:
    """Change what is said of the session. The time of an open one is changed by `move` only.

    Raises Unusable, AgendaTooLong, StateForbids, and what changing seats raises.
    """
    planned.check()
    start, columns = planned.start(), planned.columns()
    webinar, session = locked_session(webinar_id, session_id)
    refuse_ended(session)
    if session.state == "open" and start != session.starts_at:
        raise StateForbids("open")
    before = {name: getattr(session, name) for name in IN_CALENDARS}
    for name, value in (columns | {"starts_at": start}).items():
        setattr(session, name, value)
    if any(getattr(session, name) != value for name, value in before.items()):
        session.sequence += 1
    db.session.flush()
    agenda.refuse_too_long(webinar)
    known = queries.seats_of(session.id)
    # A group for which none are kept any more has its pool still, with no seat in it.
    wanted = dict.fromkeys(known, 0) | planned.seat_pools()
    if wanted != known:
        seating.set_seats(session, wanted, actor)
    reminders.plan(session)
    _tell_above(session)
    planning.note(webinar, actor, "webinar.change-session", session=session.public_id)


def open_session_now(webinar_id: int, session_id: int, actor: SignedIn | None) -> None:
    """Show the session to everybody who sees the webinar, and let people register.

    Raises StateForbids once it has begun, was cancelled or held.
    """
    webinar, session = locked_session(webinar_id, session_id)
    refuse_ended(session)
    if session.state == "open":
        return
    if session.starts_at <= now():
        raise StateForbids("past")
    session.state = "open"
    planning.note(webinar, actor, "webinar.open-session", session=session.public_id)


def move(
    webinar_id: int,
    session_id: int,
    day: date,
    hour: time,
    actor: SignedIn | None,
    *,
    zone: str | None = None,
) -> None:
    """Move the session to another time; everybody registered keeps their place and is told once.

    Raises Unusable, StateForbids for a time that is past and for a session cancelled or held.
    """
    webinar, session = locked_session(webinar_id, session_id)
    refuse_ended(session)
    zone = zone or session.zone
    if zone not in zones():
        raise Unusable("zone", _l("Choose a time zone from the list."))
    start = moment("hour", day, hour, zone)
    if start <= now():
        raise Unusable("day", _l("That is past. Choose a day and an hour to come."))
    session.zone = zone
    if start == session.starts_at:
        return
    was = session.starts_at
    session.moved_from, session.moved_at, session.starts_at = was, now(), start
    session.sequence += 1
    if session.closes_at and session.closes_at > start:
        session.closes_at = start
    db.session.flush()
    if session.state == "open":
        letters.session_changed(session, "moved")
    reminders.plan(session)
    _tell_above(session)
    planning.note(
        webinar,
        actor,
        "webinar.move-session",
        session=session.public_id,
        was=was.isoformat(),
        now=start.isoformat(),
    )


def cancel(webinar_id: int, session_id: int, reason: str, actor: SignedIn | None) -> None:
    """Cancel the session for good; everybody registered is told once, with the reason.

    Raises Unusable without a reason, StateForbids for one that was held.
    """
    if not reason.strip():
        raise Unusable("reason", _l("Say why: everybody who registered reads it."))
    webinar, session = locked_session(webinar_id, session_id)
    if session.state == "cancelled":
        return
    refuse_ended(session)
    told = session.state == "open"
    session.state, session.cancelled_at, session.cancel_reason = "cancelled", now(), reason.strip()
    session.sequence += 1
    db.session.flush()
    if told:
        letters.session_changed(session, "cancelled")
    reminders.plan(session)
    _tell_above(session)
    planning.note(
        webinar,
        actor,
        "webinar.cancel-session",
        session=session.public_id,
        reason=session.cancel_reason,
    )


def mark_held(webinar_id: int, session_id: int, actor: SignedIn | None) -> None:
    """Say that the session took place; nobody registers any more. Raises StateForbids."""
    webinar, session = locked_session(webinar_id, session_id)
    if session.state == "held":
        return
    refuse_ended(session)
    if session.state != "open":
        raise StateForbids("not-open")
    if session.starts_at > now():
        raise StateForbids("not-begun")
    session.state, session.held_at = "held", now()
    planning.note(webinar, actor, "webinar.hold-session", session=session.public_id)


def remove_session(webinar_id: int, session_id: int, actor: SignedIn | None) -> None:
    """Take a draft away for which nobody ever registered. Raises StateForbids."""
    webinar, session = locked_session(webinar_id, session_id)
    asked = exists().where(Registration.session_id == session_id)
    if session.state != "draft" or db.session.scalar(select(asked)):
        raise StateForbids("not-draft")
    try:
        with db.session.begin_nested():
            reminders.forget(session_id)
            db.session.execute(delete(SeatPool).where(SeatPool.session_id == session_id))
            db.session.delete(session)
            db.session.flush()
    except IntegrityError as error:
        # A training or something kept of the session stands on it.
        raise StateForbids("in-use") from error
    planning.note(
        webinar,
        actor,
        "webinar.remove-session",
        session=session.public_id,
        at=session.starts_at.isoformat(),
    )
