"""Trainings as learners meet them: the page of a run, the place in it, one's own trainings."""

from flask import render_template
from flask.typing import ResponseReturnValue

from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.web import Blueprint
from elearn.programmes import access, labels

blueprint = Blueprint("trainings", __name__)


@blueprint.get("/trainings/<slug>/", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show what a training is, and where the person stands in it."""
    run = access.open_run(slug, current_person())
    return render_template("programmes/training.html", run=run, labels=labels)
