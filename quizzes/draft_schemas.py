"""Drafts from the manual as JSON, for their trainers."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS
from quizzes.drafting.draft import RULES
from quizzes.kinds.choices import LONGEST_CHOICE, MOST_CHOICES

STATES = ("open", "approved", "dismissed")
ACTS = ("approve", "dismiss", "reopen")
PROMPT = "Which term does this definition explain?"


class DraftQuerySchema(Schema):
    """Which drafts to list."""

    state = fields.String(load_default="open", validate=validate.OneOf(("", *STATES)))
    rule = fields.String(load_default="", validate=validate.OneOf(("", *RULES)))
    module = fields.String(load_default="", validate=validate.Length(max=12))
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES))
    size = fields.Integer(load_default=25, validate=validate.Range(1, MOST_ROWS))


class DraftChoiceSchema(Schema):
    text = fields.String(required=True, metadata={"example": "Carrier"})
    right = fields.Boolean(required=True)


class DraftSourceSchema(Schema):
    """A paragraph the draft was made from."""

    key = fields.String(required=True, metadata={"example": "b-5f0c6ad3e1b2"})
    label = fields.String(required=True, metadata={"example": "Glossary, p. 30"})
    text = fields.String(required=True, metadata={"example": "Whoever transports the waste."})
    url = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": "/toolkit/introduction-to-esm/4x7kq0v2m9tc/paragraph/b-5f0c6ad3e1b2"},
    )


class DraftSchema(Schema):
    """A question drafted by rule. `digest` changes with its words; `question` is what it became.

    `aside` is true for a draft from a box, a note or an annex.
    """

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    digest = fields.String(required=True, metadata={"example": "9b1f0c6ad3e1b2"})
    rule = fields.String(required=True, metadata={"example": "definition"})
    kind = fields.String(required=True, metadata={"example": "single"})
    state = fields.String(required=True, metadata={"example": "open"})
    aside = fields.Boolean(required=True, metadata={"example": False})
    topic = fields.String(required=True, metadata={"example": "Who does what"})
    module = fields.String(required=True, allow_none=True, metadata={"example": "7c2wq0v2m9tc"})
    prompt = fields.String(required=True, metadata={"example": f"<p>{PROMPT}</p>"})
    choices = fields.List(fields.Nested(DraftChoiceSchema), required=True)
    feedback = fields.String(required=True, metadata={"example": "<p>Carrier: whoever ...</p>"})
    question = fields.String(required=True, allow_none=True, metadata={"example": "0123456789ab"})
    sources = fields.List(fields.Nested(DraftSourceSchema), required=True)


class DraftsSchema(Schema):
    """A page of drafts in the order of the course."""

    items = fields.List(fields.Nested(DraftSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class MakeSchema(Schema):
    """What to read: `wide` takes boxes, notes and annexes, too."""

    wide = fields.Boolean(load_default=False)


class MadeSchema(Schema):
    """What a run brought: new drafts, and open ones that have other words now."""

    new = fields.Integer(required=True, metadata={"example": 12})
    changed = fields.Integer(required=True, metadata={"example": 0})


class ChoiceInSchema(Schema):
    text = fields.String(
        required=True,
        validate=validate.Length(max=LONGEST_CHOICE),
        metadata={"example": "Carrier"},
    )
    correct = fields.Boolean(load_default=False)
    feedback = fields.String(load_default="", validate=validate.Length(max=5000))


class WordsSchema(Schema):
    """The trainer's own words: `choices` for kinds that have them, else `answer`."""

    prompt = fields.String(
        required=True, validate=validate.Length(max=20_000), metadata={"example": PROMPT}
    )
    feedback = fields.String(load_default="", validate=validate.Length(max=5000))
    choices = fields.List(fields.Nested(ChoiceInSchema), validate=validate.Length(max=MOST_CHOICES))
    answer = fields.Boolean()
    topic = fields.String(validate=validate.Length(max=120))
    points = fields.Integer(load_default=1, strict=True)


class DraftActSchema(Schema):
    """What to do. `step` is the quiz an approved draft goes into; `seen` the digest you saw.

    With `words` it is approved as you wrote it, otherwise as it is.
    """

    act = fields.String(
        required=True, validate=validate.OneOf(ACTS), metadata={"example": "approve"}
    )
    step = fields.String(
        load_default="", validate=validate.Length(max=12), metadata={"example": "0123456789ab"}
    )
    seen = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    words = fields.Nested(WordsSchema, load_default=None, allow_none=True)
