"""Train the trainer: where trainers of a run learned, and what grew out of a run or programme."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import access, lineage, running
from elearn.programmes.lineage_tree import branches
from elearn.programmes.models import Run
from elearn.programmes.session_errors import NobodyWithThatAddress
from elearn.programmes.views.runs_desk import run_here
from elearn.programmes.views.sessions import manages

blueprint = Blueprint("run_lineage", __name__, url_prefix="/desk")


@blueprint.get("/runs/<slug>/lineage", access=signed_in)
def of_run(slug: str) -> ResponseReturnValue:
    """Show where the trainers of a run learned, and the runs that grew out of it."""
    return page(run_here(slug, "manage"))


def page(run: Run, problem: str = "") -> str:
    trainers = lineage.trainers_of(run.id)
    programme = running.programme_of(run)
    options = lineage.runs_completed_by([row.person_id for row in trainers], but=run.id)
    return render_template(
        "programmes/desk/lineage.html",
        run=run,
        trainers=trainers,
        problem=problem,
        typed=request.form.get("email", "") if problem else "",
        options=options,
        programme=programme if access.manages(person_here(), programme) else None,
        **grown([run.id]),
    )


@blueprint.post("/runs/<slug>/lineage", access=signed_in)
def set_learned_in(slug: str) -> ResponseReturnValue:
    """Say in which run a trainer learned."""
    with write():
        lineage.set_learned_in(
            run_here(slug, "manage"),
            request.form.get("trainer", ""),
            request.form.get("learned_in") or None,
            person_here(),
        )
    flash(_("Kept."), "done")
    return redirect(url_for(".of_run", slug=slug))


@blueprint.post("/runs/<slug>/trainers", access=signed_in, limit="120 per hour")
def add_trainer(slug: str) -> ResponseReturnValue:
    """Make somebody a trainer of the run."""
    run = run_here(slug, "manage")
    try:
        with write():
            run = run_here(slug, "manage")
            lineage.add_trainer(run, request.form.get("email", ""), person_here())
    except NobodyWithThatAddress as problem:
        return page(run_here(slug, "manage"), str(problem)), 422
    flash(_("The trainer is added, and manages this training from now on."), "done")
    return redirect(url_for(".of_run", slug=slug))


@blueprint.post("/runs/<slug>/trainers/remove", access=signed_in)
def remove_trainer(slug: str) -> ResponseReturnValue:
    """Take somebody off the trainers of the run."""
    with write():
        run = run_here(slug, "manage")
        lineage.remove_trainer(run, request.form.get("trainer", ""), person_here())
    flash(_("The trainer is taken off this training."), "note")
    if not manages(run):
        # Whoever took themselves off does not see it any more.
        return redirect(url_for("runs_desk.index"))
    return redirect(url_for(".of_run", slug=slug))


@blueprint.get("/programmes/<slug>/lineage", access=signed_in)
def of_programme(slug: str) -> ResponseReturnValue:
    """Show what grew out of all runs of a programme."""
    programme = access.open_programme(slug, person_here(), to="manage")
    return render_template(
        "programmes/desk/programme_lineage.html",
        programme=programme,
        **grown(lineage.runs_of_programme(programme)),
    )


def grown(root_ids: list[int]) -> dict[str, Any]:
    """Return the trees below the runs as a list to draw, the facts of each run, and the sums."""
    trees, facts = lineage.trees_of(root_ids)
    return {
        "rows": [branch for tree in trees for branch in branches(tree)],
        "facts": facts,
        "totals": lineage.reached(facts),
    }
