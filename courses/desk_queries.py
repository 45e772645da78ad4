"""What trainers read at the desk: drafts with their parts, texts and revisions. No rights."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, and_, func, select

from courses.desk_errors import PartNotFound
from courses.models import (
    Course,
    Enrolment,
    LessonRevision,
    Module,
    Release,
    ReleaseStep,
    Step,
    StepProgress,
)
from elearn.accounts.models import Person
from elearn.core.database import db

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_newest = (
    select(LessonRevision.step_id, func.max(LessonRevision.number).label("number"))
    .group_by(LessonRevision.step_id)
    .subquery()
)
_learners = (
    select(func.count(Enrolment.id))
    .where(Enrolment.course_id == Course.id, Enrolment.left_at.is_(None))
    .scalar_subquery()
)
_lessons = (
    select(func.count(Step.id))
    .where(Step.course_id == Course.id, Step.removed_at.is_(None))
    .scalar_subquery()
)
_desk = (
    select(
        Course.slug,
        Course.title,
        Course.state,
        Course.language,
        Course.updated_at,
        Release.number.label("release_number"),
        Release.published_at,
        _lessons.label("steps"),
        _learners.label("learners"),
    )
    .outerjoin(Release, Release.id == Course.current_release_id)
    .order_by(Course.updated_at.desc(), Course.id.desc())
)


def desk_courses(condition: ColumnElement[bool]) -> Any:
    """Return the statement for the courses that meet the condition, latest edits first."""
    return _desk.where(condition)


def modules_of(course_id: int) -> Sequence[Module]:
    """Return the modules of a draft in their order."""
    statement = (
        select(Module)
        .where(Module.course_id == course_id, Module.removed_at.is_(None))
        .order_by(Module.position, Module.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def steps_of(course_id: int) -> Sequence[Step]:
    """Return the steps of a draft in their order within the modules."""
    statement = (
        select(Step)
        .where(Step.course_id == course_id, Step.removed_at.is_(None))
        .order_by(Step.position, Step.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def outline_rows(course_id: int) -> Sequence[AnyRow]:
    """Return a row per step of a draft in reading order, with the words of its newest text."""
    statement = (
        select(
            Step.id,
            Step.public_id,
            Step.kind,
            Step.title,
            Step.minutes,
            Step.required,
            Step.ready,
            Module.id.label("module_id"),
            Module.public_id.label("module_public_id"),
            Module.title.label("module_title"),
            LessonRevision.number.label("revision"),
            func.coalesce(LessonRevision.words, 0).label("words"),
        )
        .join(Module, Module.id == Step.module_id)
        .outerjoin(_newest, _newest.c.step_id == Step.id)
        .outerjoin(
            LessonRevision,
            and_(LessonRevision.step_id == Step.id, LessonRevision.number == _newest.c.number),
        )
        .where(Step.course_id == course_id, Step.removed_at.is_(None))
        .where(Module.removed_at.is_(None))
        .order_by(Module.position, Module.id, Step.position, Step.id)
    )
    return db.session.execute(statement).all()


def newest_texts(course_id: int) -> dict[int, LessonRevision]:
    """Return the newest revision of every lesson of a draft, by step id."""
    statement = (
        select(LessonRevision)
        .join(
            _newest,
            and_(
                _newest.c.step_id == LessonRevision.step_id,
                _newest.c.number == LessonRevision.number,
            ),
        )
        .join(Step, Step.id == LessonRevision.step_id)
        .where(Step.course_id == course_id, Step.removed_at.is_(None))
    )
    return {revision.step_id: revision for revision in db.session.scalars(statement)}


def module_of(course_id: int, public_id: str) -> Module:
    """Return a module of the course. Raises PartNotFound."""
    found = db.session.scalars(
        select(Module).where(
            Module.course_id == course_id,
            Module.public_id == public_id,
            Module.removed_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise PartNotFound
    return found


def step_of(course_id: int, public_id: str) -> Step:
    """Return a step of the course. Raises PartNotFound."""
    found = db.session.scalars(
        select(Step).where(
            Step.course_id == course_id, Step.public_id == public_id, Step.removed_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise PartNotFound
    return found


def newest_text(step_id: int) -> LessonRevision | None:
    """Return the newest revision of a lesson, or None when it has no text yet."""
    return db.session.scalars(
        select(LessonRevision)
        .where(LessonRevision.step_id == step_id)
        .order_by(LessonRevision.number.desc())
        .limit(1)
    ).one_or_none()


def revisions_of(step_id: int, most: int = 20) -> Sequence[AnyRow]:
    """Return who saved the lesson when, newest first."""
    return db.session.execute(
        select(
            LessonRevision.number,
            LessonRevision.words,
            LessonRevision.created_at,
            Person.name.label("author"),
        )
        .outerjoin(Person, Person.id == LessonRevision.author_id)
        .where(LessonRevision.step_id == step_id)
        .order_by(LessonRevision.number.desc())
        .limit(most)
    ).all()


def revision_of(step_id: int, number: int) -> LessonRevision:
    """Return one saved text of a lesson. Raises PartNotFound."""
    found = db.session.scalars(
        select(LessonRevision).where(
            LessonRevision.step_id == step_id, LessonRevision.number == number
        )
    ).one_or_none()
    if found is None:
        raise PartNotFound
    return found


def releases_of(course_id: int) -> Sequence[AnyRow]:
    """Return the releases of a course, newest first."""
    return db.session.execute(
        select(
            Release.id,
            Release.number,
            Release.note,
            Release.published_at,
            Release.minutes,
            Person.name.label("publisher"),
        )
        .outerjoin(Person, Person.id == Release.published_by_id)
        .where(Release.course_id == course_id)
        .order_by(Release.number.desc())
    ).all()


def current_release(course: Course) -> Release | None:
    """Return what learners read now, or None."""
    if course.current_release_id is None:
        return None
    return db.session.get(Release, course.current_release_id)


def released_hashes(release_id: int) -> dict[int, tuple[str, str]]:
    """Return title and hash of every step of a release, by step id."""
    rows = db.session.execute(
        select(ReleaseStep.step_id, ReleaseStep.title, ReleaseStep.hash)
        .where(ReleaseStep.release_id == release_id)
        .order_by(ReleaseStep.position)
    )
    return {row.step_id: (row.title, row.hash) for row in rows}


def course_of_import(import_id: int) -> Course | None:
    """Return the (first) course made from an import, finished or not."""
    return next(iter(courses_of_import(import_id)), None)


def courses_of_import(import_id: int) -> Sequence[Course]:
    """Return the courses made from an import, finished or not, in the order of their parts."""
    statement = select(Course).where(Course.import_id == import_id).order_by(Course.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def learners_on(course_id: int) -> int:
    """Return how many people are enrolled now."""
    statement = select(func.count(Enrolment.id)).where(
        Enrolment.course_id == course_id, Enrolment.left_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def learners_with(step_ids: Sequence[int]) -> int:
    """Return how many enrolled people opened one of the steps."""
    if not step_ids:
        return 0
    statement = select(func.count(func.distinct(StepProgress.enrolment_id))).where(
        StepProgress.step_id.in_(step_ids)
    )
    return db.session.scalar(statement) or 0
