"""The desk: a run is proposed from a programme, and what is settled for it is changed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import true

from elearn.accounts.access import has_role, person_here, signed_in
from elearn.core.errors import Conflict, Invalid
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import operations, queries
from elearn.programmes.models import Programme, Run
from elearn.programmes.run_forms import RunForm
from elearn.programmes.views.programmes_desk import programme_here, refuse
from elearn.programmes.views.runs_desk import run_here

blueprint = Blueprint("run_details", __name__, url_prefix="/desk")


def offered(form: RunForm) -> RunForm:
    """Let the form choose among zones, countries and organisations."""
    return form.offer(queries.organisations(true()))


def form_page(form: RunForm, programme: Programme | None, run: Run | None) -> str:
    """Return the page of the form."""
    values = {"form": form, "programme": programme, "run": run}
    return render_template("programmes/desk/run_form.html", **values)


@blueprint.get("/programmes/<slug>/runs/new", access=has_role("trainer"))
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a run of the programme."""
    programme = programme_here(slug)
    return form_page(offered(RunForm.proposing(programme, person_here().timezone)), programme, None)


@blueprint.post("/programmes/<slug>/runs/new", access=has_role("trainer"), limit="60 per hour")
def create(slug: str) -> ResponseReturnValue:
    """Propose a run of the programme."""
    programme, form, status = programme_here(slug), offered(RunForm()), 422
    if form.validate():
        try:
            details = form.details(queries.organisation_ids())
            with write():
                run = operations.clone(programme_here(slug).id, details, person_here())
                made = run.slug
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "title")
        else:
            flash(_("The training is proposed. It becomes public when it is approved."), "done")
            return redirect(url_for("runs_desk.show", slug=made))
    return form_page(form, programme, None), status


@blueprint.get("/runs/<slug>/details", access=signed_in)
def details(slug: str) -> ResponseReturnValue:
    """Show what is settled for the run."""
    run = run_here(slug, "manage")
    partner = queries.partner_of(run)
    form = RunForm.showing(run, partner.public_id if partner else "")
    return form_page(offered(form).fix(run), None, run)


@blueprint.post("/runs/<slug>/details", access=signed_in)
def change(slug: str) -> ResponseReturnValue:
    """Change what is settled for the run."""
    run, status = run_here(slug, "manage"), 422
    form = offered(RunForm()).fix(run)
    if form.validate():
        try:
            wish = form.details(queries.organisation_ids(), run)
            with write():
                operations.change_run(run_here(slug, "manage").id, wish, person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "title")
        else:
            flash(_("The training is saved."), "done")
            return redirect(url_for("runs_desk.show", slug=slug))
    return form_page(form, None, run), status
