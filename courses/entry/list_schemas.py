"""JSON of cohorts and of lists of people."""

from flask_smorest.fields import Upload
from marshmallow import fields, validate

from courses.entry.cohorts import MOST_AT_ONCE
from courses.entry.judging import WHATS
from courses.entry.labels import LIST_STATES, MODES
from courses.entry.schemas import EntryPageQuerySchema
from elearn.core.api import Schema

ID = {"example": "0123456789ab"}


class CohortDetailsSchema(Schema):
    """What a cohort says of itself."""

    name = fields.String(
        required=True, validate=validate.Length(1, 200), metadata={"example": "Customs, spring"}
    )
    note = fields.String(
        load_default="", validate=validate.Length(max=2000), metadata={"example": "First group"}
    )


class NewCohortSchema(CohortDetailsSchema):
    """A cohort to make."""

    organisation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={"description": "Id of the organisation that keeps it.", **ID},
    )


class CohortSchema(CohortDetailsSchema):
    """A cohort in a list."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    organisation = fields.String(
        required=True, allow_none=True, metadata={"example": "Sample Centre"}
    )
    members = fields.Integer(required=True, metadata={"example": 12})


class CohortsSchema(Schema):
    """A page of cohorts."""

    items = fields.List(fields.Nested(CohortSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class MemberSchema(Schema):
    """Somebody on the list of a cohort."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    added_at = fields.AwareDateTime(required=True)


class MembersSchema(Schema):
    """A page of the people of a cohort."""

    items = fields.List(fields.Nested(MemberSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class AddPeopleSchema(Schema):
    """Addresses of people with accounts."""

    addresses = fields.List(
        fields.String(validate=validate.Length(max=300)),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata={"example": ["lina@example.org"]},
    )


class AddedSchema(Schema):
    """What became of the addresses."""

    added = fields.Integer(required=True, metadata={"example": 1})
    already = fields.Integer(required=True, metadata={"example": 0})
    strangers = fields.List(
        fields.String(),
        attribute="unknown",
        required=True,
        metadata={"description": "Nobody with an account has these.", "example": []},
    )


class CourseCohortSchema(Schema):
    """A cohort that is let into a course."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Customs, spring"})
    members = fields.Integer(required=True, metadata={"example": 12})
    waiting = fields.Integer(
        required=True,
        metadata={"description": "Members who are not enrolled yet.", "example": 0},
    )


class ListFileSchema(Schema):
    """The list, as multipart/form-data."""

    file = Upload(required=True, metadata={"description": "CSV with a column `email`."})


class ListDetailsSchema(Schema):
    """What to do with people who are there already."""

    mode = fields.String(
        load_default="add",
        validate=validate.OneOf(tuple(MODES)),
        metadata={"description": "`update` changes dates and brings back those who left."},
    )


class EntryListSchema(Schema):
    """A list of people: how far it is, and what its rows would do or did."""

    id = fields.String(attribute="public_id", required=True, metadata=ID)
    file_name = fields.String(required=True, metadata={"example": "people.csv"})
    mode = fields.String(required=True, validate=validate.OneOf(tuple(MODES)))
    state = fields.String(required=True, validate=validate.OneOf(tuple(LIST_STATES)))
    problem = fields.String(required=True, metadata={"example": ""})
    rows = fields.Integer(required=True, metadata={"example": 25})
    done = fields.Integer(required=True, metadata={"example": 0})
    counts = fields.Function(
        lambda row: {what: row.counts.get(what, 0) for what in WHATS},
        metadata={
            "type": "object",
            "example": {
                "enrolled": 20,
                "invited": 3,
                "changed": 0,
                "unchanged": 1,
                "refused": 1,
            },
        },
    )
    made_at = fields.AwareDateTime(required=True)


class RowsQuerySchema(EntryPageQuerySchema):
    """Which rows."""

    result = fields.String(load_default="", validate=validate.OneOf(("", *WHATS)))


class ListRowSchema(Schema):
    """What a row would do, or did, and why."""

    line = fields.Integer(required=True, metadata={"example": 2})
    email = fields.String(required=True, metadata={"example": "guest@example.org"})
    result = fields.String(required=True, validate=validate.OneOf(WHATS))
    reason = fields.String(required=True, metadata={"example": ""})
    due = fields.String(required=True, metadata={"example": "2026-12-31"})
    note = fields.String(required=True, metadata={"example": ""})


class ListRowsSchema(Schema):
    """A page of rows."""

    items = fields.List(fields.Nested(ListRowSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)
