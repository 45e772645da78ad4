"""Reads of rules for trainers: versions, what rules may name, who would pass. No rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, case, func, select

from courses import desk_queries, enrolment_queries, progress
from courses.models import Completion, Course, Enrolment, Release, ReleaseStep, Step, StepProgress
from courses.queries import RULES, AnyRow
from courses.rules.completing import Rule, Tally, asked_forms
from courses.rules.models import CourseRules, Override
from elearn.accounts.models import Person
from elearn.core.database import db, read
from elearn.surveys.models import Form, Response

MOST_CHOICES = 300
MOST_VERSIONS = 50

_versions = (
    select(
        CourseRules.id,
        CourseRules.number,
        CourseRules.made_at,
        CourseRules.entry,
        CourseRules.parts,
        CourseRules.completion,
        Person.name.label("made_by"),
    )
    .outerjoin(Person, Person.id == CourseRules.made_by_id)
    .where(CourseRules.course_id == bindparam("course_id", type_=Integer()))
    .order_by(CourseRules.number.desc())
    .limit(MOST_VERSIONS)
)


def versions_of(course_id: int) -> Sequence[AnyRow]:
    """Return the versions of a course's rules, newest first."""
    return read(_versions, {"course_id": course_id}).all()


def current_rules(course: Course) -> CourseRules | None:
    """Return the rules that hold for a course, or None for the plain ones."""
    return db.session.get(CourseRules, course.rules_id) if course.rules_id else None


def draft_outline(course_id: int) -> list[dict[str, Any]]:
    """Return the modules and steps of a draft in the shape of a release's outline."""
    steps: dict[int, list[dict[str, Any]]] = {}
    for row in desk_queries.outline_rows(course_id):
        step = {"id": row.public_id, "kind": row.kind, "title": row.title}
        step |= {"minutes": row.minutes, "required": row.required}
        steps.setdefault(row.module_id, []).append(step)
    return [
        {
            "id": module.public_id,
            "title": module.title,
            "counted": module.counted,
            "steps": steps.get(module.id, []),
        }
        for module in desk_queries.modules_of(course_id)
    ]


def outline_that_holds(course: Course) -> progress.Outline:
    """Return the outline that learners have: the released one, or the draft's before it."""
    release = desk_queries.current_release(course)
    return release.outline if release else draft_outline(course.id)


_other_courses = (
    select(Course.public_id, Course.title, Course.state)
    .where(Course.state.in_(("published", "withdrawn", "draft")))
    .where(Course.id != bindparam("course_id", type_=Integer()))
    .order_by(Course.title, Course.id)
)


def courses_named(course_id: int, names: Sequence[str]) -> dict[str, str]:
    """Return the titles of other courses by their public ids, of those that there are."""
    statement = _other_courses.where(Course.public_id.in_(list(names)))
    return {row.public_id: row.title for row in read(statement, {"course_id": course_id})}


def courses_to_name(course_id: int) -> list[AnyRow]:
    """Return the other published courses that a condition may name, by title."""
    statement = _other_courses.where(Course.state == "published").limit(MOST_CHOICES)
    return list(read(statement, {"course_id": course_id}))


def all_rules() -> Sequence[AnyRow]:
    """Return the conditions of every course that has some."""
    statement = select(Course.public_id, Course.title, CourseRules.entry, CourseRules.parts).join(
        CourseRules, CourseRules.id == Course.rules_id
    )
    return read(statement).all()


def form_titles(names: Sequence[str]) -> dict[str, AnyRow]:
    """Return kind, title and state of the forms with these public ids."""
    statement = select(Form.public_id, Form.title, Form.kind, Form.state).where(
        Form.public_id.in_(list(names))
    )
    return {row.public_id: row for row in read(statement)} if names else {}


_answers = select(Form.public_id, Response.subject, Response.person_id).join(
    Response, and_(Response.form_id == Form.id, Response.withdrawn_at.is_(None))
)
_answered_by = _answers.where(Response.person_id == bindparam("person_id", type_=Integer()))
_answered_about = _answers.where(
    Response.subject == bindparam("subject", type_=String()),
    Form.public_id.in_(bindparam("forms", expanding=True)),
)


def answered_by(person_id: int) -> frozenset[tuple[str, str]]:
    """Return form and subject of everything the person has answered."""
    rows: Sequence[AnyRow] = read(_answered_by, {"person_id": person_id}).all()
    return frozenset((row.public_id, row.subject) for row in rows)


def answered_about(subject: str, forms: Sequence[str]) -> frozenset[tuple[str, int]]:
    """Return form and person for every answer to one of the forms about the subject."""
    values = {"subject": subject, "forms": list(forms)}
    rows: Sequence[AnyRow] = read(_answered_about, values).all()
    return frozenset((row.public_id, row.person_id) for row in rows)


_counted = (
    select(
        Enrolment.public_id,
        Enrolment.person_id,
        Person.name,
        Completion.completed_at,
        Completion.tier,
        func.count(StepProgress.id).label("done"),
        func.sum(case((ReleaseStep.kind == "quiz", func.coalesce(StepProgress.score, 0)), else_=0))
        .cast(Integer)
        .label("points"),
        func.sum(
            case(
                (
                    and_(
                        ReleaseStep.kind == "quiz",
                        StepProgress.id.is_not(None),
                        StepProgress.score.is_(None),
                    ),
                    1,
                ),
                else_=0,
            )
        )
        .cast(Integer)
        .label("by_hand"),
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .outerjoin(
        ReleaseStep,
        and_(ReleaseStep.release_id == Course.current_release_id, ReleaseStep.required.is_(True)),
    )
    .outerjoin(
        StepProgress,
        and_(
            StepProgress.enrolment_id == Enrolment.id,
            StepProgress.step_id == ReleaseStep.step_id,
            StepProgress.completed_at.is_not(None),
        ),
    )
    .where(
        Enrolment.course_id == bindparam("course_id", type_=Integer()),
        Enrolment.left_at.is_(None),
    )
    .group_by(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.person_id,
        Person.name,
        Completion.completed_at,
        Completion.tier,
    )
    .order_by(Person.name, Enrolment.id)
)


@dataclass(frozen=True)
class Standing:
    """How far a learner of a course is, counted, and which forms they answered."""

    enrolment: str
    name: str
    completed: bool
    tier: str | None
    counted: Tally
    answered: frozenset[str]


def standings(course: Course, rule: Rule) -> list[Standing]:
    """Return how far everybody is who is enrolled on the course, by name, for this rule."""
    whole = list(progress.steps_of(outline_that_holds(course)))
    required = [step for step, counts in whole if counts]
    quizzes = sum(step["kind"] == "quiz" for step in required)
    forms = asked_forms(rule)
    subject = enrolment_queries.subject_key(course.public_id)
    answers = answered_about(subject, forms) if forms else frozenset()
    return [
        Standing(
            row.public_id,
            row.name,
            row.completed_at is not None,
            row.tier,
            Tally(len(required), row.done, quizzes, row.points, row.by_hand),
            frozenset(form for form in forms if (form, row.person_id) in answers),
        )
        for row in read(_counted, {"course_id": course.id})
    ]


_learner = (
    select(
        Enrolment.id.label("enrolment_id"),
        Enrolment.public_id.label("enrolment"),
        Enrolment.person_id,
        Enrolment.left_at,
        Person.name,
        Course.id.label("course_id"),
        Course.slug,
        Course.public_id,
        Course.organisation_id,
        Release.title,
        Release.outline,
        Completion.completed_at,
        Completion.tier,
        *RULES,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(
        Course.id == bindparam("course_id", type_=Integer()),
        Enrolment.public_id == bindparam("enrolment", type_=String()),
    )
)


def learner_of(course_id: int, enrolment: str) -> AnyRow | None:
    """Return an enrolment on the course with the course as released and its rules, or None."""
    values = {"course_id": course_id, "enrolment": enrolment}
    return read(_learner, values).one_or_none()


_overrides = (
    select(
        Override.public_id,
        Override.kind,
        Override.reason,
        Override.made_at,
        Override.undone_at,
        Step.public_id.label("step"),
        Step.title,
        Person.name.label("made_by"),
    )
    .outerjoin(Step, Step.id == Override.step_id)
    .outerjoin(Person, Person.id == Override.made_by_id)
    .where(Override.enrolment_id == bindparam("enrolment_id", type_=Integer()))
    .order_by(Override.id.desc())
)


def overrides_of(enrolment_id: int) -> Sequence[AnyRow]:
    """Return what trainers decided for a learner against the rules, newest first."""
    return read(_overrides, {"enrolment_id": enrolment_id}).all()
