"""JSON of the margin: notes, questions to trainers, what is published of them."""

from marshmallow import fields, validate

from courses.margin.operations import LONGEST_ANSWER, LONGEST_NOTE, LONGEST_QUESTION
from courses.margin.queries import STATES
from elearn.core.api import Schema
from elearn.core.forms import stripped
from elearn.core.paging import MOST_PAGES

KEY = {
    "description": "Key of a paragraph of the lesson; empty for the whole lesson.",
    "example": "b-5f0c6ad3e1b2",
}
ID = {"example": "4x7kq0v2m9tc"}
STEP = {"example": "0123456789ab"}


class Text(fields.String):
    """A plain text: stripped, without control characters, at most so long."""

    def __init__(self, longest: int, *, least: int = 1, example: str) -> None:
        super().__init__(
            required=True,
            validate=validate.Length(least, longest),
            metadata={"example": example},
        )

    def _deserialize(self, value: object, *where: object, **more: object) -> str:
        return str(stripped(super()._deserialize(value, *where, **more)))


class MarginPageSchema(Schema):
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"example": 1}
    )


class MarginNoteQuerySchema(MarginPageSchema):
    """Which of one's notes."""

    text = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "Words that occur in the note.", "example": "drum"},
    )


class NewMarginNoteSchema(Schema):
    """A note or a bookmark beside a paragraph; one each."""

    key = fields.String(load_default="", validate=validate.Length(max=20), metadata=KEY)
    text = Text(LONGEST_NOTE, least=0, example="Ask our store about this.")
    bookmarked = fields.Boolean(load_default=False, metadata={"example": True})


class MarginNoteSchema(Schema):
    """A note of yours beside a lesson."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    key = fields.String(required=True, metadata=KEY)
    text = fields.String(required=True, metadata={"example": "Ask our store about this."})
    bookmarked = fields.Boolean(required=True, metadata={"example": True})
    changed_at = fields.AwareDateTime(required=True)


class PlacedMarginNoteSchema(MarginNoteSchema):
    """A note of yours with its place; `paragraph_there` is false when a release dropped it."""

    course = fields.String(
        required=True, attribute="slug", metadata={"example": "introduction-to-esm"}
    )
    step = fields.String(required=True, metadata=STEP)
    lesson = fields.String(required=True, metadata={"example": "What waste is"})
    lesson_there = fields.Boolean(required=True, metadata={"example": True})
    paragraph_there = fields.Boolean(required=True, allow_none=True, metadata={"example": True})


class MarginNotesSchema(Schema):
    """A page of your notes."""

    items = fields.List(fields.Nested(PlacedMarginNoteSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"example": False})


class TrainerQuestionSchema(Schema):
    """A question to the trainers of a course."""

    key = fields.String(load_default="", validate=validate.Length(max=20), metadata=KEY)
    text = Text(LONGEST_QUESTION, example="Does this hold for small batteries too?")


class SentQuestionSchema(Schema):
    """A question that was sent."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    state = fields.String(
        required=True, validate=validate.OneOf(STATES[:3]), metadata={"example": "open"}
    )


class PublishedQuestionSchema(Schema):
    """A published question in the trainers' words, with their answer; it names nobody."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    key = fields.String(required=True, metadata=KEY)
    question = fields.String(
        required=True, attribute="shown", metadata={"example": "Do small batteries count?"}
    )
    answer = fields.String(required=True, metadata={"example": "Yes, all of them."})
    published_at = fields.AwareDateTime(required=True)


class OwnQuestionSchema(Schema):
    """A question you asked."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    course = fields.String(
        required=True, attribute="slug", metadata={"example": "introduction-to-esm"}
    )
    step = fields.String(required=True, metadata=STEP)
    key = fields.String(required=True, metadata=KEY)
    asked = fields.String(required=True, metadata={"example": "Does this hold for batteries?"})
    asked_at = fields.AwareDateTime(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(STATES[:3]), metadata={"example": "answered"}
    )
    answer = fields.String(required=True, metadata={"example": "Yes, all of them."})
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)


class OwnQuestionsSchema(Schema):
    """A page of your questions, newest first."""

    items = fields.List(fields.Nested(OwnQuestionSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"example": False})


class LearnerQuestionQuerySchema(MarginPageSchema):
    """Which questions of learners."""

    state = fields.String(
        load_default="open", validate=validate.OneOf(STATES), metadata={"example": "open"}
    )


class LearnerQuestionSchema(OwnQuestionSchema):
    """A question of a learner, for the trainers; `name` is null once the account is erased."""

    name = fields.String(required=True, allow_none=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    shown = fields.String(required=True, metadata={"example": "Do small batteries count?"})


class LearnerQuestionsSchema(Schema):
    """A page of questions in one state."""

    items = fields.List(fields.Nested(LearnerQuestionSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"example": False})


class TrainerAnswerSchema(Schema):
    """The answer to a learner's question."""

    answer = Text(LONGEST_ANSWER, example="Yes, all of them.")


class QuestionPublicationSchema(Schema):
    """A question as all readers see it: in your own words, without who asked."""

    shown = Text(LONGEST_QUESTION, example="Do small batteries count?")
