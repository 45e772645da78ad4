"""JSON routes of the forms of a course: learners answer them, trainers read the figures."""

from typing import Any

from marshmallow import fields

from courses import access, course_forms
from courses.enrolment_queries import subject_key
from courses.queries import AnyRow
from elearn.accounts.access import has_role, person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.surveys import queries
from elearn.surveys.api import figures_of, form_of
from elearn.surveys.errors import NothingAnswered
from elearn.surveys.schemas import AnswersSchema, FiguresSchema, FilledSchema, FormSchema

blueprint = ApiBlueprint(
    "course_forms_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>/forms",
    description="Surveys and checklists of a course",
)
MISSING = {"schema": ProblemSchema, "description": "No such course, form or answers for you"}
CONFLICT = {"schema": ProblemSchema, "description": "Not enrolled, closed, or answered already"}


class CourseFormSchema(Schema):
    """A form the course asks its learners."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "0123456789ab"})
    kind = fields.String(required=True, metadata={"example": "survey"})
    title = fields.String(required=True, metadata={"example": "What did you think?"})
    required = fields.Boolean(
        required=True, metadata={"description": "Whether completing the course takes it."}
    )
    answered = fields.Boolean(required=True)


class CourseFormsSchema(Schema):
    """The forms of a course, surveys first."""

    items = fields.List(fields.Nested(CourseFormSchema), required=True)


class SentSchema(Schema):
    """What sending a form did."""

    completed = fields.Boolean(
        required=True, metadata={"description": "Whether the course was completed by it."}
    )


def taken(slug: str) -> AnyRow:
    """Return the course the person takes."""
    return access.open_taken(slug, person_here())


@blueprint.route("", methods=["GET"], access=signed_in)
@blueprint.response(200, CourseFormsSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def forms(slug: str) -> dict[str, Any]:
    """List the forms a course asks you"""
    course = taken(slug)
    rows = course_forms.forms_of(course.course_id, person_here().id, course.language)
    items = [{**row._mapping, "answered": course_forms.is_answered(row)} for row in rows]
    return {"items": items}


@blueprint.route("/<string:form_id>", methods=["GET"], access=signed_in)
@blueprint.response(200, FormSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def show(slug: str, form_id: str) -> dict[str, Any]:
    """Show the questions of a form"""
    form = course_forms.open_form(taken(slug), form_id, person_here().id)
    return form_of(form)


@blueprint.route("/<string:form_id>/response", methods=["GET"], access=signed_in)
@blueprint.response(200, FilledSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def response(slug: str, form_id: str) -> dict[str, Any]:
    """Show what you answered"""
    course, person = taken(slug), person_here()
    form = course_forms.open_form(course, form_id, person.id)
    row = queries.response_of(form.id, subject_key(course.public_id), person.id)
    if row is None:
        raise NothingAnswered
    return {**row._mapping, "answers": queries.answers_of(row.id)}


@blueprint.route(
    "/<string:form_id>/response", methods=["PUT"], access=signed_in, limit="60 per hour"
)
@blueprint.arguments(AnswersSchema)
@blueprint.response(200, SentSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def answer(sent: dict[str, Any], slug: str, form_id: str) -> dict[str, Any]:
    """Answer a form, once; the course may be completed by it"""
    return {"completed": course_forms.answer(taken(slug), form_id, sent["answers"], person_here())}


@blueprint.route("/<string:form_id>/response", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def withdraw(slug: str, form_id: str) -> None:
    """Delete your answers; what you completed stays completed"""
    course_forms.withdraw(taken(slug), form_id, person_here())


@blueprint.route("/<string:form_id>/figures", methods=["GET"], access=has_role("trainer"))
@blueprint.response(200, FiguresSchema)
@blueprint.alt_response(404, **MISSING)
def figures(slug: str, form_id: str) -> dict[str, Any]:
    """Read what learners of your course answered, without names"""
    course = access.open_course(slug, person_here(), to="edit")
    form = course_forms.answered_form(course, form_id)
    found = queries.figures(form.id, subject_key(course.public_id))
    return figures_of(found, course_forms.learners_asked(course.id))
