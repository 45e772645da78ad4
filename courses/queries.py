"""What learners read: prebuilt statements that return rows. No writes, no rights.

Everything here speaks of the current release of a course. A person id of `NOBODY` stands for a
visitor, so that one statement serves both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from courses.change_queries import asked_to_read, changes_in, material_changes
from courses.entry.columns import DOOR, ON_COURSE, with_entry
from courses.entry.models import EntryTerms
from courses.margin.models import TrainerQuestion
from courses.models import Completion, Course, Enrolment, Release, ReleaseStep, Step, StepProgress
from courses.rules.models import CourseRules
from courses.search_text import patterns
from elearn.core.database import read
from elearn.core.paging import Page
from elearn.library.models import Edition, Tool

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

NOBODY = 0

slug_asked = bindparam("slug", type_=String())
_step_id = bindparam("step_id", type_=String())
_person_id = bindparam("person_id", type_=Integer())
_enrolment_id = bindparam("enrolment_id", type_=Integer())

_own_enrolment = and_(Enrolment.course_id == Course.id, Enrolment.person_id == _person_id)
active_enrolment = and_(_own_enrolment, Enrolment.left_at.is_(None))
_own_progress = and_(
    StepProgress.enrolment_id == Enrolment.id, StepProgress.step_id == ReleaseStep.step_id
)
# A withdrawn course stays open to those who are enrolled; to everybody else it is gone.
open_to_learners = or_(
    Course.state == "published", and_(Course.state == "withdrawn", Enrolment.id.is_not(None))
)
# The rules of a course, by an outer join on CourseRules: nothing to pay where there are none.
RULES = (
    Course.rules_id,
    CourseRules.entry.label("entry_rule"),
    CourseRules.parts.label("part_rules"),
    CourseRules.completion.label("completion_rule"),
)
# The outline only where rules need it: it is long to read.
_outline_for_rules = case((Course.rules_id.is_not(None), Release.outline)).label("outline")


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the catalogue; empty texts ask for nothing."""

    language: str = ""
    topic: str = ""
    level: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return any((self.language, self.topic, self.level, self.text))


_catalogue = (
    select(
        Course.slug,
        Course.level,
        Course.topic,
        Release.title,
        Release.summary,
        Release.language,
        Release.minutes,
        Enrolment.id.is_not(None).label("enrolled"),
        Completion.id.is_not(None).label("completed"),
        *DOOR,
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(EntryTerms, ON_COURSE)
    .outerjoin(Enrolment, active_enrolment)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Course.state == "published")
    .order_by(Release.title, Course.id)
    .limit(bindparam("most", type_=Integer()))
    .offset(bindparam("skipped", type_=Integer()))
)
_facets = (
    select(Release.language, Course.topic, Course.level)
    .join(Release, Release.id == Course.current_release_id)
    .where(Course.state == "published")
    .distinct()
)


def catalogue(wish: Wish, person_id: int, number: int, size: int = 24) -> Page:
    """Return one page of the published courses that match, in the order of their titles."""
    statement = _catalogue
    if wish.language:
        statement = statement.where(Release.language == wish.language)
    if wish.topic:
        statement = statement.where(Course.topic == wish.topic)
    if wish.level:
        statement = statement.where(Course.level == wish.level)
    for pattern in patterns(wish.text):
        statement = statement.where(Release.search_text.like(pattern, escape="\\"))
    values = {"person_id": person_id, "most": size + 1, "skipped": (number - 1) * size}
    rows = read(statement, values).all()
    return Page(rows[:size], number, len(rows) > size)


def catalogue_facets() -> Sequence[AnyRow]:
    """Return every combination of language, topic and level that published courses have."""
    return read(_facets).all()


_course_page = with_entry(
    select(
        Course.id.label("course_id"),
        Course.public_id,
        Course.slug,
        Course.state,
        Course.level,
        Course.topic,
        Course.audience,
        Course.organisation_id,
        Course.rules_id,
        Release.id.label("release_id"),
        Release.hash,
        Release.number.label("release_number"),
        Release.note.label("release_note"),
        Release.title,
        Release.summary,
        Release.language,
        Release.minutes,
        Release.outline,
        Release.terms,
        Release.published_at,
        Tool.title.label("tool_title"),
        Edition.label.label("edition_label"),
        Edition.symbol.label("edition_symbol"),
        Edition.status.label("edition_status"),
        Edition.publisher.label("edition_publisher"),
        Edition.acknowledgement,
        Enrolment.id.label("enrolment_id"),
        Enrolment.enrolled_at,
        Enrolment.left_at,
        Step.public_id.label("last_step"),
        Completion.completed_at,
        Completion.score,
        material_changes().label("material_changes"),
        asked_to_read().label("asked_to_read"),
        *RULES,
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .outerjoin(Edition, Edition.id == Release.edition_id)
    .outerjoin(Tool, Tool.id == Edition.tool_id)
    .outerjoin(Enrolment, _own_enrolment)
    .outerjoin(Step, Step.id == Enrolment.last_step_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Course.slug == slug_asked, open_to_learners),
    _person_id,
)


def course_page(slug: str, person_id: int) -> AnyRow | None:
    """Return the course with its outline, edition and the person's enrolment, left ones too.

    None when it is not published, unless it was withdrawn after the person enrolled.
    """
    return read(_course_page, {"slug": slug, "person_id": person_id}).one_or_none()


_learner_step = with_entry(
    select(
        Course.id.label("course_id"),
        Course.organisation_id,
        Course.slug,
        Course.state.label("course_state"),
        Release.id.label("release_id"),
        Release.title.label("course_title"),
        Release.language,
        Release.outline,
        Release.edition_id,
        Release.terms,
        ReleaseStep.step_id,
        Step.public_id.label("step_public_id"),
        ReleaseStep.title,
        ReleaseStep.module_title,
        ReleaseStep.kind,
        ReleaseStep.html,
        ReleaseStep.minutes,
        ReleaseStep.hash,
        ReleaseStep.position,
        ReleaseStep.required,
        Enrolment.id.label("enrolment_id"),
        StepProgress.completed_at,
        StepProgress.score,
        StepProgress.block,
        Course.organisation_id,
        *RULES,
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .join(ReleaseStep, ReleaseStep.release_id == Release.id)
    .join(Step, and_(Step.id == ReleaseStep.step_id, Step.public_id == _step_id))
    .outerjoin(Enrolment, active_enrolment)
    .outerjoin(StepProgress, _own_progress)
    .where(Course.slug == slug_asked, open_to_learners),
    _person_id,
)


def learner_step(slug: str, step_public_id: str, person_id: int | None) -> AnyRow | None:
    """Return a step of the current release with the person's progress, for lessons and quizzes.

    `enrolment_id` is None for visitors, people who are not enrolled and people who left. None
    when there is no such step for them.
    """
    values = {"slug": slug, "step_id": step_public_id, "person_id": person_id or NOBODY}
    return read(_learner_step, values).one_or_none()


def _published(figure: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Return a figure of the published questions to the trainers about the released step."""
    return (
        select(figure)
        .select_from(TrainerQuestion)
        .where(
            TrainerQuestion.step_id == ReleaseStep.step_id,
            TrainerQuestion.published_at.is_not(None),
        )
        .correlate(ReleaseStep)
        .scalar_subquery()
    )


_step_place = with_entry(
    select(
        Course.id.label("course_id"),
        Course.organisation_id,
        Course.slug,
        Course.state.label("course_state"),
        ReleaseStep.release_id,
        ReleaseStep.step_id,
        ReleaseStep.kind,
        Step.public_id.label("step_public_id"),
        Enrolment.id.label("enrolment_id"),
        changes_in(ReleaseStep.step_id).label("changes"),
        _outline_for_rules,
        *RULES,
        # Both together change with every question that is published, changed or taken back.
        _published(func.count()).label("asked"),
        _published(func.max(TrainerQuestion.published_at)).label("asked_at"),
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .join(ReleaseStep, ReleaseStep.release_id == Release.id)
    .join(Step, and_(Step.id == ReleaseStep.step_id, Step.public_id == _step_id))
    .outerjoin(Enrolment, active_enrolment)
    .where(Course.slug == slug_asked, open_to_learners),
    _person_id,
)


def step_place(slug: str, step_public_id: str, person_id: int | None) -> AnyRow | None:
    """Return which step of which release this is for the person, without its text."""
    values = {"slug": slug, "step_id": step_public_id, "person_id": person_id or NOBODY}
    return read(_step_place, values).one_or_none()


_later = aliased(ReleaseStep)
_later_step = aliased(Step)
_following = (
    select(_later_step.public_id)
    .join(_later, _later.step_id == _later_step.id)
    .where(
        _later.release_id == ReleaseStep.release_id,
        _later.position > ReleaseStep.position,
    )
    .order_by(_later.position)
    .limit(1)
    .correlate(ReleaseStep)
    .scalar_subquery()
)
_step_to_do = (
    select(
        Course.id.label("course_id"),
        ReleaseStep.release_id,
        ReleaseStep.step_id,
        ReleaseStep.kind,
        Enrolment.id.label("enrolment_id"),
        _following.label("following"),
        Course.slug,
        Course.organisation_id,
        Step.public_id.label("step_public_id"),
        _outline_for_rules,
        *RULES,
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .join(ReleaseStep, ReleaseStep.release_id == Release.id)
    .join(Step, and_(Step.id == ReleaseStep.step_id, Step.public_id == _step_id))
    .outerjoin(Enrolment, active_enrolment)
    .where(Course.slug == slug_asked, open_to_learners)
)


def step_to_do(slug: str, step_public_id: str, person_id: int) -> AnyRow | None:
    """Return what a progress write needs to know of a step, without its text.

    `following` is the public id of the step after it, or None.
    """
    values = {"slug": slug, "step_id": step_public_id, "person_id": person_id}
    return read(_step_to_do, values).one_or_none()


_was_there = select(
    exists()
    .where(Course.slug == slug_asked, Course.state.in_(("published", "withdrawn")))
    .where(Step.course_id == Course.id, Step.public_id == _step_id)
    .where(ReleaseStep.step_id == Step.id)
)


def was_released(slug: str, step_public_id: str) -> bool:
    """Tell whether any release of this course ever held the step."""
    return bool(read(_was_there, {"slug": slug, "step_id": step_public_id}).scalar())


_progress = (
    select(
        Step.public_id,
        # Whether, not when: a moment costs more to read than all the rest of the row.
        StepProgress.completed_at.is_not(None).label("done"),
        StepProgress.score,
        StepProgress.block,
    )
    .join(Step, Step.id == StepProgress.step_id)
    .where(StepProgress.enrolment_id == _enrolment_id)
)


def progress_of(enrolment_id: int) -> Sequence[AnyRow]:
    """Return a row for every step the learner opened: public id, done, score, block."""
    return read(_progress, {"enrolment_id": enrolment_id}).all()


def scores_of_done(enrolment_id: int) -> dict[str, int | None]:
    """Return the completed steps of an enrolment and the score of each (None for lessons)."""
    return {row.public_id: row.score for row in progress_of(enrolment_id) if row.done}


_is_enrolled = select(
    exists().where(
        Enrolment.person_id == _person_id,
        Enrolment.course_id == bindparam("course_id", type_=Integer()),
    )
)


def was_enrolled(person_id: int, course_id: int) -> bool:
    """Tell whether the person is enrolled on the course or was."""
    values = {"person_id": person_id, "course_id": course_id}
    return bool(read(_is_enrolled, values).scalar())
