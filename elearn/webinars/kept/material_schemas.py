"""JSON of recordings, slides, documents, chapters and transcripts."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import ValidationError, fields, post_load, validate

from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.webinars.kept.chapters import LAST_SECOND, LONGEST_TITLE, MOST_CHAPTERS, Mark
from elearn.webinars.kept.material_models import MATERIAL_KINDS
from elearn.webinars.kept.materials import LARGEST_SIZE, LONGEST_MINUTES, Described
from elearn.webinars.kept.transcripts import MOST_CHARACTERS

ID = {"example": "7kq09m2v4xtc"}
SESSION = {"example": "9m2v7kq04xtc", "description": "Empty for the whole webinar"}
TITLE = {"example": "The tour, recorded"}
A_LANGUAGE = validate.OneOf(list(NAMES))


class ChapterSchema(Schema):
    """A part of a recording."""

    second = fields.Integer(
        required=True, validate=validate.Range(0, LAST_SECOND), metadata={"example": 750}
    )
    title = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_TITLE),
        metadata={"example": "What the law says"},
    )


class ChaptersSchema(Schema):
    """All chapters of a recording."""

    chapters = fields.List(
        fields.Nested(ChapterSchema), required=True, validate=validate.Length(max=MOST_CHAPTERS)
    )

    @post_load
    def as_marks(self, data: dict[str, Any], **more: Any) -> list[Mark]:
        """Return what operations take."""
        marks = {
            one["second"]: Mark(one["second"], one["title"].strip()) for one in data["chapters"]
        }
        if len(marks) < len(data["chapters"]):
            raise ValidationError("Two chapters begin at the same time.", "chapters")
        return [marks[second] for second in sorted(marks)]


class TranscriptSchema(Schema):
    """What is said in a recording: plain text, WebVTT or SubRip."""

    transcript = fields.String(
        required=True,
        validate=validate.Length(max=MOST_CHARACTERS),
        metadata={"example": "[0:05] Welcome to the tour."},
    )


class DescribedSchema(Schema):
    """What is said of a material that lies at an address."""

    kind = fields.String(
        required=True, validate=validate.OneOf(MATERIAL_KINDS), metadata={"example": "recording"}
    )
    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE), metadata=TITLE)
    language = fields.String(required=True, validate=A_LANGUAGE, metadata={"example": "en"})
    session = fields.String(load_default="", validate=validate.Length(max=12), metadata=SESSION)
    address = fields.String(
        load_default="",
        validate=validate.Length(max=500),
        metadata={
            "example": "https://video.example.org/tour",
            "description": "With https://; left out, the file that is kept stays",
        },
    )
    size = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, LARGEST_SIZE),
        metadata={"example": 180_000_000, "description": "In bytes, of what lies at the address"},
    )
    minutes = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, LONGEST_MINUTES),
        metadata={"example": 58},
    )

    @post_load
    def as_described(self, data: dict[str, Any], **more: Any) -> Described:
        """Return what operations take."""
        return Described(**data)


class MaterialFileSchema(Schema):
    """A file, as multipart/form-data."""

    file = Upload(required=True, metadata={"description": "PDF, PPTX, ODP, DOCX, ODT; 20 MB"})


class FileDescribedSchema(Schema):
    """What is said of a file."""

    kind = fields.String(
        load_default="slides",
        validate=validate.OneOf(("slides", "document")),
        metadata={"example": "slides"},
    )
    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE), metadata=TITLE)
    language = fields.String(required=True, validate=A_LANGUAGE, metadata={"example": "en"})
    session = fields.String(load_default="", validate=validate.Length(max=12), metadata=SESSION)

    @post_load
    def as_described(self, data: dict[str, Any], **more: Any) -> Described:
        """Return what operations take."""
        return Described(**data)


class MaterialStateSchema(Schema):
    """Whether everybody sees it."""

    published = fields.Boolean(required=True, metadata={"example": True})


class MaterialMoveSchema(Schema):
    """One place up (-1) or down (1)."""

    by = fields.Integer(required=True, validate=validate.OneOf((-1, 1)), metadata={"example": -1})


class MaterialSchema(Schema):
    """A recording, slides or a document of a webinar."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    kind = fields.String(required=True, validate=validate.OneOf(MATERIAL_KINDS))
    title = fields.String(required=True, metadata=TITLE)
    language = fields.String(required=True, metadata={"example": "en"})
    session = fields.String(required=True, allow_none=True, metadata=SESSION)
    url = fields.String(required=True, metadata={"example": "https://video.example.org/tour"})
    media_type = fields.String(required=True, metadata={"example": ""})
    size = fields.Integer(required=True, allow_none=True, metadata={"example": 180_000_000})
    minutes = fields.Integer(required=True, allow_none=True, metadata={"example": 58})
    has_transcript = fields.Boolean(required=True, metadata={"example": True})
    published = fields.Boolean(required=True, metadata={"example": True})
    chapters = fields.List(fields.Nested(ChapterSchema), required=True)


class SaidSchema(Schema):
    """A paragraph of a transcript."""

    second = fields.Integer(required=True, allow_none=True, metadata={"example": 5})
    words = fields.String(required=True, metadata={"example": "Welcome to the tour."})


class MaterialWithWordsSchema(MaterialSchema):
    """The same, with the transcript."""

    transcript = fields.List(fields.Nested(SaidSchema), required=True)
