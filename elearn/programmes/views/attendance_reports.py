"""Attendance reports of conferencing systems: sent, looked at, written."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import attendance, session_queries
from elearn.programmes.models import Run
from elearn.programmes.report_lines import Line, find_by_hand, lines_of
from elearn.programmes.session_errors import ReportUnreadable
from elearn.programmes.session_forms import ReportFileForm
from elearn.programmes.session_models import ClassSession
from elearn.programmes.views.attendance import changed_words, when
from elearn.programmes.views.sessions import session_here
from elearn.webinars.attendance import attendance_files as files

blueprint = Blueprint(
    "run_attendance_reports",
    __name__,
    url_prefix="/desk/runs/<slug>/sessions/<session_id>/attendance/report",
)
# So many rows that were not found can be given to somebody by hand on one page.
MOST_BY_HAND = 100


@blueprint.get("/", access=signed_in)
def choose(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the form to send a report."""
    return chooser(*session_here(slug, session_id), ReportFileForm())


def chooser(run: Run, session: ClassSession, form: ReportFileForm) -> str:
    return render_template(
        "programmes/desk/attendance_report.html",
        run=run,
        session=session,
        when=when(session, run),
        form=form,
    )


@blueprint.post("/", access=signed_in, limit="60 per hour")
def send(slug: str, session_id: str) -> ResponseReturnValue:
    """Read a report and keep what it says, to be looked at; nothing is written down yet."""
    run, session = session_here(slug, session_id)
    form = ReportFileForm()
    sent = request.files.get("report")
    if not form.validate() or sent is None or not sent.filename:
        form.report.errors = [_("Choose the file first.")]
        return chooser(run, session, form), 422
    try:
        entries = attendance.read_report(sent.stream.read(files.MOST_BYTES + 1))
    except ReportUnreadable as problem:
        form.report.errors = [str(problem)]
        return chooser(run, session, form), 422
    with write():
        run, session = session_here(slug, session_id)
        kept = attendance.keep_report(run, session, sent.filename, entries, person_here())
    return redirect(url_for(".look", slug=slug, session_id=session_id, import_id=kept.public_id))


@blueprint.get("/<import_id>/", access=signed_in)
def look(slug: str, session_id: str, import_id: str) -> ResponseReturnValue:
    """Show what writing the report down would change."""
    run, session = session_here(slug, session_id)
    kept = attendance.report_to_write(session, import_id)
    people = session_queries.people_with_addresses(session)
    return page(run, session, kept, lines_of(kept, session, people), people)


def page(run: Run, session: ClassSession, kept: Any, lines: list[Line], people: Any) -> str:
    counted = attendance.minutes_by_place(
        [line.entry for line in lines],
        {line.position: line.place.id if line.place else None for line in lines},
        session.minutes,
    )
    written = {row.id: row.minutes for row in people}
    return render_template(
        "programmes/desk/attendance_check.html",
        run=run,
        session=session,
        when=when(session, run),
        kept=kept,
        found=[line for line in lines if line.place and line.minutes is not None],
        by_hand=[line for line in lines if line.by_hand][:MOST_BY_HAND],
        left=max(0, sum(line.by_hand for line in lines) - MOST_BY_HAND),
        unread=[line for line in lines if line.minutes is None],
        counted=counted,
        written=written,
        changing=sum(written.get(place) != minutes for place, minutes in counted.items()),
        missing=sum(row.id not in counted and row.state == "in" for row in people),
        people=people,
        how=found_words(),
        problems=problem_words(),
        nobody=_("Nobody on the list is called that. Choose from the list."),
    )


def found_words() -> dict[str, str]:
    return {"address": _("by the address"), "name": _("by the name")}


def problem_words() -> dict[str, str]:
    return {
        "nobody": _("Neither name nor address."),
        "no-time": _("No minutes that can be read."),
        "left-before-joined": _("Left before joining."),
        "ambiguous": _("Two people have this name."),
        "unknown": _("Nobody with a place has this address or name."),
    }


@blueprint.post("/<import_id>/", access=signed_in)
def confirm(slug: str, session_id: str, import_id: str) -> ResponseReturnValue:
    """Write the report down with the people given by hand, or throw it away."""
    run, session = session_here(slug, session_id)
    kept = attendance.report_to_write(session, import_id)
    if "drop" in request.form:
        with write():
            attendance.drop_report(kept)
        flash(_("The report was thrown away. Nothing was written down."), "note")
        return redirect(url_for("run_attendance.show", slug=slug, session_id=session_id))
    people = session_queries.people_with_addresses(session)
    lines = lines_of(kept, session, people)
    if not assign(lines, people):
        return page(run, session, kept, lines, people), 422
    assigned = {line.position: line.place.id for line in lines if line.place}
    with write():
        run, session = session_here(slug, session_id)
        kept = attendance.report_to_write(session, import_id)
        changed = attendance.write_report(run, session, kept, assigned, person_here())
    flash(changed_words(changed), "done")
    return redirect(url_for("run_attendance.show", slug=slug, session_id=session_id))


def assign(lines: list[Line], people: Any) -> bool:
    """Give lines to the people named by hand; return False when somebody cannot be found."""
    for line in lines:
        if line.by_hand:
            line.typed = request.form.get(f"who-{line.position}", "").strip()
    return find_by_hand(lines, people)
