"""JSON routes of the outline review: the same operations as the pages, under the same rights."""

import hashlib
import json
from typing import Any

from werkzeug.datastructures import FileStorage

from courses import access, desk_queries, drafting, outline_review
from courses.desk_errors import NothingToTeach, OutlineChanged, UnknownHeading
from courses.drafting import BUILDING
from courses.drafts import Fate
from courses.import_schemas import (
    ActSchema,
    ConfirmationSchema,
    KeptDecisionsSchema,
    MadeCoursesSchema,
    OutlineSchema,
    PictureSchema,
    PictureWordsSchema,
    ReportSchema,
)
from courses.outline_review import without_history
from courses.reading_time import word_count
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.transaction import write
from elearn.library import pictures, reading, review
from elearn.library.access import open_import
from elearn.library.errors import NoSuchPicture, PictureRefused
from elearn.library.media import NotAPicture
from elearn.library.models import Import
from elearn.library.pictures import PictureFacts
from elearn.library.review import Reviewed
from elearn.library.schemas import ImportSchema, PictureFileSchema
from elearn.library.sections import walk_sections

blueprint = ApiBlueprint(
    "imports_api",
    __name__,
    url_prefix="/api/v1/imports/<string:import_id>",
    description="The outline of a document, and the courses made of it",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such import, or not yours"}
CLOSED = {
    "schema": ProblemSchema,
    "description": "Not read, confirmed already, or changed meanwhile",
}


def mine(import_id: str) -> Import:
    return open_import(import_id, person_here())


@blueprint.route("/outline", methods=["GET"], access=trainers)
@blueprint.response(200, OutlineSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def show_outline(import_id: str) -> dict[str, Any]:
    """Show the outline of a document as decided so far, with what becomes of each section"""
    return outline_of(review.reviewed(mine(import_id)))


@blueprint.route("/outline", methods=["PUT"], access=trainers, own_write=True)
@blueprint.arguments(KeptDecisionsSchema)
@blueprint.response(200, OutlineSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def keep_outline(decisions: dict[str, Any], import_id: str) -> dict[str, Any]:
    """Keep decisions on an outline in place of those there are"""
    found = mine(import_id)
    before = found.decisions
    if decisions.pop("version", version_of(before)) != version_of(before):
        raise OutlineChanged
    document = review.reviewed(found)
    refuse_unknown(document, decisions)
    kept = {name: value for name, value in decisions.items() if value}
    return decided(import_id, before, outline_review.with_history(kept, before))


@blueprint.route("/outline/acts", methods=["POST"], access=trainers, own_write=True)
@blueprint.arguments(ActSchema)
@blueprint.response(200, OutlineSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def act(asked: dict[str, Any], import_id: str) -> dict[str, Any]:
    """Do with headings what a button of the outline review does"""
    found = mine(import_id)
    before = found.decisions
    doc = review.load_document(found).doc
    after = outline_review.act(doc, before, asked["act"], asked["headings"], asked["target"])
    return decided(import_id, before, after)


def decided(import_id: str, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Keep decisions thought out on top of `before`, and return the outline they give."""
    with write():
        drafting.decide(mine(import_id), before, after)
    return outline_of(review.reviewed(mine(import_id)))


def refuse_unknown(document: Reviewed, decisions: dict[str, Any]) -> None:
    """Raise UnknownHeading for ids that the document does not have."""
    doc = document.read.doc
    known = {block.id for block in doc.blocks}
    splits = decisions.get("splits", {})
    headings = {line.id for line in outline_review.lines(doc, {"splits": splits})}
    titled = set(decisions.get("headings", {})) | set(decisions.get("order", ()))
    if not set(splits) <= known or not titled <= headings | {outline_review.BEFORE_FIRST}:
        raise UnknownHeading


def outline_of(document: Reviewed) -> dict[str, Any]:
    """Return the outline of a reviewed document."""
    lines = {line.id: line for line in outline_review.lines(document.read.doc, document.decisions)}
    drafts = drafting.drafts_of(document)
    fates: dict[str, Fate] = {}
    for one in drafts:
        fates = one.draft.fates | fates
    headings = []
    for node in walk_sections(document.sections):
        line = lines.get(node.key)
        fate = fates.get(node.key, Fate("empty"))
        headings.append(
            {
                "id": node.key,
                "level": node.level,
                "label": node.label,
                "title": node.title,
                "role": node.role,
                "became": fate.kind,
                "lesson": fate.lesson,
                "words": sum(word_count(p.text, document.language) for p in node.paragraphs),
                "evidence": line.evidence if line else "",
                "confidence": line.confidence if line else 1.0,
                "style": line.style if line else "",
            }
        )
    return {
        "version": version_of(document.decisions),
        "headings": headings,
        "courses": [course_of(one, document) for one in drafts],
        "decisions": without_history(document.decisions),
    }


def course_of(one: drafting.PartDraft, document: Reviewed) -> dict[str, Any]:
    return {
        "part": one.part.key,
        "title": one.part.title,
        "included": one.part.key not in document.left_out,
        "modules": len(one.draft.modules),
        "lessons": one.draft.lesson_count,
        "minutes": one.draft.minutes,
    }


def version_of(decisions: Any) -> str:
    """Return what tells whether decisions changed."""
    body = json.dumps(without_history(decisions), sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


@blueprint.route("/confirm", methods=["POST"], access=trainers, own_write=True)
@blueprint.arguments(ConfirmationSchema)
@blueprint.response(202, ImportSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def confirm(details: dict[str, Any], import_id: str) -> Import:
    """Confirm the outline: the draft courses are made

    The answer comes at once; ask for the courses until they are there.
    """
    document = review.reviewed(mine(import_id))
    drafting.refuse_when_over(mine(import_id))
    if not any(one.draft.lesson_count for one in drafting.drafts_of(document)):
        raise NothingToTeach
    with write():
        found = mine(import_id)
        drafting.confirm(found, details, person_here())
        return found


@blueprint.route("/course", methods=["POST"], access=trainers, limit="20 per hour")
@blueprint.response(202, ImportSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def make_course(import_id: str) -> Import:
    """Have a course of its own made from a new edition, whatever other courses do"""
    found = mine(import_id)
    drafting.make_course_too(found, person_here())
    return found


@blueprint.route("/courses", methods=["GET"], access=trainers)
@blueprint.response(200, MadeCoursesSchema)
@blueprint.alt_response(404, **MISSING)
def list_courses(import_id: str) -> dict[str, Any]:
    """List the courses made of a document"""
    made = desk_queries.courses_of_import(mine(import_id).id)
    ready = all(course.state != BUILDING for course in made)
    return {"courses": made if ready else []}


@blueprint.route("/report", methods=["GET"], access=trainers)
@blueprint.response(200, ReportSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def show_report(import_id: str) -> dict[str, Any]:
    """Say what became of every part of a document: carried, or dropped and why"""
    condition = access.courses_edited_by(person_here())
    return drafting.report_of(mine(import_id), condition)


@blueprint.route("/pictures", methods=["GET"], access=trainers)
@blueprint.response(200, PictureSchema(many=True))
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def list_pictures(import_id: str) -> list[PictureFacts]:
    """List the pictures of a document with what they say to people who cannot see them"""
    found = mine(import_id)
    return pictures.pictures_of(review.load_document(found), found.decisions)


@blueprint.route("/pictures/<string:name>", methods=["PUT"], access=trainers, own_write=True)
@blueprint.arguments(PictureWordsSchema)
@blueprint.response(200, PictureSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def describe_picture(words: dict[str, str], import_id: str, name: str) -> PictureFacts:
    """Say what a picture tells, for people who cannot see it"""
    return said_of(import_id, name, alt=words["alt"], instead=None)


@blueprint.route(
    "/pictures/<string:name>/file",
    methods=["POST"],
    access=trainers,
    own_write=True,
    limit="60 per hour",
)
@blueprint.arguments(PictureFileSchema, location="files")
@blueprint.response(200, PictureSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def replace_picture(files: dict[str, FileStorage], import_id: str, name: str) -> PictureFacts:
    """Put another picture in the place of one that cannot be shown"""
    review.load_document(mine(import_id))
    try:
        instead = reading.kept_picture(files["file"].read() if "file" in files else b"")
    except NotAPicture as reason:
        raise PictureRefused from reason
    return said_of(import_id, name, alt=None, instead=instead)


def said_of(
    import_id: str, name: str, *, alt: str | None, instead: dict[str, Any] | None
) -> PictureFacts:
    """Keep what is said of a picture. Raises NoSuchPicture."""
    found = mine(import_id)
    read, before = review.load_document(found), found.decisions
    if not any(one.name == name for one in pictures.pictures_of(read, before)):
        raise NoSuchPicture
    after = pictures.decide(before, name, alt=alt, instead=instead)
    with write():
        drafting.decide(mine(import_id), before, after)
    return next(one for one in pictures.pictures_of(read, after) if one.name == name)
