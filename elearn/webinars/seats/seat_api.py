"""JSON routes of seats: how many, who has them, who waits; and what the organisers decide."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint
from elearn.core.paging import paginate
from elearn.webinars import access
from elearn.webinars.access import Purpose
from elearn.webinars.api import CONFLICT, MISSING
from elearn.webinars.models import WebinarSession
from elearn.webinars.seats import seat_queries, seating
from elearn.webinars.seats.answering import answer_in_pieces
from elearn.webinars.seats.seat_schemas import (
    CancelledForSchema,
    SeatAnsweredSchema,
    SeatAnswersSchema,
    SeatsWishSchema,
    SessionRegistrationSchema,
    SessionRegistrationsQuerySchema,
    SessionRegistrationsSchema,
    SessionSeatsSchema,
)

blueprint = ApiBlueprint(
    "webinar_seats_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>",
    description="Seats of sessions: who holds one, who waits, what the organisers decide",
)
partners = has_role("partner")


def session_here(slug: str, session_id: str, to: Purpose = "manage") -> WebinarSession:
    """Return the session for the person who asks."""
    return access.open_session(slug, session_id, person_here(), to)[1]


def shown(session: WebinarSession) -> dict[str, Any]:
    """Return the seats of a session."""
    return {
        "pools": seat_queries.pools_of(session.id),
        "people": seat_queries.counts_of(session.id),
    }


@blueprint.route("/seats", methods=["GET"], access=partners)
@blueprint.response(200, SessionSeatsSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, session_id: str) -> dict[str, Any]:
    """Show the seats of a session: how many there are and are taken, and how many people wait"""
    return shown(session_here(slug, session_id, "see"))


@blueprint.route("/seats", methods=["PUT"], access=partners)
@blueprint.arguments(SeatsWishSchema)
@blueprint.response(200, SessionSeatsSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_seats(sent: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Set seats; more are offered to who waits, fewer than are taken is refused"""
    session = session_here(slug, session_id)
    seating.set_seats(session, sent["seats"], person_here())
    return shown(session)


@blueprint.route("/registrations", methods=["GET"], access=partners)
@blueprint.arguments(SessionRegistrationsQuerySchema, location="query")
@blueprint.response(200, SessionRegistrationsSchema)
@blueprint.alt_response(404, **MISSING)
def list_registrations(asked: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """List who registered for a session, in the order of asking"""
    session = session_here(slug, session_id, "see")
    page = paginate(seat_queries.registrations(session.id, asked["state"]), asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(
    "/answers", methods=["POST"], access=partners, own_write=True, limit="120 per hour"
)
@blueprint.arguments(SeatAnswersSchema)
@blueprint.response(200, SeatAnsweredSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def answer(sent: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Answer requests for seats: yes gives one or a number in the line, no carries its reason"""
    chosen = sent["registrations"]
    seat_queries.refuse_unknown(session_here(slug, session_id).id, chosen)
    answered = answer_in_pieces(slug, chosen, sent["yes"], person_here(), reason=sent["reason"])
    return {"answered": answered}


@blueprint.route(
    "/registrations/<string:registration_id>/cancellation", methods=["POST"], access=partners
)
@blueprint.arguments(CancelledForSchema)
@blueprint.response(200, SessionRegistrationSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def cancel(
    sent: dict[str, Any], slug: str, session_id: str, registration_id: str
) -> seat_queries.AnyRow:
    """Cancel somebody's registration; the seat is offered to the next in line"""
    session = session_here(slug, session_id)
    registration = seat_queries.registration_of(session.id, registration_id)
    seating.cancel(registration, person_here(), reason=sent["reason"])
    return seat_queries.registration_row(session.id, registration_id)
