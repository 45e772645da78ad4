"""JSON of the publish check: what stands in the way of a release, and what could be better."""

from marshmallow import fields, validate

from courses import access, publishing
from courses.checks import Finding
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema

blueprint = ApiBlueprint(
    "checks_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>",
    description="The publish check, for the trainers of a course",
)
MISSING = {"schema": ProblemSchema, "description": "No such course, or not for you"}


class PlaceSchema(Schema):
    """A passage that a finding is about."""

    anchor = fields.String(
        required=True,
        metadata={"description": "Id of its block, or empty.", "example": "b-5f0c6ad3e1b2"},
    )
    quote = fields.String(required=True, metadata={"example": "… as paragraph 23 says …"})
    target = fields.String(
        required=True,
        metadata={"description": "What a link could lead to.", "example": "b-0a1b2c3d4e5f"},
    )


class FindingSchema(Schema):
    """A finding: `must` stops publishing, `hint` is left to the trainer."""

    weight = fields.String(required=True, validate=validate.OneOf(("must", "hint")))
    sentence = fields.String(
        required=True,
        metadata={"example": "1 reference to a part of this course has no link."},
    )
    step = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The lesson or quiz, if one.", "example": "0123456789ab"},
    )
    title = fields.String(required=True, metadata={"example": "Why waste matters"})
    places = fields.List(fields.Nested(PlaceSchema), required=True)


@blueprint.route("/findings", methods=["GET"], access=has_role("trainer"))
@blueprint.response(200, FindingSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_findings(slug: str) -> list[Finding]:
    """List what the publish check finds in a draft, what must be put right first"""
    return publishing.render(access.open_course(slug, person_here(), to="edit")).findings
