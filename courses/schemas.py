"""JSON of courses, lessons, enrolments and progress."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from courses.models import LEVELS, STEP_KINDS
from courses.reading_time import spread
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS

STATES = ("active", "left")
# What an item of a completion rule asks for.
RULE_ITEMS = ("read", "pass", "share", "mark", "form", "checklist")
SCORE = {"description": "Hundredths of a percent: 8750 is 87.5 %.", "example": 8750}


class CatalogueQuerySchema(Schema):
    """What to look for; without anything, all published courses."""

    language = fields.String(
        load_default="",
        validate=validate.Length(max=12),
        metadata={"description": "Language of the course.", "example": "en"},
    )
    topic = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "Topic, as the catalogue names it.", "example": "Hazardous waste"},
    )
    level = fields.String(load_default="", validate=validate.OneOf(("", *LEVELS)))
    text = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={
            "description": "Words that occur in the title or the summary.",
            "example": "waste",
        },
    )
    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, MOST_PAGES),
        metadata={"description": "Which page.", "example": 1},
    )
    size = fields.Integer(
        load_default=24,
        validate=validate.Range(1, MOST_ROWS),
        metadata={"description": "How many to a page."},
    )


class Bound(fields.Integer):
    """How long quick (`least`) or careful readers take, from the minutes at the pace."""

    def __init__(self, *, least: bool, of: str = "minutes", example: int) -> None:
        said = "quick" if least else "careful"
        metadata = {"description": f"For {said} readers.", "example": example}
        super().__init__(attribute=of, dump_only=True, metadata=metadata)
        self.place = 0 if least else 1

    def _serialize(self, value: Any, *where: Any, **more: Any) -> Any:
        return super()._serialize(spread(value)[self.place], *where, **more)


ENTRY = (
    "open",
    "withdrawn",
    "early",
    "late",
    "full",
    "code",
    "ask",
    "asked",
    "declined",
    "visitor",
)


class CourseEntrySchema(Schema):
    """Who may enrol by themselves, and whether you may now."""

    door = fields.String(required=True, validate=validate.OneOf(("open", "approval", "closed")))
    reading = fields.Boolean(
        required=True, metadata={"description": "Whether everybody may read the lessons."}
    )
    opens_at = fields.AwareDateTime(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    places = fields.Integer(required=True, allow_none=True, metadata={"example": 25})
    free = fields.Integer(required=True, allow_none=True, metadata={"example": 4})
    refusal = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why you may not enrol now, in a word.", "example": "full"},
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The same in a sentence.",
            "example": "All places on this course are taken.",
        },
    )


class CourseSummarySchema(Schema):
    """A published course in a list."""

    entry = fields.String(
        required=True,
        validate=validate.OneOf(ENTRY),
        metadata={"description": "Open, or why one may not simply enrol now."},
    )

    slug = fields.String(required=True, metadata={"example": "introduction-to-esm"})
    title = fields.String(required=True, metadata={"example": "Introduction to ESM"})
    summary = fields.String(
        required=True, metadata={"example": "What hazardous waste is and how to manage it soundly."}
    )
    language = fields.String(required=True, metadata={"example": "en"})
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    topic = fields.String(required=True, metadata={"example": "Hazardous waste"})
    minutes = fields.Integer(required=True, metadata={"example": 90})
    minutes_least = Bound(least=True, example=70)
    minutes_most = Bound(least=False, example=115)


class CatalogueSchema(Schema):
    """One page of the catalogue."""

    items = fields.List(fields.Nested(CourseSummarySchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class OutlineStepSchema(Schema):
    """A step in the outline of a course."""

    id = fields.String(required=True, metadata={"example": "0123456789ab"})
    kind = fields.String(required=True, validate=validate.OneOf(STEP_KINDS))
    title = fields.String(required=True, metadata={"example": "Why waste matters"})
    minutes = fields.Integer(required=True, metadata={"example": 5})
    minutes_least = Bound(least=True, example=4)
    minutes_most = Bound(least=False, example=7)
    required = fields.Boolean(
        required=True, metadata={"description": "Whether the course is completed by it."}
    )
    locked = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Why it is not open to you yet; null when it is open.",
            "example": "To open this: complete the module “First things”.",
        },
    )


class OutlineModuleSchema(Schema):
    """A module of a course."""

    id = fields.String(required=True, metadata={"example": "ba9876543210"})
    title = fields.String(required=True, metadata={"example": "First things"})
    summary = fields.String(
        required=True, metadata={"example": "What hazardous waste is and how to manage it soundly."}
    )
    minutes = fields.Integer(required=True, metadata={"example": 18})
    minutes_least = Bound(least=True, example=14)
    minutes_most = Bound(least=False, example=23)
    counted = fields.Boolean(
        required=True, metadata={"description": "False for modules to look things up in."}
    )
    objectives = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "What learners can do after it.",
            "example": ["explain: safe storage"],
        },
    )
    steps = fields.List(fields.Nested(OutlineStepSchema), required=True)


class EditionFactsSchema(Schema):
    """The edition of a manual that a course is built on."""

    title = fields.String(required=True, metadata={"example": "Practical manuals"})
    label = fields.String(required=True, metadata={"example": "Second edition, 2026"})
    symbol = fields.String(required=True, metadata={"example": "UNEP/CHW.13/4/Add.1"})
    status = fields.String(required=True, metadata={"example": "adopted"})
    publisher = fields.String(
        required=True, metadata={"example": "Secretariat of the Basel Convention"}
    )
    acknowledgement = fields.String(
        required=True, metadata={"example": "The official text prevails."}
    )


class CourseSchema(CourseSummarySchema):
    """A course with its outline, as released."""

    entry_terms = fields.Nested(CourseEntrySchema, required=True)

    audience = fields.List(
        fields.String(), required=True, metadata={"example": ["Customs officers"]}
    )
    release = fields.Integer(
        required=True, metadata={"description": "Number of the release.", "example": 2}
    )
    published_at = fields.AwareDateTime(required=True)
    edition = fields.Nested(EditionFactsSchema, required=True, allow_none=True)
    modules = fields.List(fields.Nested(OutlineModuleSchema), required=True)


class StepSchema(Schema):
    """A step as released, with one's own progress; the HTML of a quiz is empty."""

    id = fields.String(required=True, metadata={"example": "0123456789ab"})
    course = fields.String(
        required=True,
        metadata={"description": "The slug of the course.", "example": "introduction-to-esm"},
    )
    kind = fields.String(required=True, validate=validate.OneOf(STEP_KINDS))
    module = fields.String(required=True, metadata={"example": "First things"})
    title = fields.String(required=True, metadata={"example": "Why waste matters"})
    language = fields.String(required=True, metadata={"example": "en"})
    minutes = fields.Integer(required=True, metadata={"example": 5})
    minutes_least = Bound(least=True, example=4)
    minutes_most = Bound(least=False, example=7)
    required = fields.Boolean(required=True)
    html = fields.String(
        required=True,
        metadata={"example": '<p id="b-5f0c6ad3e1b2">Keep waste closed and labelled.</p>'},
    )
    hash = fields.String(
        required=True,
        metadata={
            "description": "Changes when the text does.",
            "example": "2c26b46b68ffc68ff99b453c1d304134",
        },
    )
    enrolled = fields.Boolean(required=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)
    block = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Key of the paragraph read last.", "example": "b-5f0c6ad3e1b2"},
    )


class RuleItemSchema(Schema):
    """One thing the completion rule asks for, and whether it is met."""

    rule = fields.String(required=True, validate=validate.OneOf(RULE_ITEMS))
    met = fields.Boolean(required=True)
    step = fields.String(required=True, allow_none=True, metadata={"example": "0123456789ab"})
    title = fields.String(
        required=True, allow_none=True, metadata={"example": "Check what you know"}
    )
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)
    need = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The mark, or how many parts, the rule asks for.", "example": 4},
    )
    done = fields.Integer(required=True, allow_none=True, metadata={"example": 3})
    required = fields.Integer(required=True, allow_none=True, metadata={"example": 5})
    form = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The survey or checklist to answer.", "example": "0123456789ab"},
    )


class EnrolmentSummarySchema(Schema):
    """One's own enrolment on a course, and how far one is."""

    course = fields.String(
        required=True,
        metadata={"description": "The slug of the course.", "example": "introduction-to-esm"},
    )
    title = fields.String(required=True, metadata={"example": "Introduction to ESM"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    enrolled_at = fields.AwareDateTime(required=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)


class EnrolmentSchema(EnrolmentSummarySchema):
    """One's own enrolment with its progress and what is still missing."""

    done = fields.Integer(
        required=True, metadata={"description": "Required steps that are completed.", "example": 4}
    )
    required = fields.Integer(required=True, metadata={"example": 12})
    percent = fields.Integer(
        required=True, metadata={"description": "Rounded down.", "example": 33}
    )
    minutes_left = fields.Integer(required=True, metadata={"example": 41})
    minutes_left_least = Bound(least=True, of="minutes_left", example=35)
    minutes_left_most = Bound(least=False, of="minutes_left", example=55)
    next_step = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What “Continue” opens.", "example": "0123456789ab"},
    )
    rule = fields.List(fields.Nested(RuleItemSchema), required=True)


class ProgressSchema(Schema):
    """What was done with a lesson; sending it again changes nothing."""

    completed = fields.Boolean(
        load_default=False,
        metadata={"description": "True when the lesson was read. Cannot be taken back."},
    )
    block = fields.String(
        validate=validate.Regexp(r"^[A-Za-z0-9-]{1,20}\Z"),
        metadata={"description": "Key of the paragraph read last.", "example": "b-5f0c6ad3e1b2"},
    )

    @validates_schema
    def say_something(self, data: dict[str, object], **kwargs: object) -> None:
        """Refuse a body that says nothing."""
        if not data.get("completed") and "block" not in data:
            raise ValidationError("Send `completed`: true, or `block`, or both.")
