"""What changed in an edition, for everybody who may read both editions."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.paging import Page, page_number
from elearn.core.web import Blueprint
from elearn.library import access, edition_changes

blueprint = Blueprint("library_changes", __name__)
AT_ONCE = 50


@blueprint.get("/toolkit/<slug>/<edition_id>/changes", access=anyone, limit="120 per minute")
def show(slug: str, edition_id: str) -> ResponseReturnValue:
    """Show what changed in an edition against the one it follows."""
    person = current_person()
    edition = access.open_edition(slug, edition_id, person)
    before = edition_changes.edition_before(edition, person)
    found = edition_changes.comparison_of(before, edition)
    number = page_number(request.args.get("page"))
    start = (number - 1) * AT_ONCE
    chosen = found.changes[start : start + AT_ONCE]
    page = Page(
        edition_changes.shown(chosen, edition.language),
        number,
        len(found.changes) > start + AT_ONCE,
    )
    return render_template(
        "library/changes.html", edition=edition, before=before, found=found, page=page
    )
