"""Reads of programmes, runs and places: column rows. No writes, no rights."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from certificates import queries as certificates
from courses.models import Course, Release
from elearn.accounts.models import Organisation, Person
from elearn.core.clock import now
from elearn.core.database import UtcDateTime, db, read
from elearn.programmes.completion_queries import AnyRow
from elearn.programmes.models import Place, Programme, ProgrammePart, Run, RunCompletion
from elearn.programmes.session_models import ClassSession
from elearn.webinars.models import Webinar, WebinarSession

# The longest session there is: what began before it cannot be going on.
LONGEST_SESSION = timedelta(minutes=1440)
# A person's own lists are bounded.
MOST_TRAININGS = 100
MOST_CHOICES = 1000

_title_of_course = func.coalesce(Release.title, Course.title)
_parts = (
    select(
        ProgrammePart.public_id,
        ProgrammePart.position,
        ProgrammePart.kind,
        ProgrammePart.online,
        ProgrammePart.required,
        ProgrammePart.course_id,
        Course.slug.label("course_slug"),
        Course.public_id.label("course_public_id"),
        Course.state.label("course_state"),
        func.coalesce(Release.title, Course.title, ProgrammePart.title).label("title"),
        func.coalesce(Release.minutes, ProgrammePart.minutes).label("minutes"),
    )
    .outerjoin(Course, Course.id == ProgrammePart.course_id)
    .outerjoin(Release, Release.id == Course.current_release_id)
    .where(ProgrammePart.programme_id == bindparam("programme_id"))
    .order_by(ProgrammePart.position)
)


def parts_of(programme_id: int) -> Sequence[AnyRow]:
    """Return the parts of a programme in their order; a course has its title and minutes."""
    return read(_parts, {"programme_id": programme_id}).all()


def courses_to_add(programme_id: int) -> list[tuple[str, str]]:
    """Return public id and title of the published courses that are no part of the programme."""
    taken = select(ProgrammePart.course_id).where(
        ProgrammePart.programme_id == programme_id, ProgrammePart.course_id.is_not(None)
    )
    rows = db.session.execute(
        select(Course.public_id, _title_of_course)
        .outerjoin(Release, Release.id == Course.current_release_id)
        .where(Course.state == "published", Course.id.not_in(taken))
        .order_by(func.lower(_title_of_course), Course.id)
        .limit(MOST_CHOICES)
    )
    return [(public_id, title) for public_id, title in rows]


def published_course(public_id: str) -> int | None:
    """Return the id of a published course, or None."""
    statement = select(Course.id).where(Course.public_id == public_id, Course.state == "published")
    return db.session.scalar(statement)


def published_course_at(slug: str) -> int | None:
    """Return the id of the published course with this address, or None."""
    return db.session.scalar(
        select(Course.id).where(Course.slug == slug, Course.state == "published")
    )


def organisations(condition: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Return public id and name of the organisations by name."""
    rows = db.session.execute(
        select(Organisation.public_id, Organisation.name)
        .where(condition)
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(public_id, name) for public_id, name in rows]


def organisation_ids() -> dict[str, int]:
    """Return the id of every organisation by its public id."""
    rows = db.session.execute(select(Organisation.public_id, Organisation.id))
    return {public_id: organisation_id for public_id, organisation_id in rows}


def programmes(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the statement for a list of programmes by title, with their parts and runs counted."""
    parts = (
        select(func.count())
        .where(ProgrammePart.programme_id == Programme.id)
        .correlate(Programme)
        .scalar_subquery()
    )
    runs = (
        select(func.count())
        .where(Run.programme_id == Programme.id)
        .correlate(Programme)
        .scalar_subquery()
    )
    return (
        select(
            Programme.public_id,
            Programme.slug,
            Programme.title,
            Programme.summary,
            Programme.language,
            Programme.audience,
            Programme.state,
            parts.label("parts"),
            runs.label("runs"),
        )
        .where(condition)
        .order_by(func.lower(Programme.title), Programme.id)
    )


_run_columns = (
    Run.id,
    Run.public_id,
    Run.slug,
    Run.title,
    Run.summary,
    Run.starts_on,
    Run.ends_on,
    Run.zone,
    Run.languages,
    Run.country,
    Run.venue,
    Run.state,
    Run.door,
    Run.places,
    Run.taken,
    Run.cumulative,
    Run.programme_id,
    Organisation.name.label("partner"),
    Run.partner_role,
    Programme.title.label("programme_title"),
    Programme.slug.label("programme_slug"),
)


def runs(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the statement for a list of runs, the latest first."""
    return (
        select(*_run_columns)
        .join(Programme, Programme.id == Run.programme_id)
        .outerjoin(Organisation, Organisation.id == Run.partner_id)
        .where(condition)
        .order_by(Run.starts_on.desc(), Run.id.desc())
    )


def open_runs(programme_id: int) -> Sequence[AnyRow]:
    """Return the runs of a programme that are approved or running, the next first."""
    condition = (Run.programme_id == programme_id) & Run.state.in_(("approved", "running"))
    statement = runs(condition).order_by(None).order_by(Run.starts_on, Run.id)
    return db.session.execute(statement.limit(MOST_TRAININGS)).all()


def programme_title(programme_id: int) -> AnyRow:
    """Return slug, title, state, objectives and audience of a programme."""
    statement = select(
        Programme.slug, Programme.title, Programme.state, Programme.objectives, Programme.language
    )
    return db.session.execute(statement.where(Programme.id == programme_id)).one()


def completion_of(place_id: int) -> RunCompletion | None:
    """Return the completion of a place, or None."""
    statement = select(RunCompletion).where(RunCompletion.place_id == place_id)
    return db.session.scalars(statement).one_or_none()


def award_of(run: Run, person_id: int) -> str | None:
    """Return the public id of the person's certificate of the run, or None."""
    award = certificates.current_award(person_id, f"run:{run.public_id}")
    return award.public_id if award else None


def partner_of(run: Run) -> AnyRow | None:
    """Return public_id and name of the partner, or None."""
    statement = select(Organisation.public_id, Organisation.name)
    return db.session.execute(statement.where(Organisation.id == run.partner_id)).one_or_none()


_sessions = (
    select(
        ClassSession.public_id,
        ClassSession.title,
        ClassSession.online,
        ClassSession.starts_at,
        ClassSession.minutes,
        ClassSession.venue,
        ClassSession.address,
        ClassSession.required,
        ClassSession.cancelled_at,
        Webinar.slug.label("webinar"),
    )
    .outerjoin(WebinarSession, WebinarSession.id == ClassSession.webinar_session_id)
    .outerjoin(Webinar, and_(Webinar.id == WebinarSession.webinar_id, Webinar.state != "draft"))
    .where(ClassSession.run_id == bindparam("run_id"))
    .order_by(ClassSession.starts_at.is_(None), ClassSession.starts_at, ClassSession.id)
)


def sessions_of(run_id: int) -> Sequence[AnyRow]:
    """Return the sessions of a run by time; those without a date stand last."""
    return read(_sessions, {"run_id": run_id}).all()


_counts = (
    select(Place.state, func.count().label("people"))
    .where(Place.run_id == bindparam("run_id"))
    .group_by(Place.state)
)


def places_by_state(run_id: int) -> dict[str, int]:
    """Return how many places of the run are in each state."""
    return {row.state: row.people for row in read(_counts, {"run_id": run_id})}


_places = (
    select(
        Place.public_id,
        Place.number,
        Place.state,
        Place.why,
        Place.reason,
        Place.asked_at,
        Place.placed_at,
        Place.promoted_at,
        Place.left_at,
        Place.person_id,
        Person.name,
        Person.email,
        Place.country,
        RunCompletion.completed_at,
    )
    .join(Person, Person.id == Place.person_id)
    .outerjoin(RunCompletion, RunCompletion.place_id == Place.id)
    .order_by(Place.number, Place.id)
)


def places_of(run_id: int, state: str = "") -> Select[*tuple[Any, ...]]:
    """Return the statement for the places of a run in the order of asking, with their people."""
    statement = _places.where(Place.run_id == run_id)
    return statement.where(Place.state == state) if state else statement


def place_facts(place_id: int) -> AnyRow:
    """Return one place as `places_of` lists it."""
    return db.session.execute(_places.where(Place.id == place_id)).one()


def place_of(run_id: int, person_id: int) -> Place | None:
    """Return the person's place in the run, whatever its state."""
    statement = select(Place).where(Place.run_id == run_id, Place.person_id == person_id)
    return db.session.scalars(statement).one_or_none()


_by_code = select(Run.id, Run.slug, Run.title).where(
    Run.code == bindparam("code", type_=String()), Run.state.in_(("approved", "running"))
)


def run_by_code(code: str) -> AnyRow | None:
    """Return id, slug and title of the run that a code (capitals, digits) opens, or None."""
    return read(_by_code, {"code": code}).one_or_none()


_person_id = bindparam("person_id", type_=Integer())
_ahead = aliased(Place)
# How many stand before the person on the waiting list, them included.
_waiting_number = (
    select(func.count())
    .where(_ahead.run_id == Place.run_id, _ahead.state == "waiting")
    .where(_ahead.number <= Place.number)
    .correlate(Place)
    .scalar_subquery()
)
_trainings = (
    select(
        Run.slug,
        Run.title,
        Run.starts_on,
        Run.ends_on,
        Run.zone,
        Run.state.label("run_state"),
        Place.state,
        case((Place.state == "waiting", _waiting_number), else_=0).label("waiting"),
        RunCompletion.completed_at,
    )
    .join(Run, Run.id == Place.run_id)
    .outerjoin(RunCompletion, RunCompletion.place_id == Place.id)
    .where(Place.person_id == _person_id)
    .order_by(Run.starts_on.desc(), Run.id.desc())
    .limit(MOST_TRAININGS)
)
# A row for each session ahead, so that one statement tells the next one, too.
_trainings_now = (
    _trainings.add_columns(
        ClassSession.title.label("session_title"),
        ClassSession.starts_at.label("session_at"),
        ClassSession.minutes.label("session_minutes"),
        ClassSession.online,
        ClassSession.venue,
        ClassSession.address,
    )
    .outerjoin(
        ClassSession,
        and_(
            ClassSession.run_id == Run.id,
            Place.state == "in",
            ClassSession.cancelled_at.is_(None),
            ClassSession.starts_at > bindparam("since", type_=UtcDateTime()),
        ),
    )
    .where(
        Place.state.in_(("asked", "waiting", "in")),
        Run.state.in_(("approved", "running")),
        RunCompletion.id.is_(None),
    )
    .order_by(ClassSession.starts_at, ClassSession.id)
    .limit(MOST_TRAININGS * 10)
)


def titles() -> dict[str, str]:
    """Return the titles of the programmes that a rule may name, by public id."""
    statement = select(Programme.public_id, Programme.title).where(Programme.state != "draft")
    rows = db.session.execute(statement.order_by(Programme.title).limit(MOST_CHOICES))
    return {row.public_id: row.title for row in rows}


def trainings_of(person_id: int) -> Sequence[AnyRow]:
    """Return the runs in which the person has, had or asked for a place, the latest first."""
    return read(_trainings, {"person_id": person_id}).all()


def trainings_now(person_id: int) -> list[dict[str, Any]]:
    """Return those that are underway or ahead and that the person has not completed.

    Each with the session they are expected at next, or that is going on, under `session`.
    """
    moment = now()
    found: dict[str, dict[str, Any]] = {}
    values = {"person_id": person_id, "since": moment - LONGEST_SESSION}
    for row in read(_trainings_now, values):
        training = found.setdefault(row.slug, dict(row._mapping) | {"session": None})
        ends = row.session_at and row.session_at + timedelta(minutes=row.session_minutes)
        if ends and ends > moment and training["session"] is None:
            training["session"] = row
    return list(found.values())
