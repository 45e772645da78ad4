"""JSON about joining and attendance."""

from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.webinars.attendance.attendance_files import MOST_BYTES
from elearn.webinars.attendance.attendance_models import LINE_STATES, SOURCES

ID = {"example": "4x7kq0v2m9tc"}
REGISTRATION = {"example": "9m2v7kq04xtc", "description": "The registration of a person"}
# More would hold the write lock of the database for too long.
MOST_PEOPLE = 200


class WebinarWayInSchema(Schema):
    """Where a person enters a session; for nobody else."""

    address = fields.String(required=True, metadata={"example": "https://meet.example.org/abc"})


class WebinarCodeWordSchema(Schema):
    """The code word of a session."""

    word = fields.String(
        required=True, validate=validate.Length(1, 60), metadata={"example": "Basel 1989"}
    )


class WebinarFiguresSchema(Schema):
    """A session in numbers."""

    registered = fields.Integer(required=True, metadata={"example": 86})
    confirmed = fields.Integer(required=True, metadata={"example": 80})
    reached = fields.Integer(
        required=True, metadata={"example": 52, "description": "There for the share that is asked"}
    )
    partly = fields.Integer(required=True, metadata={"example": 9})
    rate = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"example": 605, "description": "Reached of registered, in 1/1000"},
    )
    certificates = fields.Integer(required=True, metadata={"example": 52})


class WebinarAttendeeSchema(Schema):
    """One person on the list of a session."""

    registration = fields.String(attribute="public_id", required=True, metadata=REGISTRATION)
    number = fields.Integer(required=True, metadata={"example": 3})
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    ticked = fields.Integer(
        required=True, allow_none=True, metadata={"example": 60, "description": "By the host"}
    )
    minutes = fields.Integer(
        required=True, allow_none=True, metadata={"example": 55, "description": "That count"}
    )
    source = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([*SOURCES, None])
    )


class WebinarAttendanceSchema(Schema):
    """Who was at a session."""

    figures = fields.Nested(WebinarFiguresSchema, required=True)
    people = fields.List(fields.Nested(WebinarAttendeeSchema), required=True)


class WebinarTickSchema(Schema):
    """The host's tick for one person; null takes it back."""

    registration = fields.String(
        required=True, validate=validate.Length(max=20), metadata=REGISTRATION
    )
    minutes = fields.Integer(
        required=True,
        allow_none=True,
        validate=validate.Range(1, 1440),
        metadata={"example": 60},
    )


class WebinarTicksSchema(Schema):
    """Ticks for some people; the others stay as they are."""

    people = fields.List(
        fields.Nested(WebinarTickSchema), required=True, validate=validate.Length(max=MOST_PEOPLE)
    )


class WebinarReportFileSchema(Schema):
    """An attendance report of a conferencing system, as text."""

    file_name = fields.String(
        load_default="report.csv",
        validate=validate.Length(max=200),
        metadata={"example": "participants.csv"},
    )
    text = fields.String(
        required=True,
        validate=validate.Length(1, MOST_BYTES),
        metadata={"example": "Name,Email,Minutes\nLina Haddad,lina@example.org,45\n"},
    )


class WebinarReportSchema(Schema):
    """A report that was sent, and how many of its lines are somebody's."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    file_name = fields.String(required=True, metadata={"example": "participants.csv"})
    layout = fields.String(required=True, metadata={"example": "zoom"})
    state = fields.String(required=True, validate=validate.OneOf(["queue", "settled"]))
    lines = fields.Integer(required=True, metadata={"example": 80})
    found = fields.Integer(required=True, metadata={"example": 76})
    open = fields.Integer(required=True, metadata={"example": 4})


class WebinarReportLineSchema(Schema):
    """One person of a report, and whose registration it is thought to be."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Lina H."})
    email = fields.String(required=True, metadata={"example": "lina@example.org"})
    minutes = fields.Integer(required=True, metadata={"example": 45})
    state = fields.String(required=True, validate=validate.OneOf(LINE_STATES))
    how = fields.String(required=True, metadata={"example": "address"})
    likeness = fields.Integer(required=True, metadata={"example": 100})
    registration = fields.String(required=True, allow_none=True, metadata=REGISTRATION)
    candidates = fields.List(fields.String(), required=True)


class WebinarReportLinesSchema(Schema):
    """A report with its lines."""

    report = fields.Nested(WebinarReportSchema, required=True)
    lines = fields.List(fields.Nested(WebinarReportLineSchema), required=True)


class WebinarLineOwnerSchema(Schema):
    """Whose a line is; null leaves it out."""

    line = fields.String(required=True, validate=validate.Length(max=20), metadata=ID)
    registration = fields.String(
        required=True, allow_none=True, validate=validate.Length(max=20), metadata=REGISTRATION
    )


class WebinarLineOwnersSchema(Schema):
    """Whose some lines are."""

    lines = fields.List(
        fields.Nested(WebinarLineOwnerSchema),
        required=True,
        validate=validate.Length(max=MOST_PEOPLE),
    )


class WebinarChangedSchema(Schema):
    """For how many registrations something changed."""

    changed = fields.Integer(required=True, metadata={"example": 22})
