"""JSON routes of courses: the catalogue, lessons, one's own enrolments and progress."""

from collections.abc import Mapping
from typing import Any

from courses import access, enrolment_queries, learning, progress, queries
from courses.entry import operations as entry
from courses.entry.deciding import doors_of
from courses.errors import CourseNotFound, NotEnrolled
from courses.queries import NOBODY, AnyRow, Wish
from courses.rules import answers, wording
from courses.schemas import (
    CatalogueQuerySchema,
    CatalogueSchema,
    CourseSchema,
    EnrolmentSchema,
    EnrolmentSummarySchema,
    ProgressSchema,
    StepSchema,
)
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import Refusal, anyone
from elearn.core.api import ApiBlueprint, ProblemSchema

blueprint = ApiBlueprint(
    "courses_api",
    __name__,
    url_prefix="/api/v1",
    description="Courses, lessons, enrolments and progress",
)
NO_DETAIL = dict.fromkeys(("step", "title", "score", "need", "done", "required", "form"))
MISSING = {"schema": ProblemSchema, "description": "No such course or step, or not for you"}
LOCKED = {"schema": ProblemSchema, "description": "Something must come before it"}
CONFLICT = {"schema": ProblemSchema, "description": "Not enrolled, withdrawn, or a quiz"}


@blueprint.route("/courses", methods=["GET"], access=anyone)
@blueprint.arguments(CatalogueQuerySchema, location="query")
@blueprint.response(200, CatalogueSchema)
def catalogue(asked: dict[str, Any]) -> dict[str, Any]:
    """List published courses by title."""
    number, size = asked.pop("page"), asked.pop("size")
    person = current_person()
    page = queries.catalogue(Wish(**asked), person.id if person else NOBODY, number, size)
    items = [
        {**row._mapping, "entry": kind or "open"}
        for row, kind in zip(page.rows, doors_of(page.rows), strict=True)
    ]
    return {"items": items, "page": page.number, "more": page.more}


@blueprint.route("/courses/<string:slug>", methods=["GET"], access=anyone)
@blueprint.response(200, CourseSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Show a course with its outline."""
    person = current_person()
    row = _page(slug, person.id if person else NOBODY)
    enrolled = row.enrolment_id is not None and row.left_at is None
    locks = access.locks_for(row, person, enrolment_id=row.enrolment_id if enrolled else None)
    edition = {
        "title": row.tool_title,
        "label": row.edition_label,
        "symbol": row.edition_symbol,
        "status": row.edition_status,
        "publisher": row.edition_publisher,
        "acknowledgement": row.acknowledgement,
    }
    more: dict[str, Any] = {
        "release": row.release_number,
        "edition": edition if row.tool_title else None,
        "modules": _modules(row.outline, wording.refusals(locks, row.slug, enrolled=enrolled)),
        "entry_terms": entry_told(row, person),
    }
    more["entry"] = more["entry_terms"]["refusal"] or "open"
    return {**row._mapping, **more}


def entry_told(row: AnyRow, person: SignedIn | None) -> dict[str, Any]:
    """Return who may enrol, and whether this person may now, from the code that decides it."""
    enrolled = row.enrolment_id is not None and row.left_at is None
    refusal = None if enrolled else access.can_enrol(person, row, row.state)
    return {
        "door": row.entry_door or "open",
        "reading": row.entry_reading is not False,
        "opens_at": row.entry_opens_at,
        "closes_at": row.entry_closes_at,
        "places": row.entry_places,
        "free": row.entry_free if row.entry_free is None else max(row.entry_free, 0),
        "refusal": refusal.kind if refusal else None,
        "reason": refusal.reason if refusal else None,
    }


def _page(slug: str, person_id: int) -> AnyRow:
    row = queries.course_page(slug, person_id)
    if row is None:
        raise CourseNotFound
    return row


def _modules(outline: progress.Outline, locked: Mapping[str, Refusal]) -> list[dict[str, Any]]:
    return [
        {
            **module,
            "summary": module.get("summary", ""),
            "objectives": module.get("objectives", []),
            "steps": [
                {
                    **step,
                    "required": bool(module["counted"] and step["required"]),
                    "locked": locked[step["id"]].reason if step["id"] in locked else None,
                }
                for step in module["steps"]
            ],
        }
        for module in outline
    ]


@blueprint.route("/courses/<string:slug>/steps/<string:step_id>", methods=["GET"], access=anyone)
@blueprint.response(200, StepSchema)
@blueprint.alt_response(403, **LOCKED)
@blueprint.alt_response(404, **MISSING)
def step(slug: str, step_id: str) -> dict[str, Any]:
    """Read a lesson, or say what a quiz is, with one's own progress.

    A locked one answers 403 with what must come first.
    """
    row = access.open_step(slug, step_id, current_person())
    more = {
        "id": row.step_public_id,
        "course": row.slug,
        "module": row.module_title,
        "enrolled": row.enrolment_id is not None,
    }
    return {**row._mapping, **more}


@blueprint.route("/enrolments", methods=["GET"], access=signed_in)
@blueprint.response(200, EnrolmentSummarySchema(many=True))
def enrolments() -> list[dict[str, Any]]:
    """List your courses: those underway first, then completed and left ones."""
    underway, over = enrolment_queries.courses_taken(person_here().id)
    return [_summary(row) for row in (*underway, *over)]


def _summary(row: AnyRow) -> dict[str, Any]:
    return {
        "course": row.slug,
        "title": row.title,
        "state": "left" if row.left_at else "active",
        "enrolled_at": row.enrolled_at,
        "left_at": row.left_at,
        "completed_at": row.completed_at,
        "score": row.score,
    }


@blueprint.route("/courses/<string:slug>/enrolment", methods=["GET"], access=signed_in)
@blueprint.response(200, EnrolmentSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def enrolment(slug: str) -> dict[str, Any]:
    """Show how far you are in a course, and what is still missing."""
    return _enrolment(_page(slug, person_here().id))


def _enrolment(row: AnyRow) -> dict[str, Any]:
    if row.enrolment_id is None:
        raise NotEnrolled
    done = queries.scores_of_done(row.enrolment_id)
    standing = progress.standing(row.outline, done)
    person = person_here()
    locks = access.locks_for(row, person, enrolment_id=row.enrolment_id, done=done)
    items = answers.items_for(row, done, answers.answered_for(row, person))
    return _summary(row) | {
        "done": standing.done,
        "required": standing.required,
        "percent": standing.percent,
        "minutes_left": standing.minutes_left,
        "next_step": progress.next_step(row.outline, done, row.last_step, locks),
        "rule": [rule_item(item) for item in items],
    }


def rule_item(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item of a completion rule's trace as the API gives it."""
    return {"rule": item["rule"], "met": item["met"], **NO_DETAIL, **item["detail"]}


@blueprint.route("/courses/<string:slug>/enrolment", methods=["PUT"], access=signed_in)
@blueprint.response(200, EnrolmentSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def enrol(slug: str) -> dict[str, Any]:
    """Enrol on a course, or come back to it. Doing it again changes nothing.

    Where the terms of entry do not allow it, the answer says why; see `entry` of the course.
    """
    person = person_here()
    course = access.open_course(slug, person, to="learn")
    entry.enter(course.id, person)
    return _enrolment(_page(slug, person.id))


@blueprint.route("/courses/<string:slug>/enrolment", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def leave(slug: str) -> None:
    """Leave a course. Progress is kept; doing it again changes nothing."""
    person = person_here()
    course = access.open_course(slug, person, to="learn")
    learning.leave(person.id, course.id, person)


@blueprint.route(
    "/courses/<string:slug>/steps/<string:step_id>/progress", methods=["PUT"], access=signed_in
)
@blueprint.arguments(ProgressSchema)
@blueprint.response(200, EnrolmentSchema)
@blueprint.alt_response(403, **LOCKED)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def keep(sent: dict[str, Any], slug: str, step_id: str) -> dict[str, Any]:
    """Keep progress in a lesson: that it was read, or the paragraph read last.

    A quiz is completed by passing it. Sending the same again changes nothing.
    """
    person = person_here()
    row = access.open_lesson_to_do(slug, step_id, person)
    if "block" in sent:
        learning.place(
            row.enrolment_id, row.step_id, release_id=row.release_id, block=sent["block"]
        )
    if sent["completed"]:
        learning.complete_step(row.enrolment_id, row.step_id, release_id=row.release_id)
    return _enrolment(_page(slug, person.id))
