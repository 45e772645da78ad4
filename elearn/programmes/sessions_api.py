"""JSON routes of sessions and attendance; the operations of the pages, with the same rights."""

from typing import Any

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import access, attendance, session_operations, session_queries
from elearn.programmes.access import RunPurpose
from elearn.programmes.models import Run
from elearn.programmes.report_lines import Line, lines_of
from elearn.programmes.session_errors import NobodyWithThatPlace
from elearn.programmes.session_models import ClassSession
from elearn.programmes.session_operations import Planned
from elearn.programmes.session_schemas import (
    AttendanceChangedSchema,
    AttendanceChangeSchema,
    AttendanceReportFileSchema,
    AttendanceSchema,
    ClassSessionSchema,
    PlannedSessionSchema,
    ReadAttendanceReportSchema,
    SessionCancellationSchema,
    WriteAttendanceReportSchema,
)

blueprint = ApiBlueprint(
    "sessions_api",
    __name__,
    url_prefix="/api/v1/runs/<string:slug>/sessions",
    description="Sessions of trainings, and who was at them",
)
MISSING = {"schema": ProblemSchema, "description": "No such training or session, or not for you"}
PARTNER = {"schema": ProblemSchema, "description": "You see this training as its partner"}
REPORTED = {"schema": ProblemSchema, "description": "The report of the training was accepted"}
UNUSABLE = {"schema": ProblemSchema, "description": "Some of what you sent cannot be used"}


def run_here(slug: str, to: RunPurpose = "see") -> Run:
    """Return the run for the person who asks."""
    return access.open_run(slug, person_here(), to=to)


def session_here(slug: str, session_id: str, to: RunPurpose = "manage") -> tuple[Run, ClassSession]:
    """Return the run and its session for the person who asks."""
    run = run_here(slug, to)
    return run, session_queries.session_of(run.id, session_id)


def shown(run: Run, public_id: str) -> dict[str, Any]:
    """Return one session as the list shows it."""
    rows = session_queries.sessions_of(run.id)
    row = next(row for row in rows if row.public_id == public_id)
    return dict(row._mapping) | {"zone": run.zone}


@blueprint.route("", methods=["GET"], access=signed_in)
@blueprint.response(200, ClassSessionSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_sessions(slug: str) -> list[dict[str, Any]]:
    """List the sessions of a training as they follow each other, cancelled ones too"""
    run = run_here(slug)
    return [dict(row._mapping) | {"zone": run.zone} for row in session_queries.sessions_of(run.id)]


@blueprint.route("", methods=["POST"], access=signed_in)
@blueprint.arguments(PlannedSessionSchema)
@blueprint.response(201, ClassSessionSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def make(planned: Planned, slug: str) -> dict[str, Any]:
    """Plan a session"""
    run = run_here(slug, "manage")
    return shown(run, session_operations.make_session(run, planned, person_here()).public_id)


@blueprint.route("/<string:session_id>", methods=["PUT"], access=signed_in)
@blueprint.arguments(PlannedSessionSchema)
@blueprint.response(200, ClassSessionSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def change(planned: Planned, slug: str, session_id: str) -> dict[str, Any]:
    """Change a session"""
    run, session = session_here(slug, session_id)
    session_operations.change_session(run, session, planned, person_here())
    return shown(run, session_id)


@blueprint.route("/<string:session_id>/cancellation", methods=["PUT"], access=signed_in)
@blueprint.arguments(SessionCancellationSchema)
@blueprint.response(200, ClassSessionSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def cancel(sent: dict[str, bool], slug: str, session_id: str) -> dict[str, Any]:
    """Cancel a session, or bring it back"""
    run, session = session_here(slug, session_id)
    act = (
        session_operations.cancel_session
        if sent["cancelled"]
        else session_operations.restore_session
    )
    act(run, session, person_here())
    return shown(run, session_id)


def list_of(session: ClassSession) -> list[Any]:
    return list(db.session.execute(session_queries.people_at(session)))


@blueprint.route("/<string:session_id>/attendance", methods=["GET"], access=signed_in)
@blueprint.response(200, AttendanceSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_attendance(slug: str, session_id: str) -> list[Any]:
    """List everybody who has a place, with their minutes at the session"""
    return list_of(session_here(slug, session_id, "see")[1])


@blueprint.route("/<string:session_id>/attendance", methods=["PUT"], access=signed_in)
@blueprint.arguments(AttendanceChangeSchema)
@blueprint.response(200, AttendanceSchema(many=True))
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def record(sent: dict[str, Any], slug: str, session_id: str) -> list[Any]:
    """Write down the minutes of some people; whoever thereby completes the training does so now"""
    run, session = session_here(slug, session_id)
    known = {row.public_id: row.id for row in list_of(session)}
    minutes = {places_among(known, one["place"]): one["minutes"] for one in sent["people"]}
    attendance.record_attendance(run, session, minutes, person_here())
    return list_of(session)


def places_among(known: dict[str, int], public_id: str) -> int:
    if public_id not in known:
        raise NobodyWithThatPlace
    return known[public_id]


@blueprint.route(
    "/<string:session_id>/attendance-reports",
    methods=["POST"],
    access=signed_in,
    limit="60 per hour",
    own_write=True,
)
@blueprint.arguments(AttendanceReportFileSchema)
@blueprint.response(201, ReadAttendanceReportSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def read_report(sent: dict[str, str], slug: str, session_id: str) -> dict[str, Any]:
    """Read an attendance report and say who its people are found to be; nothing is written yet"""
    session_here(slug, session_id)
    entries = attendance.read_report(sent["text"].encode())
    with write():
        run, session = session_here(slug, session_id)
        kept = attendance.keep_report(run, session, sent["file_name"], entries, person_here())
    people = session_queries.people_with_addresses(session)
    return {"id": kept.public_id, "people": lines_of(kept, session, people)}


@blueprint.route(
    "/<string:session_id>/attendance-reports/<string:import_id>",
    methods=["PUT"],
    access=signed_in,
)
@blueprint.arguments(WriteAttendanceReportSchema)
@blueprint.response(200, AttendanceChangedSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def write_report(
    sent: dict[str, Any], slug: str, session_id: str, import_id: str
) -> dict[str, int]:
    """Write a report down, with the people given by hand"""
    run, session = session_here(slug, session_id)
    kept = attendance.report_to_write(session, import_id)
    people = session_queries.people_with_addresses(session)
    known = {row.public_id: row.id for row in people}
    assigned = assigned_in(lines_of(kept, session, people))
    for one in sent["assigned"]:
        assigned.setdefault(one["position"], places_among(known, one["place"]))
    changed = attendance.write_report(run, session, kept, assigned, person_here())
    return {"changed": changed}


def assigned_in(lines: list[Line]) -> dict[int, int | None]:
    """Return the places that were found, by the position of the line."""
    return {line.position: line.place.id for line in lines if line.place}


@blueprint.route(
    "/<string:session_id>/attendance-reports/<string:import_id>",
    methods=["DELETE"],
    access=signed_in,
)
@blueprint.response(204)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
def drop_report(slug: str, session_id: str, import_id: str) -> None:
    """Throw a report away that was not written"""
    _, session = session_here(slug, session_id)
    attendance.drop_report(attendance.report_to_write(session, import_id))
