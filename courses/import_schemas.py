"""JSON of the outline review and of the account of an import."""

from marshmallow import fields, validate

from courses.labels import LEVELS
from courses.outline_review import ACTS, ROLES
from courses.schemas import Bound
from elearn.core import i18n
from elearn.core.api import Schema

KEY = validate.Regexp(r"^((split-)?b-[0-9a-f]{12})?\Z")
TITLE = validate.Length(1, 300)
HEADING = "b-5f0c6ad3e1b2"
MOST = validate.Length(max=5000)


class HeadingDecisionSchema(Schema):
    """What is decided of one heading; what is missing stays as the document says."""

    level = fields.Integer(validate=validate.Range(1, 9), metadata={"example": 2})
    title = fields.String(validate=TITLE, metadata={"example": "Storage of drums"})
    role = fields.String(validate=validate.OneOf(ROLES))
    joined = fields.Boolean(metadata={"description": "It is no heading, but text."})
    left_out = fields.Boolean(metadata={"description": "Its section is not in the course."})


class NewHeadingSchema(Schema):
    """A heading put before a paragraph."""

    title = fields.String(required=True, validate=TITLE, metadata={"example": "Labels"})
    level = fields.Integer(required=True, validate=validate.Range(1, 9), metadata={"example": 3})


class CoursesDecisionSchema(Schema):
    """One course, or a course of each part at the top."""

    each = fields.Boolean(required=True)
    titles = fields.Dict(
        keys=fields.String(validate=KEY),
        values=fields.String(validate=TITLE),
        metadata={"example": {HEADING: "Permits for everybody"}},
    )


class DecisionsSchema(Schema):
    """Everything decided of an outline, by the ids of headings and paragraphs."""

    headings = fields.Dict(
        keys=fields.String(validate=KEY),
        values=fields.Nested(HeadingDecisionSchema),
        load_default=dict,
        validate=MOST,
        metadata={"example": {HEADING: {"level": 2}}},
    )
    splits = fields.Dict(
        keys=fields.String(validate=KEY),
        values=fields.Nested(NewHeadingSchema),
        load_default=dict,
        validate=MOST,
        metadata={"example": {"b-0c6ad3e1b25f": {"title": "Labels", "level": 3}}},
    )
    order = fields.List(
        fields.String(validate=KEY),
        load_default=list,
        validate=MOST,
        metadata={
            "description": "All headings in their new order; empty as in the document.",
            "example": [],
        },
    )
    courses = fields.Nested(CoursesDecisionSchema, load_default=dict)


class KeptDecisionsSchema(DecisionsSchema):
    """Decisions to keep in place of those there are."""

    version = fields.String(
        validate=validate.Length(max=64),
        metadata={
            "description": "The version they were thought out on; refused when it is older.",
            "example": "9c56cc51b374c3ba",
        },
    )


class ActSchema(Schema):
    """One act on chosen headings."""

    act = fields.String(required=True, validate=validate.OneOf(ACTS))
    headings = fields.List(
        fields.String(validate=KEY),
        load_default=list,
        validate=MOST,
        metadata={"example": [HEADING]},
    )
    target = fields.String(
        load_default="",
        validate=KEY,
        metadata={"description": "Where to move them: under it or before it.", "example": ""},
    )


class OutlineHeadingSchema(Schema):
    """A heading and what becomes of its section. The text before the first has the id ""."""

    id = fields.String(required=True, metadata={"example": HEADING})
    level = fields.Integer(required=True, metadata={"example": 2})
    label = fields.String(required=True, metadata={"example": "2.1"})
    title = fields.String(required=True, metadata={"example": "Storage of drums"})
    role = fields.String(required=True, metadata={"example": "body"})
    became = fields.String(
        required=True,
        metadata={
            "description": "module, lesson, inside (a lesson), title, front, glossary, contents, "
            "left-out or empty.",
            "example": "lesson",
        },
    )
    lesson = fields.Integer(required=True, allow_none=True, metadata={"example": 4})
    words = fields.Integer(required=True, metadata={"example": 412})
    evidence = fields.String(required=True, metadata={"example": "style-name"})
    confidence = fields.Float(required=True, metadata={"example": 1.0})
    style = fields.String(required=True, metadata={"example": "Heading 2"})


class OutlineCourseSchema(Schema):
    """A course the outline would give."""

    part = fields.String(required=True, metadata={"example": ""})
    title = fields.String(required=True, metadata={"example": "Practical manuals"})
    included = fields.Boolean(required=True)
    modules = fields.Integer(required=True, metadata={"example": 5})
    lessons = fields.Integer(required=True, metadata={"example": 24})
    minutes = fields.Integer(required=True, metadata={"example": 130})
    minutes_least = Bound(least=True, example=105)
    minutes_most = Bound(least=False, example=165)


class OutlineSchema(Schema):
    """The outline of a document under review."""

    version = fields.String(required=True, metadata={"example": "9c56cc51b374c3ba"})
    headings = fields.List(fields.Nested(OutlineHeadingSchema), required=True)
    courses = fields.List(fields.Nested(OutlineCourseSchema), required=True)
    decisions = fields.Nested(DecisionsSchema, required=True)


class ConfirmationSchema(Schema):
    """What the course says of itself; what is missing comes from the document."""

    title = fields.String(validate=TITLE, metadata={"example": "Practical manuals"})
    summary = fields.String(
        validate=validate.Length(max=4000), metadata={"example": "How to manage waste oils."}
    )
    topic = fields.String(validate=validate.Length(max=200), metadata={"example": "Oils"})
    language = fields.String(validate=validate.OneOf(list(i18n.NAMES)))
    level = fields.String(validate=validate.OneOf(list(LEVELS)))
    audience = fields.List(
        fields.String(validate=validate.Length(max=200)),
        validate=validate.Length(max=20),
        metadata={"example": ["Customs officers"]},
    )


class MadeCourseSchema(Schema):
    """A course made of a document."""

    slug = fields.String(required=True, metadata={"example": "practical-manuals"})
    title = fields.String(required=True, metadata={"example": "Practical manuals"})
    state = fields.String(required=True, metadata={"example": "draft"})


class MadeCoursesSchema(Schema):
    """The courses of a document; none until all of them are made."""

    courses = fields.List(fields.Nested(MadeCourseSchema), required=True)


class PictureSchema(Schema):
    """A picture of a document. `shown` is false for formats that no browser shows."""

    name = fields.String(required=True, metadata={"example": "2c26b46b68ffc68f.png"})
    type = fields.String(required=True, metadata={"example": "image/png"})
    section = fields.String(required=True, metadata={"example": "2.1 Storage"})
    page = fields.Integer(required=True, allow_none=True, metadata={"example": 9})
    caption = fields.String(required=True, metadata={"example": "Figure 1"})
    own_alt = fields.String(required=True, metadata={"example": ""})
    alt = fields.String(required=True, metadata={"example": "A closed drum with a label"})
    shown = fields.Function(lambda one: not one.to_replace, required=True)
    replaced = fields.Boolean(required=True)


class PictureWordsSchema(Schema):
    """What a picture tells, for people who cannot see it; empty takes it back."""

    alt = fields.String(
        required=True,
        validate=validate.Length(max=1000),
        metadata={"example": "A closed drum with a label"},
    )


class ReportSchema(Schema):
    """The whole account of an import: sums, pieces, and where each section ended."""

    format = fields.Integer(required=True, metadata={"example": 1})
    import_ = fields.String(
        required=True, data_key="import", attribute="import", metadata={"example": "4x7kq0v2m9tc"}
    )
    file_name = fields.String(required=True, metadata={"example": "manual.docx"})
    made = fields.Boolean(
        required=True, metadata={"description": "False while the outline is not confirmed."}
    )
    complete = fields.Boolean(required=True)
    characters = fields.Dict(required=True, metadata={"example": {"in_document": 48211}})
    dropped = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "example": [{"reason": "contents", "at": "reading", "pieces": 1, "characters": 150}]
        },
    )
    missing = fields.List(fields.Dict(), required=True, metadata={"example": []})
    sections = fields.List(fields.Dict(), required=True, metadata={"example": []})
    courses = fields.List(fields.Dict(), required=True, metadata={"example": []})
    followed = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "Of a new edition: for each of your courses that follow it, where its"
            " characters are: in lessons, in a text of your own, in open or declined proposals,"
            " in the description, in the glossary, in no lesson of this course, or missing.",
            "example": [],
        },
    )
    reading = fields.Dict(required=True, metadata={"example": {"complete": True}})
