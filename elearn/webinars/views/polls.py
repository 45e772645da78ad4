"""Polls of a session at the desk: written down, or read from a report of Zoom."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars.attendance import polls, session_reports, settling
from elearn.webinars.attendance.attendance_errors import ReportUnreadable
from elearn.webinars.attendance.attendance_files import MOST_BYTES
from elearn.webinars.attendance.poll_forms import PollForm, ZoomReportForm
from elearn.webinars.planning_errors import Unusable
from elearn.webinars.views.attendance import session_here
from elearn.webinars.views.desk import refuse

blueprint = Blueprint(
    "webinar_polls", __name__, url_prefix="/desk/webinars/<slug>/sessions/<session_id>/polls"
)


@blueprint.get("/", access=signed_in)
def index(slug: str, session_id: str) -> ResponseReturnValue:
    """List the polls of a session, with the forms to add some."""
    return page(slug, session_id, PollForm(formdata=None), ZoomReportForm(formdata=None))


def page(slug: str, session_id: str, form: PollForm, sending: ZoomReportForm) -> str:
    """Return the page of polls."""
    webinar, session = session_here(slug, session_id)
    return render_template(
        "webinars/desk/polls.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        polls=polls.polls_of(session.id),
        form=form,
        sending=sending,
    )


@blueprint.post("/", access=signed_in)
def add(slug: str, session_id: str) -> ResponseReturnValue:
    """Write a poll down."""
    form = PollForm()
    if form.validate():
        try:
            poll = polls.typed(form.question.data or "", form.options.data or "")
            with write():
                new = polls.add(*session_here(slug, session_id), [poll], person_here())
        except Unusable as problem:
            refuse(form, problem, "options")
        else:
            said = _("The poll is kept.") if new else _("A poll with this question is there.")
            flash(said, "done" if new else "note")
            return redirect(url_for(".index", slug=slug, session_id=session_id))
    return page(slug, session_id, form, ZoomReportForm(formdata=None)), 422


@blueprint.post("/report", access=signed_in, limit="60 per hour")
def send(slug: str, session_id: str) -> ResponseReturnValue:
    """Keep the polls or the questions of a report of Zoom."""
    session_here(slug, session_id)
    form, sent = ZoomReportForm(), request.files.get("report")
    try:
        content = sent.stream.read(MOST_BYTES + 1) if sent and sent.filename else b""
        report = session_reports.read(content)
        with write():
            kept = session_reports.keep(*session_here(slug, session_id), report, person_here())
    except (ReportUnreadable, Unusable) as problem:
        form.report.errors = [str(problem)]
        return page(slug, session_id, PollForm(formdata=None), form), 422
    said = _("New: %(polls)s polls, %(asked)s questions.", polls=kept.polls, asked=kept.questions)
    if kept.left_out:
        said += " " + _(
            "Left out: %(number)s, too long or answered in free words.", number=kept.left_out
        )
    flash(said, "done" if kept.polls or kept.questions else "note")
    return redirect(url_for(".index", slug=slug, session_id=session_id))


@blueprint.post("/<poll_id>/remove", access=signed_in)
def remove(slug: str, session_id: str, poll_id: str) -> ResponseReturnValue:
    """Take a poll away."""
    with write():
        polls.remove(*session_here(slug, session_id), poll_id, person_here())
    flash(_("The poll is taken away."), "done")
    return redirect(url_for(".index", slug=slug, session_id=session_id))
