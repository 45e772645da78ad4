"""A session that has ended, with people on it, for tests of attendance.

hall = make_hall(cast)            # inside `with writing():`
hall.registrations["lina"]        # public id of the registration
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from elearn.accounts.models import Membership
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import SeatPool, Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.cast import Cast
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_session, make_sign_up, make_webinar


@dataclass
class Hall:
    """A webinar, its session, and registrations by short names; ids for later transactions."""

    webinar_id: int
    slug: str
    session_id: int
    session: str
    registrations: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        return f"/desk/webinars/{self.slug}/sessions/{self.session}/attendance"

    def rows(self) -> tuple[Webinar, WebinarSession]:
        """Return webinar and session inside the transaction or context that is open."""
        return (
            db.session.get_one(Webinar, self.webinar_id),
            db.session.get_one(WebinarSession, self.session_id),
        )

    def registration(self, name: str) -> Registration:
        return db.session.get_one(Registration, self.ids[name])


def make_hall(
    cast: Cast, *, starts_at: datetime | None = None, guests: int = 2, **facts: Any
) -> Hall:
    """Make a session of an hour that ended an hour ago: Lina, Omar and guests are in.

    `webinar` among the facts are those of the webinar, the others those of the session.
    """
    webinar = make_webinar(organisation_id=centre_of(cast), **facts.pop("webinar", {}))
    began = starts_at or now() - timedelta(hours=2)
    session = make_session(webinar, starts_at=began, seats=500, **facts)
    hall = Hall(webinar.id, webinar.slug, session.id, session.public_id)
    add(hall, "lina", make_sign_up(webinar, cast.learner))
    add(hall, "omar", make_sign_up(webinar, cast.second_learner))
    for number in range(1, guests + 1):
        guest = make_sign_up(
            webinar, name=f"Guest Number {'ABCDEFGHIJ'[number]}", confirmed_at=began
        )
        add(hall, f"guest{number}", guest)
    return hall


def centre_of(cast: Cast) -> int:
    """Let Paula be a partner for the Sample Centre, once; return its id."""
    held = db.session.scalar(
        select(Membership.scope_id).where(
            Membership.person_id == cast.partner.id, Membership.scope_kind == "organisation"
        )
    )
    return held or partner_of_run(cast.partner.id)


def add(hall: Hall, short: str, sign_up: SignUp, **facts: Any) -> Registration:
    """Register a sign-up for the session of the hall: in, unless the facts say otherwise."""
    session = db.session.get_one(WebinarSession, hall.session_id)
    state = facts.pop("state", "in")
    pool = None
    if state in ("in", "offered"):
        pool = db.session.query(SeatPool).filter_by(session_id=session.id, region="").one()
        pool.taken += 1
    session.last_number += 1
    registration = Registration(
        session_id=session.id,
        sign_up_id=sign_up.id,
        number=session.last_number,
        state=state,
        pool_id=pool.id if pool else None,
        **facts,
    )
    db.session.add(registration)
    db.session.flush()
    hall.registrations[short] = registration.public_id
    hall.ids[short] = registration.id
    return registration
