"""JSON routes of questions asked at sessions; the operations of the pages, with the same rights."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint
from elearn.core.i18n import reader_language
from elearn.core.paging import paginate
from elearn.webinars import access
from elearn.webinars.api import MISSING
from elearn.webinars.kept import question_queries, questions
from elearn.webinars.kept.question_schemas import (
    WebinarAnswerSchema,
    WebinarQuestionsAddedSchema,
    WebinarQuestionSchema,
    WebinarQuestionsQuerySchema,
    WebinarQuestionsSchema,
    WebinarQuestionsSentSchema,
    WebinarQuestionStateSchema,
)
from elearn.webinars.kept.questions import Place

blueprint = ApiBlueprint(
    "webinar_questions_api",
    __name__,
    url_prefix="/api/v1",
    description="Questions asked at sessions of webinars, and their answers",
)
partners = has_role("partner")


@blueprint.route("/webinars/<string:slug>/questions", methods=["GET"], access=anyone)
@blueprint.response(200, WebinarQuestionSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def answered(slug: str) -> list[Any]:
    """List the answered questions of a webinar"""
    webinar = access.open_webinar(slug, current_person())
    return [row for rows in question_queries.answered(webinar.id).values() for row in rows]


@blueprint.route("/webinar-questions", methods=["GET"], access=partners)
@blueprint.arguments(WebinarQuestionsQuerySchema, location="query")
@blueprint.response(200, WebinarQuestionsSchema)
def queue(asked: dict[str, Any]) -> dict[str, Any]:
    """List what was asked at the sessions of all webinars you run, what is open first"""
    mine = access.webinars_seen_by(person_here())
    statement = question_queries.queue(mine, asked["state"], reader_language())
    page = paginate(statement, asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(
    "/webinars/<string:slug>/sessions/<string:session_id>/questions",
    methods=["POST"],
    access=partners,
    limit="120 per hour",
)
@blueprint.arguments(WebinarQuestionsSentSchema)
@blueprint.response(200, WebinarQuestionsAddedSchema)
@blueprint.alt_response(404, **MISSING)
def add(sent: dict[str, list[str]], slug: str, session_id: str) -> dict[str, int]:
    """Put questions of a session into the queue; those that stand there are passed over"""
    found = access.open_session(slug, session_id, person_here(), to="manage")
    return {"new": questions.add(*found, sent["questions"], person_here())}


@blueprint.route("/webinar-questions/<string:question_id>/answer", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarAnswerSchema)
@blueprint.response(200, WebinarQuestionSchema)
@blueprint.alt_response(404, **MISSING)
def answer(sent: dict[str, Any], question_id: str) -> Any:
    """Answer a question for everybody, and say which section it belongs to"""
    found, wish = questions.open_question(question_id, person_here()), sent["place"]
    place = Place(wish["edition"], wish["section"]) if wish else None
    questions.answer(*found, sent["answer"], place, person_here())
    return question_queries.question(question_id)


@blueprint.route("/webinar-questions/<string:question_id>/state", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarQuestionStateSchema)
@blueprint.response(200, WebinarQuestionSchema)
@blueprint.alt_response(404, **MISSING)
def put_state(sent: dict[str, str], question_id: str) -> Any:
    """Set a question aside, or put it back into the queue"""
    act = questions.set_aside if sent["state"] == "hidden" else questions.take_up
    act(*questions.open_question(question_id, person_here()), person_here())
    return question_queries.question(question_id)
