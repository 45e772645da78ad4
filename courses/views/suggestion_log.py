"""The administrators' log of what was sent to the provider of suggestions."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from courses import suggestion_labels, suggestion_queries
from elearn.accounts.access import has_role
from elearn.core.paging import page_number, paginate
from elearn.core.web import Blueprint

blueprint = Blueprint("suggestions_log", __name__, url_prefix="/admin/suggestions/requests")


@blueprint.get("/", access=has_role("admin"))
def index() -> ResponseReturnValue:
    """List all requests, newest first; never a key, never a text."""
    page = paginate(
        suggestion_queries.all_requests(), page_number(request.args.get("page")), size=50
    )
    return render_template(
        "courses/suggestion_log.html",
        page=page,
        kinds=suggestion_labels.KIND_NAMES,
        outcomes=suggestion_labels.OUTCOME_NAMES,
        reasons=suggestion_labels.REASON_NAMES,
    )
