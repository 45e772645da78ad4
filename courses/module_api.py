"""JSON routes of modules: what learners can do after one, and a draft of it."""

from typing import Any

from marshmallow import fields, validate

from courses import access, desk_queries, module_texts, operations
from courses.models import Course, Module
from courses.objectives import LONGEST, MOST, lead
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema

blueprint = ApiBlueprint(
    "modules_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>/modules/<string:module_id>",
    description="Objectives of modules, for the trainers of a course",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such course or module, or not for you"}
EXAMPLE = ["explain: safe storage", "identify: drums that leak"]


class ObjectivesSchema(Schema):
    """What learners can do after a module, one objective each."""

    objectives = fields.List(
        fields.String(validate=validate.Length(max=LONGEST)),
        required=True,
        validate=validate.Length(max=MOST),
        metadata={"example": EXAMPLE},
    )


class KeptObjectivesSchema(ObjectivesSchema):
    """The objectives of a module, and those drafted from its heading and its first list."""

    lead = fields.String(
        required=True,
        metadata={
            "description": "How the list begins in the language of the course; may be empty.",
            "example": "After this module you can:",
        },
    )
    suggested = fields.List(fields.String(), required=True, metadata={"example": EXAMPLE})


def module_here(slug: str, module_id: str) -> tuple[Course, Module]:
    """Return course and module for the trainer who asks."""
    course = access.open_course(slug, person_here(), to="edit")
    return course, desk_queries.module_of(course.id, module_id)


@blueprint.route("/objectives", methods=["GET"], access=trainers)
@blueprint.response(200, KeptObjectivesSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, module_id: str) -> dict[str, Any]:
    """Show the objectives of a module and a draft of them"""
    course, module = module_here(slug, module_id)
    return {
        "lead": lead(course.language),
        "objectives": module.objectives,
        "suggested": module_texts.suggested_objectives(course, module),
    }


@blueprint.route("/objectives", methods=["PUT"], access=trainers)
@blueprint.arguments(ObjectivesSchema)
@blueprint.response(200, ObjectivesSchema)
@blueprint.alt_response(404, **MISSING)
def keep(sent: dict[str, Any], slug: str, module_id: str) -> dict[str, Any]:
    """Say what learners can do after a module. They read it with the next release"""
    _course, module = module_here(slug, module_id)
    operations.set_objectives(module, sent["objectives"], person_here())
    return {"objectives": module.objectives}
