"""JSON about sessions, attendance, groups, lines of trainers and reports."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from elearn.accounts.models import STAKEHOLDERS
from elearn.core.api import Schema
from elearn.programmes.group_counting import MOST_IN_A_CELL
from elearn.programmes.groups import LONGEST_TEXT, Counted
from elearn.programmes.session_models import AGE_BANDS, COUNTED_GENDERS, SOURCES
from elearn.programmes.session_operations import LONGEST_MINUTES, Planned
from elearn.webinars.attendance.attendance_files import MOST_BYTES

ID = {"example": "4x7kq0v2m9tc"}
PLACE = {"example": "9m2v7kq04xtc", "description": "The place of a person in the training"}
MOST_PEOPLE = 1_000


def text(most: int, **more: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=most), **more)


class PlannedSessionSchema(Schema):
    """A session as it is planned. Day and hour are by the clocks of the training's zone."""

    title = fields.String(
        required=True, validate=validate.Length(1, 300), metadata={"example": "Sorting batteries"}
    )
    minutes = fields.Integer(
        load_default=60, validate=validate.Range(1, LONGEST_MINUTES), metadata={"example": 90}
    )
    day = fields.Date(load_default=None, allow_none=True, metadata={"example": "2027-03-24"})
    hour = fields.Time("%H:%M", load_default=None, allow_none=True, metadata={"example": "10:00"})
    online = fields.Boolean(load_default=False)
    venue = text(300, load_default="", metadata={"example": "Hall 2"})
    address = text(500, load_default="", metadata={"example": "https://meet.example.org/abc"})
    required = fields.Boolean(
        load_default=True, metadata={"description": "Its minutes count for completing"}
    )

    webinar_session = text(
        12,
        load_default="",
        attribute="webinar",
        metadata={
            "example": "",
            "description": "Session of a webinar it is; day, hour, minutes are the webinar’s then",
        },
    )

    @validates_schema
    def day_with_hour(self, data: dict[str, Any], **more: Any) -> None:
        """Refuse a day without an hour, and an hour without a day."""
        if (data["day"] is None) != (data["hour"] is None):
            raise ValidationError("Give both day and hour, or neither.", "hour")

    @post_load
    def as_planned(self, data: dict[str, Any], **more: Any) -> Planned:
        """Return what operations take."""
        return Planned(**data)


class ClassSessionSchema(Schema):
    """A session of a training."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    title = fields.String(required=True, metadata={"example": "Sorting batteries"})
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    zone = fields.String(required=True, metadata={"example": "Europe/Zurich"})
    minutes = fields.Integer(required=True, metadata={"example": 90})
    online = fields.Boolean(required=True)
    venue = fields.String(required=True, metadata={"example": "Hall 2"})
    address = fields.String(required=True, metadata={"example": "https://meet.example.org/abc"})
    required = fields.Boolean(required=True)
    cancelled_at = fields.AwareDateTime(required=True, allow_none=True)
    webinar_session = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": None, "description": "Session of a webinar it is"},
    )
    recorded = fields.Integer(
        required=True, metadata={"example": 25, "description": "People with minutes"}
    )
    present = fields.Integer(
        required=True, metadata={"example": 22, "description": "Of them, with more than none"}
    )


class SessionCancellationSchema(Schema):
    """Whether the session is cancelled."""

    cancelled = fields.Boolean(required=True)


class AttendanceSchema(Schema):
    """One person on the list of a session."""

    place = fields.String(attribute="public_id", required=True, metadata=PLACE)
    number = fields.Integer(required=True, metadata={"example": 3})
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    minutes = fields.Integer(required=True, allow_none=True, metadata={"example": 45})
    source = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([*SOURCES, None])
    )


class AttendanceMinutesSchema(Schema):
    """The whole minutes of one person; null when it is not known."""

    place = fields.String(required=True, validate=validate.Length(max=20), metadata=PLACE)
    minutes = fields.Integer(
        required=True,
        allow_none=True,
        validate=validate.Range(0, LONGEST_MINUTES),
        metadata={"example": 45},
    )


class AttendanceChangeSchema(Schema):
    """The minutes of some people; the others stay as they are."""

    people = fields.List(
        fields.Nested(AttendanceMinutesSchema),
        required=True,
        validate=validate.Length(max=MOST_PEOPLE),
    )


class AttendanceReportFileSchema(Schema):
    """An attendance report of a conferencing system, as text."""

    file_name = text(200, load_default="report.csv", metadata={"example": "report.csv"})
    text = fields.String(
        required=True,
        validate=validate.Length(1, MOST_BYTES),
        metadata={"example": "Name,Email,Minutes\nLina Haddad,lina@example.org,45\n"},
    )


class AttendanceReportLineSchema(Schema):
    """One person of a report, and who it was found to be. Nothing is written yet."""

    position = fields.Integer(required=True, metadata={"example": 0})
    name = fields.String(attribute="entry.name", required=True, metadata={"example": "Lina"})
    email = fields.String(
        attribute="entry.email", required=True, metadata={"example": "lina@example.org"}
    )
    minutes = fields.Integer(required=True, allow_none=True, metadata={"example": 45})
    found = fields.String(
        required=True, validate=validate.OneOf(["address", "name", "ambiguous", "unknown"])
    )
    place = fields.String(
        attribute="place.public_id", required=True, allow_none=True, metadata=PLACE
    )
    problem = fields.String(attribute="entry.problem", required=True)


class ReadAttendanceReportSchema(Schema):
    """What a report says, before it is written."""

    id = fields.String(required=True, metadata=ID)
    people = fields.List(fields.Nested(AttendanceReportLineSchema), required=True)


class AssignedAttendanceSchema(Schema):
    """A person of a report given by hand."""

    position = fields.Integer(required=True, validate=validate.Range(0, 10_000))
    place = fields.String(required=True, validate=validate.Length(max=20), metadata=PLACE)


class WriteAttendanceReportSchema(Schema):
    """Whom the people are who were not found; those not named are left out."""

    assigned = fields.List(
        fields.Nested(AssignedAttendanceSchema),
        load_default=list,
        validate=validate.Length(max=MOST_PEOPLE),
    )


class AttendanceChangedSchema(Schema):
    """For how many people something changed."""

    changed = fields.Integer(required=True, metadata={"example": 22})


class GroupCountSchema(Schema):
    """How many people of a gender and an age band."""

    gender = fields.String(
        required=True, validate=validate.OneOf(COUNTED_GENDERS), metadata={"example": "female"}
    )
    age_band = fields.String(
        required=True, validate=validate.OneOf(AGE_BANDS), metadata={"example": "25-34"}
    )
    people = fields.Integer(
        required=True, validate=validate.Range(0, MOST_IN_A_CELL), metadata={"example": 12}
    )


class CountedSchema(Schema):
    """A group of people without accounts. Nothing in it may name anybody."""

    held_on = fields.Date(required=True, metadata={"example": "2026-03-02"})
    title = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_TEXT),
        metadata={"example": "Sorting batteries safely"},
    )
    venue = text(LONGEST_TEXT, load_default="", metadata={"example": "Yard north"})
    language = fields.String(
        load_default="en",
        validate=validate.Regexp(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?\Z"),
        metadata={"example": "es"},
    )
    minutes = fields.Integer(
        load_default=60, validate=validate.Range(1, LONGEST_MINUTES), metadata={"example": 90}
    )
    stakeholder = fields.String(
        load_default="informal-sector", validate=validate.OneOf(STAKEHOLDERS)
    )
    counts = fields.List(
        fields.Nested(GroupCountSchema), required=True, validate=validate.Length(1, 28)
    )

    @post_load
    def as_counted(self, data: dict[str, Any], **more: Any) -> Counted:
        """Return what operations take; a cell sent twice counts as its last number."""
        counts = {(one["gender"], one["age_band"]): one["people"] for one in data.pop("counts")}
        return Counted(counts=counts, **data)


class GroupSessionSchema(Schema):
    """A group that was counted."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    held_on = fields.Date(required=True)
    title = fields.String(required=True, metadata={"example": "Sorting batteries safely"})
    venue = fields.String(required=True, metadata={"example": "Yard north"})
    language = fields.String(required=True, metadata={"example": "es"})
    minutes = fields.Integer(required=True, metadata={"example": 90})
    stakeholder = fields.String(required=True, metadata={"example": "informal-sector"})
    people = fields.Integer(required=True, metadata={"example": 34})
    counts = fields.List(fields.Nested(GroupCountSchema), required=True)


class GroupTotalsSchema(Schema):
    """What groups come to. They are added to no figure of learners."""

    sessions = fields.Integer(required=True, metadata={"example": 1})
    people = fields.Integer(required=True, metadata={"example": 34})
    by_gender = fields.Dict(fields.String(), fields.Integer(), required=True)
    by_age = fields.Dict(fields.String(), fields.Integer(), required=True)


class GroupSessionsSchema(Schema):
    """The groups of a training, latest day first, and what they come to."""

    items = fields.List(fields.Nested(GroupSessionSchema), required=True)
    totals = fields.Nested(GroupTotalsSchema, required=True)


class LearnedInSchema(Schema):
    """In which training a trainer learned; null when nobody knows."""

    trainer = fields.String(required=True, validate=validate.Length(max=20), metadata=ID)
    learned_in = text(
        80, required=True, allow_none=True, metadata={"example": "batteries-in-nairobi"}
    )


class RunTrainerSchema(Schema):
    """A trainer, and where they learned."""

    trainer = fields.String(attribute="public_id", required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    learned_in = fields.String(attribute="learned_slug", required=True, allow_none=True)


class NewRunTrainerSchema(Schema):
    """Somebody with an account."""

    email = fields.String(
        required=True,
        validate=validate.Length(3, 254),
        metadata={"example": "lina@example.org"},
    )


class LineageLineSchema(Schema):
    """One training in a tree, in the order it is drawn, with whom it reached."""

    depth = fields.Integer(required=True, metadata={"example": 1})
    slug = fields.String(required=True, metadata={"example": "batteries-in-mombasa"})
    title = fields.String(required=True, metadata={"example": "Batteries in Mombasa"})
    starts_on = fields.Date(required=True)
    state = fields.String(required=True, metadata={"example": "running"})
    trainers = fields.List(
        fields.String(), required=True, metadata={"description": "Who learned one step before"}
    )
    learners = fields.Integer(required=True, metadata={"example": 25})
    completed = fields.Integer(required=True, metadata={"example": 19})
    groups = fields.Integer(required=True, metadata={"example": 1})
    group_people = fields.Integer(required=True, metadata={"example": 34})


class LineageReachedSchema(Schema):
    """Whom the trainings of a tree reached, each counted once; groups stand beside learners."""

    runs = fields.Integer(required=True, metadata={"example": 3})
    learners = fields.Integer(required=True, metadata={"example": 61})
    groups = fields.Integer(required=True, metadata={"example": 1})
    group_people = fields.Integer(required=True, metadata={"example": 34})


class LineageSchema(Schema):
    """What grew out of a training or a programme."""

    lines = fields.List(fields.Nested(LineageLineSchema), required=True)
    reached = fields.Nested(LineageReachedSchema, required=True)
    trainers = fields.List(fields.Nested(RunTrainerSchema), required=True)


def long_text(**more: Any) -> fields.String:
    return text(20_000, load_default="", **more)


class RunReportWordsSchema(Schema):
    """What trainers write. `hand_in` freezes the figures and tells the partner."""

    what_happened = long_text(metadata={"example": "People sort batteries now."})
    difficulties = long_text()
    advice = long_text()
    cost_note = long_text()
    hand_in = fields.Boolean(load_default=False)


class RunReportDecisionSchema(Schema):
    """Whether the report is accepted, or returned with a note."""

    accept = fields.Boolean(required=True)
    note = long_text(metadata={"example": "How many came to both days?"})


class RunReportSchema(Schema):
    """The end-of-training report. Figures are those of now until it is handed in."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(["none", "draft", "handed-in", "returned", "accepted"]),
    )
    what_happened = fields.String(required=True, metadata={"example": "People sort batteries."})
    difficulties = fields.String(required=True)
    advice = fields.String(required=True)
    cost_note = fields.String(required=True)
    frozen = fields.Boolean(required=True)
    figures = fields.Dict(required=True)
    handed_in_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decision_note = fields.String(required=True)
