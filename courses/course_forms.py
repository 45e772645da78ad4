"""The forms of a course: which ones its learners are asked, and answering them.

A course asks the forms its completion rule names; one whose rule names no survey offers the
end-of-course survey, which is asked but never required.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, func, literal, or_, select

from courses import learning
from courses.enrolment_queries import subject_key
from courses.models import Completion, Course, Enrolment, ReleaseStep, StepProgress
from courses.progress import Outline, steps_of
from courses.queries import AnyRow
from courses.rules.models import CourseRules
from elearn.accounts.session import SignedIn
from elearn.core.database import db, read
from elearn.surveys import operations, queries
from elearn.surveys.errors import FormNotFound
from elearn.surveys.models import Form, Response
from elearn.surveys.seeds import END_OF_COURSE

_course_id = bindparam("course_id", type_=Integer())
_subject = literal("course:").concat(Course.public_id)
_asked_by_rule = or_(
    Form.public_id == CourseRules.completion["form"].as_string(),
    Form.public_id == CourseRules.completion["checklist"].as_string(),
)
_forms = (
    select(
        Form.id,
        Form.public_id,
        Form.title,
        Form.introduction,
        Form.kind,
        Form.language,
        Form.number,
        Form.state,
        func.coalesce(_asked_by_rule, False).label("required"),
        Response.submitted_at,
        Response.withdrawn_at,
    )
    .select_from(Course)
    .outerjoin(CourseRules, CourseRules.id == Course.rules_id)
    .join(Form, or_(_asked_by_rule, Form.key == END_OF_COURSE))
    .outerjoin(
        Response,
        and_(
            Response.form_id == Form.id,
            Response.subject == _subject,
            Response.person_id == bindparam("person_id", type_=Integer()),
        ),
    )
    .where(Course.id == _course_id, or_(Form.state == "open", Response.id.is_not(None)))
    .order_by(Form.kind.desc(), Form.number.desc(), Form.id)
)


def forms_of(course_id: int, person_id: int, language: str) -> list[AnyRow]:
    """Return the forms the course asks this person, with when they answered; surveys first.

    Of the survey every course has, it is the version they answered, also when the rule has named
    another survey since; else the newest in the language of the course, else in English.
    """
    rows = read(_forms, {"course_id": course_id, "person_id": person_id}).all()
    chosen = [row for row in rows if row.required]
    others = [row for row in rows if not row.required]
    offered = [row for row in others if is_answered(row)]
    if not offered and not any(row.kind == "survey" for row in chosen):
        fitting = [
            row for row in others if row.state == "open" and row.language in (language, "en")
        ]
        fitting.sort(key=lambda row: row.language != language)
        offered = fitting[:1]
    return offered + chosen


def is_answered(row: AnyRow) -> bool:
    """Tell whether the person's answers to a form are there."""
    return row.submitted_at is not None and row.withdrawn_at is None


def has_read_everything(outline: Outline, done: Mapping[str, int | None]) -> bool:
    """Tell whether every required lesson was read: then learners are asked, passed or not."""
    lessons = [step for step, needed in steps_of(outline) if needed and step["kind"] == "lesson"]
    return bool(lessons) and all(step["id"] in done for step in lessons)


def open_form(course: AnyRow, form_id: str, person_id: int) -> AnyRow:
    """Return a form the course asks this person. Raises FormNotFound."""
    for row in forms_of(course.course_id, person_id, course.language):
        if row.public_id == form_id:
            return row
    raise FormNotFound


def answer(course: AnyRow, form_id: str, given: Mapping[str, Any], person: SignedIn) -> bool:
    """Keep a learner's answers; return whether the course was completed by that.

    `course` is what `access.open_taken` gives. Raises FormNotFound, and what `respond` raises.
    """
    form = open_form(course, form_id, person.id)
    # Whoever completes the last part meanwhile waits: else each would see the other missing.
    db.session.execute(
        select(Enrolment.id).where(Enrolment.id == course.enrolment_id).with_for_update()
    )
    subject = subject_key(course.public_id)
    operations.respond(form.id, subject, person.id, given, person, title=course.title)
    return learning.complete_course(course.enrolment_id) is not None


def withdraw(course: AnyRow, form_id: str, person: SignedIn) -> None:
    """Delete a learner's answers; a completion stays. Raises FormNotFound, NothingAnswered."""
    form = open_form(course, form_id, person.id)
    operations.withdraw(form.id, subject_key(course.public_id), person.id, person)


_lesson_left = (
    exists()
    .where(
        ReleaseStep.release_id == Course.current_release_id,
        ReleaseStep.required.is_(True),
        ReleaseStep.kind == "lesson",
    )
    .where(
        ~exists()
        .where(
            StepProgress.enrolment_id == Enrolment.id,
            StepProgress.step_id == ReleaseStep.step_id,
            StepProgress.completed_at.is_not(None),
        )
        .correlate(Enrolment, ReleaseStep)
    )
    .correlate(Course, Enrolment)
)
_asked = (
    select(Enrolment.course_id, Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(or_(Completion.id.is_not(None), ~_lesson_left))
)
_number_asked = _asked.with_only_columns(func.count(Enrolment.id)).where(Course.id == _course_id)
_people_asked = _asked.where(
    Course.id.in_(bindparam("course_ids", expanding=True, type_=Integer())),
    Enrolment.person_id.in_(bindparam("person_ids", expanding=True, type_=Integer())),
)


def learners_asked(course_id: int) -> int:
    """Return how many learners read every required lesson, or completed the course."""
    return read(_number_asked, {"course_id": course_id}).scalar() or 0


def people_asked(course_ids: Sequence[int], person_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Return (course_id, person_id) of those of these people who were asked, as above."""
    if not course_ids or not person_ids:
        return []
    values = {"course_ids": list(course_ids), "person_ids": list(person_ids)}
    return read(_people_asked, values).all()


def forms_answered(course: Course) -> Sequence[AnyRow]:
    """Return the forms learners of the course answered, with the number of responses."""
    return queries.forms_about(subject_key(course.public_id))


def answered_form(course: Course, form_id: str) -> AnyRow:
    """Return a form that learners of the course answered or are asked. Raises FormNotFound."""
    form = queries.form_by_public_id(form_id)
    known = {row.public_id for row in forms_answered(course)}
    if form is None or form_id not in known:
        raise FormNotFound
    return form
