"""Requests: learners ask to take part, trainers answer with a yes, or a no and its reason."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from courses import learning
from courses.entry import queries
from courses.entry.deciding import facts_of, kind_of, refusal_of
from courses.entry.errors import (
    EntryRefused,
    NothingToAsk,
    ReasonNeeded,
    RequestIsAnswered,
    RequestNotFound,
)
from courses.entry.models import EntryRequest
from courses.models import Course
from elearn.accounts import mailing
from elearn.accounts import queries as accounts
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db

LONGEST_WHY = 2000
ASKING = ("ask", "declined")


def ask(course: Course, person: SignedIn, why: str) -> EntryRequest:
    """Ask the trainers of a course to be let in. Asking twice changes nothing.

    Raises EntryRefused when the terms leave nothing to ask for (too early, too late, full, by
    code only), or NothingToAsk for whoever may simply enrol, or is enrolled.
    """
    row = queries.standing(course.id, person.id)
    facts = facts_of(row, slug=row.slug, state=row.state, signed_in=True)
    kind = kind_of(facts, now())
    if row.enrolment_id is not None or kind is None:
        raise NothingToAsk
    if kind == "asked":
        return _open_request(course.id, person.id)
    if kind not in ASKING:
        raise EntryRefused(refusal_of(kind, facts))
    made = EntryRequest(course_id=course.id, person_id=person.id, why=why[:LONGEST_WHY])
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return _open_request(course.id, person.id)
    record(person.id, "course.ask-to-enter", "course", course.public_id)
    return made


def _open_request(course_id: int, person_id: int) -> EntryRequest:
    statement = select(EntryRequest).where(
        EntryRequest.course_id == course_id,
        EntryRequest.person_id == person_id,
        EntryRequest.state == "open",
    )
    return db.session.scalars(statement).one()


def take_back(course: Course, person: SignedIn) -> None:
    """Take an open request back. Raises RequestNotFound."""
    found = db.session.execute(
        update(EntryRequest)
        .where(
            EntryRequest.course_id == course.id,
            EntryRequest.person_id == person.id,
            EntryRequest.state == "open",
        )
        .values(state="taken-back", decided_at=now())
        .returning(EntryRequest.id)
    ).scalar()
    if found is None:
        raise RequestNotFound
    record(person.id, "course.take-request-back", "course", course.public_id)


def approve(course: Course, request_id: str, actor: SignedIn) -> None:
    """Let the person in and write to them.

    Raises RequestNotFound, RequestIsAnswered or NoPlaceLeft.
    """
    person_id = _decide(course, request_id, actor, "approved", "")
    learning.enrol(person_id, course.id, actor, way="approval")
    _tell(course, request_id, person_id, "request-approved")
    record(actor.id, "course.approve-request", "course", course.public_id, person=person_id)


def decline(course: Course, request_id: str, reason: str, actor: SignedIn) -> None:
    """Say no, with the reason the person reads. Raises ReasonNeeded, RequestNotFound, ..."""
    if not reason.strip():
        raise ReasonNeeded
    person_id = _decide(course, request_id, actor, "declined", reason[:LONGEST_WHY])
    _tell(course, request_id, person_id, "request-declined", reason=reason[:LONGEST_WHY])
    record(actor.id, "course.decline-request", "course", course.public_id, person=person_id)


def _decide(course: Course, request_id: str, actor: SignedIn, state: str, reason: str) -> int:
    mine = (EntryRequest.course_id == course.id) & (EntryRequest.public_id == request_id)
    person_id = db.session.execute(
        update(EntryRequest)
        .where(mine, EntryRequest.state == "open")
        .values(state=state, reason=reason, decided_by_id=actor.id, decided_at=now())
        .returning(EntryRequest.person_id)
    ).scalar()
    if person_id is not None:
        return person_id
    if db.session.scalar(select(EntryRequest.id).where(mine)) is None:
        raise RequestNotFound
    raise RequestIsAnswered


def _tell(course: Course, request_id: str, person_id: int, letter: str, **more: str) -> None:
    named, account = queries.named(course.id), accounts.account_of(person_id)
    mailing.tell(
        person_id,
        "approved",
        mark=f"request:{request_id}",
        template=letter,
        name=account.name if account else "",
        title=named.title,
        link=named.link,
        **more,
    )
