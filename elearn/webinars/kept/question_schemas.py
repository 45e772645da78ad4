"""JSON of questions asked at sessions."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.webinars.kept.material_models import QUESTION_STATES
from elearn.webinars.kept.questions import LONGEST_ANSWER, LONGEST_QUESTION, MOST_AT_ONCE

QUESTION = {"example": "What becomes of the acid?"}


class WebinarSectionSchema(Schema):
    """A section of an edition of the toolkit, by its place in reading order."""

    edition = fields.String(
        required=True, validate=validate.Length(1, 12), metadata={"example": "4x7kq0v2m9tc"}
    )
    section = fields.Integer(
        required=True, validate=validate.Range(0, 1_000_000), metadata={"example": 3}
    )


class WebinarQuestionsSentSchema(Schema):
    """Questions of a session, without the names of those who asked."""

    questions = fields.List(
        fields.String(validate=validate.Length(1, LONGEST_QUESTION), metadata=QUESTION),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
    )


class WebinarQuestionsAddedSchema(Schema):
    """How many are new in the queue."""

    new = fields.Integer(required=True, metadata={"example": 2})


class WebinarAnswerSchema(Schema):
    """The answer, and the section it belongs to."""

    answer = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_ANSWER),
        metadata={"example": "It is neutralised on site."},
    )
    place = fields.Nested(WebinarSectionSchema, load_default=None, allow_none=True)


class WebinarQuestionStateSchema(Schema):
    """Into the queue again, or out of it."""

    state = fields.String(
        required=True, validate=validate.OneOf(("open", "hidden")), metadata={"example": "hidden"}
    )


class WebinarQuestionSchema(Schema):
    """A question and its answer."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "7kq09m2v4xtc"})
    session = fields.String(required=True, metadata={"example": "9m2v7kq04xtc"})
    text = fields.String(required=True, metadata=QUESTION)
    answer = fields.String(required=True, metadata={"example": "It is neutralised on site."})
    state = fields.String(required=True, validate=validate.OneOf(QUESTION_STATES))
    edition = fields.String(required=True, allow_none=True, metadata={"example": None})
    section = fields.Integer(required=True, allow_none=True, metadata={"example": None})


class WebinarQuestionsQuerySchema(Schema):
    """Which questions."""

    state = fields.String(load_default="open", validate=validate.OneOf(QUESTION_STATES))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))


class WebinarQuestionsSchema(Schema):
    """One page of questions."""

    items = fields.List(fields.Nested(WebinarQuestionSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"example": False})
