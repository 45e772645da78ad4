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
    """Show planned against actual, what was learned and what learners thought of it."""
    run = run_here(slug)
    values = {"figures": figures_queries.figures_of(run).as_data(), "genders": genders()}
    return render_template("programmes/desk/figures.html", run=run, labels=labels, **values)


@blueprint.get("/figures.csv", access=signed_in)
def as_csv(slug: str) -> ResponseReturnValue:
    """Return the same as a table for a spreadsheet."""
    run = run_here(slug)
    text = table(figures_queries.figures_of(run))
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{run.slug}.csv"'
    return response


HEADS = ("table", "code", "planned", "enrolled", "started", "lessons", "completed", "percent")


def table(figures: Figures) -> str:
    """Return the figures as CSV: a line for the total, each gender, each group, each figure."""
    file = io.StringIO()
    # A mark for spreadsheets that would otherwise not read it as UTF-8.
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow((*HEADS, "figure"))
    writer.writerow(line("all", figures.total))
    writer.writerows(line("gender", row) for row in figures.genders)
    writer.writerows(line("group", row) for row in figures.groups)
    planned, held = figures.planned_sessions, figures.sessions
    writer.writerow(("sessions", "", planned, held, "", "", "", "", ""))
    writer.writerow(("minutes", "", figures.planned_minutes, figures.minutes, "", "", "", "", ""))
    for name, told in (("gain", figures.gain), ("survey", figures.survey)):
        rows = told.as_data().items()
        writer.writerows((name, code, "", "", "", "", "", "", value) for code, value in rows)
    return file.getvalue()


def line(name: str, row: Row) -> tuple[object, ...]:
    """Return a row of the table."""
    counts = (row.planned, row.enrolled, row.started, row.lessons, row.completed)
    return (name, row.code or ("none" if name == "group" else ""), *counts, row.share, "")
