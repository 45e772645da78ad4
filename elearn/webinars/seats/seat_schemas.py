"""JSON of seats of sessions, and of who registered for them."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.webinars import labels
from elearn.webinars.registration.registration_models import REGISTRATION_STATES
from elearn.webinars.seats.answering import MOST_ANSWERS
from elearn.webinars.seats.seating import MOST_SEATS

REGION = {"example": "african", "description": "A UN regional group; empty for everybody"}
REASON = {"example": "It is for inspectors of sites.", "description": "The person reads it"}


class SeatPoolSchema(Schema):
    """Seats of a session, for everybody or kept for a regional group."""

    region = fields.String(required=True, metadata=REGION)
    seats = fields.Integer(required=True, metadata={"example": 20})
    taken = fields.Integer(
        required=True, metadata={"example": 12, "description": "Held, or offered to somebody"}
    )


class SessionSeatsSchema(Schema):
    """All seats of a session, and how many people are in which state."""

    pools = fields.List(fields.Nested(SeatPoolSchema), required=True)
    people = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"example": {"in": 12, "waiting": 3}},
    )


class SeatsWishSchema(Schema):
    """Seats as they are to be; groups that are not named keep theirs."""

    seats = fields.Dict(
        keys=fields.String(validate=validate.OneOf(["", *labels.REGIONS])),
        values=fields.Integer(strict=True, validate=validate.Range(0, MOST_SEATS)),
        required=True,
        metadata={"example": {"": 80, "african": 20}},
    )


class SessionRegistrationSchema(Schema):
    """Somebody registered for a session, as its organisers see them."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "0123456789ab"})
    number = fields.Integer(
        required=True, metadata={"example": 13, "description": "The order of asking"}
    )
    state = fields.String(required=True, validate=validate.OneOf(REGISTRATION_STATES))
    name = fields.String(required=True, metadata={"example": "Amina Rahimi"})
    affiliation = fields.String(required=True, metadata={"example": "Clean Rivers"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    region = fields.String(required=True, metadata=REGION)
    email = fields.String(required=True, allow_none=True, metadata={"example": "amina@example.org"})
    seat_of = fields.String(required=True, allow_none=True, metadata=REGION)
    reason = fields.String(required=True, metadata={"example": ""})
    asked_at = fields.AwareDateTime(required=True)
    placed_at = fields.AwareDateTime(required=True, allow_none=True)
    offer_until = fields.AwareDateTime(required=True, allow_none=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)


class SessionRegistrationsSchema(Schema):
    """One page of who registered for a session."""

    items = fields.List(fields.Nested(SessionRegistrationSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class SessionRegistrationsQuerySchema(Schema):
    """Which of those registered."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )
    state = fields.String(
        load_default="",
        validate=validate.OneOf(["", *REGISTRATION_STATES]),
        metadata={"example": "waiting"},
    )


class SeatAnswersSchema(Schema):
    """Requests that are answered alike; a no carries its reason."""

    registrations = fields.List(
        fields.String(validate=validate.Length(max=12)),
        required=True,
        validate=validate.Length(1, MOST_ANSWERS),
        metadata={"example": ["0123456789ab"]},
    )
    yes = fields.Boolean(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=1000), metadata=REASON)


class SeatAnsweredSchema(Schema):
    """How many requests now have this answer."""

    answered = fields.Integer(required=True, metadata={"example": 1})


class CancelledForSchema(Schema):
    """Why somebody's registration is cancelled."""

    reason = fields.String(load_default="", validate=validate.Length(max=1000), metadata=REASON)
