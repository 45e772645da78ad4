"""JSON of the ways into a course."""

from typing import Any

from marshmallow import fields, validate

from courses.entry import codes, states
from courses.entry.invitations import MOST_AT_ONCE
from courses.entry.labels import CODE_STATES, INVITATION_STATES, REQUEST_STATES
from courses.entry.models import DOORS
from courses.entry.operations import MOST_DAYS, MOST_PLACES
from courses.entry.requests import LONGEST_WHY
from elearn.core.api import Schema
from elearn.core.clock import now
from elearn.core.paging import MOST_PAGES, MOST_ROWS


class EntryPageQuerySchema(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"example": 1}
    )
    size = fields.Integer(
        load_default=25, validate=validate.Range(1, MOST_ROWS), metadata={"example": 25}
    )


class EntryTermsSchema(Schema):
    """Who may enrol by themselves, when, how many at once, and how long they have."""

    door = fields.String(
        required=True,
        validate=validate.OneOf(DOORS),
        metadata={"description": "`closed` lets in by code, invitation or trainer only."},
    )
    reading = fields.Boolean(
        load_default=True, metadata={"description": "Whether everybody may read the lessons."}
    )
    opens_at = fields.AwareDateTime(load_default=None, allow_none=True)
    closes_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata={"example": "2026-12-31T18:00:00+01:00"}
    )
    places = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_PLACES),
        metadata={"example": 25},
    )
    due_days = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_DAYS),
        metadata={"example": 60},
    )
    taken = fields.Integer(
        dump_only=True, metadata={"description": "How many are enrolled now.", "example": 21}
    )


class EntryNewCodeSchema(Schema):
    """A code to make."""

    label = fields.String(
        load_default="",
        validate=validate.Length(max=codes.LONGEST_LABEL),
        metadata={"example": "Customs officers, spring"},
    )
    most_uses = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, codes.MOST_USES),
        metadata={"example": 25},
    )
    expires_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata={"example": "2036-12-31T18:00:00+01:00"}
    )


class EntryCodeSchema(EntryNewCodeSchema):
    """A code that opens a course."""

    id = fields.String(attribute="public_id", required=True, metadata={"example": "0123456789ab"})
    code = fields.Function(
        lambda row: codes.shown(row.code), metadata={"type": "string", "example": "K7MP-3XQD"}
    )
    uses = fields.Integer(required=True, metadata={"example": 3})
    state = fields.Function(
        lambda row: states.code_state(row, now()),
        metadata={"type": "string", "enum": list(CODE_STATES), "example": "works"},
    )


class EntryUseCodeSchema(Schema):
    """A code as it was typed."""

    code = fields.String(
        required=True, validate=validate.Length(1, 40), metadata={"example": "k7mp-3xqd"}
    )


class EntryOpenedSchema(Schema):
    """What the code opened."""

    title = fields.String(required=True, metadata={"example": "Introduction to ESM"})
    address = fields.String(required=True, metadata={"example": "/courses/introduction-to-esm/"})


class EntryAskSchema(Schema):
    """Why somebody wants to take part."""

    why = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_WHY),
        metadata={"example": "I inspect waste shipments."},
    )


class EntryOwnRequestSchema(Schema):
    """Your last request to take part."""

    id = fields.String(attribute="public_id", required=True, metadata={"example": "0123456789ab"})
    why = fields.String(required=True, metadata={"example": "I inspect waste shipments."})
    state = fields.String(required=True, validate=validate.OneOf(tuple(REQUEST_STATES)))
    reason = fields.String(
        required=True, metadata={"description": "Why it was declined.", "example": ""}
    )
    asked_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class EntryRequestSchema(EntryOwnRequestSchema):
    """A request to take part, as trainers see it."""

    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    stakeholder = fields.String(
        required=True, allow_none=True, metadata={"example": "competent-authority"}
    )


class EntryRequestQuerySchema(EntryPageQuerySchema):
    """Which requests."""

    waiting = fields.Boolean(
        load_default=True, metadata={"description": "Those that wait, or those answered."}
    )


class EntryRequestsSchema(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(EntryRequestSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class EntryAnswerSchema(Schema):
    """A trainer's answer."""

    act = fields.String(required=True, validate=validate.OneOf(("approve", "decline")))
    reason = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_WHY),
        metadata={
            "description": "Needed to decline; the person reads it.",
            "example": "The course is for customs officers.",
        },
    )


class EntryInviteSchema(Schema):
    """Addresses to invite."""

    addresses = fields.List(
        fields.String(validate=validate.Length(max=300)),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata={"example": ["guest@example.org"]},
    )


class EntrySentSchema(Schema):
    """What became of the addresses."""

    invited = fields.List(
        fields.String(), required=True, metadata={"example": ["guest@example.org"]}
    )
    already = fields.List(fields.String(), required=True, metadata={"example": []})
    wrong = fields.List(fields.String(), required=True, metadata={"example": []})


class EntryInvitationSchema(Schema):
    """An invitation."""

    id = fields.String(attribute="public_id", required=True, metadata={"example": "0123456789ab"})
    email = fields.String(required=True, metadata={"example": "guest@example.org"})
    state = fields.Function(
        lambda row: states.invitation_state(row, now()),
        metadata={"type": "string", "enum": list(INVITATION_STATES), "example": "sent"},
    )
    invited_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)


class EntryInvitationsSchema(Schema):
    """A page of invitations."""

    items = fields.List(fields.Nested(EntryInvitationSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class EntryInvitationActSchema(Schema):
    """What to do with an invitation."""

    act = fields.String(required=True, validate=validate.OneOf(("resend", "revoke")))


def page_of(found: Any) -> dict[str, Any]:
    """Return a page of rows as lists are answered."""
    return {"items": found.rows, "page": found.number, "more": found.more}
