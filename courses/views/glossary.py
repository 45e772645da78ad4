"""The glossary of a course as learners read it: the terms of its release, by letter."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from courses import glossary_queries
from courses.errors import CourseNotFound
from courses.glossary import by_letter
from courses.queries import NOBODY
from elearn.accounts.frozen import frozen
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.web import Blueprint

blueprint = Blueprint("course_glossary", __name__)


@blueprint.get("/courses/<slug>/glossary", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show the terms of a course; the page can be printed, and links in lessons lead to it."""
    person = current_person()
    row = glossary_queries.released_glossary(slug, person.id if person else NOBODY)
    if row is None:
        raise CourseNotFound

    def values() -> dict[str, Any]:
        url = url_for("courses.show", slug=row.slug)
        return glossary_values(row.glossary, row.language) | {
            "course": {"title": row.title, "url": url}
        }

    # The hash says what the page holds, the slug where its course lies.
    return frozen("courses/glossary.html", (row.hash, row.slug), values)


def glossary_values(terms: list[dict[str, str]], language: str) -> dict[str, Any]:
    """Return what the page of a glossary shows."""
    groups = by_letter(terms, language)
    return {
        "groups": groups,
        "letters": [letter for letter, _terms in groups if letter] if len(groups) > 1 else [],
        "language": language,
        "count": ngettext("%(num)s term", "%(num)s terms", len(terms)),
    }
