"""JSON of the library."""

from flask_smorest.fields import Upload
from marshmallow import fields, validate

from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS
from elearn.library import review
from elearn.library.changes import KINDS, WEIGHTS
from elearn.library.models import IMPORT_STATES

# What is advised instead of proposals to the courses there are.
NEW_COURSE = "new-course"


class UploadFileSchema(Schema):
    """The document, as multipart/form-data."""

    file = Upload(
        required=True,
        metadata={
            "description": "A DOCX, ODT, PDF, EPUB, HTML or Markdown document, or a zip of pages."
        },
    )


class PictureFileSchema(Schema):
    """A picture, as multipart/form-data."""

    file = Upload(metadata={"description": "A PNG, JPEG, WebP or GIF picture."})


class EditionChangeSchema(Schema):
    """One difference between an edition and the one it follows."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    key = fields.String(required=True, metadata={"example": "b-5f0c6ad3e1b2"})
    label = fields.String(required=True, metadata={"example": "23"})
    section = fields.List(fields.String(metadata={"example": "Storage"}), required=True)
    before = fields.String(required=True, metadata={"example": "Keep drums closed."})
    after = fields.String(required=True, metadata={"example": "Keep all drums closed."})
    diff = fields.String(required=True, metadata={"example": "Keep <ins>all </ins>drums closed."})
    weight = fields.String(required=True, validate=validate.OneOf(WEIGHTS))
    moved = fields.Boolean(required=True)
    renumbered = fields.Boolean(required=True)


class EditionChangesSchema(Schema):
    """What changed in an edition, a page at a time, in its reading order."""

    follows = fields.String(required=True, metadata={"example": "0123456789ab"})
    aligned_percent = fields.Float(required=True, metadata={"example": 97.5})
    advice = fields.Boolean(
        required=True,
        metadata={"description": "So much differs that a new course is the better way."},
    )
    unchanged = fields.Integer(required=True, metadata={"example": 261})
    items = fields.List(fields.Nested(EditionChangeSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class UploadDetailsSchema(Schema):
    """What the trainer says of the edition; what is missing comes from the document."""

    title = fields.String(
        validate=validate.Length(max=300), metadata={"example": "Practical manuals"}
    )
    symbol = fields.String(
        validate=validate.Length(max=120), metadata={"example": "UNEP/CHW.13/4/Add.1"}
    )
    label = fields.String(
        validate=validate.Length(max=100), metadata={"example": "Second edition, 2026"}
    )
    edition_of = fields.String(
        validate=validate.Length(max=80),
        metadata={
            "description": "The tool (its slug) or the edition (its id) that this document is a"
            " new edition of; what changed is then proposed to its courses.",
            "example": "practical-manuals",
        },
    )


class ImportSchema(Schema):
    """One import: how far it is, and what was carried once the document is read."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    state = fields.String(required=True, validate=validate.OneOf(IMPORT_STATES))
    progress = fields.Integer(required=True, metadata={"description": "Per cent.", "example": 100})
    code = fields.String(
        allow_none=True, metadata={"description": "Why it was refused.", "example": "encrypted"}
    )
    problem = fields.String(
        allow_none=True, metadata={"example": "The file is protected by a password."}
    )
    report = fields.Dict(allow_none=True, metadata={"example": {"sections": 42}})
    recognised_percent = fields.Function(
        review.recognised,
        metadata={
            "type": ["number", "null"],
            "description": "Of a new edition: how many sections of the one before are in it.",
            "example": 97.5,
        },
    )
    advice = fields.Function(
        lambda found: NEW_COURSE if review.is_another_book(found) else None,
        metadata={
            "type": ["string", "null"],
            "description": "`new-course`: less than half was recognised, so that a course of its"
            " own is the better way. Ask for one under `/course`.",
            "example": None,
        },
    )
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(allow_none=True)


class PageQuerySchema(Schema):
    """Which page of a list."""

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


class PageSchema(Schema):
    """What every page of a list says."""

    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class ImportSummarySchema(Schema):
    """One import in a list."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    file_name = fields.String(required=True, metadata={"example": "manual.docx"})
    size = fields.Integer(
        required=True, metadata={"description": "Bytes of the file.", "example": 482113}
    )
    state = fields.String(required=True, validate=validate.OneOf(IMPORT_STATES))
    progress = fields.Integer(required=True, metadata={"description": "Per cent.", "example": 100})
    created_at = fields.AwareDateTime(required=True)


class ImportsSchema(PageSchema):
    """One page of imports, newest first."""

    items = fields.List(fields.Nested(ImportSummarySchema), required=True)


class ToolSchema(Schema):
    """A tool of the toolkit."""

    slug = fields.String(required=True, metadata={"example": "practical-manuals"})
    title = fields.String(required=True, metadata={"example": "Practical manuals"})
    kind = fields.String(required=True, metadata={"example": "manual"})
    topic = fields.String(required=True, metadata={"example": "Hazardous waste"})


class ToolSummarySchema(ToolSchema):
    """A tool in a list."""

    editions = fields.Integer(required=True, metadata={"example": 2})


class ToolsSchema(PageSchema):
    """One page of the toolkit, by title."""

    items = fields.List(fields.Nested(ToolSummarySchema), required=True)


class SectionSchema(Schema):
    """A section of an edition, in reading order."""

    position = fields.Integer(required=True, metadata={"example": 4})
    level = fields.Integer(required=True, metadata={"example": 2})
    label = fields.String(required=True, metadata={"example": "2.1"})
    title = fields.String(required=True, metadata={"example": "Labels"})


class TermSchema(Schema):
    """A term the edition defines."""

    term = fields.String(required=True, metadata={"example": "Disposal"})
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("term", "abbreviation")),
        metadata={"example": "term"},
    )
    meaning = fields.String(required=True, metadata={"example": "What Annex IV lists."})
    paragraph = fields.String(
        required=True,
        allow_none=True,
        attribute="paragraph_key",
        metadata={"example": "b-5f0c6ad3e1b2"},
    )


class EditionSchema(Schema):
    """An edition of a tool of the toolkit."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    tool = fields.String(
        required=True, attribute="tool_slug", metadata={"example": "practical-manuals"}
    )
    title = fields.String(
        required=True, attribute="tool_title", metadata={"example": "Practical manuals"}
    )
    label = fields.String(required=True, metadata={"example": "Second edition, 2026"})
    symbol = fields.String(required=True, metadata={"example": "UNEP/CHW.13/4/Add.1"})
    status = fields.String(required=True, metadata={"example": "adopted"})
    language = fields.String(required=True, metadata={"example": "en"})
    acknowledgement = fields.String(
        required=True, metadata={"example": "The official text prevails."}
    )


class ParagraphSchema(Schema):
    """A paragraph: its key is the same in every edition in which it was recognised."""

    key = fields.String(required=True, metadata={"example": "b-5f0c6ad3e1b2"})
    label = fields.String(
        required=True, metadata={"description": "Printed number.", "example": "12"}
    )
    kind = fields.String(required=True, metadata={"example": "para"})
    text = fields.String(
        required=True, metadata={"example": "Keep waste closed, labelled and recorded."}
    )
    page = fields.Integer(allow_none=True, metadata={"example": 12})
    section = fields.String(
        required=True, attribute="section_title", metadata={"example": "First things"}
    )


class SectionTextSchema(SectionSchema):
    """A section with its own paragraphs, without those of the sections below it."""

    paragraphs = fields.List(fields.Nested(ParagraphSchema), required=True)


class ToolEditionsSchema(ToolSchema):
    """A tool with the editions you may read, newest first."""

    editions = fields.List(fields.Nested(EditionSchema), required=True)
