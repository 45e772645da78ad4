"""JSON routes of the people of a session, for organisers; the operations of the pages."""

from dataclasses import dataclass
from typing import Any

from flask import Response

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint
from elearn.webinars.access import open_session
from elearn.webinars.api import MISSING
from elearn.webinars.board import board_queries
from elearn.webinars.board.board_queries import Asked
from elearn.webinars.board.board_schemas import (
    WebinarBoardQuerySchema,
    WebinarBoardSchema,
    WebinarTableSchema,
)
from elearn.webinars.board.table_answer import exported
from elearn.webinars.models import Webinar, WebinarSession

blueprint = ApiBlueprint(
    "webinar_board_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>/board",
    description="Who registered for a session of a webinar",
)
partners = has_role("partner")
FILE = {"type": "string", "format": "binary"}


def session_here(slug: str, session_id: str) -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session for who sees its desk."""
    return open_session(slug, session_id, person_here(), to="see")


@dataclass(frozen=True)
class Pool:
    """Seats of a session."""

    region: str
    seats: int
    taken: int


@blueprint.route("", methods=["GET"], access=partners)
@blueprint.arguments(WebinarBoardQuerySchema, location="query")
@blueprint.response(200, WebinarBoardSchema)
@blueprint.alt_response(404, **MISSING)
def show(said: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Show how a session fills, and who registered, newest first"""
    session = session_here(slug, session_id)[1]
    number = said.pop("page")
    page = board_queries.page(session.id, Asked(**said), number)
    counts = board_queries.counts(session.id)
    return {
        "states": counts.states,
        "pools": [Pool(*one) for one in counts.pools],
        "items": page.rows,
        "page": page.number,
        "more": page.more,
    }


@blueprint.route("/table", methods=["POST"], access=partners, limit="60 per hour", own_write=True)
@blueprint.arguments(WebinarTableSchema)
@blueprint.response(200, FILE, content_type="text/csv")
@blueprint.alt_response(404, **MISSING)
def take_table(sent: dict[str, Any], slug: str, session_id: str) -> Response:
    """Take the registrations with their answers, or the attendance, as CSV or XLSX"""
    webinar, session = session_here(slug, session_id)
    return exported(webinar, session, sent["what"], sent["format"], sent["asked"])
