"""JSON routes of the library: imports of trainers, paragraphs of editions."""

from typing import Any

from flask import abort, current_app
from werkzeug.datastructures import FileStorage

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint
from elearn.core.config import Settings
from elearn.core.transaction import write
from elearn.library import access, operations, queries, uploads
from elearn.library.errors import FileRefused, NoSuchEdition
from elearn.library.models import Import
from elearn.library.readers.errors import Unreadable
from elearn.library.schemas import (
    EditionSchema,
    ImportSchema,
    ParagraphSchema,
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


@blueprint.route("/editions/<edition_id>/paragraphs/<key>", access=anyone)
@blueprint.response(200, ParagraphSchema)
def show_paragraph(edition_id: str, key: str) -> Any:
    """Give one paragraph of an edition"""
    found = queries.paragraphs_by_key(visible_edition(edition_id).id, [key])
    if key not in found:
        abort(404)
    return found[key]


def visible_edition(edition_id: str) -> Any:
    found = queries.edition_by_public_id(edition_id)
    if found is None:
        raise NoSuchEdition
    return access.open_edition(found.tool_slug, edition_id, current_person())
