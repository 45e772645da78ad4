"""What became of a document: the account of its import, to read and to take away."""

from flask import Response, json, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses import access, accounting, drafting
from courses.views import report_wording
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.web import Blueprint
from elearn.library import review
from elearn.library.access import open_import
from elearn.library.errors import ImportIsNotReady
from elearn.library.models import Import

blueprint = Blueprint("courses_report", __name__, url_prefix="/desk/imports/<import_id>")


def report_of(import_id: str) -> tuple[Import, dict[str, object]]:
    """Return an import of the person here and its whole report. Raises ImportIsNotReady."""
    found = open_import(import_id, person_here())
    return found, drafting.report_of(found, access.courses_edited_by(person_here()))


@blueprint.get("/report", access=trainers)
def show(import_id: str) -> ResponseReturnValue:
    """Show what came in, what is carried, what was dropped and why."""
    try:
        found, report = report_of(import_id)
    except ImportIsNotReady:
        return redirect(url_for("imports.show", import_id=import_id))
    return render_template(
        "courses/desk/report.html",
        found=found,
        report=report,
        title=found.details.get("title") or report["file_name"],
        told=report_wording.told(report),
        again=review.has_document(found),
    )


@blueprint.get("/report.json", access=trainers)
def as_json(import_id: str) -> ResponseReturnValue:
    """Send the whole report as JSON."""
    _, report = report_of(import_id)
    body = json.dumps(report, indent=1, ensure_ascii=False)
    return file_of(body, "application/json", f"import-{import_id}.json")


@blueprint.get("/report.csv", access=trainers)
def as_csv(import_id: str) -> ResponseReturnValue:
    """Send the whole report as one table."""
    _, report = report_of(import_id)
    return file_of(accounting.as_csv(report), "text/csv", f"import-{import_id}.csv")


def file_of(body: str, mimetype: str, name: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
