"""JSON routes of drafts from the manual: make them, read them, decide one by one."""

from typing import Any

from courses import access as course_access
from courses import desk_queries as course_desk
from courses.models import Course
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.core.transaction import write
from quizzes import draft_cards, draft_queries, manual_drafts, operations
from quizzes.draft_schemas import (
    DraftActSchema,
    DraftQuerySchema,
    DraftSchema,
    DraftsSchema,
    MadeSchema,
    MakeSchema,
)
from quizzes.drafts import QuestionDraft, prepare

blueprint = ApiBlueprint(
    "question_drafts_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>/question-drafts",
    description="Questions drafted by rule from the manual",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such course, draft or quiz, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "Decided already, or its words changed"}
UNFIT = {"schema": ProblemSchema, "description": "The question cannot be used as written"}


def course_here(slug: str) -> Course:
    """Return the course for the trainer who asks."""
    return course_access.open_course(slug, person_here(), to="edit")


@blueprint.route("", methods=["GET"], access=trainers)
@blueprint.arguments(DraftQuerySchema, location="query")
@blueprint.response(200, DraftsSchema)
@blueprint.alt_response(404, **MISSING)
def list_drafts(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the drafts of a course in the order of its modules."""
    course = course_here(slug)
    number, size = asked.pop("page"), asked.pop("size")
    page = paginate(draft_queries.drafts_of(course.id, **asked), number, size)
    return {
        "items": draft_cards.cards(course, page.rows),
        "page": page.number,
        "more": page.more,
    }


@blueprint.route("", methods=["POST"], access=trainers, own_write=True, limit="60 per hour")
@blueprint.arguments(MakeSchema)
@blueprint.response(200, MadeSchema)
@blueprint.alt_response(404, **MISSING)
def make(sent: dict[str, Any], slug: str) -> dict[str, int]:
    """Make the drafts that are not there yet. Doing it again adds only what is new."""
    return vars(manual_drafts.make_drafts(course_here(slug), person_here(), wide=sent["wide"]))


@blueprint.route("/<string:draft_id>", methods=["GET"], access=trainers)
@blueprint.response(200, DraftSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, draft_id: str) -> dict[str, Any]:
    """Show one draft."""
    course = course_here(slug)
    return draft_cards.cards(course, [draft_queries.draft_of(course.id, draft_id)])[0]


@blueprint.route("/<string:draft_id>", methods=["PUT"], access=trainers, own_write=True)
@blueprint.arguments(DraftActSchema)
@blueprint.response(200, DraftSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **UNFIT)
def decide(sent: dict[str, Any], slug: str, draft_id: str) -> dict[str, Any]:
    """Approve a draft, in its own words or yours, dismiss it, or take a dismissed one back."""
    course, person = course_here(slug), person_here()
    words = words_of(course, draft_id, sent["words"]) if sent["act"] == "approve" else None
    with write():
        course = course_here(slug)
        if sent["act"] == "approve":
            step = course_desk.step_of(course.id, sent["step"])
            quiz = operations.create_quiz(step.id, person)
            manual_drafts.approve(
                course.id, draft_id, quiz.id, person, seen=sent["seen"], words=words
            )
        elif sent["act"] == "dismiss":
            manual_drafts.dismiss(course.id, draft_id, person)
        else:
            manual_drafts.reopen(course.id, draft_id, person)
    return draft_cards.cards(course, [draft_queries.draft_of(course.id, draft_id)])[0]


def words_of(course: Course, draft_id: str, words: dict[str, Any] | None) -> QuestionDraft | None:
    """Return the trainer's words as a question, clean. Raises QuestionIsUnfit."""
    row = draft_queries.draft_of(course.id, draft_id)
    if words is None:
        return None
    return prepare(row.kind, paragraphs=row.paragraphs, **({"topic": row.topic} | words))
