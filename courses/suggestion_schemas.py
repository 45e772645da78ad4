"""JSON of suggestions for a lesson: what can be sent, requests, the texts that came back."""

from marshmallow import fields, validate

from courses.suggestion_errors import MOST_BLOCKS
from courses.suggestion_models import DECISIONS, OUTCOMES
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS
from elearn.suggestions.provider import KINDS

BLOCK_ID = {"description": "The id of a block.", "example": "b-5f0c6ad3e1b2"}
STATES = ("waiting", "asking", "ended")


class SendableSchema(Schema):
    """A block of the lesson, with the text that would be sent of it."""

    id = fields.String(required=True, metadata=BLOCK_ID)
    text = fields.String(required=True, metadata={"example": "Keep drums closed."})


class OfferSchema(Schema):
    """What can be asked, and what one agrees to by asking."""

    provider = fields.String(required=True, metadata={"example": "our_provider:Provider"})
    consent = fields.String(
        required=True, metadata={"example": "The text goes to the service of our ministry."}
    )
    consent_version = fields.Integer(required=True, metadata={"example": 2})
    left_today = fields.Integer(
        required=True, metadata={"description": "Until midnight UTC.", "example": 17}
    )
    revision = fields.Integer(
        required=True, metadata={"description": "The text of the lesson shown.", "example": 4}
    )
    blocks = fields.List(fields.Nested(SendableSchema), required=True)


class AskSchema(Schema):
    """What to send, after the offer was read."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    blocks = fields.List(
        fields.String(validate=validate.Length(1, 20), metadata=BLOCK_ID),
        required=True,
        validate=validate.Length(1, MOST_BLOCKS),
    )
    revision = fields.Integer(required=True, validate=validate.Range(1), metadata={"example": 4})
    consent_version = fields.Integer(
        required=True,
        metadata={"description": "The consent text you agree to.", "example": 2},
    )
    id = fields.String(
        load_default="",
        validate=validate.Regexp(r"^([0-9a-hjkmnp-tv-z]{12})?\Z"),
        metadata={
            "description": "Your own id for this request; sent twice, it is one request.",
            "example": "4x7kq0v2m9tc",
        },
    )


class RequestSchema(Schema):
    """A request to the provider, and how it ended."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    outcome = fields.String(required=True, validate=validate.OneOf(("", *OUTCOMES)))
    problem = fields.String(
        required=True,
        metadata={"description": "The kind of error, when there was one.", "example": ""},
    )
    course = fields.String(required=True, metadata={"example": "introduction-to-esm"})
    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    asked_by = fields.String(required=True, metadata={"example": "Tomas Novak"})
    asked_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    milliseconds = fields.Integer(required=True, allow_none=True, metadata={"example": 2100})
    revision = fields.Integer(required=True, metadata={"example": 4})
    blocks = fields.List(fields.String(metadata=BLOCK_ID), required=True, attribute="block_ids")
    characters = fields.Integer(required=True, metadata={"example": 812})
    provider = fields.String(required=True, metadata={"example": "our_provider:Provider"})
    consent_version = fields.Integer(required=True, metadata={"example": 2})
    found = fields.Integer(
        required=True, metadata={"description": "How many suggestions it brought.", "example": 3}
    )
    dropped = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={
            "description": "How many suggestions were dropped, by reason.",
            "example": {"not-sent": 1},
        },
    )


class SuggestionSchema(Schema):
    """A text a machine suggested."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "7m2vq0v2m9tc"})
    html = fields.String(required=True, metadata={"example": "<p>Closed drums do not leak.</p>"})
    blocks = fields.List(
        fields.String(metadata=BLOCK_ID),
        required=True,
        attribute="block_ids",
        metadata={"description": "The blocks it was made from."},
    )
    state = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The text of the lesson it was put into.", "example": 5},
    )


class AnsweredRequestSchema(RequestSchema):
    """A request with its suggestions."""

    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)


class RequestsSchema(Schema):
    """A page of requests, newest first."""

    items = fields.List(fields.Nested(RequestSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class PageQuerySchema(Schema):
    """Which page of requests."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"example": 1}
    )
    size = fields.Integer(load_default=25, validate=validate.Range(1, MOST_ROWS))


class DecideSchema(Schema):
    """What to do with a suggestion."""

    act = fields.String(required=True, validate=validate.OneOf(("accept", "dismiss")))
