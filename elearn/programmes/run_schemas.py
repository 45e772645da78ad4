"""JSON of runs, places and figures."""

from marshmallow import ValidationError, fields, validate, validates_schema

from elearn.accounts.countries import is_country
from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.programmes.adding import MOST_ADDRESSES
from elearn.programmes.figures import GROUPS
from elearn.programmes.forms import LONGEST_NOTE, MOST_PLACES
from elearn.programmes.models import (
    AWARD_MODES,
    PARTNER_ROLES,
    PLACE_STATES,
    RUN_DOORS,
    RUN_STATES,
)
from elearn.programmes.run_forms import MOST_PLANNED

SLUG = {"example": "batteries-in-dakar"}
TITLE = {"example": "Batteries in Dakar"}
PLANNED = validate.Range(0, MOST_PLANNED)
A_REASON = validate.Length(max=1000)


def country(code: str) -> None:
    """Refuse what is no country of the list."""
    if not is_country(code):
        raise ValidationError("Not a country of the list.")


class RunPlanSchema(Schema):
    """What is planned, and fixed when the run is approved."""

    learners = fields.Integer(load_default=0, validate=PLANNED, metadata={"example": 25})
    women = fields.Integer(load_default=0, validate=PLANNED, metadata={"example": 12})
    sessions = fields.Integer(load_default=0, validate=PLANNED, metadata={"example": 2})
    minutes = fields.Integer(load_default=0, validate=PLANNED, metadata={"example": 180})
    groups = fields.Dict(
        keys=fields.String(validate=validate.OneOf([code for code in GROUPS if code])),
        values=fields.Integer(validate=PLANNED),
        load_default=dict,
        metadata={
            "description": "Learners by UN regional group.",
            "example": {"african": 25},
        },
    )


class RunDetailsSchema(Schema):
    """What is settled for a run."""

    title = fields.String(required=True, validate=validate.Length(1, 300), metadata=TITLE)
    summary = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NOTE),
        metadata={"example": "Bring your own inspection sheet."},
    )
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    zone = fields.String(
        load_default="UTC", validate=validate.Length(max=64), metadata={"example": "Africa/Dakar"}
    )
    languages = fields.List(
        fields.String(validate=validate.OneOf(list(NAMES))),
        load_default=list,
        validate=validate.Length(max=len(NAMES)),
        metadata={"example": ["en"]},
    )
    country = fields.String(
        load_default=None, allow_none=True, validate=country, metadata={"example": "SN"}
    )
    venue = fields.String(
        load_default="", validate=validate.Length(max=300), metadata={"example": "Hall 4"}
    )
    partner = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={"description": "Public id of the partner.", "example": None},
    )
    partner_role = fields.String(load_default="host", validate=validate.OneOf(PARTNER_ROLES))
    door = fields.String(load_default="open", validate=validate.OneOf(RUN_DOORS))
    code = fields.String(
        load_default="", validate=validate.Length(max=20), metadata={"example": "DAKAR27"}
    )
    opens_at = fields.AwareDateTime(load_default=None, allow_none=True)
    closes_at = fields.AwareDateTime(load_default=None, allow_none=True)
    places = fields.Integer(
        load_default=25, validate=validate.Range(1, MOST_PLACES), metadata={"example": 25}
    )
    attendance_percent = fields.Integer(
        load_default=0, validate=validate.Range(0, 100), metadata={"example": 70}
    )
    awards = fields.String(load_default="at-once", validate=validate.OneOf(AWARD_MODES))
    plan = fields.Nested(RunPlanSchema, load_default=lambda: RunPlanSchema().load({}))
    budget_note = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_NOTE), metadata={"example": ""}
    )

    @validates_schema
    def refuse_far_days(self, data: dict[str, object], **more: object) -> None:
        """Refuse days no zone can show."""
        for name in ("starts_on", "ends_on"):
            day = data.get(name)
            if day is not None and not 2000 <= day.year <= 2200:  # type: ignore[attr-defined]
                raise ValidationError("Not a day of this time.", name)


class RunSummarySchema(Schema):
    """A run in a list."""

    slug = fields.String(required=True, metadata=SLUG)
    title = fields.String(required=True, metadata=TITLE)
    state = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    zone = fields.String(required=True, metadata={"example": "Africa/Dakar"})
    places = fields.Integer(required=True, metadata={"example": 25})


class RunSchema(RunSummarySchema):
    """What everybody reads of a run."""

    summary = fields.String(required=True, metadata={"example": "Bring your inspection sheet."})
    programme = fields.String(required=True, metadata={"example": "batteries-for-inspectors"})
    languages = fields.List(fields.String(), required=True, metadata={"example": ["en"]})
    country = fields.String(required=True, allow_none=True, metadata={"example": "SN"})
    venue = fields.String(required=True, metadata={"example": "Hall 4"})
    partner = fields.String(required=True, allow_none=True, metadata={"example": "Sample Centre"})
    door = fields.String(required=True, validate=validate.OneOf(RUN_DOORS))
    free = fields.Integer(
        required=True, metadata={"description": "Places that nobody holds.", "example": 4}
    )
    closed_because = fields.String(
        required=True,
        metadata={
            "description": "Why nobody can ask for a place now; empty when they can.",
            "example": "",
        },
    )


class RunsSchema(Schema):
    """One page of the runs you manage, train in or support as a partner."""

    items = fields.List(fields.Nested(RunSummarySchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class RunStateSchema(Schema):
    """What a run does next. Closing before its last day must be confirmed."""

    state = fields.String(required=True, validate=validate.OneOf(("approved", "running", "closed")))
    confirmed = fields.Boolean(load_default=False)


class PlaceAskSchema(Schema):
    """A request for a place."""

    why = fields.String(
        load_default="", validate=A_REASON, metadata={"example": "I train inspectors."}
    )
    code = fields.String(
        load_default="", validate=validate.Length(max=40), metadata={"example": ""}
    )


class RunPlaceSchema(Schema):
    """A place in a run: one's own."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "0123456789ab"})
    state = fields.String(required=True, validate=validate.OneOf(PLACE_STATES))
    waiting_number = fields.Integer(
        required=True,
        metadata={"description": "The place on the waiting list, 0 elsewhere.", "example": 0},
    )
    reason = fields.String(
        required=True, metadata={"description": "What the trainers answered.", "example": ""}
    )
    completed_at = fields.AwareDateTime(required=True, allow_none=True)


class MyTrainingSchema(Schema):
    """A run in which you have, had or asked for a place."""

    slug = fields.String(required=True, metadata=SLUG)
    title = fields.String(required=True, metadata=TITLE)
    run_state = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    state = fields.String(required=True, validate=validate.OneOf(PLACE_STATES))
    waiting_number = fields.Integer(required=True, attribute="waiting", metadata={"example": 0})
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)


class RunListedPlaceSchema(Schema):
    """A place in the list of a run. The partner sees no address and no reasons."""

    id = fields.String(required=True, metadata={"example": "0123456789ab"})
    number = fields.Integer(
        required=True, metadata={"description": "The order of asking.", "example": 1}
    )
    state = fields.String(required=True, validate=validate.OneOf(PLACE_STATES))
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    email = fields.String(metadata={"example": "lina@example.org"})
    why = fields.String(metadata={"example": "I train inspectors."})
    reason = fields.String(metadata={"example": ""})
    asked_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)


class RunPlacesSchema(Schema):
    """One page of the places of a run, in the order of asking."""

    items = fields.List(fields.Nested(RunListedPlaceSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class RunAddressesSchema(Schema):
    """People to give places to."""

    addresses = fields.List(
        fields.String(validate=validate.Length(1, 254)),
        required=True,
        validate=validate.Length(1, MOST_ADDRESSES),
        metadata={"example": ["lina@example.org"]},
    )


class AddedToRunSchema(Schema):
    """What became of one address."""

    address = fields.String(required=True, metadata={"example": "lina@example.org"})
    outcome = fields.String(
        required=True, validate=validate.OneOf(("in", "waiting", "before", "unknown", "full"))
    )


class PlaceAnswerSchema(Schema):
    """An answer to a request for a place; a no needs its reason."""

    yes = fields.Boolean(required=True)
    reason = fields.String(load_default="", validate=A_REASON, metadata={"example": ""})


class RunFiguresRowSchema(Schema):
    """Counts of some learners."""

    code = fields.String(required=True, metadata={"example": "african"})
    planned = fields.Integer(required=True, allow_none=True, metadata={"example": 25})
    enrolled = fields.Integer(required=True, allow_none=True, metadata={"example": 27})
    started = fields.Integer(required=True, allow_none=True, metadata={"example": 25})
    lessons = fields.Integer(required=True, allow_none=True, metadata={"example": 20})
    completed = fields.Integer(required=True, allow_none=True, metadata={"example": 19})
    share = fields.Float(required=True, allow_none=True, metadata={"example": 70.4})


def count(example: int, description: str = "") -> fields.Integer:
    """Return the field of a number of people or of what they gave; null is hidden."""
    said = {"description": description} if description else {}
    return fields.Integer(required=True, allow_none=True, metadata={"example": example} | said)


def figure(example: float, description: str = "") -> fields.Float:
    """Return the field of a mean or share; null is hidden, or of nobody."""
    said = {"description": description} if description else {}
    return fields.Float(required=True, allow_none=True, metadata={"example": example} | said)


class RunGainSchema(Schema):
    """The tests before and after learning: scores in percent, the gain in points.

    A pair is one learner in one course. The normalised gain is the mean of (after - before) /
    (100 - before), without the `undefined` pairs that had everything right before.
    """

    people = count(7, "Learners in the pairs.")
    pairs = count(7)
    before = figure(50.0)
    after = figure(80.0)
    points = figure(30.0)
    normalised = figure(0.612)
    undefined = count(0)


class RunSurveySchema(Schema):
    """The surveys at the end of the courses; shares are percentages."""

    asked = count(8, "Who read every lesson, completed or answered, once for each course.")
    answers = count(7)
    answered_share = figure(87.5, "Of those asked.")
    people = count(7, "Learners who said how good the course was in all.")
    rated = count(7, "Answers to that question.")
    mean = figure(4.29, "Of these answers, from 1 to 5.")
    satisfied = count(6, "Of these answers, 4 or 5.")
    satisfied_share = figure(85.7, "Of these answers.")


class RunFiguresSchema(Schema):
    """What a run came to beside what was planned; shares are percentages, null is hidden."""

    total = fields.Nested(RunFiguresRowSchema, required=True)
    genders = fields.List(fields.Nested(RunFiguresRowSchema), required=True)
    groups = fields.List(fields.Nested(RunFiguresRowSchema), required=True)
    planned_sessions = fields.Integer(required=True, allow_none=True, metadata={"example": 2})
    planned_minutes = fields.Integer(required=True, allow_none=True, metadata={"example": 180})
    sessions = fields.Integer(required=True, metadata={"example": 2})
    minutes = fields.Integer(required=True, metadata={"example": 180})
    completed_of_started = fields.Float(required=True, allow_none=True, metadata={"example": 76.0})
    women_of_all = fields.Float(required=True, allow_none=True, metadata={"example": 51.9})
    women_of_stated = fields.Float(required=True, allow_none=True, metadata={"example": 51.9})
    gain = fields.Nested(RunGainSchema, required=True)
    survey = fields.Nested(RunSurveySchema, required=True)
