"""JSON of model programmes and their parts."""

from marshmallow import fields, validate

from elearn.accounts.models import STAKEHOLDERS
from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.programmes.forms import LONGEST_NOTE, MOST_MINUTES, MOST_PLACES
from elearn.programmes.models import ORDERS, PART_KINDS

SLUG = {"example": "batteries-for-inspectors"}
TITLE = {"example": "Batteries for inspectors"}
LANGUAGE = {"example": "en"}
A_NOTE = validate.Length(max=LONGEST_NOTE)


def note(example: str) -> fields.String:
    """Return a field for a longer text."""
    return fields.String(load_default="", validate=A_NOTE, metadata={"example": example})


class ProgrammeWishSchema(Schema):
    """What a programme is to say of itself."""

    title = fields.String(required=True, validate=validate.Length(1, 300), metadata=TITLE)
    summary = note("What inspectors of battery recyclers look at.")
    language = fields.String(
        load_default="en", validate=validate.OneOf(list(NAMES)), metadata=LANGUAGE
    )
    audience = fields.List(
        fields.String(validate=validate.OneOf(STAKEHOLDERS)),
        load_default=list,
        validate=validate.Length(max=len(STAKEHOLDERS)),
        metadata={"description": "Codes of the list of stakeholders."},
    )
    objectives = fields.List(
        fields.String(validate=validate.Length(1, 500)),
        load_default=list,
        validate=validate.Length(max=30),
        metadata={"example": ["Check a movement document"]},
    )
    needs = note("Inspectors open no containers today.")
    budget_note = note("Travel of two trainers.")
    order = fields.String(load_default="in-order", validate=validate.OneOf(ORDERS))
    needed = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 100),
        metadata={"description": "Courses needed when the order is `some`.", "example": 2},
    )
    places = fields.Integer(
        load_default=25, validate=validate.Range(1, MOST_PLACES), metadata={"example": 25}
    )


class NewProgrammeSchema(ProgrammeWishSchema):
    """A programme to make."""

    organisation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={
            "description": "Public id of an organisation you hold the trainer’s role for.",
            "example": None,
        },
    )


class ProgrammePartSchema(Schema):
    """A course or a planned session of a programme."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "0123456789ab"})
    kind = fields.String(required=True, validate=validate.OneOf(PART_KINDS))
    title = fields.String(required=True, metadata={"example": "Safe storage"})
    course = fields.String(
        required=True,
        allow_none=True,
        attribute="course_slug",
        metadata={"description": "The course in addresses.", "example": "safe-storage"},
    )
    minutes = fields.Integer(required=True, metadata={"example": 60})
    online = fields.Boolean(required=True)
    required = fields.Boolean(required=True)


class ProgrammePartWishSchema(Schema):
    """A part to add: a course by its address, or a session by its title."""

    course = fields.String(
        load_default="", validate=validate.Length(max=80), metadata={"example": "safe-storage"}
    )
    title = fields.String(
        load_default="", validate=validate.Length(max=300), metadata={"example": ""}
    )
    minutes = fields.Integer(
        load_default=60, validate=validate.Range(1, MOST_MINUTES), metadata={"example": 60}
    )
    online = fields.Boolean(load_default=False)
    required = fields.Boolean(load_default=True)


class ProgrammePartMoveSchema(Schema):
    """Where a part is to go."""

    by = fields.Integer(
        required=True,
        validate=validate.OneOf((-1, 1)),
        metadata={"description": "-1 is one place up, 1 one place down.", "example": -1},
    )


class ProgrammeStateSchema(Schema):
    """What is to become of a programme."""

    state = fields.String(required=True, validate=validate.OneOf(("published", "retired")))


class ProgrammeSummarySchema(Schema):
    """A programme in a list."""

    slug = fields.String(required=True, metadata=SLUG)
    title = fields.String(required=True, metadata=TITLE)
    summary = fields.String(
        required=True, metadata={"example": "What inspectors of battery recyclers look at."}
    )
    language = fields.String(required=True, metadata=LANGUAGE)
    audience = fields.List(fields.String(), required=True, metadata={"example": ["carrier"]})
    state = fields.String(required=True, metadata={"example": "published"})
    parts = fields.Integer(required=True, metadata={"example": 3})
    runs = fields.Integer(required=True, metadata={"example": 1})


class ProgrammesSchema(Schema):
    """One page of the programmes."""

    items = fields.List(fields.Nested(ProgrammeSummarySchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class ProgrammeSchema(Schema):
    """A programme with its parts and the trainings one can join."""

    slug = fields.String(required=True, metadata=SLUG)
    title = fields.String(required=True, metadata=TITLE)
    summary = fields.String(required=True, metadata={"example": "What inspectors look at."})
    language = fields.String(required=True, metadata=LANGUAGE)
    audience = fields.List(fields.String(), required=True, metadata={"example": ["carrier"]})
    objectives = fields.List(
        fields.String(), required=True, metadata={"example": ["Check a movement document"]}
    )
    needs = fields.String(required=True, metadata={"example": "Nobody opens containers today."})
    order = fields.String(required=True, metadata={"example": "in-order"})
    needed = fields.Integer(required=True, allow_none=True, metadata={"example": None})
    places = fields.Integer(required=True, metadata={"example": 25})
    state = fields.String(required=True, metadata={"example": "published"})
    parts = fields.List(fields.Nested(ProgrammePartSchema), required=True)
    runs = fields.List(fields.String(metadata={"example": "batteries-in-dakar"}), required=True)


class ProgrammesQuerySchema(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )
