"""Model programmes as everybody sees them, with their open trainings."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts import labels as account_labels
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.paging import page_number, paginate
from elearn.core.web import Blueprint
from elearn.programmes import access, labels, queries
from elearn.programmes.models import Programme

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")


@blueprint.get("/", access=anyone)
def index() -> ResponseReturnValue:
    """List the published programmes."""
    statement = queries.programmes(Programme.state == "published")
    page = paginate(statement, page_number(request.args.get("page")), 24)
    stakeholders = account_labels.STAKEHOLDERS
    return render_template("programmes/index.html", page=page, stakeholders=stakeholders)


@blueprint.get("/<slug>/", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show a programme: for whom, to what end, made of what, and when it runs."""
    programme = access.open_programme(slug, current_person())
    return render_template(
        "programmes/show.html",
        programme=programme,
        parts=queries.parts_of(programme.id),
        runs=queries.open_runs(programme.id),
        stakeholders=account_labels.STAKEHOLDERS,
        labels=labels,
    )
