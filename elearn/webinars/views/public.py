"""Public pages of webinars: what is to come, what is over, one webinar with its sessions."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from elearn.accounts.frozen import frozen
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.clock import now
from elearn.core.i18n import language_name, reader_language
from elearn.core.paging import page_number
from elearn.core.web import Blueprint
from elearn.library.labels import TOOL_KIND_LABELS
from elearn.webinars import access, labels, listing, queries
from elearn.webinars.attendance import feedback, polls
from elearn.webinars.kept import material_queries, question_queries
from elearn.webinars.listing import Wish
from elearn.webinars.queries import Beside
from elearn.webinars.views.material_words import by_session
from elearn.webinars.views.wording import session_facts

blueprint = Blueprint("webinars", __name__, url_prefix="/webinars")
NAMES_OF_WISHES = ("language", "topic", "partner", "daytime", "year")


@blueprint.get("/", access=anyone)
def index() -> ResponseReturnValue:
    """List the sessions that are to come."""
    return listed(past=False)


@blueprint.get("/past", access=anyone)
def past() -> ResponseReturnValue:
    """List the sessions that are over, with what is kept of them."""
    return listed(past=True)


def listed(*, past: bool) -> ResponseReturnValue:
    """Show one page of the list, narrowed to what the address asks for."""
    wish = Wish(**{name: request.args.get(name, "")[:80] for name in NAMES_OF_WISHES})
    moment = now()
    number = page_number(request.args.get("page"))
    page = listing.public_sessions(wish, reader_language(), moment, number, past=past)
    found = tuple(listing.facets())
    years = tuple(listing.years(moment)) if past else ()
    # What a row is at this moment is part of what the page is made from.
    sessions = [session_facts(row, moment) for row in page.rows]
    states = tuple(one["standing"] for one in sessions)
    return frozen(
        "webinars/index.html",
        (past, wish, tuple(page.rows), page.more, states, found, years),
        lambda: {
            "past": past,
            "wish": wish,
            "page": page,
            "sessions": sessions,
            "choices": choices(found) | {"year": [(str(one), str(one)) for one in years]},
        },
    )


def choices(found: tuple[Any, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers, by name."""
    by_kind: dict[str, list[tuple[str, str]]] = {"language": [], "topic": [], "partner": []}
    for row in found:
        name = language_name(row.value) if row.kind == "language" else row.name
        by_kind[row.kind].append((row.value, name))
    for pairs in by_kind.values():
        pairs.sort(key=lambda pair: pair[1].casefold())
    return by_kind | {"daytime": [(code, str(name)) for code, name in labels.DAYTIMES.items()]}


@blueprint.get("/<slug>/", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show a webinar: what it is about, its sessions, who speaks, who takes part."""
    webinar = access.open_webinar(slug, current_person())
    beside = queries.beside(webinar.id)
    language = language_shown(beside, webinar.language)
    sessions = [session_facts(row) for row in queries.sessions_of(webinar.id)]
    over = any(one["standing"] in ("over", "held") for one in sessions)
    return render_template(
        "webinars/show.html",
        webinar=webinar,
        text=beside.texts[language],
        spoken=[
            (code, language_name(code), url_for(".show", slug=slug, language=code))
            for code in beside.texts
        ],
        sessions=sessions,
        means=means_in_words(webinar.id) if over else {},
        polls=polls.public(webinar.id) if over else {},
        agenda=beside.agenda.get(language) or beside.agenda.get(webinar.language, []),
        beside=beside,
        kinds=TOOL_KIND_LABELS,
        labels=labels,
        materials=by_session(material_queries.materials_of(webinar.id), slug)
        if beside.kept
        else {},
        answered=question_queries.answered(webinar.id) if beside.answered else {},
        manages=access.manages(current_person(), webinar),
    )


def means_in_words(webinar_id: int) -> dict[str, tuple[int, str]]:
    """Return by session how many gave feedback, and how good it was, where enough did."""
    found = feedback.public_means(webinar_id).items()
    return {
        public_id: (people, format_decimal(float(mean), "0.0"))
        for public_id, (people, mean) in found
    }


def language_shown(beside: Beside, main: str) -> str:
    """Return the language of the text to show: asked for, else the reader’s, else the main."""
    for wish in (request.args.get("language", ""), reader_language()):
        if wish in beside.texts:
            return wish
    return main
