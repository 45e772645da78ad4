"""JSON in and out about letters: how people want them, and the log of what was sent."""

from marshmallow import fields, validate

from elearn.accounts.mail_models import STATES, WAYS
from elearn.accounts.mailing import DIGEST, KINDS
from elearn.core.api import Schema


class LetterKindSchema(Schema):
    """A kind of letter, and how the person gets it; one that is not optional comes at once."""

    kind = fields.String(metadata={"example": "due-soon"})
    label = fields.String(metadata={"example": "Something is due soon"})
    what = fields.String(
        metadata={
            "example": "A week before a course that you have not finished should be finished."
        }
    )
    optional = fields.Boolean()
    how = fields.String(validate=validate.OneOf(WAYS), metadata={"example": "weekly"})


class LetterWishSchema(Schema):
    """How letters of a kind should come."""

    how = fields.String(
        required=True, validate=validate.OneOf(WAYS), metadata={"example": "weekly"}
    )


class LetterFilterSchema(Schema):
    """Which letters of the log to list; `person` is an id."""

    kind = fields.String(load_default="", validate=validate.OneOf((*KINDS, DIGEST, "")))
    state = fields.String(load_default="", validate=validate.OneOf((*STATES, "")))
    person = fields.String(load_default="", validate=validate.Length(max=12))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))


class LetterSchema(Schema):
    """A line of the log of letters; what a letter said is not kept."""

    person = fields.String(attribute="person_public_id", metadata={"example": "4x7kq0v2m9tc"})
    name = fields.String(attribute="person_name", metadata={"example": "Lina Haddad"})
    kind = fields.String(metadata={"example": "certificate"})
    template = fields.String(metadata={"example": "certificate-ready"})
    subject = fields.String(metadata={"example": "Your certificate: Waste batteries"})
    state = fields.String(validate=validate.OneOf(STATES), metadata={"example": "sent"})
    problem = fields.String(metadata={"example": ""})
    asked_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)


class LettersSchema(Schema):
    """A page of the log of letters, newest first."""

    items = fields.List(fields.Nested(LetterSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})
