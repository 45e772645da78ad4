"""What webinars came to: of one and of all of an organiser's at the desk, and for everybody."""

import csv
import io
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import labels as people
from elearn.accounts.access import has_role, person_here
from elearn.accounts.countries import name_of
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.i18n import language_name, reader_language
from elearn.core.web import Blueprint
from elearn.webinars import access, ending, listing, queries, times
from elearn.webinars.board import figures_queries
from elearn.webinars.board.figures import COUNTED, Figures, Row, public
from elearn.webinars.models import Webinar
from elearn.webinars.registration import registration_queries as texts

blueprint = Blueprint("webinar_figures", __name__)
partners = has_role("partner")


@blueprint.get("/desk/webinars/<slug>/figures", access=partners)
def of_webinar(slug: str) -> ResponseReturnValue:
    """Show what a webinar, or a series, came to."""
    webinar = access.open_webinar(slug, person_here(), to="see")
    figures = figures_queries.figures_of(Webinar.id == webinar.id)
    return render_template(
        "webinars/desk/figures.html",
        webinar=webinar,
        title=texts.title_for(webinar, reader_language()),
        figures=figures,
        tables=tables(figures, ("session", "language", *OF_PEOPLE), sessions_named(webinar)),
    )


OF_PEOPLE = ("region", "country", "gender", "stakeholder")


@blueprint.get("/desk/webinars/<slug>/figures.csv", access=partners)
def webinar_as_csv(slug: str) -> ResponseReturnValue:
    """Send the figures of a webinar as a table for spreadsheets."""
    webinar = access.open_webinar(slug, person_here(), to="see")
    return as_csv(figures_queries.figures_of(Webinar.id == webinar.id), webinar.slug)


@blueprint.get("/desk/webinars/figures", access=partners)
def of_organiser() -> ResponseReturnValue:
    """Show what all webinars whose desk the person sees came to, of all years or of one."""
    seen, year = access.webinars_seen_by(person_here()), year_asked()
    figures = figures_queries.figures_of(in_year(seen, year))
    return render_template(
        "webinars/desk/figures_all.html",
        figures=figures,
        year=year,
        years=figures_queries.years_of(seen),
        tables=tables(figures, ("webinar", "language", *OF_PEOPLE), figures_queries.titles(seen)),
    )


@blueprint.get("/desk/webinars/figures.csv", access=partners)
def organiser_as_csv() -> ResponseReturnValue:
    """Send the figures of all webinars as a table for spreadsheets."""
    year = year_asked()
    condition = in_year(access.webinars_seen_by(person_here()), year)
    return as_csv(figures_queries.figures_of(condition), f"webinars-{year or 'all'}")


def year_asked() -> int | None:
    """Return the year the address asks for, None for all."""
    return listing.year_of(request.args.get("year", ""))


def in_year(seen: Any, year: int | None) -> Any:
    """Return a condition narrowed to the sessions of a year."""
    return seen & ending.starts_in(year) if year else seen


@blueprint.get("/webinars/<slug>/figures", access=anyone)
def for_everybody(slug: str) -> ResponseReturnValue:
    """Show what a webinar came to, without numbers that would tell of a few people."""
    webinar = access.open_webinar(slug, current_person())
    figures = public(figures_queries.figures_of(Webinar.id == webinar.id))
    names = sessions_named(webinar)
    return render_template(
        "webinars/figures.html",
        webinar=webinar,
        title=texts.title_for(webinar, reader_language()),
        figures=figures,
        tables=tables(figures, ("session", "region", "gender", "stakeholder"), names),
    )


def sessions_named(webinar: Webinar) -> dict[str, str]:
    """Return the sessions of a webinar as tables name them."""
    return {
        row.public_id: f"{times.words(row.starts_at, row.zone)} · {language_name(row.language)}"
        for row in queries.sessions_of(webinar.id)
    }


def tables(
    figures: Figures, wanted: tuple[str, ...], named: dict[str, str]
) -> list[tuple[str, str, list[tuple[str, Row]]]]:
    """Return (caption, head of the first column, rows with their names) of each table."""
    language = reader_language()
    heads = {
        "webinar": (_("By webinar"), _("Webinar")),
        "session": (_("By session"), _("Session")),
        "language": (_("By language of the session"), _("Language")),
        "region": (_("By United Nations regional group"), _("Group")),
        "country": (_("By country"), _("Country")),
        "gender": (_("By gender"), _("Gender")),
        "stakeholder": (_("By kind of stakeholder"), _("Stakeholder")),
    }
    words: dict[str, Any] = {
        "webinar": lambda code: named.get(code, code),
        "session": lambda code: named.get(code, code),
        "language": language_name,
        "region": lambda code: people.GROUPS.get(code, code),
        "country": lambda code: name_of(code, language),
        "gender": lambda code: people.GENDERS.get(code, code),
        "stakeholder": lambda code: people.STAKEHOLDERS.get(code, code),
    }
    unknown = {"region": _("No regional group")}
    return [
        (
            *heads[name],
            [
                (
                    str(words[name](row.code) if row.code else unknown.get(name, _("Not stated"))),
                    row,
                )
                for row in figures.tables[name]
            ],
        )
        for name in wanted
    ]


def as_csv(figures: Figures, name: str) -> Response:
    """Return figures as a table: codes as the API has them, a line for each row of each table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("table", "code", *COUNTED, "rate_percent"))
    writer.writerow(line("all", figures.total))
    for table, rows in figures.tables.items():
        writer.writerows(line(table, row) for row in rows)
    # Spreadsheets take a file without the mark for another encoding.
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename=figures-{name}.csv"
    return response


def line(table: str, row: Row) -> tuple[object, ...]:
    """Return one line of the table."""
    return (table, row.code, *(getattr(row, name) for name in COUNTED), row.rate)
