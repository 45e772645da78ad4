"""JSON routes of the library: imports of trainers, paragraphs of editions."""

from typing import Any

from flask import abort, current_app
from werkzeug.datastructures import FileStorage

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.config import Settings
from elearn.core.paging import Page, paginate
from elearn.core.transaction import write
from elearn.library import access, edition_changes, operations, queries, uploads
from elearn.library.errors import FileRefused, NoSuchEdition
from elearn.library.models import Import
from elearn.library.readers.errors import Unreadable
from elearn.library.schemas import (
    EditionChangesSchema,
    EditionSchema,
    ImportSchema,
    ImportsSchema,
    PageQuerySchema,
    ParagraphSchema,
    SectionSchema,
    SectionTextSchema,
    TermSchema,
    ToolEditionsSchema,
    ToolsSchema,
    UploadDetailsSchema,
    UploadFileSchema,
)

blueprint = ApiBlueprint(
    "toolkit_api", __name__, url_prefix="/api/v1", description="The toolkit and imports."
)


@blueprint.route(
    "/imports", methods=["POST"], access=has_role("trainer"), own_write=True, limit="60 per hour"
)
@blueprint.arguments(UploadFileSchema, location="files")
@blueprint.arguments(UploadDetailsSchema, location="form")
@blueprint.response(202, ImportSchema)
def upload(files: dict[str, FileStorage], details: dict[str, Any]) -> Import:
    """Upload a document to be read

    The answer says where the import stands; ask again until its state is `review` or `refused`.
    """
    file = files["file"]
    settings: Settings = current_app.extensions["settings"]
    try:
        taken = uploads.taken(file.filename or "", file.read(), settings.upload_bytes)
    except Unreadable as reason:
        raise FileRefused(reason) from reason
    with write():
        return operations.start_import(person_here(), taken, details)


@blueprint.route("/imports", methods=["GET"], access=has_role("trainer"))
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, ImportsSchema)
def list_imports(asked: dict[str, int]) -> dict[str, Any]:
    """List your imports, newest first; administrators see everybody's"""
    person = person_here()
    whose = None if person.holds("admin") else person.id
    return page_of(paginate(queries.imports_of(whose), asked["page"], asked["size"]))


@blueprint.route("/imports/<import_id>", methods=["DELETE"], access=has_role("trainer"))
@blueprint.response(204)
@blueprint.alt_response(422, schema=ProblemSchema, description="The import is done")
def cancel_import(import_id: str) -> None:
    """Stop an import: nothing is made from the document"""
    person = person_here()
    operations.cancel(access.open_import(import_id, person), person)


@blueprint.route("/imports/<import_id>", access=has_role("trainer"))
@blueprint.response(200, ImportSchema)
def show_import(import_id: str) -> Import:
    """Say how far an import is"""
    return access.open_import(import_id, person_here())


@blueprint.route("/editions/<edition_id>", access=anyone)
@blueprint.response(200, EditionSchema)
def show_edition(edition_id: str) -> Any:
    """Describe an edition"""
    return visible_edition(edition_id)


@blueprint.route("/editions/<edition_id>/changes", access=anyone, limit="120 per minute")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, EditionChangesSchema)
def show_changes(asked: dict[str, Any], edition_id: str) -> dict[str, Any]:
    """Tell what changed in an edition against the one it follows"""
    edition, person = visible_edition(edition_id), current_person()
    before = edition_changes.edition_before(edition, person)
    found = edition_changes.comparison_of(before, edition)
    start = (asked["page"] - 1) * asked["size"]
    end = start + asked["size"]
    return {
        "follows": before.public_id,
        "aligned_percent": found.aligned_percent,
        "advice": found.advice,
        "unchanged": found.unchanged,
        "items": edition_changes.shown(found.changes[start:end], edition.language),
        "page": asked["page"],
        "more": len(found.changes) > end,
    }


@blueprint.route("/editions/<edition_id>/paragraphs/<key>", access=anyone)
@blueprint.response(200, ParagraphSchema)
def show_paragraph(edition_id: str, key: str) -> Any:
    """Give one paragraph of an edition"""
    found = queries.paragraphs_by_key(visible_edition(edition_id).id, [key])
    if key not in found:
        abort(404)
    return found[key]


@blueprint.route("/tools", access=anyone)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, ToolsSchema)
def list_tools(asked: dict[str, int]) -> dict[str, Any]:
    """List the tools that have an edition to read, by title"""
    return page_of(paginate(queries.shown_tools(), asked["page"], asked["size"]))


@blueprint.route("/tools/<tool_slug>", access=anyone)
@blueprint.response(200, ToolEditionsSchema)
def show_tool(tool_slug: str) -> dict[str, Any]:
    """Describe a tool and the editions you may read"""
    tool, editions = access.open_tool(tool_slug, current_person())
    return dict(tool._mapping) | {"editions": editions}


@blueprint.route("/editions/<edition_id>/sections", access=anyone)
@blueprint.response(200, SectionSchema(many=True))
def list_sections(edition_id: str) -> Any:
    """Give the table of contents of an edition"""
    return queries.sections_of(visible_edition(edition_id).id)


@blueprint.route("/editions/<edition_id>/sections/<int:position>", access=anyone)
@blueprint.response(200, SectionTextSchema)
def show_section(edition_id: str, position: int) -> dict[str, Any]:
    """Give one section of an edition with its paragraphs"""
    sections = queries.sections_of(visible_edition(edition_id).id)
    found = next((row for row in sections if row.position == position), None)
    if found is None:
        abort(404)
    return dict(found._mapping) | {"paragraphs": queries.paragraphs_of_section(found.id)}


@blueprint.route("/editions/<edition_id>/glossary", access=anyone)
@blueprint.response(200, TermSchema(many=True))
def list_terms(edition_id: str) -> Any:
    """Give the terms an edition defines, in alphabetical order"""
    return queries.glossary_of(visible_edition(edition_id).id)


def page_of(page: Page) -> dict[str, Any]:
    """Return a page as the lists of the API give it."""
    return {"items": page.rows, "page": page.number, "more": page.more}


def visible_edition(edition_id: str) -> Any:
    found = queries.edition_by_public_id(edition_id)
    if found is None:
        raise NoSuchEdition
    return access.open_edition(found.tool_slug, edition_id, current_person())
