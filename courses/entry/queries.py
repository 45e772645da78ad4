"""Reads of the ways into a course. No writes, no rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, select

from courses.entry.columns import with_entry
from courses.entry.models import EntryCode, EntryInvitation, EntryRequest, EntryTerms
from courses.models import Course, Enrolment, Release
from courses.queries import AnyRow
from elearn.accounts.models import Person
from elearn.core.database import db, read
from elearn.core.urls import absolute

_course_id = bindparam("course_id", type_=Integer())
_person_id = bindparam("person_id", type_=Integer())
_standing = with_entry(
    select(
        Course.id.label("course_id"),
        Course.public_id,
        Course.slug,
        Course.state,
        Course.title,
        Enrolment.id.label("enrolment_id"),
        Enrolment.due_at,
    )
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.course_id == Course.id,
            Enrolment.person_id == _person_id,
            Enrolment.left_at.is_(None),
        ),
    )
    .where(Course.id == _course_id),
    _person_id,
)


def standing(course_id: int, person_id: int) -> AnyRow:
    """Return the course, the person's enrolment while they take part, and the facts of entry."""
    return read(_standing, {"course_id": course_id, "person_id": person_id}).one()


@dataclass(frozen=True)
class Named:
    """What letters say of a course."""

    id: int
    public_id: str
    title: str
    link: str


def named(course_id: int) -> Named:
    """Return what letters say of a course: its title as released, and its address."""
    row = db.session.execute(
        select(
            Course.public_id,
            Course.slug,
            func.coalesce(Release.title, Course.title).label("title"),
        )
        .outerjoin(Release, Release.id == Course.current_release_id)
        .where(Course.id == course_id)
    ).one()
    link = absolute("courses.show", slug=row.slug)
    return Named(course_id, row.public_id, row.title, link)


def terms_of(course_id: int) -> EntryTerms:
    """Return the terms of a course; those that hold without a row, if it has none."""
    found = db.session.scalars(
        select(EntryTerms)
        .where(EntryTerms.course_id == course_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return found or EntryTerms(
        course_id=course_id, door="open", reading=True, places=None, taken=0, due_days=None
    )


def codes_of(course_id: int) -> Sequence[EntryCode]:
    """Return the codes of a course, newest first."""
    statement = select(EntryCode).where(EntryCode.course_id == course_id)
    return db.session.scalars(statement.order_by(EntryCode.id.desc()).limit(200)).all()


def requests_for(course_id: int, *, waiting: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement for requests of a course: those that wait, oldest first, or the rest."""
    statement = (
        select(
            EntryRequest.public_id,
            EntryRequest.why,
            EntryRequest.state,
            EntryRequest.reason,
            EntryRequest.asked_at,
            EntryRequest.decided_at,
            Person.name,
            Person.country,
            Person.stakeholder,
        )
        .join(Person, Person.id == EntryRequest.person_id)
        .where(EntryRequest.course_id == course_id)
    )
    if waiting:
        return statement.where(EntryRequest.state == "open").order_by(EntryRequest.id)
    return statement.where(EntryRequest.state != "open").order_by(EntryRequest.id.desc())


def waiting_for(course_id: int) -> int:
    """Return how many requests wait for an answer."""
    statement = select(func.count(EntryRequest.id)).where(
        EntryRequest.course_id == course_id, EntryRequest.state == "open"
    )
    return db.session.scalar(statement) or 0


def latest_request(course_id: int, person_id: int) -> EntryRequest | None:
    """Return the person's last request for a course, if they ever made one."""
    statement = (
        select(EntryRequest)
        .where(EntryRequest.course_id == course_id, EntryRequest.person_id == person_id)
        .order_by(EntryRequest.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one_or_none()


def invitations_of(course_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for the invitations of a course, newest first."""
    return (
        select(
            EntryInvitation.public_id,
            EntryInvitation.email,
            EntryInvitation.invited_at,
            EntryInvitation.expires_at,
            EntryInvitation.accepted_at,
            EntryInvitation.revoked_at,
        )
        .where(EntryInvitation.course_id == course_id)
        .order_by(EntryInvitation.invited_at.desc(), EntryInvitation.id.desc())
    )
