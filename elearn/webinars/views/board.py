"""The live board of a session: how it fills, who registered, tables of them, a list to sign."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from elearn.accounts import labels as people
from elearn.accounts.access import has_role, person_here
from elearn.accounts.countries import choices as all_countries
from elearn.accounts.countries import is_country, name_of
from elearn.accounts.frozen import frozen
from elearn.core.i18n import language_name, offered_languages, reader_language
from elearn.core.paging import page_number
from elearn.core.web import Blueprint
from elearn.webinars import access, times
from elearn.webinars.attendance import settling
from elearn.webinars.board import board_queries, exporting
from elearn.webinars.board.board_queries import Asked
from elearn.webinars.board.table_answer import exported
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import sign_up_labels
from elearn.webinars.registration.registration_models import REGISTRATION_STATES

blueprint = Blueprint(
    "webinar_board", __name__, url_prefix="/desk/webinars/<slug>/sessions/<session_id>/board"
)
partners = has_role("partner")
LONGEST_TEXT = 100


def session_here(slug: str, session_id: str) -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session for who sees its desk."""
    return access.open_session(slug, session_id, person_here(), to="see")


def asked_here() -> Asked:
    """Return the filters of the request; what cannot be is taken as not asked."""
    given = request.values
    state, region = given.get("state", ""), given.get("region", "")
    country, kind = given.get("country", "")[:2].upper(), given.get("stakeholder", "")
    return Asked(
        state=state if state in REGISTRATION_STATES else "",
        region=region if region in people.GROUPS else "",
        country=country if is_country(country) else "",
        language=given.get("language", "").replace("\x00", "")[:12],
        stakeholder=kind if kind in people.STAKEHOLDERS else "",
        text=given.get("text", "").replace("\x00", "").strip()[:LONGEST_TEXT],
    )


@blueprint.get("/", access=partners)
def show(slug: str, session_id: str) -> ResponseReturnValue:
    """Show how a session fills and who registered, newest first; filters stand in the address."""
    webinar, session = session_here(slug, session_id)
    asked = asked_here()
    page = board_queries.page(session.id, asked, page_number(request.args.get("page")))
    counts = board_queries.counts(session.id)
    title, manages = settling.title_of(webinar, session), access.manages(person_here(), webinar)

    def values() -> dict[str, Any]:
        return {
            "webinar": webinar,
            "session": session,
            "title": title,
            "when": times.words(session.starts_at, session.zone),
            "asked": asked,
            "page": page,
            "lines": lines_of(page.rows, session.zone),
            "counted": counted(counts),
            "counts": counts,
            "regions": people.GROUPS,
            "choices": choices(),
            "manages": manages,
        }

    key = (
        *(webinar.slug, session.public_id, session.state, session.starts_at, session.zone, title),
        *(manages, asked, page.number, page.more, tuple(map(tuple, page.rows))),
        *(tuple(sorted(counts.states.items())), counts.pools),
    )
    response = frozen("webinars/desk/board.html", key, values)
    # Names of people are kept by nobody on the way, the browser's own store included.
    response.headers["Cache-Control"] = "no-store"
    return response


def counted(counts: board_queries.Counts) -> list[tuple[str, str, str, int]]:
    """Return (state, shape, words, number) for every state that is usual, or has somebody."""
    usual = ("in", "waiting", "offered", "asked", "unconfirmed", "cancelled")
    states = [*usual, *(one for one in REGISTRATION_STATES if one not in usual)]
    return [
        (
            state,
            sign_up_labels.SHAPES[state],
            str(sign_up_labels.THEIR_STATES[state]),
            counts.states.get(state, 0),
        )
        for state in states
        if state in usual or counts.states.get(state)
    ]


def lines_of(rows: Any, zone: str) -> list[dict[str, Any]]:
    """Return the rows of the board in words, each word worked out once."""
    language, locale = reader_language(), str(get_locale())
    countries = {code: name_of(code, language) for code in {row.country for row in rows} if code}
    kinds = {code: str(words) for code, words in people.STAKEHOLDERS.items()}
    states = {code: str(words) for code, words in sign_up_labels.THEIR_STATES.items()}
    return [
        {
            "id": row.public_id,
            "number": row.number,
            "name": row.name,
            "affiliation": row.affiliation,
            "shape": sign_up_labels.SHAPES[row.state],
            "state": states[row.state],
            "country": countries.get(row.country, ""),
            "stakeholder": kinds.get(row.stakeholder, ""),
            "asked": asked_words(row.asked_at, zone, locale),
        }
        for row in rows
    ]


def asked_words(moment: datetime, zone: str, locale: str) -> str:
    """Return day and hour by the host's clocks; the page says once whose they are."""
    shown = times.there(moment, zone)
    return f"{day_words(shown.date(), locale)}, {shown:%H:%M}"


# Days repeat from row to row and from page to page.
@lru_cache(maxsize=1024)
def day_words(day: date, locale: str) -> str:
    """Return a day as people of the locale write it."""
    return str(format_date(day, "medium", locale=locale))


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers: the same for every session, so nothing is read."""
    language = reader_language()
    countries = [pair for group in all_countries(language).values() for pair in group]
    return {
        "state": [(one, str(sign_up_labels.THEIR_STATES[one])) for one in REGISTRATION_STATES],
        "region": [(code, str(words)) for code, words in people.GROUPS.items()],
        "country": sorted(countries, key=lambda pair: pair[1].casefold()),
        "language": [(code, language_name(code)) for code in offered_languages()],
        "stakeholder": [(code, str(words)) for code, words in people.STAKEHOLDERS.items()],
    }


@blueprint.get("/names", access=partners)
def names(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the names of those who are in, with room for their signatures, to be printed."""
    webinar, session = session_here(slug, session_id)
    language = reader_language()
    rows = board_queries.names_in(session.id)
    return render_template(
        "webinars/desk/names.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        when=times.words(session.starts_at, session.zone),
        rows=rows,
        countries={row.country: name_of(row.country, language) for row in rows if row.country},
    )


@blueprint.post("/table", access=partners, limit="60 per hour")
def table(slug: str, session_id: str) -> ResponseReturnValue:
    """Send the registrations the filters find, or the attendance, as a file; it is written down."""
    webinar, session = session_here(slug, session_id)
    what, kind = request.form.get("what", ""), request.form.get("format", "")
    what = what if what in exporting.WHAT else "registrations"
    kind = kind if kind in exporting.FORMATS else "csv"
    return exported(webinar, session, what, kind, asked_here())
