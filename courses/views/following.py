"""A document brought as a new edition: what it is compared with, and where it led."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses import access, drafting, edition_updates, update_queries
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import queries as library
from elearn.library import review
from elearn.library.access import open_import
from elearn.library.models import Import

blueprint = Blueprint("courses_following", __name__, url_prefix="/desk/imports/<import_id>")


def edition_to_follow(import_id: str) -> Import:
    """Return an import of the signed-in trainer. Raises NoSuchImport."""
    return open_import(import_id, person_here())


@blueprint.get("/edition", access=trainers)
def show(import_id: str) -> ResponseReturnValue:
    """Show the courses that follow the edition; before that, what confirming does."""
    found = edition_to_follow(import_id)
    if not edition_updates.is_wanted(found):
        return redirect(url_for("courses_review.course", import_id=import_id))
    if found.state != "done":
        return before(found)
    edition = library.edition_row(found.edition_id) if found.edition_id else None
    mine = access.courses_edited_by(person_here())
    return render_template(
        "courses/desk/followed.html",
        found=found,
        edition=edition,
        updates=update_queries.updates_to(found.edition_id or 0, mine),
    )


def before(found: Import) -> ResponseReturnValue:
    """Return the page before the comparison: being made, or waiting for the trainer's word."""
    if found.step == drafting.BUILDING:
        return render_template("courses/desk/building.html", found=found)
    if found.state != "review":
        return redirect(url_for("imports.show", import_id=found.public_id))
    tool: Any = library.tool_by_slug(str(found.details.get("edition_of")))
    return render_template(
        "courses/desk/follow.html",
        found=found,
        tool=tool,
        recognised=review.recognised(found),
        another_book=review.is_another_book(found),
    )


@blueprint.post("/edition", access=trainers)
def follow(import_id: str) -> ResponseReturnValue:
    """Confirm the outline: the edition is stored and compared with the courses there are."""
    with write():
        drafting.confirm(edition_to_follow(import_id), {}, person_here())
    return redirect(url_for(".show", import_id=import_id))


@blueprint.post("/edition/course", access=trainers, limit="20 per hour")
def make_course(import_id: str) -> ResponseReturnValue:
    """Have a course of its own made from the edition, whatever other courses do."""
    with write():
        drafting.make_course_too(edition_to_follow(import_id), person_here())
    return redirect(url_for("courses_review.course", import_id=import_id))
