"""Attendance reports of conferencing systems: sent, settled line by line, counted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.database import db
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars.attendance import (
    attendance_files,
    attendance_queries,
    report_pieces,
    reports,
    settling,
)
from elearn.webinars.attendance.attendance_errors import ReportUnreadable
from elearn.webinars.attendance.attendance_forms import WebinarReportForm
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.views.attendance import changed_words, session_here

blueprint = Blueprint(
    "webinar_reports",
    __name__,
    url_prefix="/desk/webinars/<slug>/sessions/<session_id>/attendance/reports",
)
AT_ONCE = 25
LATER, NOBODY = "", "nobody"


@blueprint.get("/", access=signed_in)
def index(slug: str, session_id: str) -> ResponseReturnValue:
    """List the reports of a session, with the form to send another."""
    return chooser(*session_here(slug, session_id), WebinarReportForm())


def chooser(webinar: Webinar, session: WebinarSession, form: WebinarReportForm) -> str:
    return render_template(
        "webinars/desk/reports.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        reports=attendance_queries.reports_of(session.id),
        form=form,
        layouts=layouts(),
    )


def layouts() -> dict[str, str]:
    """Return the systems files are known of."""
    return {
        "zoom": "Zoom",
        "teams": "Microsoft Teams",
        "webex": "Webex",
        "bigbluebutton": "BigBlueButton",
        "other": _("Another system"),
    }


@blueprint.post("/", access=signed_in, limit="60 per hour")
def send(slug: str, session_id: str) -> ResponseReturnValue:
    """Read a report and keep what it says; nothing counts yet."""
    webinar, session = session_here(slug, session_id)
    form = WebinarReportForm()
    sent = request.files.get("report")
    if not form.validate() or sent is None or not sent.filename:
        form.report.errors = [_("Choose the file first.")]
        return chooser(webinar, session, form), 422
    try:
        read = reports.read(session, sent.stream.read(attendance_files.MOST_BYTES + 1))
    except ReportUnreadable as problem:
        form.report.errors = [str(problem)]
        return chooser(webinar, session, form), 422
    place = report_pieces.Place(slug, session_id, person_here())
    kept = report_pieces.keep(place, sent.filename, read)
    return redirect(url_for(".look", slug=slug, session_id=session_id, report_id=kept))


@blueprint.get("/<report_id>/", access=signed_in)
def look(slug: str, session_id: str, report_id: str) -> ResponseReturnValue:
    """Show a report: what was found, and the queue of lines that are nobody's yet."""
    return page(*session_here(slug, session_id), report_id)


def page(
    webinar: Webinar,
    session: WebinarSession,
    report_id: str,
    problems: dict[str, str] | None = None,
) -> str:
    report = reports.report_of(session, report_id)
    waiting = attendance_queries.lines_of(report.id, attendance_queries.OPEN_LINES)
    queue = paginate(waiting, page_number(request.args.get("page")), AT_ONCE)
    others = db.session.execute(
        attendance_queries.lines_of(report.id, ("matched", "settled", "left-out"))
    ).all()
    candidates = {key for line in queue.rows for key in line.candidates}
    return render_template(
        "webinars/desk/report.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        report=report,
        queue=queue,
        found=[line for line in others if line.state != "left-out"],
        left_out=[line for line in others if line.state == "left-out"],
        people=attendance_queries.named(session.id, sorted(candidates)),
        problems=problems or {},
        typed=request.form,
        how=found_words(),
        layout=layouts()[report.layout],
    )


def found_words() -> dict[str, str]:
    """Return how somebody was found, and why a line was left out, in words."""
    return {
        "mark": _("by the personal link"),
        "address": _("by the address"),
        "name": _("by the name"),
        "likeness": _("by a name that is alike"),
        "hand": _("by hand"),
        "bot": _("A program that listens in"),
        "host": _("A host"),
        "nobody": _("Neither name nor address"),
        "no-time": _("No minutes that can be read"),
        "left-before-joined": _("Left before joining"),
        "": "",
    }


@blueprint.post("/<report_id>/", access=signed_in)
def act(slug: str, session_id: str, report_id: str) -> ResponseReturnValue:
    """Keep what was said of lines; then count the report, or throw it away."""
    webinar, session = session_here(slug, session_id)
    report = reports.report_of(session, report_id)
    place = report_pieces.Place(slug, session_id, person_here())
    if "drop" in request.form:
        report_pieces.drop(place, report_id)
        flash(_("The report was thrown away, with what it counted."), "note")
        return redirect(url_for(".index", slug=slug, session_id=session_id))
    whose, problems = whose_lines(session, report.id)
    if problems:
        return page(webinar, session, report_id, problems), 422
    with write():
        session = session_here(slug, session_id)[1]
        report = reports.report_of(session, report_id)
        changed = reports.assign(session, report, whose, person_here())
    if "settle" in request.form:
        changed = report_pieces.settle(place, report_id)
    flash(changed_words(changed), "done")
    return redirect(url_for(".look", slug=slug, session_id=session_id, report_id=report_id))


def whose_lines(
    session: WebinarSession, report_id: int
) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return whose the lines of the form are, and a sentence for each nobody can be found for.

    What is typed, a number or an address, goes before what is chosen.
    """
    whose: dict[str, str | None] = {}
    problems: dict[str, str] = {}
    typed = {
        name.removeprefix("else-"): text.strip()
        for name, text in request.form.items()
        if name.startswith("else-") and text.strip()
    }
    found = attendance_queries.registrations_typed(session.id, list(typed.values()))
    for line, text in typed.items():
        key = found.get(text.casefold())
        if key is None:
            problems[line] = _(
                "Nobody is registered with “%(text)s”. Give the number or the address.",
                text=text[:80],
            )
        whose[line] = key
    for name, chosen in request.form.items():
        line = name.removeprefix("whose-")
        if name.startswith("whose-") and chosen != LATER and line not in typed:
            whose[line] = None if chosen == NOBODY else chosen
    return whose, problems
