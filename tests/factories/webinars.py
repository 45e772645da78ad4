"""Webinars made directly from the tables, where a test is about something else than making them.

webinar = make_webinar(cast.partner)          # inside an application context and a transaction
session = make_session(webinar, seats=10)
sign_up = make_sign_up(webinar, cast.learner)
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from elearn.accounts.countries import group_of
from elearn.accounts.models import Membership, Person
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.webinars.models import SeatPool, Webinar, WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import SignUp

# 24 March 2027, 10:00 in Geneva: the first of the sample sessions.
TOUR = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)


def make_webinar(member: Any = None, *, texts: dict[str, str] | None = None, **facts: Any) -> Any:
    """Make a published webinar of the organisation for which the member holds partner's role."""
    organisation = None
    if member is not None:
        organisation = db.session.scalar(
            select(Membership.scope_id).where(
                Membership.person_id == member.id,
                Membership.role == "partner",
                Membership.scope_kind == "organisation",
            )
        )
    values = {
        "slug": f"tour-{public_id()}",
        "state": "published",
        "zone": "Europe/Zurich",
        "organisation_id": organisation,
    }
    webinar = Webinar(**(values | facts))
    db.session.add(webinar)
    db.session.flush()
    for language, title in (texts or {"en": "Tour of the ESM toolkit"}).items():
        db.session.add(WebinarText(webinar_id=webinar.id, language=language, title=title))
    db.session.flush()
    return webinar


def make_session(
    webinar: Webinar, *, seats: int = 10, regions: dict[str, int] | None = None, **facts: Any
) -> Any:
    """Add an open session with so many seats for everybody, and some for regional groups."""
    values = {
        "language": "en",
        "starts_at": TOUR,
        "zone": webinar.zone,
        "minutes": 60,
        "state": "open",
        "address": "https://meet.example.org/tour",
        "uid": f"{public_id()}@localhost",
    }
    session = WebinarSession(webinar_id=webinar.id, **(values | facts))
    db.session.add(session)
    db.session.flush()
    for region, number in {"": seats, **(regions or {})}.items():
        db.session.add(SeatPool(session_id=session.id, region=region, seats=number))
    db.session.flush()
    return session


def make_sign_up(webinar: Webinar, member: Any = None, **facts: Any) -> Any:
    """Sign a person up, as their account says, or a guest with the facts given."""
    values: dict[str, Any] = {"email": f"{public_id()}@example.org", "name": "A Guest"}
    if member is not None:
        person = db.session.get_one(Person, member.id)
        values = {
            "person_id": person.id,
            "email": person.email,
            "name": person.name,
            "country": person.country,
            "region": group_of(person.country),
            "gender": person.gender,
            "stakeholder": person.stakeholder,
            "confirmed_at": person.email_confirmed_at,
        }
    sign_up = SignUp(webinar_id=webinar.id, **(values | facts))
    db.session.add(sign_up)
    db.session.flush()
    return sign_up
