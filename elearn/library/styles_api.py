"""JSON routes of styles: what they mean for all documents, and for one that is read again."""

from typing import Any

from marshmallow import fields, validate

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.library import review, styles
from elearn.library.access import open_import
from elearn.library.models import Import
from elearn.library.schemas import ImportSchema
from elearn.library.styles import LONGEST_NAME, MEANINGS, StyleUse

blueprint = ApiBlueprint(
    "styles_api", __name__, url_prefix="/api/v1", description="What styles of documents mean"
)
trainers = has_role("trainer")
MEANING = {
    "description": "A level from 1 to 9, or a role; empty when nothing was said.",
    "example": "2",
}


class StyleSchema(Schema):
    """What a style means in all documents."""

    name = fields.String(
        required=True, validate=validate.Length(1, LONGEST_NAME), metadata={"example": "Chapitre"}
    )
    meaning = fields.String(
        required=True, validate=validate.OneOf(["", *MEANINGS]), metadata=MEANING
    )


class StylesSchema(Schema):
    """What was said of styles, and what is known of templates without being said."""

    said = fields.List(fields.Nested(StyleSchema), required=True)
    defaults = fields.List(fields.Nested(StyleSchema), required=True)


class StyleUseSchema(StyleSchema):
    """A style of a document, how often it is used, and the level its headings have."""

    uses = fields.Integer(required=True, metadata={"example": 12})
    sample = fields.String(required=True, metadata={"example": "Storage of drums"})
    level = fields.Integer(required=True, allow_none=True, metadata={"example": 2})


class MeaningsSchema(Schema):
    """The styles to be read otherwise in this document; others as always."""

    styles = fields.List(
        fields.Nested(StyleSchema), required=True, validate=validate.Length(max=styles.MOST_STYLES)
    )


@blueprint.route("/styles", methods=["GET"], access=trainers)
@blueprint.response(200, StylesSchema)
def list_styles() -> dict[str, Any]:
    """List what styles mean when documents are read"""
    return all_styles()


@blueprint.route("/styles", methods=["PUT"], access=trainers)
@blueprint.arguments(StyleSchema)
@blueprint.response(200, StylesSchema)
def say_style(said: dict[str, str]) -> dict[str, Any]:
    """Say what a style means in all documents read from now on; an empty meaning forgets it"""
    styles.say(said["name"], said["meaning"], person_here())
    return all_styles()


def all_styles() -> dict[str, Any]:
    known = [{"name": name, "meaning": str(m)} for name, m in styles.defaults().items()]
    return {"said": styles.shared_rows(), "defaults": known}


@blueprint.route("/imports/<string:import_id>/styles", methods=["GET"], access=trainers)
@blueprint.response(200, StyleUseSchema(many=True))
@blueprint.alt_response(404, schema=ProblemSchema, description="No such import, or not yours")
@blueprint.alt_response(409, schema=ProblemSchema, description="Not read yet")
def list_import_styles(import_id: str) -> list[StyleUse]:
    """List the styles of a document with what each was read as"""
    found = open_import(import_id, person_here())
    return styles.styles_of(review.load_document(found).doc, found.details)


@blueprint.route("/imports/<string:import_id>/styles", methods=["PUT"], access=trainers)
@blueprint.arguments(MeaningsSchema)
@blueprint.response(202, ImportSchema)
@blueprint.alt_response(404, schema=ProblemSchema, description="No such import, or not yours")
@blueprint.alt_response(409, schema=ProblemSchema, description="Not under review")
def read_again(said: dict[str, Any], import_id: str) -> Import:
    """Have a document read again with these meanings of its styles"""
    found = open_import(import_id, person_here())
    meanings = {one["name"]: one["meaning"] for one in said["styles"]}
    styles.read_again(found, meanings, person_here())
    return found
