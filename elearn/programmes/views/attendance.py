"""Attendance of a session: the list, on the screen and on paper, and as a table."""

import csv
import io
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses.accounting import safe
from elearn.accounts.access import person_here, signed_in
from elearn.core.database import db
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import attendance, session_queries
from elearn.programmes.models import Run
from elearn.programmes.presence import how
from elearn.programmes.session_models import ClassSession
from elearn.programmes.views.runs_desk import run_here
from elearn.programmes.views.sessions import manages, session_here
from elearn.webinars import times

blueprint = Blueprint(
    "run_attendance", __name__, url_prefix="/desk/runs/<slug>/sessions/<session_id>/attendance"
)
# A row is some 900 bytes of form; a page stays under 100 kB.
AT_ONCE = 50
EMPTY_ROWS = 8
MOST_EMPTY_ROWS = 60


def session_seen(slug: str, session_id: str) -> tuple[Run, ClassSession]:
    """Return the run, to see, and its session."""
    run = run_here(slug)
    return run, session_queries.session_of(run.id, session_id)


@blueprint.get("/", access=signed_in)
def show(slug: str, session_id: str) -> ResponseReturnValue:
    """Show who was at a session, as a form to those who may write it down."""
    return page(*session_seen(slug, session_id))


def page(
    run: Run, session: ClassSession, problems: dict[str, str] | None = None, typed: Any = None
) -> str:
    number = page_number(request.args.get("page"))
    found = paginate(session_queries.people_at(session), number, AT_ONCE)
    return render_template(
        "programmes/desk/attendance.html",
        run=run,
        session=session,
        when=when(session, run),
        page=found,
        rows=[row_of(row, session, typed) for row in found.rows],
        problems=problems or {},
        writes=manages(run) and run.state != "reported" and session.cancelled_at is None,
        sources=sources(),
    )


def when(session: ClassSession, run: Run) -> str:
    return times.words(session.starts_at, run.zone) if session.starts_at else ""


def sources() -> dict[str, str]:
    """Return where minutes may be known from, in words."""
    return {"list": _("Trainer’s list"), "import": _("Report file"), "self": _("Person’s own word")}


def row_of(row: Any, session: ClassSession, typed: Any = None) -> dict[str, Any]:
    """Return one person as the list shows them; what was typed is kept beside a problem."""
    said = "" if row.minutes is None else how(row.minutes, session.minutes)
    minutes = str(row.minutes) if said == "partly" else ""
    if typed is not None:
        said = typed.get(f"how-{row.public_id}", said)
        minutes = typed.get(f"min-{row.public_id}", minutes)
    return dict(row._mapping) | {"how": said, "typed": minutes}


@blueprint.post("/", access=signed_in)
def save(slug: str, session_id: str) -> ResponseReturnValue:
    """Write down what the form says of everybody on this page of the list."""
    run, session = session_here(slug, session_id)
    number = page_number(request.args.get("page"))
    rows = paginate(session_queries.people_at(session), number, AT_ONCE).rows
    minutes, problems = read_form(rows, session.minutes, "rest" in request.form)
    if problems:
        return page(run, session, problems, request.form), 422
    with write():
        run, session = session_here(slug, session_id)
        changed = attendance.record_attendance(run, session, minutes, person_here())
    flash(changed_words(changed), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id, page=number))


def changed_words(changed: int) -> str:
    if not changed:
        return str(_("Nothing has changed."))
    return str(
        ngettext("Written down for %(num)s person.", "Written down for %(num)s people.", changed)
    )


def read_form(rows: Any, length: int, rest: bool) -> tuple[dict[int, int | None], dict[str, str]]:
    """Return minutes by place id, and a sentence for each person whose row is unclear.

    What was changed counts: the choice, else the number beside it. `rest`: nobody said anything
    of these people, so they were there.
    """
    minutes: dict[int, int | None] = {}
    problems: dict[str, str] = {}
    for row in rows:
        said = request.form.get(f"how-{row.public_id}")
        text = request.form.get(f"min-{row.public_id}", "").strip()
        if said is None and not text:
            # Somebody who came on the list since the form was drawn.
            continue
        try:
            found = minutes_said(row.minutes, said or "", text, length)
        except ValueError:
            problems[row.public_id] = _(
                "%(name)s: give whole minutes, from 0 to %(most)s.", name=row.name, most=length
            )
            continue
        minutes[row.id] = length if found is None and rest else found
    return minutes, problems


def minutes_said(before: int | None, said: str, text: str, length: int) -> int | None:
    """Return the minutes a row means. Raises ValueError for what is no such number."""
    was = "" if before is None else how(before, length)
    shown = str(before) if was == "partly" else ""
    if text != shown and (said == was or said == "partly"):
        return _whole(text, length) if text else None
    if said == "partly":
        return _whole(text, length)
    return {"all": length, "absent": 0}.get(said)


def _whole(text: str, length: int) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) > length:
        raise ValueError(text)
    return int(text)


@blueprint.get("/print", access=signed_in)
def paper(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the list as it is printed: names, room for signatures, empty rows."""
    run, session = session_seen(slug, session_id)
    asked = request.args.get("rows", "")
    empty = min(int(asked), MOST_EMPTY_ROWS) if asked.isdecimal() and len(asked) < 4 else EMPTY_ROWS
    people = [
        row for row in db.session.execute(session_queries.people_at(session)) if row.state == "in"
    ]
    return render_template(
        "programmes/desk/attendance_print.html",
        run=run,
        session=session,
        when=when(session, run),
        people=people,
        empty=empty,
        most=MOST_EMPTY_ROWS,
    )


@blueprint.get("/table.csv", access=signed_in)
def as_csv(slug: str, session_id: str) -> ResponseReturnValue:
    """Send the list as a table for spreadsheets."""
    run, session = session_seen(slug, session_id)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["number", "name", "minutes", "of", "how", "source", "written_down_at"])
    for row in db.session.execute(session_queries.people_at(session)):
        writer.writerow([safe(cell) for cell in csv_row(row, session.minutes)])
    # Spreadsheets take a file without the mark for another encoding.
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    name = f"attendance-{run.slug}-{session.public_id}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def csv_row(row: Any, length: int) -> list[Any]:
    if row.minutes is None:
        return [row.number, row.name, "", length, "", "", ""]
    said = how(row.minutes, length)
    return [
        row.number,
        row.name,
        row.minutes,
        length,
        said,
        row.source,
        row.recorded_at.isoformat(),
    ]
