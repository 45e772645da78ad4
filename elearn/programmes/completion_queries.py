"""What the completion of a run is decided on: rows for many people in a fixed number of reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Row, case, exists, func, select

from certificates.models import Award
from courses.models import Completion, Course, Enrolment, Release
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.programmes.models import Place, Programme, Run, RunCompletion, RunPart
from elearn.programmes.session_models import Attendance, ClassSession

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_places = (
    select(Place.id, Place.person_id, Person.name, Person.timezone)
    .join(Person, Person.id == Place.person_id)
    .order_by(Place.number)
)
_counted_session = (ClassSession.required.is_(True), ClassSession.cancelled_at.is_(None))


@dataclass(frozen=True)
class Facts:
    """What is known of a run and some people: courses, who completed which, minutes attended."""

    courses: Sequence[AnyRow]
    completed: frozenset[tuple[int, int]]
    attended: dict[int, int]
    required_minutes: int


def uncompleted(run_id: int, person_id: int | None = None) -> Sequence[AnyRow]:
    """Return the places held in the run (or that person's) that did not complete it yet."""
    done = exists().where(RunCompletion.place_id == Place.id)
    statement = _places.where(Place.run_id == run_id, Place.state == "in", ~done)
    if person_id is not None:
        statement = statement.where(Place.person_id == person_id)
    return db.session.execute(statement).all()


def lock_people(person_ids: Sequence[int]) -> None:
    """Let what is decided on for these people be decided on by one transaction at a time."""
    db.session.execute(
        select(Person.id)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )


def run_courses(run_id: int) -> Sequence[AnyRow]:
    """Return the courses of the run in their order, with their title and state."""
    statement = (
        select(
            RunPart.course_id,
            RunPart.required,
            Course.state,
            Course.slug,
            Course.public_id,
            func.coalesce(Release.title, Course.title).label("title"),
            Release.minutes,
            Release.language,
        )
        .join(Course, Course.id == RunPart.course_id)
        .outerjoin(Release, Release.id == Course.current_release_id)
        .where(RunPart.run_id == run_id)
        .order_by(RunPart.position)
    )
    return db.session.execute(statement).all()


def facts_of(run_id: int, person_ids: Sequence[int]) -> Facts:
    """Return what the rule of the run is decided on for these people."""
    return Facts(
        courses=run_courses(run_id),
        completed=_completed(run_id, person_ids),
        attended=_attended(run_id, person_ids),
        required_minutes=required_minutes(run_id),
    )


def _completed(run_id: int, person_ids: Sequence[int]) -> frozenset[tuple[int, int]]:
    statement = (
        select(Enrolment.person_id, Enrolment.course_id)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(RunPart, RunPart.course_id == Enrolment.course_id)
        .where(RunPart.run_id == run_id, Enrolment.person_id.in_(person_ids))
    )
    return frozenset((row.person_id, row.course_id) for row in db.session.execute(statement))


def _attended(run_id: int, person_ids: Sequence[int]) -> dict[int, int]:
    # Nobody attends longer than the session took.
    minutes = case(
        (Attendance.minutes > ClassSession.minutes, ClassSession.minutes),
        else_=Attendance.minutes,
    )
    statement = (
        select(Attendance.place_id, func.sum(minutes))
        .join(ClassSession, ClassSession.id == Attendance.session_id)
        .join(Place, Place.id == Attendance.place_id)
        .where(ClassSession.run_id == run_id, *_counted_session, Place.person_id.in_(person_ids))
        .group_by(Attendance.place_id)
    )
    return {place_id: int(total) for place_id, total in db.session.execute(statement)}


def required_minutes(run_id: int) -> int:
    """Return the minutes of the required sessions of the run that are not cancelled."""
    statement = select(func.coalesce(func.sum(ClassSession.minutes), 0)).where(
        ClassSession.run_id == run_id, *_counted_session
    )
    return int(db.session.scalar(statement) or 0)


def award_facts(run: Run) -> dict[str, Any]:
    """Return what a certificate says of the run: title and language of its programme, minutes."""
    programme = db.session.get_one(Programme, run.programme_id)
    taught = sum(course.minutes or 0 for course in run_courses(run.id))
    return {
        "title": programme.title,
        "language": run.languages[0] if run.languages else programme.language,
        "minutes": taught + required_minutes(run.id),
    }


def held_enrolments(run_id: int, most: int) -> list[int]:
    """Return enrolments by the run whose certificates are held back, at most so many."""
    statement = (
        select(Enrolment.id)
        .join(RunPart, RunPart.course_id == Enrolment.course_id)
        .join(Place, Place.person_id == Enrolment.person_id)
        .where(
            RunPart.run_id == run_id,
            Place.run_id == run_id,
            Place.placed_at.is_not(None),
            Enrolment.way == "run",
            Enrolment.held.is_(True),
        )
        .order_by(Enrolment.id)
        .limit(most)
    )
    return list(db.session.scalars(statement))


def uncertified(run: Run, most: int) -> Sequence[AnyRow]:
    """Return places that completed the run and have no certificate of it, at most so many."""
    issued = exists().where(
        Award.person_id == Place.person_id, Award.subject_key == f"run:{run.public_id}"
    )
    statement = (
        _places.add_columns(RunCompletion.completed_at)
        .join(RunCompletion, RunCompletion.place_id == Place.id)
        .where(Place.run_id == run.id, Person.erased_at.is_(None), ~issued)
        .limit(most)
    )
    return db.session.execute(statement).all()


def runs_with_course(person_id: int, course_id: int) -> Sequence[Run]:
    """Return the runs in which the person has a place and the course is a part."""
    statement = (
        select(Run)
        .join(Place, Place.run_id == Run.id)
        .join(RunPart, RunPart.run_id == Run.id)
        .where(Place.person_id == person_id, Place.state == "in", RunPart.course_id == course_id)
        .order_by(Run.id)
    )
    return db.session.scalars(statement).all()


def programmes_completed(person_id: int) -> set[str]:
    """Return the public ids of the programmes of which the person completed a run."""
    statement = (
        select(Programme.public_id)
        .join(Run, Run.programme_id == Programme.id)
        .join(Place, Place.run_id == Run.id)
        .join(RunCompletion, RunCompletion.place_id == Place.id)
        .where(Place.person_id == person_id)
        .distinct()
    )
    return set(db.session.scalars(statement))
