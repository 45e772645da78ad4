"""Forms that learners of a course fill in: the survey at its end, and checklists."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access, course_forms
from courses.enrolment_queries import subject_key
from courses.queries import AnyRow
from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import queries
from elearn.surveys.asking import answered, asked, given_by
from elearn.surveys.errors import AnswersRefused, NothingAnswered
from elearn.surveys.fields import FieldSpec

blueprint = Blueprint("course_forms", __name__, url_prefix="/courses/<slug>/forms/<form_id>")


def here(slug: str, form_id: str) -> tuple[AnyRow, AnyRow]:
    """Return the course the person takes, and the form it asks them."""
    person = person_here()
    course = access.open_taken(slug, person)
    return course, course_forms.open_form(course, form_id, person.id)


@blueprint.get("/", access=signed_in)
def show(slug: str, form_id: str) -> ResponseReturnValue:
    """Show the questions, or what the person answered."""
    course, form = here(slug, form_id)
    fields = queries.fields_of(form.id)
    if not course_forms.is_answered(form):
        return _page(course, form, fields, {}, {})
    return render_template(
        "courses/form_sent.html",
        course=course,
        form=form,
        shown=answered(fields, _own(course, form)),
    )


def _own(course: AnyRow, form: AnyRow) -> dict[str, Any]:
    response = queries.response_of(form.id, subject_key(course.public_id), person_here().id)
    if response is None:
        raise NothingAnswered
    return queries.answers_of(response.id)


def _page(
    course: AnyRow,
    form: AnyRow,
    fields: list[FieldSpec],
    given: dict[str, Any],
    problems: dict[str, str],
) -> str:
    return render_template(
        "courses/form.html", course=course, form=form, questions=asked(fields, given, problems)
    )


@blueprint.post("/", access=signed_in, limit="60 per hour")
def send(slug: str, form_id: str) -> ResponseReturnValue:
    """Keep the answers, once; the course may be completed by it."""
    course, form = here(slug, form_id)
    fields = queries.fields_of(form.id)
    given = given_by(fields, request.form)
    try:
        with write():
            person = person_here()
            taken = access.open_taken(slug, person)
            completed = course_forms.answer(taken, form_id, given, person)
    except AnswersRefused as refused:
        return _page(course, form, fields, given, refused.problems), 422
    flash(_("Thank you. Your answers are kept."), "done")
    if completed:
        flash(_("You have completed this course. Your certificate is being drawn."), "done")
    return redirect(url_for("courses.show", slug=slug))


@blueprint.get("/withdrawal", access=signed_in)
def confirm_withdrawal(slug: str, form_id: str) -> ResponseReturnValue:
    """Say what withdrawing the answers deletes."""
    course, form = here(slug, form_id)
    if not course_forms.is_answered(form):
        raise NothingAnswered
    return render_template("courses/form_withdraw.html", course=course, form=form)


@blueprint.post("/withdrawal", access=signed_in)
def withdraw(slug: str, form_id: str) -> ResponseReturnValue:
    """Delete the answers."""
    person = person_here()
    with write():
        course_forms.withdraw(access.open_taken(slug, person), form_id, person)
    flash(_("Your answers are deleted. What you completed stays completed."), "done")
    return redirect(url_for("courses.show", slug=slug))
