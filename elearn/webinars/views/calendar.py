"""Calendar addresses and files: of all webinars, of one session, of a person's own."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.access import anyone
from elearn.core.i18n import NAMES, reader_language
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.core.web import Blueprint, conditional
from elearn.webinars import access
from elearn.webinars.calendar import feeds

blueprint = Blueprint("webinar_calendar", __name__, url_prefix="/webinars")
FILE = "text/calendar; charset=utf-8"
# Programs ask often, of the same address each time; nobody types one.
ASKED = "120 per minute"
LONGEST_WISH = 20
FOR_ALL = "public, max-age=900"


@blueprint.get("/calendar", access=anyone)
def show() -> ResponseReturnValue:
    """Say how to follow webinars in one's own calendar, with the address for it."""
    wishes = wishes_here()
    person = g.get("signed_in")
    return render_template(
        "webinars/calendar.html",
        address=absolute("webinar_calendar.public", **wishes),
        wishes=wishes,
        partners=feeds.partners(),
        languages=NAMES,
        made_at=feeds.made_at(person.id) if person else None,
    )


def wishes_here() -> dict[str, str]:
    """Return the filters in the address that are not empty."""
    found = {name: request.args.get(name, "") for name in ("partner", "language")}
    return {name: value[:LONGEST_WISH] for name, value in found.items() if value}


@blueprint.get("/calendar.ics", access=anyone, limit=ASKED)
def public() -> ResponseReturnValue:
    """Give the calendar of webinars, of a partner or in a language where that is wished for."""
    feed, language = feeds.public_feed(**wishes_here()), reader_language()
    answer = conditional(Response(content_type=FILE), feed.tag(language), cache=FOR_ALL)
    # A program that has this state already is spared the file, and we the writing of it.
    if answer.status_code != 304:
        answer.set_data(feeds.public_file(feed, language))
    return answer


@blueprint.get("/calendar/<value>.ics", access=anyone, limit=ASKED)
def own(value: str) -> ResponseReturnValue:
    """Give a person's own calendar: the secret in the address is the proof."""
    reader = feeds.reader_of(value)
    if reader is None:
        abort(404)
    feed = feeds.own_feed(reader.id)
    answer = conditional(Response(content_type=FILE), feed.tag(reader.language, reader.timezone))
    if answer.status_code != 304:
        answer.set_data(feeds.own_file(feed, reader))
    return answer


@blueprint.get("/<slug>/sessions/<session_id>.ics", access=anyone, limit=ASKED)
def session_file(slug: str, session_id: str) -> ResponseReturnValue:
    """Give one session as a file for the reader's calendar."""
    person = g.get("signed_in")
    webinar, session = access.open_session(slug, session_id, person)
    zone = person.timezone if person else None
    answer = Response(feeds.session_file(session, reader_language(), zone), content_type=FILE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{webinar.slug}.ics"'
    return answer


@blueprint.post("/calendar/own", access=signed_in, limit="30 per hour")
def make() -> ResponseReturnValue:
    """Make the person's own calendar address, or another in its place, and show it this once."""
    with write():
        secret = feeds.make(person_here())
    # Not redirected: the secret is in no cookie and no row, only in this answer.
    address = absolute("webinar_calendar.own", value=secret)
    return render_template("webinars/calendar_made.html", address=address)


@blueprint.post("/calendar/own/revoke", access=signed_in)
def revoke() -> ResponseReturnValue:
    """Let the person's own calendar address be dead."""
    with write():
        feeds.revoke(person_here())
    flash(_("Your calendar address is gone. Calendars that follow it get nothing more."), "done")
    return redirect(url_for(".show"))
