"""JSON routes of one's own calendar address; the operations of the pages."""

from typing import Any

from marshmallow import fields

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, Schema
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.webinars.calendar import feeds

blueprint = ApiBlueprint(
    "webinar_calendar_api",
    __name__,
    url_prefix="/api/v1/me/calendar-feed",
    description="Your own calendar address, which calendar programs follow",
)


class CalendarFeedSchema(Schema):
    """When your calendar address was made, null without one. It is shown once, when it is made."""

    made_at = fields.AwareDateTime(required=True, allow_none=True)


class NewCalendarFeedSchema(Schema):
    """Your calendar address. Whoever has it sees your webinars: keep it to yourself."""

    address = fields.String(
        required=True,
        metadata={"example": "https://learn.example.org/webinars/calendar/a-long-secret.ics"},
    )


@blueprint.route("", methods=["GET"], access=signed_in)
@blueprint.response(200, CalendarFeedSchema)
def show() -> dict[str, Any]:
    """Tell when your calendar address was made"""
    return {"made_at": feeds.made_at(person_here().id)}


# No Idempotency-Key: with it, the answer and the secret in it would be kept for a day.
@blueprint.route("", methods=["PUT"], access=signed_in, limit="30 per hour", own_write=True)
@blueprint.response(200, NewCalendarFeedSchema)
def make() -> dict[str, str]:
    """Make your calendar address; one you had before is dead from then on"""
    with write():
        secret = feeds.make(person_here())
    return {"address": absolute("webinar_calendar.own", value=secret)}


@blueprint.route("", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
def revoke() -> None:
    """Let your calendar address be dead"""
    feeds.revoke(person_here())
