"""JSON routes for trainers who make lessons of recordings."""

from typing import Any

from courses import access as course_access
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.i18n import reader_language
from elearn.core.paging import paginate
from elearn.core.transaction import write
from elearn.webinars.kept import recording_lessons, recording_queries
from elearn.webinars.kept.recording_schemas import (
    RecordingLessonSchema,
    RecordingLessonWishSchema,
    RecordingsQuerySchema,
    RecordingsSchema,
)

blueprint = ApiBlueprint(
    "recordings_api",
    __name__,
    url_prefix="/api/v1/recordings",
    description="Recordings of webinars, and lessons made of them",
)
trainers = has_role("trainer")
LESSONS = "/<string:material_id>/courses/<string:slug>/lessons"
MISSING = {"schema": ProblemSchema, "description": "No such recording or course, or not for you"}
TAUGHT = {"schema": ProblemSchema, "description": "The course has a lesson of it already"}


@blueprint.route("", methods=["GET"], access=trainers)
@blueprint.arguments(RecordingsQuerySchema, location="query")
@blueprint.response(200, RecordingsSchema)
def index(asked: dict[str, Any]) -> dict[str, Any]:
    """Look for published recordings of webinars"""
    condition = recording_lessons.found_by(person_here())
    page = paginate(
        recording_queries.recordings(condition, asked["q"].strip(), reader_language()),
        asked["page"],
    )
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(
    "/<string:material_id>/courses/<string:slug>/lessons",
    methods=["POST"],
    access=trainers,
    own_write=True,
)
@blueprint.arguments(RecordingLessonWishSchema)
@blueprint.response(201, RecordingLessonSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **TAUGHT)
def make(sent: dict[str, Any], material_id: str, slug: str) -> dict[str, Any]:
    """Make a lesson of a recording in a course you are a trainer of"""
    person = person_here()
    webinar, material = recording_lessons.open_recording(material_id, person)
    course = course_access.open_course(slug, person, to="edit")
    prepared = recording_lessons.prepared(webinar, material, course, sent["section"])
    with write():
        course = course_access.open_course(slug, person, to="edit")
        step = recording_lessons.make(prepared, course.id, sent["module"], person)
        return {
            "course": course.slug,
            "step": step.public_id,
            "title": step.title,
            "minutes": step.minutes,
        }
