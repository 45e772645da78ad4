"""JSON routes of the margin: one's notes and questions, and the trainers' answers."""

from collections.abc import Sequence
from typing import Any

from courses import access as course_access
from courses.margin import access, operations, queries
from courses.margin.models import Note, TrainerQuestion
from courses.margin.pieces import quotes_of
from courses.margin.schemas import (
    LearnerQuestionQuerySchema,
    LearnerQuestionSchema,
    LearnerQuestionsSchema,
    MarginNoteQuerySchema,
    MarginNoteSchema,
    MarginNotesSchema,
    MarginPageSchema,
    NewMarginNoteSchema,
    OwnQuestionsSchema,
    PublishedQuestionSchema,
    QuestionPublicationSchema,
    SentQuestionSchema,
    TrainerAnswerSchema,
    TrainerQuestionSchema,
)
from courses.queries import AnyRow
from elearn.accounts.access import has_role, person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import Page, paginate
from elearn.core.transaction import write

blueprint = ApiBlueprint(
    "margin_api",
    __name__,
    url_prefix="/api/v1",
    description="Notes beside lessons, and questions to the trainers of a course",
)
trainers = has_role("trainer")
PAGE_SIZE = 50
LESSON = "/courses/<string:slug>/steps/<string:step_id>"
ASKED = "/courses/<string:slug>/asked/<string:question_id>"
MISSING = {"schema": ProblemSchema, "description": "No such course, lesson, note or question"}
FORBIDDEN = {"schema": ProblemSchema, "description": "Not enrolled, or the token lacks a scope"}
CONFLICT = {"schema": ProblemSchema, "description": "Too many notes, or not answered yet"}
TOO_OFTEN = {"schema": ProblemSchema, "description": "Ten questions were asked within a day"}
UNFIT = {"schema": ProblemSchema, "description": "No such paragraph, or nothing written"}


def page_of(page: Page) -> dict[str, Any]:
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(f"{LESSON}/notes", methods=["GET"], access=signed_in)
@blueprint.response(200, MarginNoteSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def lesson_notes(slug: str, step_id: str) -> list[AnyRow]:
    """List your notes beside a lesson. Nobody else can read them"""
    person = person_here()
    row = access.open_lesson(slug, step_id, person)
    return list(queries.notes_beside(person.id, row.step_id).values())


@blueprint.route(
    f"{LESSON}/notes", methods=["PUT"], access=signed_in, own_write=True, limit="300 per hour"
)
@blueprint.arguments(NewMarginNoteSchema)
@blueprint.response(200, MarginNoteSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **UNFIT)
def keep_note(sent: dict[str, Any], slug: str, step_id: str) -> Note:
    """Keep a note or bookmark beside a paragraph; it replaces the one that is there"""
    person = person_here()
    row = access.open_lesson(slug, step_id, person)
    known = {*quotes_of(row.html), *queries.notes_beside(person.id, row.step_id)}
    key = access.known_key(sent["key"], known)
    with write():
        return operations.keep_note(
            person.id, row.step_id, key, sent["text"], bookmarked=sent["bookmarked"]
        )


@blueprint.route("/me/notes", methods=["GET"], access=signed_in)
@blueprint.arguments(MarginNoteQuerySchema, location="query")
@blueprint.response(200, MarginNotesSchema)
def notes(asked: dict[str, Any]) -> dict[str, Any]:
    """List all your notes and bookmarks, course by course"""
    statement = queries.notes_of(person_here().id, asked["text"])
    return page_of(paginate(statement, asked["page"], PAGE_SIZE))


@blueprint.route("/me/notes/<string:note_id>", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def delete_note(note_id: str) -> None:
    """Delete a note of yours"""
    operations.delete_note(person_here().id, note_id)


@blueprint.route(f"{LESSON}/questions", methods=["GET"], access=anyone)
@blueprint.response(200, PublishedQuestionSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def published(slug: str, step_id: str) -> Sequence[AnyRow]:
    """List what was asked about a lesson and published, oldest first"""
    row = access.open_lesson(slug, step_id, current_person())
    return queries.published_beside(row.step_id)


@blueprint.route(f"{LESSON}/questions", methods=["POST"], access=signed_in, own_write=True)
@blueprint.arguments(TrainerQuestionSchema)
@blueprint.response(201, SentQuestionSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **UNFIT)
@blueprint.alt_response(429, **TOO_OFTEN)
def ask(sent: dict[str, Any], slug: str, step_id: str) -> TrainerQuestion:
    """Ask the trainers of a course you take, ten times a day at most"""
    person = person_here()
    row = access.open_lesson(slug, step_id, person)
    key = access.known_key(sent["key"], quotes_of(row.html))
    with write():
        step: Any = access.lesson_to_ask(slug, step_id, person)
        return operations.ask(person, step, key, sent["text"])


@blueprint.route("/me/questions", methods=["GET"], access=signed_in)
@blueprint.arguments(MarginPageSchema, location="query")
@blueprint.response(200, OwnQuestionsSchema)
def questions(asked: dict[str, Any]) -> dict[str, Any]:
    """List your questions to trainers, newest first"""
    return page_of(paginate(queries.questions_of(person_here().id), asked["page"], PAGE_SIZE))


@blueprint.route("/courses/<string:slug>/asked", methods=["GET"], access=trainers)
@blueprint.arguments(LearnerQuestionQuerySchema, location="query")
@blueprint.response(200, LearnerQuestionsSchema)
@blueprint.alt_response(404, **MISSING)
def queue(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List what learners of a course asked"""
    course = course_access.open_course(slug, person_here(), to="edit")
    return page_of(paginate(queries.queue(course.id, asked["state"]), asked["page"], PAGE_SIZE))


@blueprint.route(ASKED, methods=["GET"], access=trainers)
@blueprint.response(200, LearnerQuestionSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, question_id: str) -> AnyRow:
    """Read one question of a learner"""
    return access.open_question(slug, question_id, person_here())[1]


@blueprint.route(f"{ASKED}/answer", methods=["PUT"], access=trainers)
@blueprint.arguments(TrainerAnswerSchema)
@blueprint.response(200, LearnerQuestionSchema)
@blueprint.alt_response(404, **MISSING)
def answer(sent: dict[str, Any], slug: str, question_id: str) -> AnyRow:
    """Answer a question, or change the answer. Who asked is told by mail the first time"""
    course, _row = access.open_question(slug, question_id, person_here())
    operations.answer(course.id, question_id, sent["answer"], person_here())
    return access.open_question(slug, question_id, person_here())[1]


@blueprint.route(f"{ASKED}/publication", methods=["PUT"], access=trainers)
@blueprint.arguments(QuestionPublicationSchema)
@blueprint.response(200, LearnerQuestionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def publish(sent: dict[str, Any], slug: str, question_id: str) -> AnyRow:
    """Show an answered question to all readers, in your own words"""
    course, _row = access.open_question(slug, question_id, person_here())
    operations.publish(course.id, question_id, sent["shown"], person_here())
    return access.open_question(slug, question_id, person_here())[1]


@blueprint.route(f"{ASKED}/publication", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def unpublish(slug: str, question_id: str) -> None:
    """Show a question to nobody but its asker any more"""
    course, _row = access.open_question(slug, question_id, person_here())
    operations.unpublish(course.id, question_id, person_here())


@blueprint.route(f"{ASKED}/closing", methods=["PUT"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def close(slug: str, question_id: str) -> None:
    """Close a question without an answer"""
    course, _row = access.open_question(slug, question_id, person_here())
    operations.close(course.id, question_id, person_here())
