"""JSON routes of what webinars came to; the figures of the pages."""

from typing import Any

from marshmallow import fields, validate

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, Schema
from elearn.webinars import access, ending
from elearn.webinars.api import MISSING
from elearn.webinars.board import figures_queries
from elearn.webinars.board.figures import TABLES, Figures, public
from elearn.webinars.models import Webinar

blueprint = ApiBlueprint(
    "webinar_figures_api",
    __name__,
    url_prefix="/api/v1",
    description="What webinars came to: registered, confirmed, attended",
)
partners = has_role("partner")
MAYBE: dict[str, Any] = {"required": True, "allow_none": True}


class WebinarFiguresRowSchema(Schema):
    """Counts of registrations of sessions that are over. Null: hidden, or a share of nobody."""

    code = fields.String(
        required=True, metadata={"example": "african", "description": "Empty: not known, or all"}
    )
    registered = fields.Integer(**MAYBE, metadata={"example": 86})
    confirmed = fields.Integer(**MAYBE, metadata={"example": 80})
    attended = fields.Integer(
        **MAYBE, metadata={"example": 52, "description": "For the share the webinar asks for"}
    )
    partly = fields.Integer(**MAYBE, metadata={"example": 9})
    rate = fields.Float(
        **MAYBE, metadata={"example": 60.5, "description": "Attended of registered, in percent"}
    )


class WebinarsFiguresSchema(Schema):
    """All together, and by table. Public figures have fewer tables and hide small numbers."""

    sessions = fields.Integer(
        required=True, metadata={"example": 1, "description": "That are over"}
    )
    people = fields.Integer(
        **MAYBE, metadata={"example": 86, "description": "Whose registrations these are"}
    )
    ahead = fields.Integer(
        **MAYBE, metadata={"example": 12, "description": "Registrations for sessions to come"}
    )
    total = fields.Nested(WebinarFiguresRowSchema, required=True)
    tables = fields.Dict(
        keys=fields.String(validate=validate.OneOf(TABLES)),
        values=fields.List(fields.Nested(WebinarFiguresRowSchema)),
        required=True,
    )


class WebinarYearQuerySchema(Schema):
    """Of which year."""

    year = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1989, 9998),
        metadata={"example": 2027, "description": "In which sessions start (UTC); all without it"},
    )


@blueprint.route("/webinars/<string:slug>/figures", methods=["GET"], access=anyone)
@blueprint.response(200, WebinarsFiguresSchema)
@blueprint.alt_response(404, **MISSING)
def for_everybody(slug: str) -> Figures:
    """Show what a webinar came to, without numbers that would tell of fewer than five people"""
    webinar = access.open_webinar(slug, current_person())
    return public(figures_queries.figures_of(Webinar.id == webinar.id))


@blueprint.route("/webinars/<string:slug>/figures/exact", methods=["GET"], access=partners)
@blueprint.response(200, WebinarsFiguresSchema)
@blueprint.alt_response(404, **MISSING)
def exact(slug: str) -> Figures:
    """Show what a webinar came to, exactly, to those who see its desk"""
    webinar = access.open_webinar(slug, person_here(), to="see")
    return figures_queries.figures_of(Webinar.id == webinar.id)


@blueprint.route("/webinar-figures", methods=["GET"], access=partners)
@blueprint.arguments(WebinarYearQuerySchema, location="query")
@blueprint.response(200, WebinarsFiguresSchema)
def of_organiser(asked: dict[str, Any]) -> Figures:
    """Show what all webinars whose desk you see came to, of one year or of all"""
    seen = access.webinars_seen_by(person_here())
    if asked["year"]:
        seen = seen & ending.starts_in(asked["year"])
    return figures_queries.figures_of(seen)
