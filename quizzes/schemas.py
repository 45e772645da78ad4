"""Quizzes as JSON. What goes out is listed field by field, so no key can slip along."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from quizzes.sitting import MOST_SEQUENCE


class AnswerSchema(Schema):
    """One answer as the page or a client sends it.

    `response` by kind: {"choice": id}, {"choices": [ids]} or {"text": number as written}.
    """

    position = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    client_key = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{8,40}\Z"))
    sequence = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_SEQUENCE))
    known = fields.Integer(
        strict=True, validate=validate.Range(0, MOST_SEQUENCE), load_default=None, allow_none=True
    )
    response = fields.Dict(required=True, keys=fields.String())


class SavedSchema(Schema):
    """What became of an answer."""

    counts = fields.Boolean(required=True)
    latest = fields.Integer(required=True)
    elsewhere = fields.Boolean(required=True)
    doubt = fields.String(required=True, allow_none=True)


class StartedSchema(Schema):
    id = fields.String(required=True)
    new = fields.Boolean(required=True)


class ChoiceSchema(Schema):
    id = fields.String(required=True)
    text = fields.String(required=True)


class QuestionSchema(Schema):
    """A question as asked, with the response saved last."""

    position = fields.Integer(required=True)
    kind = fields.String(required=True)
    points = fields.Integer(required=True)
    prompt = fields.String(required=True)
    choices = fields.List(fields.Nested(ChoiceSchema))
    unit = fields.String()
    rule = fields.String(allow_none=True)
    response = fields.Dict(keys=fields.String(), allow_none=True)
    sequence = fields.Integer(required=True)


class AttemptSchema(Schema):
    """An attempt: its state, and its questions without anything of the key."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)
    course = fields.String(required=True)
    step = fields.String(required=True)
    title = fields.String(required=True)
    pass_mark = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class OutcomeSchema(Schema):
    """The result in short; `score` in hundredths of a percent, rounded down."""

    id = fields.String(required=True)
    score = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    completed_course = fields.Boolean(required=True)


class ReviewedChoiceSchema(ChoiceSchema):
    chosen = fields.Boolean(required=True)
    right = fields.Boolean(required=True)
    feedback = fields.String(required=True)


class SourceSchema(Schema):
    """Where the answer is explained."""

    label = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)


class ReviewedQuestionSchema(Schema):
    """A question after submission: what was given, what is right, and why."""

    position = fields.Integer(required=True)
    kind = fields.String(required=True)
    points = fields.Integer(required=True)
    earned = fields.String(required=True)
    correct = fields.Boolean(required=True)
    prompt = fields.String(required=True)
    choices = fields.List(fields.Nested(ReviewedChoiceSchema))
    given = fields.String()
    value = fields.String()
    tolerance = fields.String()
    unit = fields.String()
    doubt = fields.String(allow_none=True)
    feedback = fields.String(required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)


class ResultSchema(Schema):
    """The whole result; there is none before submission."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)
    score = fields.Integer(required=True)
    pass_mark = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    earned = fields.String(required=True)
    points = fields.Integer(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    questions = fields.List(fields.Nested(ReviewedQuestionSchema), required=True)
