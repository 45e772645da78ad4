"""Sessions of a run and who was at them: reads. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select

from elearn.accounts.models import Person
from elearn.core.database import db, read
from elearn.programmes.completion_queries import AnyRow
from elearn.programmes.models import Place
from elearn.programmes.presence import Length
from elearn.programmes.session_errors import SessionNotFound
from elearn.programmes.session_models import Attendance, ClassSession
from elearn.webinars.models import Webinar, WebinarSession

_run_id = bindparam("run_id", type_=Integer())
_sessions = (
    select(
        ClassSession.id,
        ClassSession.public_id,
        ClassSession.title,
        ClassSession.online,
        ClassSession.starts_at,
        ClassSession.minutes,
        ClassSession.venue,
        ClassSession.address,
        ClassSession.required,
        ClassSession.cancelled_at,
        WebinarSession.public_id.label("webinar_session"),
        Webinar.slug.label("webinar"),
        func.count(Attendance.id).label("recorded"),
        func.count(Attendance.id).filter(Attendance.minutes > 0).label("present"),
        func.coalesce(func.sum(Attendance.minutes), 0).label("attended"),
    )
    .outerjoin(Attendance, Attendance.session_id == ClassSession.id)
    .outerjoin(WebinarSession, WebinarSession.id == ClassSession.webinar_session_id)
    .outerjoin(Webinar, and_(Webinar.id == WebinarSession.webinar_id, Webinar.state != "draft"))
    .where(ClassSession.run_id == _run_id)
    .group_by(ClassSession.id, WebinarSession.public_id, Webinar.slug)
    .order_by(ClassSession.starts_at.is_(None), ClassSession.starts_at, ClassSession.id)
)


def sessions_of(run_id: int) -> Sequence[AnyRow]:
    """Return the sessions of a run as they follow each other, with how many were recorded.

    Those without a day come last; cancelled ones are among them.
    """
    return read(_sessions, {"run_id": run_id}).all()


def session_of(run_id: int, public_id: str) -> ClassSession:
    """Return a session of the run. Raises SessionNotFound."""
    found = db.session.scalars(
        select(ClassSession).where(
            ClassSession.run_id == run_id, ClassSession.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise SessionNotFound
    return found


def lengths_of(run_id: int) -> list[Length]:
    """Return the lengths of the sessions of a run that were not cancelled."""
    rows = db.session.execute(
        select(ClassSession.id, ClassSession.minutes, ClassSession.required).where(
            ClassSession.run_id == run_id, ClassSession.cancelled_at.is_(None)
        )
    )
    return [Length(row.id, row.minutes, row.required) for row in rows]


def attended_in(run_id: int) -> dict[int, dict[int, int]]:
    """Return minutes by session, by place, in the sessions of a run that were not cancelled."""
    rows = db.session.execute(
        select(Attendance.place_id, Attendance.session_id, Attendance.minutes)
        .join(ClassSession, ClassSession.id == Attendance.session_id)
        .where(ClassSession.run_id == run_id, ClassSession.cancelled_at.is_(None))
    )
    found: dict[int, dict[int, int]] = {}
    for place, session, minutes in rows:
        found.setdefault(place, {})[session] = minutes
    return found


def people_at(session: ClassSession) -> Select[*tuple[Any, ...]]:
    """Return the statement for everybody who has a place, with their minutes at the session.

    Somebody who gave the place back stands on it when minutes were written down for them.
    """
    return (
        select(
            Place.id,
            Place.public_id,
            Place.number,
            Place.state,
            Person.name,
            Attendance.minutes,
            Attendance.source,
            Attendance.recorded_at,
        )
        .join(Person, Person.id == Place.person_id)
        .outerjoin(
            Attendance,
            and_(Attendance.place_id == Place.id, Attendance.session_id == session.id),
        )
        .where(Place.run_id == session.run_id)
        .where(or_(Place.state == "in", Attendance.id.is_not(None)))
        .order_by(func.lower(Person.name), Place.number)
    )


def people_with_addresses(session: ClassSession) -> Sequence[AnyRow]:
    """Return everybody on the list of the session with their address, to find them in a report."""
    return db.session.execute(people_at(session).add_columns(Person.email)).all()
