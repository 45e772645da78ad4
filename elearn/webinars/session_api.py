"""JSON routes of sessions of webinars; the operations of the pages, with the same rights."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint
from elearn.core.clock import now
from elearn.webinars import access, queries, scheduling
from elearn.webinars.access import Purpose
from elearn.webinars.api import CONFLICT, MISSING
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.scheduling import Planned
from elearn.webinars.session_schemas import (
    OrganisedSessionSchema,
    WebinarSessionMoveSchema,
    WebinarSessionStateSchema,
    WebinarSessionWishSchema,
)
from elearn.webinars.standing import with_standing

blueprint = ApiBlueprint(
    "webinar_sessions_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions",
    description="Sessions of webinars: plan, open, move, cancel",
)
partners = has_role("partner")


def session_here(slug: str, session_id: str, to: Purpose = "manage") -> tuple[int, WebinarSession]:
    """Return the id of the webinar and the session, for the person who asks."""
    webinar, session = access.open_session(slug, session_id, person_here(), to)
    return webinar.id, session


def shown(webinar_id: int, session: WebinarSession) -> dict[str, Any]:
    """Return a session as its organisers see it."""
    rows = queries.sessions_of(webinar_id, drafts=True)
    row = next(row for row in rows if row.public_id == session.public_id)
    return with_standing(row, now()) | {
        "address": session.address,
        "dial_in": session.dial_in,
        "code_word": session.code_word,
        "regions": queries.seats_of(session.id),
        "registered": queries.registered(session.id),
    }


@blueprint.route("", methods=["POST"], access=partners)
@blueprint.arguments(WebinarSessionWishSchema)
@blueprint.response(201, OrganisedSessionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add(planned: Planned, slug: str) -> dict[str, Any]:
    """Plan a session; it is a draft until it is opened"""
    webinar: Webinar = access.open_webinar(slug, person_here(), to="manage")
    return shown(webinar.id, scheduling.add_session(webinar.id, planned, person_here()))


@blueprint.route("/<string:session_id>", methods=["GET"], access=partners)
@blueprint.response(200, OrganisedSessionSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, session_id: str) -> dict[str, Any]:
    """Show a session with what only its organisers know"""
    return shown(*session_here(slug, session_id, "see"))


@blueprint.route("/<string:session_id>", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarSessionWishSchema)
@blueprint.response(200, OrganisedSessionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(planned: Planned, slug: str, session_id: str) -> dict[str, Any]:
    """Change a session; the time of an open one is changed by moving it"""
    webinar_id, session = session_here(slug, session_id)
    scheduling.change_session(webinar_id, session.id, planned, person_here())
    return shown(webinar_id, session)


@blueprint.route("/<string:session_id>/state", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarSessionStateSchema)
@blueprint.response(200, OrganisedSessionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_state(sent: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Open a session, cancel it with a reason, or say that it was held"""
    webinar_id, session = session_here(slug, session_id)
    if sent["state"] == "cancelled":
        scheduling.cancel(webinar_id, session.id, sent["reason"], person_here())
    elif sent["state"] == "held":
        scheduling.mark_held(webinar_id, session.id, person_here())
    else:
        scheduling.open_session_now(webinar_id, session.id, person_here())
    return shown(webinar_id, session)


@blueprint.route("/<string:session_id>/time", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarSessionMoveSchema)
@blueprint.response(200, OrganisedSessionSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def move(sent: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Move a session to another time; everybody registered is told once"""
    webinar_id, session = session_here(slug, session_id)
    scheduling.move(
        webinar_id, session.id, sent["day"], sent["hour"], person_here(), zone=sent["zone"]
    )
    return shown(webinar_id, session)


@blueprint.route("/<string:session_id>", methods=["DELETE"], access=partners)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def remove(slug: str, session_id: str) -> None:
    """Take a draft away for which nobody ever registered"""
    webinar_id, session = session_here(slug, session_id)
    scheduling.remove_session(webinar_id, session.id, person_here())
