"""The desk of a run: what it is, what comes next, who may do it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import is_admin, person_here, signed_in
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import access, completion_queries, labels, operations, queries, running
from elearn.programmes.access import RunPurpose
from elearn.programmes.errors import EndsLater
from elearn.programmes.models import Run

blueprint = Blueprint("runs_desk", __name__, url_prefix="/desk/runs")


def run_here(slug: str, to: RunPurpose = "see") -> Run:
    """Return the run for the signed-in person. Raises RunNotFound, NotYoursToRun."""
    return access.open_run(slug, person_here(), to=to)


@blueprint.get("/", access=signed_in)
def index() -> ResponseReturnValue:
    """List the runs the person manages, trains in or is the partner of."""
    statement = queries.runs(access.runs_seen_by(person_here()))
    page = paginate(statement, page_number(request.args.get("page")))
    return render_template("programmes/desk/runs.html", page=page, labels=labels)


@blueprint.get("/<slug>/", access=signed_in)
def show(slug: str) -> ResponseReturnValue:
    """Show the run: its facts, its state and what can be done next."""
    run = run_here(slug)
    return render_template("programmes/desk/run.html", **values_of(run))


def values_of(run: Run) -> dict[str, Any]:
    """Return what the desk shows of a run to the signed-in person."""
    person = person_here()
    programme = running.programme_of(run)
    return {
        "run": run,
        "programme": programme,
        "partner": queries.partner_of(run),
        "courses": completion_queries.run_courses(run.id),
        "counts": queries.places_by_state(run.id),
        "managing": access.manages_run(person, run),
        "manages_programme": access.manages(person, programme),
        "approving": access.may_approve(person, programme),
        "accepting": access.is_partner(person, run) or is_admin(person),
        "labels": labels,
    }


@blueprint.post("/<slug>/approve", access=signed_in)
def approve(slug: str) -> ResponseReturnValue:
    """Approve a proposed run."""
    with write():
        operations.approve(run_here(slug, "approve").id, person_here())
    flash(_("The training is approved. Its plan is fixed, and its page is public."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.post("/<slug>/start", access=signed_in)
def start(slug: str) -> ResponseReturnValue:
    """Start an approved run."""
    with write():
        operations.start(run_here(slug, "manage").id, person_here())
    flash(_("The training is running."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/close", access=signed_in)
def confirm_close(slug: str) -> ResponseReturnValue:
    """Ask before a run is closed: what that touches."""
    run = run_here(slug, "manage")
    counts = queries.places_by_state(run.id)
    early = running.ends_later(run)
    return render_template("programmes/desk/close.html", run=run, counts=counts, early=early)


@blueprint.post("/<slug>/close", access=signed_in)
def close(slug: str) -> ResponseReturnValue:
    """Close a running run; before its last day only when that was confirmed."""
    try:
        with write():
            run = run_here(slug, "manage")
            operations.close(run.id, person_here(), confirmed="confirmed" in request.form)
    except EndsLater:
        return redirect(url_for(".confirm_close", slug=slug))
    flash(_("The training is closed. Write its report next."), "done")
    return redirect(url_for(".show", slug=slug))
