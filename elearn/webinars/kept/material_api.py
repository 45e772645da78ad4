"""JSON routes of what is kept of webinars; the operations of the pages, with the same rights."""

from typing import Any

from flask import url_for
from werkzeug.datastructures import FileStorage

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.api import MISSING, webinar_here
from elearn.webinars.kept import material_files, material_queries, materials, transcripts
from elearn.webinars.kept.chapters import Mark
from elearn.webinars.kept.material_errors import MaterialNotFound
from elearn.webinars.kept.material_queries import Kept
from elearn.webinars.kept.material_schemas import (
    ChaptersSchema,
    DescribedSchema,
    FileDescribedSchema,
    MaterialFileSchema,
    MaterialMoveSchema,
    MaterialSchema,
    MaterialStateSchema,
    MaterialWithWordsSchema,
    TranscriptSchema,
)
from elearn.webinars.kept.materials import Described

blueprint = ApiBlueprint(
    "webinar_materials_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/materials",
    description="Recordings, slides and documents of webinars",
)
partners = has_role("partner")
TAUGHT = {"schema": ProblemSchema, "description": "A lesson of a course leads to it"}
REFUSED = {"schema": ProblemSchema, "description": "The file or what is said of it is refused"}


def shown(kept: Kept, slug: str) -> dict[str, Any]:
    """Return a material as the API tells of it."""
    row = kept.row
    file = url_for("webinar_materials.file", slug=slug, material_id=row.public_id, _external=True)
    return dict(row._mapping) | {
        "url": row.address or file,
        "published": row.published_at is not None,
        "chapters": kept.chapters,
    }


def shown_one(webinar_id: int, slug: str, material_id: str) -> dict[str, Any]:
    """Return one material. Raises MaterialNotFound."""
    kept = material_queries.material(webinar_id, material_id)
    if kept is None:
        raise MaterialNotFound
    return shown(kept, slug)


@blueprint.route("", methods=["GET"], access=anyone)
@blueprint.response(200, MaterialSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def index(slug: str) -> list[dict[str, Any]]:
    """List what is kept of a webinar; its organisers see what is not published, too"""
    person = current_person()
    webinar = access.open_webinar(slug, person)
    mine = access.sees(person, webinar)
    return [
        shown(kept, slug) for kept in material_queries.materials_of(webinar.id, unpublished=mine)
    ]


@blueprint.route("/<string:material_id>", methods=["GET"], access=anyone)
@blueprint.response(200, MaterialWithWordsSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, material_id: str) -> dict[str, Any]:
    """Show a recording, slides or a document, with the words of a recording"""
    person = current_person()
    webinar = access.open_webinar(slug, person)
    found = shown_one(webinar.id, slug, material_id)
    if not found["published"] and not access.sees(person, webinar):
        raise MaterialNotFound
    words = material_queries.transcript_of(found["id"]) if found["has_transcript"] else ""
    return found | {"transcript": transcripts.paragraphs(words)}


@blueprint.route("", methods=["POST"], access=partners, limit="120 per hour")
@blueprint.arguments(DescribedSchema)
@blueprint.response(201, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
def add(said: Described, slug: str) -> dict[str, Any]:
    """Add what lies at an address; it is not published yet"""
    webinar = webinar_here(slug)
    made = materials.add(webinar.id, said, person_here())
    return shown_one(webinar.id, slug, made.public_id)


@blueprint.route("/files", methods=["POST"], access=partners, own_write=True, limit="120 per hour")
@blueprint.arguments(MaterialFileSchema, location="files")
@blueprint.arguments(FileDescribedSchema, location="form")
@blueprint.response(201, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **REFUSED)
def add_file(files: dict[str, FileStorage], said: Described, slug: str) -> dict[str, Any]:
    """Upload slides or a document; it is not published yet"""
    webinar_id, sent = webinar_here(slug).id, files["file"]
    content = sent.stream.read(material_files.MOST_BYTES + 1)
    kept = material_files.taken(sent.filename or "", content)
    with write():
        made = materials.add(webinar_here(slug).id, said, person_here(), file=kept).public_id
    return shown_one(webinar_id, slug, made)


@blueprint.route("/<string:material_id>", methods=["PUT"], access=partners)
@blueprint.arguments(DescribedSchema)
@blueprint.response(200, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **TAUGHT)
def change(said: Described, slug: str, material_id: str) -> dict[str, Any]:
    """Change what is said of a material"""
    webinar = webinar_here(slug)
    materials.change(webinar.id, material_id, said, person_here())
    return shown_one(webinar.id, slug, material_id)


@blueprint.route("/<string:material_id>/chapters", methods=["PUT"], access=partners)
@blueprint.arguments(ChaptersSchema)
@blueprint.response(200, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
def put_chapters(marks: list[Mark], slug: str, material_id: str) -> dict[str, Any]:
    """Replace the chapters of a recording"""
    webinar = webinar_here(slug)
    materials.put_chapters(webinar.id, material_id, marks, person_here())
    return shown_one(webinar.id, slug, material_id)


@blueprint.route(
    "/<string:material_id>/transcript", methods=["PUT"], access=partners, own_write=True
)
@blueprint.arguments(TranscriptSchema)
@blueprint.response(200, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
def put_transcript(sent: dict[str, str], slug: str, material_id: str) -> dict[str, Any]:
    """Replace the words of a recording; WebVTT and SubRip become paragraphs with times"""
    words = transcripts.kept(sent["transcript"])
    with write():
        webinar = webinar_here(slug)
        materials.put_transcript(webinar.id, material_id, words, person_here())
        return shown_one(webinar.id, slug, material_id)


@blueprint.route("/<string:material_id>/state", methods=["PUT"], access=partners)
@blueprint.arguments(MaterialStateSchema)
@blueprint.response(200, MaterialSchema)
@blueprint.alt_response(404, **MISSING)
def put_state(sent: dict[str, bool], slug: str, material_id: str) -> dict[str, Any]:
    """Let everybody see a material, or only its organisers"""
    webinar = webinar_here(slug)
    act = materials.publish if sent["published"] else materials.unpublish
    act(webinar.id, material_id, person_here())
    return shown_one(webinar.id, slug, material_id)


@blueprint.route("/<string:material_id>/place", methods=["PUT"], access=partners)
@blueprint.arguments(MaterialMoveSchema)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def move(sent: dict[str, int], slug: str, material_id: str) -> None:
    """Move a material one place in the order"""
    materials.move(webinar_here(slug).id, material_id, sent["by"], person_here())


@blueprint.route("/<string:material_id>", methods=["DELETE"], access=partners)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **TAUGHT)
def remove(slug: str, material_id: str) -> None:
    """Remove a material with its file, chapters and words"""
    materials.remove(webinar_here(slug).id, material_id, person_here())
