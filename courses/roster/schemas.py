"""JSON of the desk for the people of a course."""

from marshmallow import fields, validate

from courses.entry.models import WAYS
from courses.models import STEP_KINDS
from courses.roster.forms import LONGEST_MESSAGE, LONGEST_REASON
from courses.roster.labels import GROUPS
from courses.roster.queries import IN_STATE, PAGE, SORTS
from courses.roster.risk import MOST_DAYS, STATES
from courses.schemas import SCORE
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS

ID = {"example": "0123456789ab"}
REASON = fields.String(
    required=True,
    validate=validate.Length(1, LONGEST_REASON),
    metadata={
        "description": "Kept with the learner's record.",
        "example": "The network was down for a week",
    },
)
ORDERS = (*SORTS, *(f"-{name}" for name in SORTS))


class FilterSchema(Schema):
    """Which learners are meant; without anything, all of them."""

    state = fields.String(load_default="", validate=validate.OneOf(("", *IN_STATE)))
    group = fields.String(
        load_default="",
        validate=validate.OneOf(("", *GROUPS)),
        metadata={"description": "UN regional group."},
    )
    country = fields.String(
        load_default="",
        validate=validate.Regexp(r"^([A-Z]{2})?$"),
        metadata={"description": "ISO 3166 alpha-2.", "example": "KE"},
    )
    way = fields.String(load_default="", validate=validate.OneOf(("", *WAYS)))
    text = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "Part of the name or address.", "example": "haddad"},
    )


class RosterQuerySchema(FilterSchema):
    """Which learners, in which order, and which page."""

    sort = fields.String(
        load_default="name",
        validate=validate.OneOf(ORDERS),
        metadata={"description": "A leading minus turns the order round."},
    )
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"example": 1}
    )
    size = fields.Integer(load_default=PAGE, validate=validate.Range(1, MOST_ROWS))


class LearnerSummarySchema(Schema):
    """A learner as the roster shows them."""

    id = fields.String(required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    at_risk = fields.List(
        fields.String(validate=validate.OneOf(("away", "idle", "due"))),
        required=True,
        metadata={"description": "Why the learner is at risk; empty for no risk."},
    )
    enrolled_at = fields.AwareDateTime(required=True)
    last_seen_at = fields.AwareDateTime(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    done = fields.Integer(
        required=True, metadata={"description": "Required steps completed.", "example": 4}
    )
    required = fields.Integer(required=True, metadata={"example": 12})
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)


class CountsSchema(Schema):
    """How many learners are in each state, by the filters besides the state."""

    all = fields.Integer(required=True, metadata={"example": 25})
    not_started = fields.Integer(required=True, metadata={"example": 2})
    underway = fields.Integer(required=True, metadata={"example": 10})
    completed = fields.Integer(required=True, metadata={"example": 10})
    left = fields.Integer(required=True, metadata={"example": 3})
    at_risk = fields.Integer(required=True, metadata={"example": 4})


class RosterSchema(Schema):
    """One page of the roster."""

    items = fields.List(fields.Nested(LearnerSummarySchema), required=True)
    counts = fields.Nested(CountsSchema, required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class LearnerStepSchema(Schema):
    """What a learner did with a step."""

    id = fields.String(required=True, metadata=ID)
    title = fields.String(required=True, metadata={"example": "Why waste matters"})
    kind = fields.String(required=True, validate=validate.OneOf(STEP_KINDS))
    required = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)
    attempts = fields.Integer(required=True, metadata={"example": 2})


class OverrideSchema(Schema):
    """A decision against the rules."""

    id = fields.String(dump_only=True, metadata=ID)
    step = fields.String(required=True, allow_none=True, metadata={"description": "Its id.", **ID})
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("done", "open")),
        metadata={"description": "The step counts as completed, or is open."},
    )
    reason = REASON
    made_by = fields.String(dump_only=True, metadata={"example": "Tomas Novak"})
    made_at = fields.AwareDateTime(dump_only=True)
    undone_at = fields.AwareDateTime(dump_only=True, allow_none=True)


class SentNudgeSchema(Schema):
    """A letter a trainer sent to the learner about the course."""

    message = fields.String(required=True, metadata={"example": "How is it going?"})
    sent_by = fields.String(required=True, metadata={"example": "Tomas Novak"})
    sent_at = fields.AwareDateTime(required=True)


class LearnerSchema(LearnerSummarySchema):
    """A learner with their steps, and what was decided and written."""

    steps = fields.List(fields.Nested(LearnerStepSchema), required=True)
    overrides = fields.List(fields.Nested(OverrideSchema), required=True)
    letters = fields.List(fields.Nested(SentNudgeSchema), required=True)


class StepFiguresSchema(Schema):
    """How many learners opened and completed a step."""

    id = fields.String(required=True, metadata=ID)
    title = fields.String(required=True, metadata={"example": "Why waste matters"})
    module = fields.String(
        required=True, attribute="module_title", metadata={"example": "First things"}
    )
    kind = fields.String(required=True, validate=validate.OneOf(STEP_KINDS))
    required = fields.Boolean(required=True)
    opened = fields.Integer(required=True, metadata={"example": 20})
    completed = fields.Integer(required=True, metadata={"example": 18})
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)


class RiskRuleSchema(Schema):
    """When a learner who is on the course and has not finished is at risk."""

    away_days = fields.Integer(
        required=True, validate=validate.Range(1, MOST_DAYS), metadata={"example": 7}
    )
    due_days = fields.Integer(
        required=True,
        validate=validate.Range(0, MOST_DAYS),
        metadata={"description": "0 looks at no date.", "example": 7},
    )
    count_not_started = fields.Boolean(required=True)


class NewLearnerSchema(Schema):
    """Somebody with an account, to be enrolled."""

    email = fields.String(
        required=True, validate=validate.Length(1, 254), metadata={"example": "lina@example.org"}
    )


class ChosenSchema(Schema):
    """Who is meant: learners by their ids, or, without these, all whom the filter finds."""

    learners = fields.List(
        fields.String(metadata=ID), load_default=list, validate=validate.Length(max=200)
    )
    filter = fields.Nested(FilterSchema, load_default=None, allow_none=True)


class NudgeSchema(ChosenSchema):
    """A letter to learners; `dry_run` only says whom it would touch."""

    message = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_MESSAGE),
        metadata={"example": "How is it going?"},
    )
    again = fields.Boolean(
        load_default=False,
        metadata={"description": "Also to those who got one within the last three days."},
    )
    dry_run = fields.Boolean(load_default=False)


class TouchedSchema(Schema):
    """Whom a letter touches, by name."""

    sent = fields.Boolean(required=True)
    gets = fields.List(fields.String(), required=True, metadata={"example": ["Lina Haddad"]})
    unwanted = fields.List(fields.String(), required=True, metadata={"example": ["Omar Diallo"]})
    lately = fields.List(fields.String(), required=True, metadata={"example": []})
    gone = fields.List(fields.String(), required=True, metadata={"example": []})


class ExtensionSchema(Schema):
    """More days for learners, at most ten in one call."""

    learners = fields.List(
        fields.String(metadata=ID), required=True, validate=validate.Length(1, 10)
    )
    days = fields.Integer(
        required=True, validate=validate.Range(1, MOST_DAYS), metadata={"example": 14}
    )
    reason = REASON


class MovedSchema(Schema):
    """For how many learners the date moved."""

    moved = fields.Integer(required=True, metadata={"example": 3})
