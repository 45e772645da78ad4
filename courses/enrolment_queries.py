"""One person's courses and what completing them takes: prebuilt statements that return rows."""

from collections.abc import Sequence

from sqlalchemy import Integer, and_, bindparam, case, exists, func, select

from certificates import queries as certificates
from courses.change_queries import asked_to_read, material_changes
from courses.models import Completion, Course, Enrolment, Release, ReleaseStep, Step, StepProgress
from courses.queries import RULES, AnyRow
from courses.rules.models import CourseRules
from elearn.core.database import read
from elearn.library.models import Edition

# A person's own lists are bounded; nobody takes more courses at once than this.
MOST_COURSES = 100

_person_id = bindparam("person_id", type_=Integer())
_enrolment_id = bindparam("enrolment_id", type_=Integer())
_own_progress = and_(
    StepProgress.enrolment_id == Enrolment.id, StepProgress.step_id == ReleaseStep.step_id
)

_a_step_left = (
    exists()
    .where(ReleaseStep.release_id == Course.current_release_id, ReleaseStep.required.is_(True))
    .where(~exists().where(_own_progress, StepProgress.completed_at.is_not(None)))
)
_something_left = (
    select(_a_step_left.label("left"), CourseRules.completion)
    .select_from(Enrolment)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .where(Enrolment.id == _enrolment_id)
)


def something_left(enrolment_id: int) -> AnyRow:
    """Return whether a required step of the current release is `left`, and the rule kept."""
    return read(_something_left, {"enrolment_id": enrolment_id}).one()


_award_facts = (
    select(
        Enrolment.person_id,
        Enrolment.held,
        Course.id.label("course_id"),
        Course.public_id.label("course_public_id"),
        Release.id.label("release_id"),
        Release.title,
        Release.language,
        Release.minutes,
        Release.outline,
        Edition.label.label("edition_label"),
        Edition.symbol.label("edition_symbol"),
        Edition.acknowledgement,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(Edition, Edition.id == Release.edition_id)
    .where(Enrolment.id == _enrolment_id)
)


def award_facts(enrolment_id: int) -> AnyRow:
    """Return what a certificate says of the course, as released now, and whose it is."""
    return read(_award_facts, {"enrolment_id": enrolment_id}).one()


_my_columns = (
    Course.slug,
    Course.public_id,
    Course.state,
    Release.title,
    Release.language,
    Release.minutes,
    Enrolment.id.label("enrolment_id"),
    Enrolment.enrolled_at,
    Enrolment.left_at,
    Enrolment.last_seen_at,
    Enrolment.due_at,
    Completion.completed_at,
    Completion.score,
    material_changes().label("material_changes"),
    asked_to_read().label("asked_to_read"),
    Course.id.label("course_id"),
    Course.organisation_id,
    *RULES,
)
_is_underway = and_(Enrolment.left_at.is_(None), Completion.id.is_(None))
_taken = (
    # The outline only of what is underway: it is long to read.
    select(
        *_my_columns,
        case((_is_underway, Release.outline)).label("outline"),
        Step.public_id.label("last_step"),
    )
    .join(Enrolment, Enrolment.course_id == Course.id)
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .outerjoin(Step, Step.id == Enrolment.last_step_id)
    .where(Enrolment.person_id == _person_id)
    # What is due comes first, the rest by when it was read last; then what is over, latest first.
    .order_by(
        case((_is_underway, 0), else_=1),
        case((and_(_is_underway, Enrolment.due_at.is_not(None)), 0), else_=1),
        case((_is_underway, Enrolment.due_at)),
        case(
            (_is_underway, func.coalesce(Enrolment.last_seen_at, Enrolment.enrolled_at)),
            else_=func.coalesce(Completion.completed_at, Enrolment.left_at),
        ).desc(),
        Enrolment.id,
    )
    .limit(2 * MOST_COURSES)
)
_underway_progress = (
    select(
        StepProgress.enrolment_id,
        Step.public_id,
        StepProgress.completed_at.is_not(None).label("done"),
        StepProgress.score,
        StepProgress.block,
    )
    .join(Step, Step.id == StepProgress.step_id)
    .join(Enrolment, Enrolment.id == StepProgress.enrolment_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Enrolment.person_id == _person_id, _is_underway)
)


def courses_taken(person_id: int) -> tuple[Sequence[AnyRow], Sequence[AnyRow]]:
    """Return the courses the person takes, with outlines, and those they completed or left.

    Of those underway the ones with a date come first, the earliest first, then the rest, latest
    first; those that are over come latest first and have no outline.
    """
    rows = read(_taken, {"person_id": person_id}).all()
    underway = [row for row in rows if row.left_at is None and row.completed_at is None]
    return underway[:MOST_COURSES], rows[len(underway) :][:MOST_COURSES]


def progress_underway(person_id: int) -> Sequence[AnyRow]:
    """Return a row per opened step of the courses underway: enrolment, step, done, block."""
    return read(_underway_progress, {"person_id": person_id}).all()


_to_claim = (
    select(Course.slug, Release.title, func.count().label("lessons"))
    .select_from(Step)
    .join(Course, Course.id == Step.course_id)
    .join(Release, Release.id == Course.current_release_id)
    .join(ReleaseStep, and_(ReleaseStep.release_id == Release.id, ReleaseStep.step_id == Step.id))
    .outerjoin(Enrolment, and_(Enrolment.course_id == Course.id, Enrolment.person_id == _person_id))
    .where(Step.public_id.in_(bindparam("steps", expanding=True)))
    .where(ReleaseStep.kind == "lesson", Course.state == "published")
    .where(~exists().where(_own_progress, StepProgress.completed_at.is_not(None)))
    .group_by(Course.slug, Release.title)
    .order_by(Release.title, Course.slug)
)


def lessons_to_claim(steps: Sequence[str], person_id: int) -> Sequence[AnyRow]:
    """Return the published courses these lessons are in, and how many the person has not done."""
    return read(_to_claim, {"steps": list(steps), "person_id": person_id}).all()


def subject_key(course_public_id: str) -> str:
    """Return the name by which certificates know a course."""
    return f"course:{course_public_id}"


def awards_by_subject(person_id: int) -> dict[str, AnyRow]:
    """Return the person's newest award for each subject."""
    awards: dict[str, AnyRow] = {}
    for award in certificates.awards_of(person_id):
        awards.setdefault(award.subject_key, award)
    return awards


def award_for(person_id: int, course_public_id: str) -> AnyRow | None:
    """Return the person's latest award for a course, whatever its status."""
    return certificates.current_award(person_id, subject_key(course_public_id))
