"""Writes of the ways in: the terms, and letting people in. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from courses import access, learning
from courses.entry import places, queries
from courses.entry.deciding import Facts, refusal_of
from courses.entry.errors import EntryRefused, NoPlaceLeft, TermsDoNotFit
from courses.entry.models import DOORS, EntryRequest, EntryTerms
from courses.models import Course, Enrolment
from elearn.accounts import mailing
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db

MOST_PLACES = 1_000_000
MOST_DAYS = 3650


@dataclass(frozen=True)
class Terms:
    """What trainers say of who may enrol; see `models.EntryTerms`."""

    door: str = "open"
    reading: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    places: int | None = None
    due_days: int | None = None


def set_terms(course_id: int, terms: Terms, actor: SignedIn | None) -> None:
    """Say who may enrol. Nobody who is enrolled loses their place, also when there are fewer.

    Raises TermsDoNotFit.
    """
    _check(terms)
    # Whoever enrols shares this lock, so that the count below misses nobody.
    public_id = db.session.execute(
        select(Course.public_id).where(Course.id == course_id).with_for_update()
    ).scalar_one()
    values = {**vars(terms), "taken": places.enrolled(course_id)}
    db.session.execute(
        insert(EntryTerms)
        .values(course_id=course_id, **values)
        .on_conflict_do_update(index_elements=["course_id"], set_=values)
    )
    said = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in vars(terms).items()
    }
    record(actor.id if actor else None, "course.set-terms", "course", public_id, **said)


def _check(terms: Terms) -> None:
    if terms.door not in DOORS:
        raise TermsDoNotFit(_("Choose who may enrol."))
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        raise TermsDoNotFit(_("Enrolment must close after it opens."))
    if terms.places is not None and not 1 <= terms.places <= MOST_PLACES:
        raise TermsDoNotFit(_("Give a number of places of 1 or more, or none."))
    if terms.due_days is not None and not 1 <= terms.due_days <= MOST_DAYS:
        raise TermsDoNotFit(_("Give a number of days from 1 to 3650, or none."))


def enter(course_id: int, person: SignedIn, *, way: str = "open") -> int:
    """Enrol the person themselves if the terms let them in this way; return the enrolment's id.

    Whoever is enrolled stays so. Raises EntryRefused with the reason and the next act, EntryNotMet
    when the course has a condition that is not met, and what `learning.enrol` raises.
    """
    row = queries.standing(course_id, person.id)
    if row.enrolment_id is not None:
        return int(row.enrolment_id)
    refusal = access.can_enrol(person, row, row.state, way)
    if refusal:
        raise EntryRefused(refusal)
    access.refuse_entry(course_id, person)
    try:
        enrolment_id = learning.enrol(person.id, course_id, person, way=way)
    except NoPlaceLeft as error:
        raise EntryRefused(refusal_of("full", Facts(row.slug))) from error
    settle_request(course_id, person.id)
    return enrolment_id


def settle_request(course_id: int, person_id: int) -> None:
    """Close the request of somebody who came in another way: nobody needs to answer it."""
    db.session.execute(
        update(EntryRequest)
        .where(
            EntryRequest.course_id == course_id,
            EntryRequest.person_id == person_id,
            EntryRequest.state == "open",
        )
        .values(state="taken-back", decided_at=now())
    )


def let_in(
    person_id: int,
    name: str,
    course: queries.Named,
    actor: SignedIn | None,
    *,
    way: str,
    due_at: datetime | None = None,
) -> bool:
    """Enrol somebody else and write to them; return whether that changed anything.

    Raises NoPlaceLeft and what `learning.enrol` raises.
    """
    active = select(Enrolment.id).where(
        Enrolment.person_id == person_id,
        Enrolment.course_id == course.id,
        Enrolment.left_at.is_(None),
    )
    if db.session.scalar(active) is not None:
        return False
    learning.enrol(person_id, course.id, actor, way=way, due_at=due_at)
    settle_request(course.id, person_id)
    mailing.tell(
        person_id,
        "enrolled",
        mark=f"enrolled:{course.public_id}:{now():%Y%m%d}",
        name=name,
        title=course.title,
        link=course.link,
    )
    return True
