"""JSON routes of joining and attendance; the operations of the pages, with the same rights."""

from typing import Any

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.access import Purpose
from elearn.webinars.attendance import (
    attendance,
    attendance_queries,
    counting,
    joining,
    report_pieces,
    reports,
    settling,
)
from elearn.webinars.attendance.attendance_schemas import (
    WebinarAttendanceSchema,
    WebinarChangedSchema,
    WebinarCodeWordSchema,
    WebinarLineOwnersSchema,
    WebinarReportFileSchema,
    WebinarReportLinesSchema,
    WebinarReportSchema,
    WebinarTicksSchema,
    WebinarWayInSchema,
)
from elearn.webinars.models import Webinar, WebinarSession

blueprint = ApiBlueprint(
    "webinar_attendance_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>/attendance",
    description="Who was at sessions of webinars",
)
joining_blueprint = ApiBlueprint(
    "webinar_joining_api",
    __name__,
    url_prefix="/api/v1/webinar-registrations/<string:registration_id>",
    description="The personal way into sessions of webinars",
)
MISSING = {"schema": ProblemSchema, "description": "No such webinar or session, or not for you"}
DELIVERY = {"schema": ProblemSchema, "description": "Your organisation only takes part in it"}
STATE = {"schema": ProblemSchema, "description": "The session is cancelled, or not over yet"}
CLOSED = {"schema": ProblemSchema, "description": "You cannot join now; the sentence says why"}
NO_WORD = {"schema": ProblemSchema, "description": "No code word is taken now"}


def session_here(
    slug: str, session_id: str, to: Purpose = "manage"
) -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session for the person who asks."""
    return access.open_session(slug, session_id, person_here(), to=to)


def shown(webinar: Webinar, session: WebinarSession) -> dict[str, Any]:
    """Return who was at a session."""
    everybody = attendance_queries.attended_at(session.id)
    return {
        "figures": counting.figures(everybody, session.minutes, webinar.share_percent),
        "people": db.session.execute(attendance_queries.people_at(session.id)).all(),
    }


@blueprint.route("", methods=["GET"], access=signed_in)
@blueprint.response(200, WebinarAttendanceSchema)
@blueprint.alt_response(404, **MISSING)
def list_attendance(slug: str, session_id: str) -> dict[str, Any]:
    """List everybody who is in, with their minutes, and the session in numbers"""
    return shown(*session_here(slug, session_id, "see"))


@blueprint.route("", methods=["PUT"], access=signed_in)
@blueprint.arguments(WebinarTicksSchema)
@blueprint.response(200, WebinarAttendanceSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def tick(sent: dict[str, Any], slug: str, session_id: str) -> dict[str, Any]:
    """Write down the host's list for some people"""
    webinar, session = session_here(slug, session_id)
    minutes = {one["registration"]: one["minutes"] for one in sent["people"]}
    attendance.tick(session, minutes, person_here())
    return shown(webinar, session)


@blueprint.route("/completion", methods=["PUT"], access=signed_in)
@blueprint.response(200, WebinarAttendanceSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **STATE)
def complete(slug: str, session_id: str) -> dict[str, Any]:
    """Say that the attendance is complete: certificates go out; a repeat certifies who is new"""
    webinar, session = session_here(slug, session_id)
    settling.complete(webinar, session, person_here())
    return shown(webinar, session)


@blueprint.route("/host-entrance", methods=["POST"], access=signed_in, own_write=True)
@blueprint.response(200, WebinarWayInSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def start(slug: str, session_id: str) -> dict[str, str]:
    """Open the room of the session and say where its host enters"""
    webinar, session = session_here(slug, session_id)
    return {"address": joining.host_address(webinar, session, person_here())}


@blueprint.route("/reports", methods=["GET"], access=signed_in)
@blueprint.response(200, WebinarReportSchema(many=True))
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def list_reports(slug: str, session_id: str) -> list[Any]:
    """List the attendance reports of a session"""
    return list(attendance_queries.reports_of(session_here(slug, session_id)[1].id))


@blueprint.route(
    "/reports", methods=["POST"], access=signed_in, limit="60 per hour", own_write=True
)
@blueprint.arguments(WebinarReportFileSchema)
@blueprint.response(201, WebinarReportLinesSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def read_report(sent: dict[str, str], slug: str, session_id: str) -> dict[str, Any]:
    """Read an attendance report and say whose its lines are thought to be; nothing counts yet"""
    read = reports.read(session_here(slug, session_id)[1], sent["text"].encode())
    place = report_pieces.Place(slug, session_id, person_here())
    kept = report_pieces.keep(place, sent["file_name"], read)
    return report_shown(session_here(slug, session_id)[1], kept)


def report_shown(session: WebinarSession, public_id: str) -> dict[str, Any]:
    """Return a report of the session with its lines."""
    report = reports.report_of(session, public_id)
    rows = attendance_queries.reports_of(session.id)
    return {
        "report": next(row for row in rows if row.public_id == public_id),
        "lines": db.session.execute(attendance_queries.lines_of(report.id)).all(),
    }


@blueprint.route("/reports/<string:report_id>", methods=["GET"], access=signed_in)
@blueprint.response(200, WebinarReportLinesSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def show_report(slug: str, session_id: str, report_id: str) -> dict[str, Any]:
    """Show an attendance report with all its lines"""
    return report_shown(session_here(slug, session_id)[1], report_id)


@blueprint.route("/reports/<string:report_id>/lines", methods=["PUT"], access=signed_in)
@blueprint.arguments(WebinarLineOwnersSchema)
@blueprint.response(200, WebinarReportLinesSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def assign(sent: dict[str, Any], slug: str, session_id: str, report_id: str) -> dict[str, Any]:
    """Say whose some lines are; in a report that is counted they count at once"""
    session = session_here(slug, session_id)[1]
    whose = {one["line"]: one["registration"] for one in sent["lines"]}
    reports.assign(session, reports.report_of(session, report_id), whose, person_here())
    return report_shown(session, report_id)


@blueprint.route(
    "/reports/<string:report_id>/counting", methods=["PUT"], access=signed_in, own_write=True
)
@blueprint.response(200, WebinarChangedSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def settle(slug: str, session_id: str, report_id: str) -> dict[str, int]:
    """Count an attendance report; lines that are nobody's yet stay in its queue"""
    place = report_pieces.Place(slug, session_id, person_here())
    return {"changed": report_pieces.settle(place, report_id)}


@blueprint.route(
    "/reports/<string:report_id>", methods=["DELETE"], access=signed_in, own_write=True
)
@blueprint.response(204)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def drop_report(slug: str, session_id: str, report_id: str) -> None:
    """Throw an attendance report away; what it said counts no more"""
    report_pieces.drop(report_pieces.Place(slug, session_id, person_here()), report_id)


@joining_blueprint.route(
    "/click", methods=["POST"], access=signed_in, limit="60 per minute;600 per hour", own_write=True
)
@joining_blueprint.response(200, WebinarWayInSchema)
@joining_blueprint.alt_response(403, **CLOSED)
@joining_blueprint.alt_response(404, **MISSING)
def join(registration_id: str) -> dict[str, str]:
    """Join a session in its window: the click is logged, the address is for you alone"""
    address = joining.address_of(joining.entrance_of(person_here(), registration_id))
    with write():
        joining.enter(joining.entrance_of(person_here(), registration_id), person_here())
    return {"address": address}


@joining_blueprint.route(
    "/code-word", methods=["PUT"], access=signed_in, limit="10 per minute;40 per hour"
)
@joining_blueprint.arguments(WebinarCodeWordSchema)
@joining_blueprint.response(204)
@joining_blueprint.alt_response(404, **MISSING)
@joining_blueprint.alt_response(409, **NO_WORD)
def give_code_word(sent: dict[str, str], registration_id: str) -> None:
    """Give the code word of a session you are registered for"""
    entrance = joining.entrance_of(person_here(), registration_id)
    attendance.give_code_word(entrance.session, entrance.registration, sent["word"], person_here())
