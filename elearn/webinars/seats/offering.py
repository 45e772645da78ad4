"""Seats that became free: offered to who waits longest, and passed on when nobody takes them up.

Call inside `transaction.write()`. Who is suspended or erased is passed over and keeps the number.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm.util import identity_key

from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import AnyRow, db
from elearn.webinars.calendar import letters
from elearn.webinars.models import SeatPool, WebinarSession
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.seats import doors, lines, offers
from elearn.webinars.seats.lines import Line, note

# Offers made, and offers that lapse, in one transaction; a job goes on with the others.
AT_ONCE = 5
OFFER = "webinars.offer_free"
SETTLE = "webinars.settle_lines"


def offer_free(session_id: int, actor: SignedIn | None = None) -> int:
    """Offer free seats to who waits longest and may take them; return to how many.

    Each of them is told once. At most `AT_ONCE` in one transaction; a job goes on. Nobody is
    offered a seat of a session that is not open, or has begun.
    """
    return offer_in(lines.lock(session_id), actor)


def offer_in(line: Line, actor: SignedIn | None) -> int:
    """Offer free seats of a session whose lock is held."""
    offered = make_offers(line)
    note_offers(line, actor, offered)
    return len(offered)


def make_offers(line: Line) -> list[str]:
    """Offer free seats; return the public ids of the registrations, to `note_offers` at the end.

    All writers of the audit log wait for whoever wrote to it: that comes last.
    """
    moment, offered = now(), list[str]()
    if not doors.moves_up(line, moment):
        return offered
    while (found := lines.first_in_line(line.id)) is not None:
        if len(offered) == AT_ONCE:
            outbox.enqueue(OFFER, session_id=line.id)
            break
        if not lines.take_seat_of(found.pool_id):
            break
        offered.append(_offer(line, found, moment))
    return offered


def note_offers(line: Line, actor: SignedIn | None, offered: Sequence[str]) -> None:
    """Record the offers that were made."""
    for registration in offered:
        note(line, actor, "webinar.offer", registration=registration)


_set_offered = (
    update(Registration)
    .where(Registration.id == bindparam("registration"))
    .values(
        state="offered",
        pool_id=bindparam("pool"),
        offered_at=bindparam("moment"),
        offer_until=bindparam("until"),
    )
    .returning(Registration.public_id)
)


def _offer(line: Line, found: AnyRow, moment: datetime) -> str:
    until = offers.until(moment, line.starts_at, found.offer_hours)
    values = {"registration": found.id, "pool": found.pool_id, "moment": moment, "until": until}
    public_id: str = lines.run(_set_offered, **values).scalar_one()
    _forget(found.id)
    letters.tell(found.id, "offered")
    return public_id


def _forget(registration_id: int) -> None:
    """Let the session read a registration anew that was changed past it."""
    known = db.session.identity_map.get(identity_key(Registration, registration_id))
    if known is not None:
        db.session.expire(known)


def loaded(registration_id: int) -> Registration:
    """Return a registration as it is now that the lock is held."""
    return db.session.get_one(Registration, registration_id, populate_existing=True)


def leave(registration: Registration, state: str) -> bool:
    """Take the registration out of the line; return whether a seat of its became free."""
    pool_id = registration.pool_id
    registration.state, registration.left_at = state, now()
    registration.pool_id = registration.offer_until = None
    db.session.flush()
    if pool_id is not None:
        lines.give_back(pool_id)
    return pool_id is not None


def lapse_due(session_id: int) -> int:
    """Let offers of a session lapse whose time is over; each seat is offered to the next.

    At most `AT_ONCE` of each in one transaction. Return how many acts that were: 0 when nothing
    was left to do.
    """
    line = lines.lock(session_id)
    due = _due_in(line)
    for registration in due:
        leave(registration, "lapsed")
        letters.tell(registration.id, "lapsed")
    offered = make_offers(line)
    for registration in due:
        note(line, None, "webinar.lapse", registration=registration.public_id)
    note_offers(line, None, offered)
    return len(due) + len(offered)


def _due_in(line: Line) -> Sequence[Registration]:
    moment = now()
    if line.state not in ("open", "held"):
        return ()
    statement = (
        select(Registration)
        .where(Registration.session_id == line.id, Registration.state == "offered")
        .order_by(Registration.number)
        .limit(AT_ONCE)
    )
    if moment < line.starts_at:
        statement = statement.where(Registration.offer_until <= moment)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def sessions_to_settle() -> list[int]:
    """Return the ids of sessions with offers that are over, or seats nobody was offered yet.

    The second happens when somebody may move up again: they are no longer suspended.
    """
    moment = now()
    offered = exists().where(
        Registration.session_id == WebinarSession.id,
        Registration.state == "offered",
        or_(Registration.offer_until <= moment, WebinarSession.starts_at <= moment),
        WebinarSession.state.in_(("open", "held")),
    )
    free = exists().where(
        SeatPool.session_id == WebinarSession.id,
        SeatPool.taken < SeatPool.seats,
        lines.waiting_for(SeatPool).exists(),
        WebinarSession.state == "open",
        WebinarSession.starts_at > moment,
    )
    statement = select(WebinarSession.id).where(or_(offered, free)).order_by(WebinarSession.id)
    return list(db.session.scalars(statement))
