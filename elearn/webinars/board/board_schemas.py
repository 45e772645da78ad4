"""JSON about the people of a session, for those who organise it."""

from typing import Any

from marshmallow import fields, post_load, validate

from elearn.accounts.labels import GROUPS, STAKEHOLDERS
from elearn.core.api import Schema
from elearn.webinars.board.board_queries import Asked
from elearn.webinars.board.exporting import FORMATS, WHAT
from elearn.webinars.registration.registration_models import REGISTRATION_STATES

ID = {"example": "9m2v7kq04xtc"}
MAYBE: dict[str, Any] = {"required": True, "allow_none": True}


class WebinarAskedSchema(Schema):
    """Which registrations are meant; what is left out asks for nothing."""

    state = fields.String(
        load_default="",
        validate=validate.OneOf(("", *REGISTRATION_STATES)),
        metadata={"example": "in"},
    )
    region = fields.String(
        load_default="",
        validate=validate.OneOf(("", *GROUPS)),
        metadata={"example": "african", "description": "UN regional group"},
    )
    country = fields.String(
        load_default="", validate=validate.Length(max=2), metadata={"example": "KE"}
    )
    language = fields.String(
        load_default="",
        validate=validate.Length(max=12),
        metadata={"example": "en", "description": "Of letters"},
    )
    stakeholder = fields.String(
        load_default="", validate=validate.OneOf(("", *STAKEHOLDERS)), metadata={"example": "ngo"}
    )
    text = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"example": "rahimi", "description": "Part of a name, address or organisation"},
    )


class WebinarBoardQuerySchema(WebinarAskedSchema):
    """Which page of which registrations."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )


class WebinarTableSchema(WebinarAskedSchema):
    """Which table to take, as what kind of file."""

    what = fields.String(load_default="registrations", validate=validate.OneOf(WHAT))
    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))

    @post_load
    def as_asked(self, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Return the filters apart from the rest."""
        what, kind = data.pop("what"), data.pop("format")
        return {"what": what, "format": kind, "asked": Asked(**data)}


class WebinarRegistrantSchema(Schema):
    """One registration as its organisers see it."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    number = fields.Integer(
        required=True, metadata={"example": 3, "description": "In the order of asking"}
    )
    state = fields.String(required=True, validate=validate.OneOf(REGISTRATION_STATES))
    asked_at = fields.AwareDateTime(required=True)
    name = fields.String(required=True, metadata={"example": "Amina Rahimi"})
    email = fields.String(**MAYBE, metadata={"example": "amina@example.org"})
    affiliation = fields.String(required=True, metadata={"example": "Clean Rivers"})
    country = fields.String(**MAYBE, metadata={"example": "KE"})
    region = fields.String(required=True, metadata={"example": "african"})
    stakeholder = fields.String(**MAYBE, metadata={"example": "ngo"})
    language = fields.String(required=True, metadata={"example": "en"})
    minutes = fields.Integer(**MAYBE, metadata={"example": 55, "description": "That count"})


class WebinarPoolSchema(Schema):
    """Seats of a session; the empty region stands for everybody."""

    region = fields.String(required=True, metadata={"example": "african"})
    seats = fields.Integer(required=True, metadata={"example": 20})
    taken = fields.Integer(required=True, metadata={"example": 12})


class WebinarBoardSchema(Schema):
    """How a session fills, and one page of its registrations, newest first."""

    states = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"example": {"in": 80, "waiting": 6}},
    )
    pools = fields.List(fields.Nested(WebinarPoolSchema), required=True)
    items = fields.List(fields.Nested(WebinarRegistrantSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})
