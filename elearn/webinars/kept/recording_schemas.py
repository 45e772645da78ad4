"""JSON of recordings lessons can be made of."""

from marshmallow import fields, validate

from elearn.core.api import Schema

ID = {"example": "7kq09m2v4xtc"}


class RecordingsQuerySchema(Schema):
    """What somebody looks for."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"example": "battery", "description": "Words in titles, topics, what is said"},
    )
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))


class RecordingSchema(Schema):
    """A published recording of a webinar."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    title = fields.String(
        required=True, attribute="recording", metadata={"example": "The tour, recorded"}
    )
    webinar = fields.String(
        required=True, attribute="slug", metadata={"example": "tour-of-the-esm-toolkit"}
    )
    webinar_title = fields.String(
        required=True, attribute="title", metadata={"example": "Tour of the ESM toolkit"}
    )
    language = fields.String(required=True, metadata={"example": "en"})
    address = fields.String(required=True, metadata={"example": "https://video.example.org/tour"})
    minutes = fields.Integer(required=True, allow_none=True, metadata={"example": 58})
    size = fields.Integer(required=True, allow_none=True, metadata={"example": 180_000_000})
    has_transcript = fields.Boolean(required=True, metadata={"example": True})
    held_at = fields.AwareDateTime(required=True, allow_none=True, attribute="starts_at")
    lessons = fields.Integer(
        required=True, metadata={"example": 1, "description": "Lessons that were made of it"}
    )


class RecordingsSchema(Schema):
    """One page of recordings."""

    items = fields.List(fields.Nested(RecordingSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"example": False})


class RecordingLessonWishSchema(Schema):
    """Where the lesson goes."""

    module = fields.String(
        required=True, validate=validate.Length(1, 12), metadata={"example": "4x7kq0v2m9tc"}
    )
    section = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 1_000_000),
        metadata={
            "example": 3,
            "description": "Place of a section of the course’s edition, in reading order",
        },
    )


class RecordingLessonSchema(Schema):
    """The lesson that was made."""

    course = fields.String(required=True, metadata={"example": "safe-storage"})
    step = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    title = fields.String(required=True, metadata={"example": "The tour, recorded"})
    minutes = fields.Integer(required=True, metadata={"example": 12})
