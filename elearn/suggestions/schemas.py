"""JSON of the setting of suggestions. The key goes in and never comes out."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.suggestions.forms import LONGEST_CONSENT, LONGEST_KEY, MOST_A_DAY, SHORTEST_KEY
from elearn.suggestions.models import DAILY_LIMIT

CONSENT = {"example": "The text goes to the service of our ministry and is deleted after a day."}
PROVIDER = {"description": "One of those offered.", "example": "our_provider:Provider"}


class SettingSchema(Schema):
    """Who suggests texts to trainers, if anybody."""

    is_on = fields.Boolean(required=True)
    provider = fields.String(required=True, metadata=PROVIDER)
    offered = fields.List(
        fields.String(metadata=PROVIDER),
        required=True,
        metadata={"description": "The providers the operator of this site offers."},
    )
    key_end = fields.String(
        required=True,
        metadata={"description": "The last four characters of the key.", "example": "7f3a"},
    )
    consent = fields.String(required=True, metadata=CONSENT)
    consent_version = fields.Integer(required=True, metadata={"example": 2})
    daily_limit = fields.Integer(
        required=True,
        metadata={"description": "Requests a trainer may make in a day.", "example": DAILY_LIMIT},
    )
    version = fields.Integer(required=True, metadata={"example": 3})
    problem = fields.String(
        required=True,
        metadata={
            "description": "What keeps the provider from being asked; empty when nothing does.",
            "example": "",
        },
    )


class SettingChangeSchema(Schema):
    """What the setting is to be."""

    is_on = fields.Boolean(required=True)
    provider = fields.String(load_default="", validate=validate.Length(max=200), metadata=PROVIDER)
    key = fields.String(
        load_default="",
        load_only=True,
        validate=validate.Regexp(rf"^(\S{{{SHORTEST_KEY},{LONGEST_KEY}}})?\Z"),
        metadata={"description": "Without it, the stored key stays.", "example": ""},
    )
    forget_key = fields.Boolean(load_default=False)
    consent = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_CONSENT), metadata=CONSENT
    )
    daily_limit = fields.Integer(load_default=DAILY_LIMIT, validate=validate.Range(1, MOST_A_DAY))
    version = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "The version you have seen; refused when there is a newer one.",
            "example": 3,
        },
    )
