"""The desk: what a run came to, beside what was planned."""

import csv
import io

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import labels as account_labels
from elearn.accounts.access import signed_in
from elearn.core.web import Blueprint
from elearn.programmes import figures_queries, labels
from elearn.programmes.figures import NOT_STATED, Figures, Row
from elearn.programmes.views.runs_desk import run_here

blueprint = Blueprint("run_figures", __name__, url_prefix="/desk/runs/<slug>")


def genders() -> dict[str, str]:
    """Return the names of the genders as figures count them."""
    named = {code: str(label) for code, label in account_labels.GENDERS.items()}
    return named | {NOT_STATED: _("Not stated")}


@blueprint.get("/figures", access=signed_in)
def show(slug: str) -> ResponseReturnValue:
    """Show planned against actual, by regional group and gender."""
    run = run_here(slug)
    values = {"figures": figures_queries.figures_of(run), "genders": genders()}
    return render_template("programmes/desk/figures.html", run=run, labels=labels, **values)


@blueprint.get("/figures.csv", access=signed_in)
def as_csv(slug: str) -> ResponseReturnValue:
    """Return the same as a table for a spreadsheet."""
    run = run_here(slug)
    text = table(figures_queries.figures_of(run))
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{run.slug}.csv"'
    return response


def table(figures: Figures) -> str:
    """Return the figures as CSV: a line for the total, each gender and each group."""
    file = io.StringIO()
    # A mark for spreadsheets that would otherwise not read it as UTF-8.
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(
        ("table", "code", "planned", "enrolled", "started", "lessons", "completed", "percent")
    )
    writer.writerow(line("all", figures.total))
    writer.writerows(line("gender", row) for row in figures.genders)
    writer.writerows(line("group", row) for row in figures.groups)
    planned, held = figures.planned_sessions, figures.sessions
    writer.writerow(("sessions", "", planned, held, "", "", "", ""))
    writer.writerow(("minutes", "", figures.planned_minutes, figures.minutes, "", "", "", ""))
    return file.getvalue()


def line(name: str, row: Row) -> tuple[object, ...]:
    """Return a row of the table."""
    counts = (row.planned, row.enrolled, row.started, row.lessons, row.completed)
    return (name, row.code or ("none" if name == "group" else ""), *counts, row.share)
