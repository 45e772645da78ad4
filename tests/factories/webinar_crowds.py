"""People registered for sessions, made directly from the tables."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from elearn.accounts.models import Membership, Organisation, Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import SeatPool, Webinar, WebinarSession
from elearn.webinars.registration.registration_models import SEATED, Registration, SignUp
from tests.cast import JOINED, Member
from tests.factories.webinars import make_sign_up, make_webinar


def centre() -> int:
    """Return the id of the organisation of the cast."""
    return db.session.scalars(select(Organisation.id).order_by(Organisation.id).limit(1)).one()


def centres_webinar(**facts: Any) -> Any:
    """Make a published webinar of the centre of the cast."""
    return make_webinar(organisation_id=centre(), **facts)


def run_by(member: Member) -> None:
    """Let a member hold the partner's role for the centre."""
    role = Membership(
        person_id=member.id,
        role="partner",
        scope_kind="organisation",
        scope_id=centre(),
        granted_at=JOINED,
    )
    db.session.add(role)
    db.session.flush()


def register(session: WebinarSession, sign_up: SignUp, state: str = "in", **facts: Any) -> Any:
    """Register somebody directly, in a state."""
    session.last_number += 1
    pool = db.session.scalars(select(SeatPool).where(SeatPool.session_id == session.id)).first()
    values = {
        "number": session.last_number,
        "pool_id": pool.id if pool and state in SEATED else None,
        "placed_at": now() if state == "in" else None,
        "offer_until": now() + timedelta(hours=12) if state == "offered" else None,
    } | facts
    made = Registration(session_id=session.id, sign_up_id=sign_up.id, state=state, **values)
    if pool and made.pool_id:
        pool.taken += 1
    db.session.add(made)
    db.session.flush()
    return made


def crowd(webinar: Webinar, session: WebinarSession, size: int, **facts: Any) -> None:
    """Register so many people with accounts: person0@example.org, person1@example.org ..."""
    for number in range(size):
        email = f"person{number}@example.org"
        person = Person(email=email, name=f"Person {number}", language="en")
        db.session.add(person)
        db.session.flush()
        sign_up = make_sign_up(webinar, email=email, name=person.name, person_id=person.id)
        register(session, sign_up, **facts)
