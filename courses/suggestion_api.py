"""JSON routes of suggestions: trainers ask and decide, administrators read the log."""

from typing import Any

from courses import (
    access,
    desk_queries,
    suggesting,
    suggestion_decisions,
    suggestion_queries,
    suggestion_text,
)
from courses.desk_errors import NotALesson
from courses.models import Course, Step
from courses.suggesting import Wanted
from courses.suggestion_schemas import (
    AnsweredRequestSchema,
    AskSchema,
    DecideSchema,
    OfferSchema,
    PageQuerySchema,
    RequestSchema,
    RequestsSchema,
    SuggestionSchema,
)
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.core.transaction import write
from elearn.suggestions import queries as suggestions
from elearn.suggestions.queries import Setting

blueprint = ApiBlueprint(
    "suggestion_requests_api",
    __name__,
    url_prefix="/api/v1",
    description="Suggestions by a machine for lessons: what is sent, what comes back",
)
trainers = has_role("trainer")
LESSON = "/courses/<string:slug>/steps/<string:step_id>"
REQUEST = f"{LESSON}/suggestion-requests/<string:request_id>"
MISSING = {
    "schema": ProblemSchema,
    "description": "No such lesson or suggestion, not for you, or suggestions are off",
}
CONFLICT = {
    "schema": ProblemSchema,
    "description": "The provider cannot be asked, or the consent text was written anew",
}
DECIDED = {
    "schema": ProblemSchema,
    "description": "Decided already, or the text it cites is no longer in the lesson",
}


def lesson_here(slug: str, step_id: str) -> tuple[Course, Step, Setting]:
    """Return a lesson for the trainer who asks, on a site that suggests."""
    course = access.open_course(slug, person_here(), to="edit")
    step = desk_queries.step_of(course.id, step_id)
    if step.kind != "lesson":
        raise NotALesson
    return course, step, suggestions.setting_in_use()


@blueprint.route(f"{LESSON}/suggestion-offer", methods=["GET"], access=trainers)
@blueprint.response(200, OfferSchema)
@blueprint.alt_response(404, **MISSING)
def show_offer(slug: str, step_id: str) -> dict[str, Any]:
    """Show what of a lesson can be sent for suggestions, to whom, and what you agree to."""
    _course, step, setting = lesson_here(slug, step_id)
    newest = desk_queries.newest_text(step.id)
    used = suggestion_queries.made_today(person_here().id)
    return {
        **vars(setting),
        "left_today": max(0, setting.daily_limit - used),
        "revision": newest.number if newest else 0,
        "blocks": suggestion_text.sendable(newest.blocks) if newest else [],
    }


@blueprint.route(f"{LESSON}/suggestion-requests", methods=["GET"], access=trainers)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, RequestsSchema)
@blueprint.alt_response(404, **MISSING)
def list_requests(asked: dict[str, Any], slug: str, step_id: str) -> dict[str, Any]:
    """List what was asked about a lesson, newest first."""
    _course, step, _setting = lesson_here(slug, step_id)
    page = paginate(suggestion_queries.requests_of(step.id), asked["page"], asked["size"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(
    f"{LESSON}/suggestion-requests",
    methods=["POST"],
    access=trainers,
    own_write=True,
    limit="60 per hour",
)
@blueprint.arguments(AskSchema)
@blueprint.response(202, RequestSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def ask(sent: dict[str, Any], slug: str, step_id: str) -> Any:
    """Send blocks of a lesson to the provider. The answer comes later: ask for the request."""
    course, step, _setting = lesson_here(slug, step_id)
    blocks = tuple(sent.pop("blocks"))
    wanted = Wanted(block_ids=blocks, **sent)
    ready = suggesting.prepared(step, wanted)
    with write():
        course, step, _setting = lesson_here(slug, step_id)
        request_id = suggesting.ask(course, step, ready, person_here())
    return suggestion_queries.request_of(step.id, request_id)


@blueprint.route(REQUEST, methods=["GET"], access=trainers)
@blueprint.response(200, AnsweredRequestSchema)
@blueprint.alt_response(404, **MISSING)
def show_request(slug: str, step_id: str, request_id: str) -> dict[str, Any]:
    """Show a request and the suggestions it brought."""
    _course, step, _setting = lesson_here(slug, step_id)
    found = suggestion_queries.request_of(step.id, request_id)
    return {**found._mapping, "suggestions": suggestion_queries.texts_of(found.id)}


@blueprint.route(
    f"{REQUEST}/suggestions/<string:suggestion_id>",
    methods=["PUT"],
    access=trainers,
    own_write=True,
    limit="600 per hour",
)
@blueprint.arguments(DecideSchema)
@blueprint.response(200, SuggestionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **DECIDED)
def decide(
    sent: dict[str, Any], slug: str, step_id: str, request_id: str, suggestion_id: str
) -> Any:
    """Put a suggestion into the lesson, after the text it cites, or dismiss it."""
    course, step, _setting = lesson_here(slug, step_id)
    found = suggestion_queries.request_of(step.id, request_id)
    text = suggestion_queries.text_of(found.id, suggestion_id)
    if sent["act"] == "accept":
        suggestion_decisions.accept(course, step, text, person_here())
    else:
        with write():
            suggestion_decisions.dismiss(course, text, person_here())
    return suggestion_queries.text_of(found.id, suggestion_id)


@blueprint.route("/suggestions/requests", methods=["GET"], access=has_role("admin"))
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, RequestsSchema)
def list_all_requests(asked: dict[str, Any]) -> dict[str, Any]:
    """List every request of every trainer, newest first. Texts and keys are not kept with them."""
    page = paginate(suggestion_queries.all_requests(), asked["page"], asked["size"])
    return {"items": page.rows, "page": page.number, "more": page.more}
