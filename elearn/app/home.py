"""The first page: what this is and the ways in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from elearn.core.access import anyone
from elearn.core.web import Blueprint

blueprint = Blueprint("home", __name__)


@blueprint.get("/", access=anyone)
def show() -> ResponseReturnValue:
    """Show the first page."""
    return render_template("app/home.html")
