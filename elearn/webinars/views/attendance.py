"""Attendance of a session at the desk: figures, the host's list, a table, "it is complete"."""

import csv
import io
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from courses.accounting import safe
from elearn.accounts.access import person_here, signed_in
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, times
from elearn.webinars.access import Purpose
from elearn.webinars.attendance import attendance, attendance_queries, counting, joining, settling
from elearn.webinars.attendance.windows import ends
from elearn.webinars.models import Webinar, WebinarSession

blueprint = Blueprint(
    "webinar_attendance",
    __name__,
    url_prefix="/desk/webinars/<slug>/sessions/<session_id>/attendance",
)
# A row is some 900 bytes of form; a page stays under 100 kB.
AT_ONCE = 50


def session_here(
    slug: str, session_id: str, to: Purpose = "manage"
) -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session for the person who asks."""
    return access.open_session(slug, session_id, person_here(), to=to)


@blueprint.get("/", access=signed_in)
def show(slug: str, session_id: str) -> ResponseReturnValue:
    """Show who was at a session, as a form to those who may write it down."""
    return page(*session_here(slug, session_id, "see"))


def page(
    webinar: Webinar,
    session: WebinarSession,
    problems: dict[str, str] | None = None,
    typed: Any = None,
) -> str:
    found = paginate(
        attendance_queries.people_at(session.id), page_number(request.args.get("page")), AT_ONCE
    )
    people = attendance_queries.attended_at(session.id)
    figures = counting.figures(people, session.minutes, webinar.share_percent)
    return render_template(
        "webinars/desk/attendance.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        when=times.words(session.starts_at, session.zone),
        figures=figures,
        rate="" if figures.rate is None else format_decimal(figures.rate / 10, "0.0"),
        page=found,
        rows=[row_of(row, session.minutes, typed) for row in found.rows],
        problems=problems or {},
        writes=access.manages(person_here(), webinar) and session.state != "cancelled",
        over=now() >= ends(session),
        begun=now() >= session.starts_at,
        open_lines=sum(row.open for row in attendance_queries.reports_of(session.id)),
        sources=sources(),
    )


def sources() -> dict[str, str]:
    """Return where minutes may be known from, in words."""
    return {
        "report": _("Report file"),
        "provider": _("Conferencing system"),
        "tick": _("Host’s list"),
        "code-word": _("Code word"),
        "click": _("Followed the link"),
    }


def row_of(row: Any, length: int, typed: Any = None) -> dict[str, Any]:
    """Return one person as the list shows them; what was typed is kept beside a problem."""
    said = "" if row.ticked is None else "all" if row.ticked >= length else "partly"
    minutes = str(row.ticked) if said == "partly" else ""
    if typed is not None:
        said = typed.get(f"how-{row.public_id}", said)
        minutes = typed.get(f"min-{row.public_id}", minutes)
    return dict(row._mapping) | {"how": said, "typed": minutes}


@blueprint.post("/", access=signed_in)
def save(slug: str, session_id: str) -> ResponseReturnValue:
    """Write down the ticks of everybody on this page of the list."""
    webinar, session = session_here(slug, session_id)
    number = page_number(request.args.get("page"))
    rows = paginate(attendance_queries.people_at(session.id), number, AT_ONCE).rows
    minutes, problems = read_form(rows, session.minutes)
    if problems:
        return page(webinar, session, problems, request.form), 422
    with write():
        changed = attendance.tick(session_here(slug, session_id)[1], minutes, person_here())
    flash(changed_words(changed), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id, page=number))


def changed_words(changed: int) -> str:
    """Return for how many people something changed, in words."""
    if not changed:
        return str(_("Nothing has changed."))
    return str(
        ngettext("Written down for %(num)s person.", "Written down for %(num)s people.", changed)
    )


def read_form(rows: Any, length: int) -> tuple[dict[str, int | None], dict[str, str]]:
    """Return ticks by registration, and a sentence for each person whose row is unclear."""
    minutes: dict[str, int | None] = {}
    problems: dict[str, str] = {}
    for row in rows:
        said = request.form.get(f"how-{row.public_id}")
        if said is None:
            # Somebody who came on the list since the form was drawn.
            continue
        text = request.form.get(f"min-{row.public_id}", "").strip()
        if said == "partly":
            if not (text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= length):
                problems[row.public_id] = _(
                    "%(name)s: give whole minutes, from 1 to %(most)s.", name=row.name, most=length
                )
                continue
            minutes[row.public_id] = int(text)
        else:
            minutes[row.public_id] = length if said == "all" else None
    return minutes, problems


@blueprint.post("/complete", access=signed_in)
def complete(slug: str, session_id: str) -> ResponseReturnValue:
    """Say that the attendance is complete: certificates go out."""
    with write():
        settling.complete(*session_here(slug, session_id), person_here())
    flash(_("The attendance is complete. Certificates go out now, with a letter each."), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id))


@blueprint.post("/start", access=signed_in, limit="30 per minute")
def start(slug: str, session_id: str) -> ResponseReturnValue:
    """Open the session's room and enter it as a host."""
    webinar, session = session_here(slug, session_id)
    address = joining.host_address(webinar, session, person_here())
    title = settling.title_of(webinar, session)
    response = make_response(render_template("webinars/joining.html", title=title, address=address))
    response.headers["Refresh"] = f"0; url={address}"
    return response


@blueprint.get("/table.csv", access=signed_in)
def as_csv(slug: str, session_id: str) -> ResponseReturnValue:
    """Send the list as a table for spreadsheets."""
    webinar, session = session_here(slug, session_id, "see")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["number", "name", "affiliation", "state", "minutes", "of", "source"])
    for row in db.session.execute(attendance_queries.people_at(session.id)):
        minutes = "" if row.minutes is None else row.minutes
        cells = [row.number, row.name, row.affiliation, row.state, minutes, session.minutes]
        writer.writerow([safe(cell) for cell in (*cells, row.source or "")])
    # Spreadsheets take a file without the mark for another encoding.
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    name = f"attendance-{webinar.slug}-{session.public_id}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
