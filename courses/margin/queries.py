"""Reads of notes and of questions to trainers: column rows. No writes, no rights."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from courses.margin.models import Note, TrainerQuestion
from courses.models import Course, Module, Release, ReleaseStep, Step
from courses.queries import AnyRow
from courses.search_text import folded
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db, read
from elearn.library.models import Paragraph

MOST_NOTES = 1000
MOST_SHOWN = 100
STATES = ("open", "answered", "closed", "published")

_person_id = bindparam("person_id", type_=Integer())
_step_id = bindparam("step_id", type_=Integer())

_of_lesson = (
    select(Note.public_id, Note.key, Note.text, Note.bookmarked, Note.changed_at)
    .where(Note.person_id == _person_id, Note.step_id == _step_id)
    .order_by(Note.id)
)


def notes_beside(person_id: int, step_id: int) -> dict[str, AnyRow]:
    """Return the person's notes beside a lesson, by the key of the paragraph."""
    values = {"person_id": person_id, "step_id": step_id}
    return {row.key: row for row in read(_of_lesson, values)}


def _stands_in(key: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return whether the released lesson still shows the paragraph."""
    return ReleaseStep.html.like(literal('%id="') + key + literal('"%'))


_mine: Select[*tuple[Any, ...]] = (
    select(
        Note.public_id,
        Note.key,
        Note.text,
        Note.bookmarked,
        Note.changed_at,
        Course.slug,
        Course.title.label("course"),
        Step.public_id.label("step"),
        func.coalesce(ReleaseStep.title, Step.title).label("lesson"),
        ReleaseStep.id.is_not(None).label("lesson_there"),
        ((Note.key == "") | _stands_in(Note.key)).label("paragraph_there"),
        Paragraph.label,
        Paragraph.text.label("words"),
    )
    .join(Step, Step.id == Note.step_id)
    .join(Module, Module.id == Step.module_id)
    .join(Course, Course.id == Step.course_id)
    .outerjoin(Release, Release.id == Course.current_release_id)
    .outerjoin(
        ReleaseStep,
        and_(ReleaseStep.release_id == Release.id, ReleaseStep.step_id == Note.step_id),
    )
    .outerjoin(
        Paragraph, and_(Paragraph.edition_id == Release.edition_id, Paragraph.key == Note.key)
    )
    .order_by(Course.title, Course.id, Module.position, Step.position, Step.id, Note.id)
)


def notes_of(person_id: int, wanted: str = "") -> Select[*tuple[Any, ...]]:
    """Return the statement for a person's notes, course by course; `wanted` words occur in them."""
    statement = _mine.where(Note.person_id == person_id)
    if not wanted.strip():
        return statement
    words = folded(wanted).split()
    # Few and short enough to be compared here, without case and accents in every script.
    texts = db.session.execute(select(Note.id, Note.text).where(Note.person_id == person_id))
    found = [row.id for row in texts if all(word in folded(row.text) for word in words)]
    return statement.where(Note.id.in_(found))


_published = (
    select(
        TrainerQuestion.public_id,
        TrainerQuestion.key,
        TrainerQuestion.shown,
        TrainerQuestion.answer,
        TrainerQuestion.published_at,
    )
    .where(TrainerQuestion.step_id == _step_id, TrainerQuestion.published_at.is_not(None))
    .order_by(TrainerQuestion.published_at, TrainerQuestion.id)
    .limit(MOST_SHOWN)
)


def published_beside(step_id: int) -> Sequence[AnyRow]:
    """Return the published questions of a lesson with their answers, naming nobody."""
    return read(_published, {"step_id": step_id}).all()


_asked: Select[*tuple[Any, ...]] = (
    select(
        TrainerQuestion.public_id,
        TrainerQuestion.key,
        TrainerQuestion.asked,
        TrainerQuestion.asked_at,
        TrainerQuestion.state,
        TrainerQuestion.answer,
        TrainerQuestion.answered_at,
        TrainerQuestion.shown,
        TrainerQuestion.published_at,
        Course.slug,
        Course.title.label("course"),
        Step.public_id.label("step"),
        Step.title.label("lesson"),
        ReleaseStep.id.is_not(None).label("lesson_there"),
        Paragraph.label,
        Paragraph.text.label("words"),
    )
    .join(Step, Step.id == TrainerQuestion.step_id)
    .join(Course, Course.id == TrainerQuestion.course_id)
    .outerjoin(Release, Release.id == Course.current_release_id)
    .outerjoin(
        ReleaseStep,
        and_(ReleaseStep.release_id == Release.id, ReleaseStep.step_id == Step.id),
    )
    .outerjoin(
        Paragraph,
        and_(Paragraph.edition_id == Release.edition_id, Paragraph.key == TrainerQuestion.key),
    )
)
_queue: Select[*tuple[Any, ...]] = _asked.add_columns(Person.name, Person.country).outerjoin(
    Person, Person.id == TrainerQuestion.person_id
)


def questions_of(person_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for the questions a person asked, newest first."""
    return _asked.where(TrainerQuestion.person_id == person_id).order_by(TrainerQuestion.id.desc())


def queue(course_id: int, state: str = "open") -> Select[*tuple[Any, ...]]:
    """Return the statement for a course's questions in a state; open ones oldest first."""
    statement = _queue.where(TrainerQuestion.course_id == course_id)
    if state == "published":
        return statement.where(TrainerQuestion.published_at.is_not(None)).order_by(
            TrainerQuestion.published_at.desc(), TrainerQuestion.id
        )
    order = TrainerQuestion.id if state == "open" else TrainerQuestion.id.desc()
    return statement.where(TrainerQuestion.state == state).order_by(order)


def question_row(course_id: int, public_id: str) -> AnyRow | None:
    """Return a question to the trainers of a course, as `queue` gives it, or None."""
    statement = _queue.where(
        TrainerQuestion.course_id == course_id, TrainerQuestion.public_id == public_id
    )
    return db.session.execute(statement).one_or_none()


_counts = select(
    *(
        func.count(TrainerQuestion.id).filter(TrainerQuestion.state == state).label(state)
        for state in STATES[:3]
    ),
    func.count(TrainerQuestion.published_at).label("published"),
).where(TrainerQuestion.course_id == bindparam("course_id", type_=Integer()))


def counts(course_id: int) -> dict[str, int]:
    """Return how many questions of a course are open, answered, closed, published."""
    return dict(read(_counts, {"course_id": course_id}).one()._mapping)


_of_a_day = select(func.count(TrainerQuestion.id)).where(
    TrainerQuestion.person_id == _person_id,
    TrainerQuestion.asked_at > bindparam("since"),
)


def asked_within_a_day(person_id: int) -> int:
    """Return how many questions the person asked within the last 24 hours."""
    since: datetime = now() - timedelta(days=1)
    return int(read(_of_a_day, {"person_id": person_id, "since": since}).scalar() or 0)


_question_by_id = select(TrainerQuestion).where(
    TrainerQuestion.course_id == bindparam("course_id", type_=Integer()),
    TrainerQuestion.public_id == bindparam("public_id", type_=String()),
)


_oldest_open = (
    select(TrainerQuestion.public_id)
    .where(
        TrainerQuestion.course_id == bindparam("course_id", type_=Integer()),
        TrainerQuestion.state == "open",
    )
    .order_by(TrainerQuestion.id)
    .limit(1)
)


def oldest_open(course_id: int) -> str | None:
    """Return the id of the question that waits longest, or None."""
    found: str | None = read(_oldest_open, {"course_id": course_id}).scalar()
    return found


def question_to_change(course_id: int, public_id: str) -> TrainerQuestion | None:
    """Return a question of a course, locked until the transaction ends, or None."""
    values = {"course_id": course_id, "public_id": public_id}
    return db.session.scalars(_question_by_id.with_for_update(), values).one_or_none()
