"""What the organisers read of a session's seats: its pools, who registered, in which state."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select

from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.webinars.models import SeatPool
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats.seat_errors import RegistrationNotFound

AnyRow = Row[*tuple[Any, ...]]


def pools_of(session_id: int) -> Sequence[AnyRow]:
    """Return the pools of a session that have seats: region, seats, taken; everybody's first."""
    statement = (
        select(SeatPool.region, SeatPool.seats, SeatPool.taken)
        .where(SeatPool.session_id == session_id)
        .where((SeatPool.seats > 0) | (SeatPool.region == ""))
        .order_by(SeatPool.region)
    )
    return db.session.execute(statement).all()


def counts_of(session_id: int) -> dict[str, int]:
    """Return how many registrations of a session are in each state."""
    statement = (
        select(Registration.state, func.count().label("people"))
        .where(Registration.session_id == session_id)
        .group_by(Registration.state)
    )
    return {row.state: row.people for row in db.session.execute(statement)}


def registrations(session_id: int, state: str = "") -> Select[*tuple[Any, ...]]:
    """Return the statement for who registered for a session, in the order of asking."""
    statement = (
        select(
            Registration.id,
            Registration.public_id,
            Registration.number,
            Registration.state,
            Registration.reason,
            Registration.asked_at,
            Registration.placed_at,
            Registration.offer_until,
            Registration.left_at,
            SeatPool.region.label("seat_of"),
            SignUp.name,
            SignUp.affiliation,
            SignUp.country,
            SignUp.region,
            func.coalesce(Person.email, SignUp.email).label("email"),
        )
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .outerjoin(SeatPool, SeatPool.id == Registration.pool_id)
        .where(Registration.session_id == session_id)
        .order_by(Registration.number, Registration.id)
    )
    return statement.where(Registration.state == state) if state else statement


def registration_row(session_id: int, public_id: str) -> AnyRow:
    """Return one row of `registrations`. Raises RegistrationNotFound."""
    statement = registrations(session_id).where(Registration.public_id == public_id)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise RegistrationNotFound
    return row


def registration_of(session_id: int, public_id: str) -> Registration:
    """Return a registration of a session. Raises RegistrationNotFound."""
    statement = select(Registration).where(
        Registration.session_id == session_id, Registration.public_id == public_id
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise RegistrationNotFound
    return found


def refuse_unknown(session_id: int, public_ids: Sequence[str]) -> None:
    """Raise RegistrationNotFound unless all of them are registrations of the session."""
    statement = select(Registration.public_id).where(
        Registration.session_id == session_id, Registration.public_id.in_(public_ids)
    )
    if set(public_ids) - set(db.session.scalars(statement)):
        raise RegistrationNotFound
