"""Quizzes as JSON. What goes out is listed field by field, so no key can slip along."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from quizzes.answering import MOST_SEQUENCE


class AnswerSchema(Schema):
    """One answer as the page or a client sends it.

    `response` by kind: {"choice": id}, {"choices": [ids]} or {"text": number as written}.
    """

    position = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )
    client_key = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9A-Za-z-]{8,40}\Z"),
        metadata={"example": "k3-1732268000"},
    )
    sequence = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, MOST_SEQUENCE),
        metadata={"example": 1},
    )
    known = fields.Integer(
        strict=True,
        validate=validate.Range(0, MOST_SEQUENCE),
        load_default=None,
        allow_none=True,
        metadata={"example": 0},
    )
    response = fields.Dict(
        required=True, keys=fields.String(), metadata={"example": {"choice": "a"}}
    )


class SavedSchema(Schema):
    """What became of an answer."""

    counts = fields.Boolean(required=True)
    latest = fields.Integer(required=True, metadata={"example": 1})
    elsewhere = fields.Boolean(required=True)
    doubt = fields.String(required=True, allow_none=True, metadata={"example": None})


class StartedSchema(Schema):
    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    new = fields.Boolean(required=True)


class ChoiceSchema(Schema):
    id = fields.String(required=True, metadata={"example": "a"})
    text = fields.String(required=True, metadata={"example": "Prevention"})


class QuestionSchema(Schema):
    """A question as asked, with the response saved last."""

    position = fields.Integer(required=True, metadata={"example": 1})
    kind = fields.String(required=True, metadata={"example": "single"})
    points = fields.Integer(required=True, metadata={"example": 1})
    prompt = fields.String(
        required=True, metadata={"example": "What comes first in the waste hierarchy?"}
    )
    choices = fields.List(fields.Nested(ChoiceSchema))
    unit = fields.String(metadata={"example": "copies"})
    rule = fields.String(allow_none=True, metadata={"example": "Choose one."})
    response = fields.Dict(
        keys=fields.String(), allow_none=True, metadata={"example": {"choice": "a"}}
    )
    sequence = fields.Integer(required=True, metadata={"example": 1})


class AttemptSummarySchema(Schema):
    """One of your attempts in a list; `score` in hundredths of a percent."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    number = fields.Integer(required=True, metadata={"example": 1})
    started_at = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True, metadata={"example": 8750})
    passed = fields.Boolean(required=True, allow_none=True)


class QuizSchema(Schema):
    """The rules of a quiz and your attempts, newest first, the last fifty at most."""

    purpose = fields.String(
        required=True,
        validate=validate.OneOf(("check", "before", "after")),
        metadata={
            "description": "A plain check, or the test before or after learning. The one before"
            " is taken once and has no pass mark.",
            "example": "check",
        },
    )
    pass_mark = fields.Integer(required=True, allow_none=True, metadata={"example": 8000})
    allowed = fields.Integer(
        required=True, metadata={"description": "Attempts before a wait; 0: any.", "example": 3}
    )
    wait_minutes = fields.Integer(required=True, metadata={"example": 1440})
    time_limit = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Minutes.", "example": 30}
    )
    refusal = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why no attempt may start now.", "example": None},
    )
    attempts = fields.List(fields.Nested(AttemptSummarySchema), required=True)


class AttemptSchema(Schema):
    """An attempt: its state, and its questions without anything of the key."""

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    number = fields.Integer(required=True, metadata={"example": 1})
    course = fields.String(required=True, metadata={"example": "introduction-to-esm"})
    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    title = fields.String(required=True, metadata={"example": "Check what you know"})
    pass_mark = fields.Integer(required=True, metadata={"example": 8000})
    started_at = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class OutcomeSchema(Schema):
    """The result in short; `score` in hundredths of a percent, rounded down."""

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    score = fields.Integer(required=True, metadata={"example": 8750})
    passed = fields.Boolean(required=True)
    completed_course = fields.Boolean(required=True)


class ReviewedChoiceSchema(ChoiceSchema):
    chosen = fields.Boolean(required=True)
    right = fields.Boolean(required=True)
    feedback = fields.String(required=True, metadata={"example": "Prevention comes first."})


class SourceSchema(Schema):
    """Where the answer is explained."""

    label = fields.String(
        required=True, metadata={"example": "UNEP/CHW.13/4/Add.1, para. 12, p. 7"}
    )
    url = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": "/toolkit/introduction-to-esm/4x7kq0v2m9tc/paragraph/b-5f0c6ad3e1b2"},
    )


class ReviewedQuestionSchema(Schema):
    """A question after submission: what was given, what is right, and why."""

    position = fields.Integer(required=True, metadata={"example": 1})
    kind = fields.String(required=True, metadata={"example": "single"})
    points = fields.Integer(required=True, metadata={"example": 1})
    earned = fields.String(required=True, metadata={"example": "1"})
    correct = fields.Boolean(required=True)
    prompt = fields.String(
        required=True, metadata={"example": "What comes first in the waste hierarchy?"}
    )
    choices = fields.List(fields.Nested(ReviewedChoiceSchema))
    given = fields.String(metadata={"example": "3"})
    value = fields.String(metadata={"example": "3"})
    tolerance = fields.String(metadata={"example": "0.5"})
    unit = fields.String(metadata={"example": "copies"})
    doubt = fields.String(allow_none=True, metadata={"example": None})
    feedback = fields.String(required=True, metadata={"example": "Prevention comes first."})
    sources = fields.List(fields.Nested(SourceSchema), required=True)


class ResultSchema(Schema):
    """The whole result; there is none before submission."""

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    number = fields.Integer(required=True, metadata={"example": 1})
    score = fields.Integer(required=True, metadata={"example": 8750})
    pass_mark = fields.Integer(required=True, metadata={"example": 8000})
    passed = fields.Boolean(required=True)
    earned = fields.String(required=True, metadata={"example": "9"})
    points = fields.Integer(required=True, metadata={"example": 10})
    submitted_at = fields.AwareDateTime(required=True)
    questions = fields.List(fields.Nested(ReviewedQuestionSchema), required=True)
