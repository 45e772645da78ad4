"""What the conferencing system of a session tells: who is there now, what was recorded."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts.access import person_here, signed_in
from elearn.core.web import Blueprint
from elearn.webinars.attendance import provider_attendance, settling
from elearn.webinars.views.attendance import session_here

blueprint = Blueprint(
    "webinar_provider", __name__, url_prefix="/desk/webinars/<slug>/sessions/<session_id>"
)


@blueprint.post("/attendance/ask", access=signed_in, limit="30 per minute")
def ask(slug: str, session_id: str) -> ResponseReturnValue:
    """Ask who is in the room now, and write it down."""
    seen = provider_attendance.ask(*session_here(slug, session_id), person_here())
    said = ngettext(
        "%(num)s registered person is in the room now.",
        "%(num)s registered people are in the room now.",
        seen,
    )
    flash(said, "done")
    return redirect(url_for("webinar_attendance.show", slug=slug, session_id=session_id))


@blueprint.get("/recordings/", access=signed_in, limit="30 per minute")
def recordings(slug: str, session_id: str) -> ResponseReturnValue:
    """List what the system recorded."""
    webinar, session = session_here(slug, session_id)
    return render_template(
        "webinars/desk/provider_recordings.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        found=provider_attendance.recordings_of(webinar, session),
    )


@blueprint.post("/recordings/", access=signed_in, limit="30 per minute")
def add(slug: str, session_id: str) -> ResponseReturnValue:
    """Add a recording to what is kept of the webinar, not published yet."""
    address = request.form.get("address", "")
    provider_attendance.add_recording(slug, session_id, address, person_here())
    flash(_("The recording is added. Publish it when you have looked at it."), "done")
    return redirect(url_for("webinar_materials_desk.index", slug=slug))
