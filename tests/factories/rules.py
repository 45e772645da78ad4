"""Rules for a made course: ids of its modules, rules kept through the operation or by hand."""

from contextlib import nullcontext
from typing import Any

from sqlalchemy import func, select, update

from courses.models import Course, Module
from courses.rules import operations
from courses.rules.models import CourseRules
from elearn.core.database import db
from elearn.core.transaction import write, writing
from elearn.surveys.models import Form, Response
from tests.factories.courses import MadeCourse


def module_ids(course: MadeCourse) -> dict[str, str]:
    """Return the public ids of the modules by their titles."""
    rows = db.session.execute(
        select(Module.title, Module.public_id).where(Module.course_id == course.id)
    )
    return {row.title: row.public_id for row in rows}


def keep_rules(
    course: MadeCourse,
    parts: dict[str, Any] | None = None,
    *,
    entry: dict[str, Any] | None = None,
    **completion: Any,
) -> int:
    """Give the course these rules through the operation; return the number of the version."""
    with nullcontext() if writing() else write():
        found = db.session.get_one(Course, course.id)
        return operations.change_rules(found, entry, parts or {}, completion, None).number


def put_rules(
    course: MadeCourse, parts: dict[str, Any], entry: dict[str, Any] | None = None
) -> None:
    """Write rules past the operation, also such as it refuses."""
    newest = db.session.scalar(
        select(func.max(CourseRules.number)).where(CourseRules.course_id == course.id)
    )
    rules = CourseRules(
        course_id=course.id, number=(newest or 0) + 1, entry=entry, parts=parts, completion={}
    )
    db.session.add(rules)
    db.session.flush()
    db.session.execute(update(Course).where(Course.id == course.id).values(rules_id=rules.id))


def made_form(kind: str = "survey", title: str = "How was it?") -> str:
    """Make an open form; return its public id."""
    form = Form(kind=kind, title=title, state="open")
    db.session.add(form)
    db.session.flush()
    return form.public_id


def answer_form(form: str, course: MadeCourse, person_id: int) -> None:
    """Let the person have answered the form about the course."""
    form_id = db.session.scalars(select(Form.id).where(Form.public_id == form)).one()
    subject = f"course:{course.public_id}"
    db.session.add(Response(form_id=form_id, subject=subject, person_id=person_id))
    db.session.flush()
