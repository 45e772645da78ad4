"""The end-of-training report: written, handed in, accepted or returned."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import is_admin, person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import access, labels, queries, report_figures, run_reports
from elearn.programmes.models import Run
from elearn.programmes.run_reports import Words
from elearn.programmes.session_errors import ReportIsEmpty, ReturnedWithoutNote
from elearn.programmes.session_forms import DecisionForm, ReportForm
from elearn.programmes.views.groups import band_words, gender_words
from elearn.programmes.views.runs_desk import run_here
from elearn.programmes.views.sessions import manages

blueprint = Blueprint("run_reports", __name__, url_prefix="/desk/runs/<slug>/report")


@blueprint.get("/", access=signed_in)
def show(slug: str) -> ResponseReturnValue:
    """Show the report: to write for its trainers, to decide on for the partner, else to read."""
    return page(run_here(slug))


def page(run: Run, form: ReportForm | None = None, decision: DecisionForm | None = None) -> str:
    report = run_reports.report_of(run.id)
    writable = run.state == "closed" and (report is None or report.state in run_reports.WRITABLE)
    frozen = report is not None and report.state in run_reports.FROZEN
    return render_template(
        "programmes/desk/run_report.html",
        run=run,
        report=report,
        partner=queries.partner_of(run),
        writes=writable and manages(run),
        decides=report is not None and report.state == "handed-in" and decides(run),
        form=form or ReportForm(obj=report),
        decision=decision or DecisionForm(formdata=None),
        figures=(report.figures if report and frozen else None) or report_figures.of_run(run),
        frozen=frozen,
        states=run_reports.state_words(),
        groups=labels.GROUPS,
        genders=gender_words(),
        bands=band_words(),
    )


def decides(run: Run) -> bool:
    """Tell whether the signed-in person decides on the report of this run."""
    person = person_here()
    return access.is_partner(person, run) or is_admin(person)


@blueprint.post("/", access=signed_in)
def save(slug: str) -> ResponseReturnValue:
    """Keep the report, and hand it in with the other button."""
    run, form = run_here(slug, "manage"), ReportForm()
    if not form.validate():
        return page(run, form), 422
    handing_in = "hand_in" in request.form
    try:
        with write():
            keep(run_here(slug, "manage"), form, handing_in)
    except ReportIsEmpty as problem:
        form.what_happened.errors = [str(problem)]
        return page(run, form), 422
    if handing_in:
        flash(_("The report is handed in, with the figures of today. The partner is told."), "done")
    else:
        flash(_("The report is kept. Hand it in when it is complete."), "done")
    return redirect(url_for(".show", slug=slug))


def keep(run: Run, form: ReportForm, handing_in: bool) -> None:
    texts: dict[str, Any] = {name: form[name].data or "" for name in Words.__dataclass_fields__}
    run_reports.write_report(run, Words(**texts), person_here())
    if handing_in:
        run_reports.hand_in(run, person_here())


@blueprint.post("/decision", access=signed_in)
def decide(slug: str) -> ResponseReturnValue:
    """Accept the report or return it."""
    run, form = run_here(slug, "accept"), DecisionForm()
    if not form.validate():
        return page(run, decision=form), 422
    note, accepting = form.note.data or "", "accept" in request.form
    act = run_reports.accept if accepting else run_reports.send_back
    try:
        with write():
            act(run_here(slug, "accept"), note, person_here())
    except ReturnedWithoutNote as problem:
        form.note.errors = [str(problem)]
        return page(run, decision=form), problem.status
    flash(
        _("The report is accepted. Its trainers are told.")
        if accepting
        else _("The report is returned to its trainers with your note."),
        "done",
    )
    return redirect(url_for(".show", slug=slug))
