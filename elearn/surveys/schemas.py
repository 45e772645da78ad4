"""JSON of forms, answers, figures, actions and follow-ups."""

from fractions import Fraction
from typing import Any

from marshmallow import fields, validate

from elearn.core import i18n
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS
from elearn.surveys.fields import (
    LARGEST_NUMBER,
    LONGEST_ACTION,
    LONGEST_KEY,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_CHOICES,
    MOST_FIELDS,
)
from elearn.surveys.models import ACTION_STATES, FIELD_KINDS, FORM_KINDS

ID = {"example": "0123456789ab"}
ANSWERS = {
    "description": "By the keys of the fields: a whole number for `scale` and `number`, a value for"
    " `choice`, `yes` or `no` for `yesno`, a list for `choices` and `actions`, words for `text`.",
    "example": {"overall": 5, "missing": "Pictures", "actions": ["Label every drum"]},
}
TITLE = validate.Length(1, 300)


class OptionSchema(Schema):
    """An answer to choose."""

    value = fields.String(
        required=True, validate=validate.Length(1, LONGEST_KEY), metadata={"example": "partly"}
    )
    label = fields.String(
        required=True, validate=validate.Length(1, LONGEST_LABEL), metadata={"example": "Partly"}
    )


class ConditionSchema(Schema):
    """Which answers to an earlier field bring a field up."""

    field = fields.String(required=True, metadata={"example": "used"})
    any = fields.List(
        fields.Raw(required=True, metadata={"example": "yes"}),
        required=True,
        validate=validate.Length(1, MOST_CHOICES),
        metadata={"example": ["yes", "partly"]},
    )


class FieldSchema(Schema):
    """One question of a form."""

    key = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_KEY),
        metadata={"description": "Its name in answers and exports.", "example": "used"},
    )
    kind = fields.String(required=True, validate=validate.OneOf(FIELD_KINDS))
    label = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_LABEL),
        metadata={"example": "Have you used what you learned at work?"},
    )
    hint = fields.String(load_default="", validate=validate.Length(max=LONGEST_LABEL))
    required = fields.Boolean(load_default=False)
    choices = fields.List(
        fields.Nested(OptionSchema),
        load_default=list,
        validate=validate.Length(max=MOST_CHOICES),
        metadata={"description": "For `choice` and `choices`."},
    )
    most = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"description": "The top of a scale, or how many actions.", "example": 5},
    )
    low = fields.String(load_default="", validate=validate.Length(max=LONGEST_LABEL))
    high = fields.String(load_default="", validate=validate.Length(max=LONGEST_LABEL))
    condition = fields.Nested(ConditionSchema, load_default=None, allow_none=True)


class FormFieldsSchema(Schema):
    """All questions of a form, in their order; they replace those it had."""

    fields_ = fields.List(
        fields.Nested(FieldSchema),
        required=True,
        data_key="fields",
        validate=validate.Length(max=MOST_FIELDS),
    )


class FormSummarySchema(Schema):
    """A form in a list."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    kind = fields.String(required=True, validate=validate.OneOf(FORM_KINDS))
    title = fields.String(required=True, metadata={"example": "What did you think?"})
    language = fields.String(required=True, metadata={"example": "en"})
    number = fields.Integer(required=True, metadata={"description": "Its version.", "example": 1})
    state = fields.String(required=True, validate=validate.OneOf(("draft", "open", "closed")))
    responses = fields.Integer(required=True, metadata={"example": 7})


class FormListSchema(Schema):
    """One page of forms, latest first."""

    items = fields.List(fields.Nested(FormSummarySchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class FormQuerySchema(Schema):
    """Which page of the list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES))
    size = fields.Integer(load_default=25, validate=validate.Range(1, MOST_ROWS))


class FormSchema(Schema):
    """A form with its questions."""

    id = fields.String(required=True, metadata=ID)
    kind = fields.String(required=True, validate=validate.OneOf(FORM_KINDS))
    title = fields.String(required=True, metadata={"example": "What did you think?"})
    introduction = fields.String(required=True)
    language = fields.String(required=True, metadata={"example": "en"})
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(("draft", "open", "closed")))
    fields_ = fields.List(fields.Nested(FieldSchema), required=True, data_key="fields")


class NewFormSchema(Schema):
    """A form to make."""

    kind = fields.String(required=True, validate=validate.OneOf(FORM_KINDS))
    title = fields.String(required=True, validate=TITLE, metadata={"example": "Our survey"})
    language = fields.String(load_default="en", validate=validate.OneOf(tuple(i18n.NAMES)))
    introduction = fields.String(load_default="", validate=validate.Length(max=2000))


class FormChangeSchema(Schema):
    """What to change of a form; `state` opens or closes it."""

    title = fields.String(validate=TITLE, metadata={"example": "Our survey"})
    introduction = fields.String(validate=validate.Length(max=2000))
    state = fields.String(validate=validate.OneOf(("open", "closed")))


class AnswersSchema(Schema):
    """What somebody answers."""

    answers = fields.Dict(keys=fields.String(), required=True, metadata=ANSWERS)


class FilledSchema(Schema):
    """One's own answers to a form."""

    answers = fields.Dict(keys=fields.String(), required=True, metadata=ANSWERS)
    submitted_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)


class ShareField(fields.Field[Fraction]):
    """A fraction as a decimal number with four digits after the point."""

    def _serialize(self, value: Fraction | None, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else round(float(value), 4)


class CountSchema(Schema):
    """How many chose an answer."""

    value = fields.String(required=True, metadata={"example": "5"})
    label = fields.String(required=True, metadata={"example": "5"})
    people = fields.Integer(required=True, metadata={"example": 3})


class FieldFiguresSchema(Schema):
    """What was answered to one question, without names."""

    key = fields.String(required=True, metadata={"example": "overall"})
    kind = fields.String(required=True, validate=validate.OneOf(FIELD_KINDS))
    label = fields.String(required=True, metadata={"example": "How good was it?"})
    answers = fields.Integer(required=True, metadata={"example": 7})
    mean = ShareField(
        required=True, allow_none=True, metadata={"type": "number", "example": 4.2857}
    )
    satisfied = ShareField(
        required=True,
        allow_none=True,
        metadata={
            "type": "number",
            "description": "Share of those who chose the upper two fifths of a scale (4 or 5).",
            "example": 0.8571,
        },
    )
    total = fields.Integer(required=True, allow_none=True, metadata={"example": 12})
    counts = fields.List(fields.Nested(CountSchema), required=True)
    texts = fields.List(fields.String(metadata={"example": "Pictures"}), required=True)


class FiguresSchema(Schema):
    """What became of a form about one course or session, without names."""

    responses = fields.Integer(required=True, metadata={"example": 7})
    asked = fields.Integer(
        required=True,
        metadata={
            "description": "Who read every lesson, or was at the session",
            "example": 8,
        },
    )
    fields_ = fields.List(
        fields.Nested(FieldFiguresSchema), required=True, attribute="fields", data_key="fields"
    )


class ActionSchema(Schema):
    """Something the person chose to do."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    text = fields.String(required=True, metadata={"example": "Label every drum"})
    state = fields.String(required=True, validate=validate.OneOf(ACTION_STATES))
    note = fields.String(required=True, metadata={"example": "Half of them are done."})
    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True, allow_none=True)


class ActionsSchema(Schema):
    """All of one's actions, oldest first; there are at most 200."""

    items = fields.List(fields.Nested(ActionSchema), required=True)


class NewActionSchema(Schema):
    """Something to do."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_ACTION),
        metadata={"example": "Label every drum"},
    )


class ActionChangeSchema(Schema):
    """What became of an action; a blocked one needs a note."""

    text = fields.String(
        validate=validate.Length(1, LONGEST_ACTION), metadata={"example": "Label every drum"}
    )
    state = fields.String(validate=validate.OneOf(ACTION_STATES))
    note = fields.String(validate=validate.Length(max=LONGEST_TEXT))


class FollowUpSchema(Schema):
    """A letter that asks, months later, what became of it."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    title = fields.String(required=True, metadata={"example": "Introduction to ESM"})
    months = fields.Integer(required=True, metadata={"example": 3})
    due_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)


class FollowUpsSchema(Schema):
    """All letters planned for or sent to the person, by the day they are due."""

    items = fields.List(fields.Nested(FollowUpSchema), required=True)


class FollowUpWithFormSchema(FollowUpSchema):
    """A letter with its form and what was answered."""

    form = fields.Nested(FormSchema, required=True)
    answers = fields.Dict(keys=fields.String(), required=True, metadata=ANSWERS)


class BecameSchema(Schema):
    """What became of one action."""

    state = fields.String(required=True, validate=validate.OneOf(ACTION_STATES))
    note = fields.String(load_default="", validate=validate.Length(max=LONGEST_TEXT))


class FollowUpAnswersSchema(Schema):
    """Answers to a follow-up, and what became of one's actions, by their ids."""

    answers = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": ANSWERS["description"], "example": {"used": "yes", "trained": 2}},
    )
    actions = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(BecameSchema),
        load_default=dict,
        metadata={"example": {"0123456789ab": {"state": "done", "note": ""}}},
    )


class StoppedSchema(Schema):
    """How many letters were stopped."""

    stopped = fields.Integer(
        required=True, validate=validate.Range(0, LARGEST_NUMBER), metadata={"example": 2}
    )
