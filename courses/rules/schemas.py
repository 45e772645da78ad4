"""JSON of rules: conditions, completion rules, traces, trials."""

from typing import Any

from marshmallow import fields, validate

from courses.rules.completing import TIERS
from courses.rules.conditions import GROUPS, MOMENTS, NAMES
from courses.rules.trial import STATES
from courses.schemas import SCORE, RuleItemSchema
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS

CONDITION: dict[str, Any] = {
    "description": "A condition: {“all”: […]}, {“any”: […]}, {“some”: […], “need”: n}, or one of "
    "course, module, step, quiz with mark, from, until, programme.",
    "example": {"all": [{"module": "ba9876543210"}, {"from": "2026-05-03T10:00:00+00:00"}]},
}
PARTS: dict[str, Any] = {
    "description": "Conditions by the ids of the modules and steps they lock.",
    "example": {"ba9876543210": {"quiz": "0123456789ab", "mark": 8000}},
}


class CompletionSchema(Schema):
    """What completes a course."""

    share = fields.Integer(
        load_default=100,
        required=False,
        validate=validate.Range(1, 100),
        metadata={"description": "Percent of the required steps.", "example": 100},
    )
    mark = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 10_000),
        metadata={
            "description": "Mean of the best scores in required quizzes, in hundredths of a "
            "percent; a quiz that is not passed counts as 0. Null asks for none.",
            "example": 8000,
        },
    )
    form = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={"description": "Id of a survey to answer.", "example": None},
    )
    checklist = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={"description": "Id of a checklist to fill in.", "example": None},
    )
    tier = fields.String(load_default="completion", validate=validate.OneOf(TIERS))


class RulesSentSchema(Schema):
    """The rules of a course; they replace those that hold."""

    entry = fields.Dict(
        keys=fields.String(), load_default=None, allow_none=True, metadata=CONDITION
    )
    parts = fields.Dict(keys=fields.String(), load_default=dict, metadata=PARTS)
    completion = fields.Nested(CompletionSchema, load_default=dict)
    based_on = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 1_000_000),
        metadata={
            "description": "Number of the version you changed, 0 for none; refused when there is "
            "a newer one.",
            "example": 1,
        },
    )


class RulesSchema(Schema):
    """The rules that hold; number 0 stands for the plain ones."""

    number = fields.Integer(required=True, metadata={"example": 1})
    entry = fields.Dict(keys=fields.String(), required=True, allow_none=True, metadata=CONDITION)
    parts = fields.Dict(keys=fields.String(), required=True, metadata=PARTS)
    completion = fields.Nested(CompletionSchema, required=True)


class RulesVersionSchema(RulesSchema):
    """One version of the rules."""

    made_at = fields.AwareDateTime(required=True)
    made_by = fields.String(required=True, allow_none=True, metadata={"example": "Tomas Novak"})


class TraceSchema(Schema):
    """What a condition asked and whether it is met; a tree like the condition's."""

    kind = fields.String(required=True, validate=validate.OneOf((*GROUPS, *NAMES, *MOMENTS)))
    met = fields.Boolean(required=True)
    id = fields.String(required=True, allow_none=True, metadata={"example": "ba9876543210"})
    title = fields.String(required=True, allow_none=True, metadata={"example": "First things"})
    mark = fields.Integer(required=True, allow_none=True, metadata=SCORE)
    score = fields.Integer(required=True, allow_none=True, metadata=SCORE)
    moment = fields.AwareDateTime(required=True, allow_none=True)
    need = fields.Integer(required=True, allow_none=True, metadata={"example": 2})
    gone = fields.Boolean(
        required=True,
        metadata={"description": "It is not in the published course, so nothing is asked."},
    )
    opens = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The step to do next.", "example": "0123456789ab"},
    )
    course = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Slug of the other course.", "example": "introduction-to-esm"},
    )
    items = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        metadata={"description": "Traces of the same shape, of a group.", "example": []},
    )


class LockedSchema(Schema):
    """Steps that one and the same condition locks."""

    steps = fields.List(fields.String(), required=True, metadata={"example": ["0123456789ab"]})
    reason = fields.String(
        required=True,
        metadata={"example": "To open this: complete the module “First things”."},
    )
    trace = fields.Nested(TraceSchema, required=True)


class WhySchema(Schema):
    """The whole rule for one learner: what is met, what is missing, what is locked."""

    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    tier = fields.String(required=True, validate=validate.OneOf(TIERS))
    met = fields.Boolean(required=True)
    rule = fields.List(fields.Nested(RuleItemSchema), required=True)
    locked = fields.List(fields.Nested(LockedSchema), required=True)


class TrialQuerySchema(CompletionSchema):
    """The rule to try, and which page of learners to give."""

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, MOST_PAGES),
        metadata={"description": "Which page.", "example": 1},
    )
    size = fields.Integer(
        load_default=25,
        validate=validate.Range(1, MOST_ROWS),
        metadata={"description": "How many to a page."},
    )


class TriedSchema(Schema):
    """A learner under the rule that is tried."""

    enrolment = fields.String(required=True, metadata={"example": "0123456789ab"})
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    lacking = fields.List(fields.Nested(RuleItemSchema), required=True)


class TrialSchema(Schema):
    """Who would pass: how many, and one page of them."""

    completed = fields.Integer(required=True, metadata={"example": 12})
    would = fields.Integer(required=True, metadata={"example": 3})
    lacking = fields.Integer(required=True, metadata={"example": 25})
    items = fields.List(fields.Nested(TriedSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})
