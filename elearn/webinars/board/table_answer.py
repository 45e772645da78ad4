"""A table of people as the answer of a page or of the API: written down, then sent."""

from collections.abc import Iterator

from flask import Response, current_app

from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.webinars.board import exporting
from elearn.webinars.board.board_queries import Asked
from elearn.webinars.models import Webinar, WebinarSession


def exported(
    webinar: Webinar, session: WebinarSession, what: str, kind: str, asked: Asked
) -> Response:
    """Write down who takes a table, then send it while it is written (XLSX once it is)."""
    with write():
        exporting.note(webinar, session, what, asked, person_here())
    made = exporting.table(webinar, session, what, asked)
    pieces = csv_pieces(made) if kind == "csv" else xlsx_pieces(made)
    response = Response(pieces, content_type=exporting.TYPES[kind])
    if kind == "csv":
        response.content_type = f"{exporting.TYPES[kind]}; charset=utf-8"
    name = f"{what}-{webinar.slug}-{session.public_id}.{kind}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def csv_pieces(made: exporting.Table) -> Iterator[str]:
    """Yield a CSV, each piece read in a context of its own: nothing is held for a slow reader."""
    context, pieces = current_app.app_context, exporting.as_csv(made)

    def sent() -> Iterator[str]:
        while True:
            with context():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return sent()


def xlsx_pieces(made: exporting.Table) -> Iterator[bytes]:
    """Yield a workbook, which is whole before its first byte is sent."""
    file = exporting.as_xlsx(made)

    def sent() -> Iterator[bytes]:
        with file:
            while piece := file.read(65_536):
                yield piece

    return sent()
