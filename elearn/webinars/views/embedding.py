"""The list of webinars to come for partners' pages: a frame without scripts or cookies, a feed.

The frame is the one page other sites may show inside theirs. It knows nobody: no session is read or
begun, no form is in it, and its links open the site itself.
"""

from typing import Any

from flask import Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.clock import now
from elearn.core.i18n import NAMES, language_name, reader_language
from elearn.core.urls import absolute
from elearn.core.web import Blueprint
from elearn.webinars import access, listing, queries
from elearn.webinars.listing import Wish
from elearn.webinars.views.wording import session_facts

blueprint = Blueprint("webinar_embeds", __name__)
partners = has_role("partner")
MOST = 12
# Nothing but the page's own style; anybody may frame it, nothing else may happen in it.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
CACHE = "public, max-age=300"


def wish() -> Wish:
    """Return what the address asks for: `partner` (public id) and `language` spoken."""
    return Wish(
        language=request.args.get("language", "")[:12], partner=request.args.get("partner", "")[:12]
    )


def sessions() -> list[dict[str, Any]]:
    """Return the next sessions in words."""
    moment = now()
    page = listing.public_sessions(wish(), reader_language(), moment, 1, past=False, size=MOST)
    return [session_facts(row, moment) for row in page.rows]


@blueprint.get("/webinars/embed", access=anyone)
def frame() -> ResponseReturnValue:
    """Show the next sessions inside a page of another site."""
    page = render_template(
        "webinars/embed.html",
        sessions=sessions(),
        address=lambda slug: absolute("webinars.show", slug=slug),
        all=absolute("webinars.index"),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = POLICY
    return for_anybody(response)


@blueprint.get("/webinars/feed.json", access=anyone)
def feed() -> ResponseReturnValue:
    """Return the next sessions as JSON that pages of any site may read."""
    listed = [
        {
            "title": one["title"],
            "session_title": one["own_title"],
            "summary": one["summary"],
            "language": one["language"],
            "starts_at": one["starts_at"].isoformat(),
            "zone": one["zone"],
            "minutes": one["minutes"],
            "when": one["when"],
            "state": one["standing"],
            "organisation": one["organisation"],
            "url": absolute("webinars.show", slug=one["slug"]),
        }
        for one in sessions()
    ]
    response = jsonify({"webinars": listed})
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return for_anybody(response)


def for_anybody(response: Response) -> Response:
    """Let the answer be kept by anybody for some minutes, but not that to somebody signed in."""
    if current_person() is None:
        response.headers["Cache-Control"] = CACHE
    return response


@blueprint.get("/desk/webinars/embed", access=partners)
def show() -> ResponseReturnValue:
    """Show what to paste into a page to have the list there."""
    organisations = queries.organisations(access.organisations_for(person_here()))
    chosen = request.args.get("partner", "")
    if chosen not in dict(organisations):
        chosen = organisations[0][0] if organisations else ""
    language = request.args.get("language", "")
    language = language if language in NAMES else ""
    asked = {"partner": chosen, "language": language}
    given = {name: value for name, value in asked.items() if value}
    return render_template(
        "webinars/desk/embed.html",
        organisations=organisations,
        languages=[(code, language_name(code)) for code in NAMES],
        asked=asked,
        frame=absolute("webinar_embeds.frame", **given),
        feed=absolute("webinar_embeds.feed", **given),
    )
