"""JSON routes of letters to the people of a session; the operations of the page."""

from typing import Any

from marshmallow import fields, validate

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.core.paging import paginate
from elearn.webinars.access import open_session
from elearn.webinars.api import MISSING
from elearn.webinars.board import messages
from elearn.webinars.board.messages import LONGEST_SUBJECT, LONGEST_TEXT, STATES
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import RegistrantMessage
from elearn.webinars.schemas import OrganisedQuerySchema

blueprint = ApiBlueprint(
    "webinar_messages_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>/messages",
    description="Letters of organisers to the people of a session",
)
partners = has_role("partner")
DELIVERY = {"schema": ProblemSchema, "description": "Your organisation only takes part in it"}
CHANGED = {"schema": ProblemSchema, "description": "Others stand there than you were told"}


def _states() -> Any:
    """Return the field for whom a letter goes to."""
    return fields.List(
        fields.String(validate=validate.OneOf(STATES)),
        required=True,
        validate=validate.Length(1, len(STATES)),
        metadata={"example": ["in", "waiting"]},
    )


class WebinarMessageWishSchema(Schema):
    """A letter to the people of a session who are in one of these states."""

    states = _states()
    subject = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_SUBJECT),
        metadata={"example": "Bring a question"},
    )
    text = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_TEXT),
        metadata={"example": "Send your questions ahead of the session."},
    )
    people = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"example": 40, "description": "How many you were told; refused when it changed"},
    )


class WebinarReachQuerySchema(Schema):
    """To whom."""

    state = fields.String(
        load_default="in", validate=validate.OneOf(STATES), metadata={"example": "in"}
    )


class WebinarReachSchema(Schema):
    """How many letters a message is."""

    people = fields.Integer(required=True, metadata={"example": 40})


class WebinarMessageSchema(Schema):
    """A letter that was sent to people of a session."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "9m2v7kq04xtc"})
    states = fields.Function(lambda row: row.states.split(), metadata={"example": ["in"]})
    subject = fields.String(required=True, metadata={"example": "Bring a question"})
    text = fields.String(required=True, metadata={"example": "Send your questions ahead."})
    people = fields.Integer(required=True, metadata={"example": 40})
    sent_at = fields.AwareDateTime(required=True)


class WebinarMessagesSchema(Schema):
    """One page of the letters, latest first."""

    items = fields.List(fields.Nested(WebinarMessageSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


def session_here(slug: str, session_id: str) -> WebinarSession:
    """Return the session for whoever manages it."""
    return open_session(slug, session_id, person_here(), to="manage")[1]


@blueprint.route("", methods=["GET"], access=partners)
@blueprint.arguments(OrganisedQuerySchema, location="query")
@blueprint.response(200, WebinarMessagesSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def list_messages(asked: dict[str, int], slug: str, session_id: str) -> dict[str, Any]:
    """List the letters to the people of a session, latest first"""
    session = session_here(slug, session_id)
    page = paginate(messages.messages_of(session.id), asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route("/reach", methods=["GET"], access=partners)
@blueprint.arguments(WebinarReachQuerySchema, location="query")
@blueprint.response(200, WebinarReachSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def reach(asked: dict[str, str], slug: str, session_id: str) -> dict[str, int]:
    """Say how many letters a message to people in one state is"""
    session = session_here(slug, session_id)
    return {"people": messages.reach(session.id, [asked["state"]])}


@blueprint.route("", methods=["POST"], access=partners, limit="60 per hour")
@blueprint.arguments(WebinarMessageWishSchema)
@blueprint.response(201, WebinarMessageSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CHANGED)
def send(sent: dict[str, Any], slug: str, session_id: str) -> RegistrantMessage:
    """Write to the people of a session; a job sends the letters, one each"""
    session = session_here(slug, session_id)
    said = sent["states"], sent["subject"], sent["text"]
    return messages.send(session, *said, person_here(), seen=sent["people"])
