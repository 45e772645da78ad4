"""The first page: what this is, the ways in, figures that are true, the newest courses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, func, select

from certificates.models import Award
from courses import queries
from courses.entry.deciding import doors_of
from courses.models import Course, Enrolment, Release
from courses.queries import NOBODY, Wish
from courses.views import wording
from elearn.accounts.frozen import frozen
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.clock import now
from elearn.core.database import read
from elearn.core.i18n import reader_language
from elearn.core.web import Blueprint
from elearn.webinars import next_sessions
from elearn.webinars.standing import standing
from elearn.webinars.views.wording import session_facts

blueprint = Blueprint("home", __name__)
NEWEST = 3
FIGURES_LAST = timedelta(minutes=1)

_figures = select(
    select(func.count(Course.id))
    .where(Course.state == "published")
    .scalar_subquery()
    .label("courses"),
    select(func.count(Enrolment.id)).scalar_subquery().label("enrolments"),
    select(func.count(Award.id))
    .where(Award.status == "valid")
    .scalar_subquery()
    .label("certificates"),
    select(func.count(func.distinct(Release.language)))
    .join(Course, Course.current_release_id == Release.id)
    .where(Course.state == "published")
    .scalar_subquery()
    .label("languages"),
)


def figures() -> Row[*tuple[Any, ...]]:
    """Return how many courses, languages, enrolments and valid certificates there are.

    At most a minute old: counting takes longer with every row, and every visitor asks.
    """
    moment = now()
    kept: tuple[datetime, Row[*tuple[Any, ...]]] | None = current_app.extensions.get("figures")
    if kept is None or kept[0] <= moment:
        kept = (moment + FIGURES_LAST, read(_figures).one())
        current_app.extensions["figures"] = kept
    return kept[1]


def webinars(language: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the next sessions of webinars with titles in the language; at most a minute old."""
    moment = now()
    by_language = current_app.extensions.setdefault("next_sessions", {})
    kept = by_language.get(language)
    if kept is None or kept[0] <= moment:
        rows = next_sessions.next_for_all(language, moment)
        kept = by_language[language] = (moment + FIGURES_LAST, rows)
    found: Sequence[Row[*tuple[Any, ...]]] = kept[1]
    return found


@blueprint.get("/", access=anyone)
def show() -> ResponseReturnValue:
    """Show the first page."""
    person = current_person()
    newest = queries.catalogue(Wish(), person.id if person else NOBODY, 1, NEWEST)
    counted, doors, ahead = figures(), doors_of(newest.rows), webinars(reader_language())
    # What a session is at this moment is part of what the page is made from.
    states = tuple(standing(row, now()) for row in ahead)
    return frozen(
        "app/home.html",
        (tuple(newest.rows), newest.more, counted, doors, tuple(ahead), states),
        lambda: {
            "figures": counted,
            "cards": wording.cards(newest.rows, doors),
            "more": newest.more,
            "webinars": [session_facts(row) for row in ahead],
        },
    )
