"""JSON of glossaries: a release's terms for everybody, a draft's for its trainers."""

from marshmallow import ValidationError, fields, validate, validates_schema

from courses.glossary import LONGEST_MEANING, LONGEST_TERM
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS

STATES = ("manual", "reworded", "own", "left")
MEANING = "Waste that may harm people or the environment because of what it contains."
ID = {
    "description": "The same in every release; the anchor of the term on the page, too.",
    "example": "t-5f0c6ad3e1b2",
}


class ReleasedTermSchema(Schema):
    """A term as learners read it."""

    id = fields.String(required=True, metadata=ID)
    term = fields.String(required=True, metadata={"example": "Hazardous waste"})
    meaning = fields.String(required=True, metadata={"example": MEANING})
    source = fields.String(
        required=True,
        metadata={
            "description": "Where the manual defines it; empty for a trainer's own term.",
            "example": "Source: UNEP/CHW.13/4/Add.1, p. 9",
        },
    )
    address = fields.String(
        required=True,
        metadata={
            "description": "The page with that paragraph, or empty.",
            "example": "/toolkit/practical-manuals/0123456789ab/paragraph/b-5f0c6ad3e1b2",
        },
    )


class CourseGlossarySchema(Schema):
    """The glossary of the release that learners read, in alphabetical order."""

    language = fields.String(required=True, metadata={"example": "en"})
    terms = fields.List(fields.Nested(ReleasedTermSchema), required=True)


class CourseTermSchema(Schema):
    """A term of a draft, with what the manual says of it."""

    id = fields.String(required=True, metadata=ID)
    term = fields.String(required=True, metadata={"example": "Hazardous waste"})
    meaning = fields.String(required=True, metadata={"example": MEANING})
    state = fields.String(
        required=True,
        validate=validate.OneOf(STATES),
        metadata={
            "description": "As the manual has it, reworded, a term of the trainers' own, or"
            " reworded and left by a later edition that no longer defines it."
        },
    )
    hidden = fields.Boolean(required=True)
    linked = fields.Boolean(
        required=True, metadata={"description": "Whether lessons link it, when they link terms."}
    )
    manual = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the manual says now.", "example": MEANING},
    )
    original = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "What the manual said when the term was reworded.",
            "example": MEANING,
        },
    )
    manual_changed = fields.Boolean(
        required=True, metadata={"description": "Whether the manual changed since then."}
    )
    author = fields.String(required=True, allow_none=True, metadata={"example": "Tomas Novak"})
    updated_at = fields.AwareDateTime(required=True, allow_none=True)
    seen = fields.String(
        required=True,
        metadata={
            "description": "Send it back with a new meaning, so that nobody's work is lost.",
            "example": "2c26b46b68ffc68f",
        },
    )


class TermQuerySchema(Schema):
    """Which page of the terms."""

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, MOST_PAGES),
        metadata={"description": "Which page.", "example": 1},
    )
    size = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MOST_ROWS),
        metadata={"description": "How many to a page."},
    )


class CourseTermsSchema(Schema):
    """One page of the terms of a draft, hidden ones too."""

    link_terms = fields.Boolean(
        required=True, metadata={"description": "Whether lessons link terms at all."}
    )
    items = fields.List(fields.Nested(CourseTermSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class NewTermSchema(Schema):
    """A term of the trainers' own."""

    term = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_TERM),
        metadata={"example": "Manifest"},
    )
    meaning = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_MEANING),
        metadata={"example": "The paper that goes with a load of waste and names its owners."},
    )


class TermChangeSchema(Schema):
    """What to change of a term; what is not sent stays as it is."""

    term = fields.String(
        validate=validate.Length(1, LONGEST_TERM),
        metadata={
            "description": "Another name, for a term of the trainers' own.",
            "example": "Manifest",
        },
    )
    meaning = fields.String(
        validate=validate.Length(1, LONGEST_MEANING), metadata={"example": MEANING}
    )
    seen = fields.String(
        validate=validate.Length(max=16),
        metadata={
            "description": "What you read before you wrote: 409 when it is no longer so.",
            "example": "2c26b46b68ffc68f",
        },
    )
    hidden = fields.Boolean()
    linked = fields.Boolean()
    keep = fields.Boolean(
        metadata={"description": "True: your wording stands, though the manual changed."}
    )

    @validates_schema
    def say_something(self, data: dict[str, object], **kwargs: object) -> None:
        """Refuse a body that changes nothing."""
        if not data.keys() - {"seen"}:
            raise ValidationError("Send what is to change.")


class TermLinksSchema(Schema):
    """Whether lessons link terms of the glossary."""

    link_terms = fields.Boolean(required=True)
