"""JSON routes of what conferencing systems tell; the operations of the pages, the same rights."""

from typing import Any

from marshmallow import fields, validate

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.webinars.attendance import provider_attendance
from elearn.webinars.attendance.attendance_api import DELIVERY, MISSING, session_here

blueprint = ApiBlueprint(
    "webinar_provider_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>",
    description="What the conferencing systems of sessions tell",
)
SILENT = {"schema": ProblemSchema, "description": "The system does not tell this, or not now"}
ADDRESS = {"example": "https://bbb.example.org/playback/1"}


class WebinarSeenSchema(Schema):
    """How many registered people are in the room."""

    seen = fields.Integer(required=True, metadata={"example": 48})


class WebinarRecordingAddressSchema(Schema):
    """Which recording."""

    address = fields.String(required=True, validate=validate.Length(1, 500), metadata=ADDRESS)


class WebinarRecordingFoundSchema(Schema):
    """A recording a conferencing system keeps."""

    address = fields.String(required=True, metadata=ADDRESS)
    minutes = fields.Integer(required=True, metadata={"example": 58})
    size = fields.Integer(
        required=True, allow_none=True, metadata={"example": 1234567, "description": "Bytes"}
    )
    added = fields.Boolean(required=True, metadata={"example": False})


@blueprint.route(
    "/attendance/sightings",
    methods=["POST"],
    access=signed_in,
    limit="30 per minute",
    own_write=True,
)
@blueprint.response(200, WebinarSeenSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **SILENT)
def ask(slug: str, session_id: str) -> dict[str, int]:
    """Ask the conferencing system who is in the room now, and write it down"""
    found = session_here(slug, session_id)
    return {"seen": provider_attendance.ask(*found, person_here())}


def told(slug: str, session_id: str) -> list[dict[str, Any]]:
    """Return what the system recorded of a session."""
    found = provider_attendance.recordings_of(*session_here(slug, session_id))
    return [vars(one) | {"added": added} for one, added in found]


@blueprint.route("/recordings", methods=["GET"], access=signed_in, limit="30 per minute")
@blueprint.response(200, WebinarRecordingFoundSchema(many=True))
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **SILENT)
def recordings(slug: str, session_id: str) -> list[dict[str, Any]]:
    """List the recordings the conferencing system keeps of a session"""
    return told(slug, session_id)


@blueprint.route(
    "/recordings", methods=["POST"], access=signed_in, limit="30 per minute", own_write=True
)
@blueprint.arguments(WebinarRecordingAddressSchema)
@blueprint.response(200, WebinarRecordingFoundSchema(many=True))
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **SILENT)
def add(sent: dict[str, str], slug: str, session_id: str) -> list[dict[str, Any]]:
    """Add a recording to what is kept of the webinar, not published yet; a repeat adds nothing"""
    provider_attendance.add_recording(slug, session_id, sent["address"], person_here())
    return told(slug, session_id)
