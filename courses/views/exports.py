"""The people of a course, to be taken away for a spreadsheet: streamed, however many they are."""

from collections.abc import Iterator

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from courses.queries import AnyRow
from courses.roster import exporting
from courses.views.roster import filter_asked, limits_of, roster_here
from courses.views.trainer import trainers
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_exports", __name__, url_prefix="/desk/courses/<slug>/learners")

# Spreadsheets take a file without the mark for another encoding.
MARK = "\ufeff"


@blueprint.get("/roster.csv", access=trainers)
def roster(slug: str) -> ResponseReturnValue:
    """Send the learners the filters find, as a table."""
    course = roster_here(slug)
    return streamed(
        course, "learners", exporting.roster_csv(course, filter_asked(), limits_of(course))
    )


@blueprint.get("/progress.csv", access=trainers)
def by_step(slug: str) -> ResponseReturnValue:
    """Send one learner a row and one step a column."""
    course = roster_here(slug)
    return streamed(
        course, "progress", exporting.by_step_csv(course, filter_asked(), limits_of(course))
    )


def streamed(course: AnyRow, what: str, pieces: Iterator[str]) -> Response:
    """Return an answer that is written while it is sent.

    Each piece is read in a context of its own: nothing is held open while a reader is slow.
    """
    context = current_app.app_context

    def marked() -> Iterator[str]:
        piece: str | None = MARK
        while piece is not None:
            yield piece
            with context():
                piece = next(pieces, None)

    response = Response(marked(), mimetype="text/csv")
    name = f"{what}-{course.slug}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
