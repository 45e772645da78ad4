"""JSON of sessions of webinars."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from elearn.accounts.zones import zones
from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.webinars import labels
from elearn.webinars.models import PROVIDERS, SESSION_STATES
from elearn.webinars.scheduling import LONGEST_MINUTES, Planned
from elearn.webinars.seats.seating import MOST_SEATS

ID = {"example": "9m2v7kq04xtc"}
ZONE = {"example": "Europe/Zurich"}
SEATS = validate.Range(0, MOST_SEATS)
BY_THE_CLOCKS = "By the clocks of the zone, without an offset"


def a_zone(value: str) -> None:
    """Refuse what is no zone. They are looked up when somebody asks, not when this is loaded."""
    if value not in zones():
        raise ValidationError("Not a time zone of a place, nor UTC.")


class ListedSessionSchema(Schema):
    """A session in the public list."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    webinar = fields.String(
        required=True, attribute="slug", metadata={"example": "tour-of-the-esm-toolkit"}
    )
    title = fields.String(required=True, metadata={"example": "Tour of the ESM toolkit"})
    session_title = fields.String(required=True, attribute="own_title", metadata={"example": ""})
    summary = fields.String(required=True, metadata={"example": "What is in it."})
    organisation = fields.String(
        required=True, allow_none=True, metadata={"example": "Sample Centre"}
    )
    language = fields.String(required=True, metadata={"example": "en"})
    starts_at = fields.AwareDateTime(required=True)
    zone = fields.String(required=True, metadata=ZONE)
    minutes = fields.Integer(required=True, metadata={"example": 60})
    standing = fields.String(required=True, validate=validate.OneOf(list(labels.STANDINGS)))
    moved_from = fields.AwareDateTime(required=True, allow_none=True)
    seats = fields.Integer(required=True, metadata={"example": 100})
    free = fields.Integer(required=True, metadata={"example": 12})


class WebinarSessionSchema(Schema):
    """A session of a webinar. Where it happens is told by personal links only."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    title = fields.String(required=True, attribute="own_title", metadata={"example": ""})
    language = fields.String(required=True, metadata={"example": "en"})
    starts_at = fields.AwareDateTime(required=True)
    zone = fields.String(required=True, metadata=ZONE)
    minutes = fields.Integer(required=True, metadata={"example": 60})
    state = fields.String(required=True, validate=validate.OneOf(SESSION_STATES))
    standing = fields.String(required=True, validate=validate.OneOf(list(labels.STANDINGS)))
    opens_at = fields.AwareDateTime(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    moved_from = fields.AwareDateTime(required=True, allow_none=True)
    cancel_reason = fields.String(required=True, metadata={"example": ""})
    seats = fields.Integer(required=True, metadata={"example": 100})
    free = fields.Integer(required=True, metadata={"example": 12})
    recordings = fields.Integer(required=True, metadata={"example": 0})


class OrganisedSessionSchema(WebinarSessionSchema):
    """A session as its organisers see it."""

    provider = fields.String(required=True, validate=validate.OneOf(PROVIDERS))
    address = fields.String(required=True, metadata={"example": "https://meet.example.org/tour"})
    dial_in = fields.String(required=True, metadata={"example": ""})
    code_word = fields.String(required=True, metadata={"example": ""})
    regions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={
            "example": {"": 80, "african": 20},
            "description": "Seats by regional group; the empty name stands for everybody",
        },
    )
    registered = fields.Integer(required=True, metadata={"example": 42})


class WebinarSessionWishSchema(Schema):
    """A session as it is planned."""

    day = fields.Date(required=True, metadata={"example": "2027-03-24"})
    hour = fields.Time(
        "%H:%M", required=True, metadata={"example": "10:00", "description": BY_THE_CLOCKS}
    )
    zone = fields.String(required=True, validate=a_zone, metadata=ZONE)
    language = fields.String(
        required=True, validate=validate.OneOf(list(NAMES)), metadata={"example": "en"}
    )
    title = fields.String(
        load_default="", validate=validate.Length(max=300), metadata={"example": ""}
    )
    minutes = fields.Integer(
        load_default=60, validate=validate.Range(1, LONGEST_MINUTES), metadata={"example": 60}
    )
    seats = fields.Integer(load_default=100, validate=SEATS, metadata={"example": 80})
    regions = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(labels.REGIONS))),
        values=fields.Integer(strict=True, validate=SEATS),
        load_default=dict,
        metadata={"example": {"african": 20}, "description": "Seats kept for regional groups"},
    )
    opens = fields.NaiveDateTime(
        load_default=None,
        allow_none=True,
        metadata={"example": "2027-03-01T09:00:00", "description": BY_THE_CLOCKS},
    )
    closes = fields.NaiveDateTime(
        load_default=None,
        allow_none=True,
        metadata={"example": "2027-03-23T18:00:00", "description": BY_THE_CLOCKS},
    )
    provider = fields.String(load_default="address", validate=validate.OneOf(PROVIDERS))
    address = fields.String(
        load_default="",
        validate=validate.Length(max=500),
        metadata={"example": "https://meet.example.org/tour"},
    )
    dial_in = fields.String(load_default="", validate=validate.Length(max=2000))
    code_word = fields.String(load_default="", validate=validate.Length(max=60))

    @post_load
    def as_planned(self, data: dict[str, Any], **more: Any) -> Planned:
        """Return what operations take."""
        return Planned(**data)


class WebinarSessionMoveSchema(Schema):
    """Another time for a session."""

    day = fields.Date(required=True, metadata={"example": "2027-05-26"})
    hour = fields.Time(
        "%H:%M", required=True, metadata={"example": "10:00", "description": BY_THE_CLOCKS}
    )
    zone = fields.String(
        load_default=None, allow_none=True, validate=a_zone, metadata={"example": None}
    )


class WebinarSessionStateSchema(Schema):
    """What is to become of a session; `reason` is needed to cancel it."""

    state = fields.String(required=True, validate=validate.OneOf(("open", "held", "cancelled")))
    reason = fields.String(
        load_default="",
        validate=validate.Length(max=2000),
        metadata={"example": "", "description": "Everybody registered reads it"},
    )
