"""Seats of a session: asked for, held, waited for, offered, given back.

Call inside `transaction.write()`. The line of the session is locked, so the order of asking has no
gaps; the database decides who gets a seat (`taken < seats`), and nobody overtakes those who wait
for the same seats. Who changes registrations of several sessions calls `lock_all` with all of them
before anything else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy import insert as new
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased, make_transient_to_detached

from elearn.accounts.countries import GROUP_CODES
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import AnyRow, db
from elearn.core.ids import public_id
from elearn.webinars.calendar import letters
from elearn.webinars.models import SeatPool, Webinar, WebinarSession
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp
from elearn.webinars.seats import doors, lines, offers
from elearn.webinars.seats.lines import Line, lock_all, note
from elearn.webinars.seats.offering import (
    lapse_due,
    leave,
    loaded,
    make_offers,
    note_offers,
    offer_free,
    offer_in,
)
from elearn.webinars.seats.seat_errors import (
    NothingOffered,
    NothingToAnswer,
    OfferIsOver,
    ReasonNeeded,
    RegistrationDeclined,
    RegistrationIsClosed,
    SeatsAreWrong,
    SessionIsOver,
    TooFewSeats,
)

MOST_SEATS = 100_000
REGIONS = tuple(GROUP_CODES.values())
# Letters about what became of a request.
LETTERS = {"in": "registered", "waiting": "waiting", "asked": "asked"}


def register(
    session: WebinarSession, sign_up: SignUp, actor: SignedIn | None, *, door: str | None = None
) -> Registration:
    """Register a sign-up for a session: a seat at once, a number in the line, or a request.

    `door` is the webinar's unless it is given: with "approval" the organisers decide. Before the
    address is confirmed it stands for nothing. Asking again changes nothing; who cancelled, or let
    an offer lapse, stands at the end of the line. Raises RegistrationIsClosed,
    RegistrationDeclined.
    """
    line = lines.draw_number(session.id)
    asking = _asking(line.id, sign_up.id)
    if asking.id is not None and not _is_new(asking):
        lines.put_back_number(line.id)
        if asking.state == "declined":
            raise RegistrationDeclined
        return loaded(asking.id)
    sentence = doors.closed_because(line, now())
    if sentence:
        raise RegistrationIsClosed(sentence)
    return _enter(line, asking, actor, door)


_head = aliased(SignUp)
# Who asks, with what becomes of their registration and whom letters go to.
_who_asks = (
    select(
        SignUp.id.label("sign_up_id"),
        SignUp.public_id.label("sign_up"),
        SignUp.region,
        SignUp.confirmed_at,
        SignUp.person_id,
        _head.person_id.label("head_id"),
        Webinar.slug,
        Webinar.door,
        Registration.id,
        Registration.state,
    )
    .join(Webinar, Webinar.id == SignUp.webinar_id)
    .outerjoin(_head, and_(_head.delegation_id == SignUp.delegation_id, _head.leads))
    .outerjoin(
        Registration,
        and_(Registration.session_id == bindparam("session"), Registration.sign_up_id == SignUp.id),
    )
    .where(SignUp.id == bindparam("sign_up"))
)
_new_registration = new(Registration).returning(Registration.id)


def _asking(session_id: int, sign_up_id: int) -> AnyRow:
    """Return all that entering takes, as it is now that the lock is held."""
    return lines.run(_who_asks, session=session_id, sign_up=sign_up_id).one()


def _is_new(asking: AnyRow) -> bool:
    """Tell whether a registration that is there goes to the end of the line."""
    if asking.state == "unconfirmed":
        return asking.confirmed_at is not None
    return asking.state not in LIVE and asking.state != "declined"


def _enter(line: Line, asking: AnyRow, actor: SignedIn | None, door: str | None) -> Registration:
    """Put who asks at the end of the line, with the number just drawn."""
    state, pool_id = _place(line, asking, door or asking.door)
    values = {
        "number": line.last_number,
        "state": state,
        "pool_id": pool_id,
        "reason": "",
        "asked_at": now(),
        "placed_at": None if pool_id is None else now(),
    }
    registration = _change(asking.id, values) if asking.id else _make(line, asking, values)
    if state in LETTERS:
        told = letters.Told(
            registration.public_id,
            line.last_number,
            line.sequence,
            asking.slug,
            asking.person_id,
            asking.head_id,
        )
        letters.tell_of(told, LETTERS[state])
    # Last: all writers of the audit log wait for whoever wrote to it.
    note(line, actor, "webinar.register", state=state, sign_up=asking.sign_up)
    return registration


def _place(line: Line, asking: AnyRow, door: str) -> tuple[str, int | None]:
    """Return the state of who asks now, and the pool of the seat that was taken for them."""
    if asking.confirmed_at is None:
        return "unconfirmed", None
    if door == "approval":
        return "asked", None
    return _seat(line, asking.region, line.last_number)


def _seat(line: Line, region: str, number: int) -> tuple[str, int | None]:
    """Take a seat that is free and nobody before waits for, else let them wait."""
    pool_id = lines.take_seat(line.id, region, number)
    return "waiting" if pool_id is None else "in", pool_id


def _make(line: Line, asking: AnyRow, values: dict[str, Any]) -> Registration:
    """Write a registration past the session, which then knows it as if it had read it."""
    values |= {
        "public_id": public_id(),
        "session_id": line.id,
        "sign_up_id": asking.sign_up_id,
    }
    made = lines.run(_new_registration, **values).scalar_one()
    registration = Registration(id=made, **values)
    make_transient_to_detached(registration)
    db.session.add(registration)
    return registration


def _change(registration_id: int, values: dict[str, Any]) -> Registration:
    """Let a registration that is there begin anew."""
    registration = loaded(registration_id)
    for name, value in values.items():
        setattr(registration, name, value)
    registration.offered_at = registration.left_at = None
    db.session.flush()
    return registration


def confirm(
    sign_up: SignUp, actor: SignedIn | None = None, *, door: str | None = None
) -> Sequence[Registration]:
    """Let the registrations of a sign-up whose address was just confirmed enter the line now.

    Sessions whose registration closed meanwhile are entered as well; those cancelled or over are
    taken off the sign-up. Call it once `confirmed_at` and `person_id` are set. Confirming again
    changes nothing.
    """
    of_sign_up = (
        select(Registration)
        .where(Registration.sign_up_id == sign_up.id, Registration.state == "unconfirmed")
        .order_by(Registration.session_id)
    ).execution_options(populate_existing=True)
    lock_all([row.session_id for row in db.session.scalars(of_sign_up)])
    entered = db.session.scalars(of_sign_up).all()
    for registration in entered:
        line = lines.lock(registration.session_id)
        if line.state == "open" and not doors.is_over(line, now()):
            line = lines.draw_number(line.id)
            _enter(line, _asking(line.id, sign_up.id), actor, door)
        else:
            leave(registration, "cancelled")
    return entered


def cancel(registration: Registration, actor: SignedIn | None, *, reason: str = "") -> Registration:
    """Cancel a registration; its seat is offered to the next in line within this transaction.

    Cancelling again changes nothing. Raises SessionIsOver once the session was held: who was
    registered is then a fact.
    """
    line = lines.lock(registration.session_id)
    return _cancel(line, loaded(registration.id), actor, reason)


def _cancel(
    line: Line, registration: Registration, actor: SignedIn | None, reason: str = ""
) -> Registration:
    if registration.state not in LIVE:
        return registration
    if doors.is_over(line, now()):
        raise SessionIsOver
    registration.reason = reason.strip()
    freed = leave(registration, "cancelled")
    letters.tell(registration.id, "cancelled")
    offered = make_offers(line) if freed else []
    note(line, actor, "webinar.cancel", registration=registration.public_id)
    note_offers(line, actor, offered)
    return registration


def accept(registration: Registration, actor: SignedIn | None) -> Registration:
    """Take the seat that is offered. Taking it again changes nothing.

    Raises OfferIsOver when its time is over or the session began, NothingOffered.
    """
    line = lines.lock(registration.session_id)
    registration = loaded(registration.id)
    if registration.state == "in":
        return registration
    if registration.state == "lapsed":
        raise OfferIsOver
    if registration.offer_until is None or line.state != "open":
        raise NothingOffered
    if offers.is_over(now(), registration.offer_until, line.starts_at):
        raise OfferIsOver
    registration.state, registration.placed_at = "in", now()
    registration.offer_until = None
    letters.tell(registration.id, "registered")
    note(line, actor, "webinar.accept", registration=registration.public_id)
    return registration


def turn_down(registration: Registration, actor: SignedIn | None) -> Registration:
    """Turn the seat down that is offered; it goes to the next. Repeating it changes nothing.

    Raises NothingOffered, and what `cancel` raises.
    """
    line = lines.lock(registration.session_id)
    registration = loaded(registration.id)
    if registration.state not in ("offered", "cancelled", "lapsed"):
        raise NothingOffered
    return _cancel(line, registration, actor)


def answer(
    registration: Registration, yes: bool, actor: SignedIn | None, *, reason: str = ""
) -> Registration:
    """Answer a request: yes gives a seat or its number in the line, no carries its reason.

    A no can be turned into a yes later. The same answer again changes nothing. Raises
    NothingToAnswer, ReasonNeeded, RegistrationIsClosed for a session cancelled or over.
    """
    if not yes and not reason.strip():
        raise ReasonNeeded
    line = lines.lock(registration.session_id)
    registration = loaded(registration.id)
    same = ("in", "waiting", "offered") if yes else ("declined",)
    if registration.state in same:
        return registration
    if registration.state not in (("asked", "declined") if yes else ("asked",)):
        raise NothingToAnswer
    if line.state != "open" or doors.is_over(line, now()):
        raise RegistrationIsClosed(doors.closed_because(line, now()))
    if yes:
        registration.reason, registration.left_at = "", None
        region = db.session.get_one(SignUp, registration.sign_up_id).region
        registration.state, registration.pool_id = _seat(line, region, registration.number)
        registration.placed_at = now() if registration.pool_id else None
    else:
        registration.reason = reason.strip()
        leave(registration, "declined")
    letters.tell(registration.id, LETTERS.get(registration.state, "declined"))
    note(line, actor, "webinar.answer", registration=registration.public_id, yes=yes)
    return registration


def position(registration: Registration) -> int:
    """Return the place in the line of somebody who waits, the first is 1; 0 for all others."""
    if registration.state != "waiting":
        return 0
    before = select(func.count()).where(
        Registration.session_id == registration.session_id,
        Registration.state == "waiting",
        Registration.number <= registration.number,
    )
    return db.session.scalar(before) or 0


_new_pool = insert(SeatPool)
_set = _new_pool.on_conflict_do_update(
    index_elements=["session_id", "region"],
    set_={"seats": _new_pool.excluded.seats},
    where=SeatPool.taken <= _new_pool.excluded.seats,
).returning(SeatPool.id)


def set_seats(session: WebinarSession, seats: Mapping[str, int], actor: SignedIn | None) -> None:
    """Set the seats for everybody (`""`) and for regional groups; others stay as they are.

    More seats are offered to who waits. Raises SeatsAreWrong, and TooFewSeats for fewer than are
    held or offered.
    """
    right = all(region in ("", *REGIONS) for region in seats)
    if not right or not all(0 <= number <= MOST_SEATS for number in seats.values()):
        raise SeatsAreWrong(MOST_SEATS)
    line = lines.lock(session.id)
    for region, number in sorted(seats.items()):
        values = {"session_id": line.id, "region": region, "seats": number, "taken": 0}
        if lines.run(_set, **values).scalar() is None:
            raise TooFewSeats(region, _taken(line.id, region))
    note(line, actor, "webinar.seats", seats=dict(sorted(seats.items())))
    offer_in(line, actor)


def _taken(session_id: int, region: str) -> int:
    statement = select(SeatPool.taken).where(
        SeatPool.session_id == session_id, SeatPool.region == region
    )
    return db.session.scalars(statement).one()


__all__ = [
    "accept",
    "answer",
    "cancel",
    "confirm",
    "lapse_due",
    "lock_all",
    "offer_free",
    "position",
    "register",
    "set_seats",
    "turn_down",
]
