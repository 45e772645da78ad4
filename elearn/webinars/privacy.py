"""A person's own data in this room: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance_privacy
from elearn.webinars.calendar.calendar_models import CalendarFeed
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import retention
from elearn.webinars.registration.registration_models import (
    LIVE,
    Registration,
    SignUp,
    WebinarInvitation,
)
from elearn.webinars.registration.registration_queries import MOST_OWN, ends_at
from elearn.webinars.seats import seating

SAID = (
    SignUp.name,
    SignUp.email,
    SignUp.affiliation,
    SignUp.country,
    SignUp.gender,
    SignUp.stakeholder,
    SignUp.language,
    SignUp.zone,
    SignUp.consented_at,
    SignUp.confirmed_at,
)
STOOD = (
    Registration.state,
    Registration.reason,
    Registration.asked_at,
    Registration.placed_at,
    Registration.left_at,
    Registration.clicked_at,
    Registration.minutes,
    Registration.source,
)


def export(person_id: int) -> dict[str, Any]:
    """Return every sign-up of the person with its sessions, and invitations to their address.

    What they answered to forms is copied with all other answers.
    """
    rows = db.session.execute(
        select(Webinar.slug, WebinarSession.starts_at, *SAID, *STOOD)
        .join(SignUp, SignUp.webinar_id == Webinar.id)
        .join(Registration, Registration.sign_up_id == SignUp.id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(SignUp.person_id == person_id)
        .order_by(Registration.id)
        .limit(MOST_OWN)
    )
    invited = db.session.execute(
        select(Webinar.slug, WebinarInvitation.invited_at, WebinarInvitation.accepted_at)
        .join(Webinar, Webinar.id == WebinarInvitation.webinar_id)
        .join(Person, Person.email == WebinarInvitation.email)
        .where(Person.id == person_id)
        .order_by(WebinarInvitation.id)
    )
    feeds = db.session.execute(
        select(CalendarFeed.made_at).where(CalendarFeed.person_id == person_id)
    )
    return {
        "registrations": [dict(row._mapping) for row in rows],
        "attendance": attendance_privacy.export(person_id),
        "questions": attendance_privacy.questions(person_id),
        "invitations": [dict(row._mapping) for row in invited],
        "calendar_feeds": [dict(row._mapping) for row in feeds],
    }


def erase(person_id: int) -> None:
    """Give up what the person is registered for and has not begun, and forget who they were.

    Country, region, gender and kind of stakeholder stay without a name, as attendance does, so
    that counts in reports do not move.
    """
    email = db.session.scalar(select(Person.email).where(Person.id == person_id))
    mine = or_(SignUp.person_id == person_id, SignUp.email == email)
    for found in db.session.scalars(select(SignUp).where(mine, SignUp.erased_at.is_(None))).all():
        forget_sign_up(found)
    # What was erased before keeps whose it was, where that was an account.
    own = select(SignUp.id).where(SignUp.person_id == person_id)
    db.session.execute(
        update(Registration).where(Registration.sign_up_id.in_(own)).values(reason="")
    )
    nothing = {"name": "", "email": None, "affiliation": ""}
    db.session.execute(update(SignUp).where(SignUp.person_id == person_id).values(nothing))
    db.session.execute(delete(WebinarInvitation).where(WebinarInvitation.email == email))
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def forget_by_link(found: SignUp, actor: SignedIn | None) -> None:
    """Delete who a sign-up was, as its person asks by its link."""
    webinar = db.session.get_one(Webinar, found.webinar_id)
    record(actor.id if actor else None, "webinar.forget", "webinar", webinar.public_id)
    forget_sign_up(found)


def forget_sign_up(found: SignUp) -> None:
    """Cancel what has not begun, and erase who it was."""
    rows = db.session.execute(
        select(Registration, WebinarSession)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(Registration.sign_up_id == found.id)
        .order_by(Registration.session_id)
    ).all()
    ahead = [row for row, one in rows if one.state == "open" and ends_at(one) > now()]
    live = [row for row in ahead if row.state in LIVE]
    seating.lock_all([row.session_id for row in live])
    for row in live:
        # In nobody's name: no letter goes to somebody who is about to be forgotten.
        seating.cancel(row, None)
    retention.forget(found)
    db.session.execute(
        update(Registration).where(Registration.sign_up_id == found.id).values(reason="")
    )
