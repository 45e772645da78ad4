"""What styles of word processors mean: for all documents, and for one that is read again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import queries, review, styles
from elearn.library.access import open_import
from elearn.library.errors import NoSuchMeaning
from elearn.library.labels import MEANING_LABELS

blueprint = Blueprint("styles", __name__, url_prefix="/desk")
trainers = has_role("trainer")


@blueprint.get("/styles/", access=trainers)
def index() -> ResponseReturnValue:
    """Show what was said of styles, and what is known of templates without being said."""
    return page()


def page(problem: str = "") -> str:
    return render_template(
        "library/desk/styles.html",
        rows=styles.shared_rows(),
        defaults=[(name, MEANING_LABELS[str(m)]) for name, m in styles.defaults().items()],
        meanings=MEANING_LABELS,
        problem=problem,
        name=request.form.get("name", "") if problem else "",
    )


@blueprint.post("/styles/", access=trainers, limit="120 per hour")
def say() -> ResponseReturnValue:
    """Say what a style means in all documents, or take it back."""
    try:
        with write():
            styles.say(request.form.get("name", ""), request.form.get("meaning", ""), person_here())
    except NoSuchMeaning:
        return page(str(_("Give the name of a style as the word processor shows it."))), 422
    flash(_("Documents are read that way from now on."), "done")
    return redirect(url_for(".index"))


@blueprint.get("/imports/<import_id>/styles", access=trainers)
def of_import(import_id: str) -> ResponseReturnValue:
    """Show the styles of a document with what each was read as."""
    found = open_import(import_id, person_here())
    read = review.load_document(found)
    return render_template(
        "library/desk/import_styles.html",
        found=found,
        title=found.details.get("title") or queries.document_name(found.source_document_id),
        rows=styles.styles_of(read.doc, found.details),
        styled=read.doc.meta.get("format") in styles.STYLED,
        meanings=MEANING_LABELS,
        open=found.state == "review" and not found.step,
    )


@blueprint.post("/imports/<import_id>/styles", access=trainers, limit="30 per hour")
def read_again(import_id: str) -> ResponseReturnValue:
    """Have the document read again with these meanings."""
    names = request.form.getlist("name")
    said = request.form.getlist("meaning")
    with write():
        found = open_import(import_id, person_here())
        styles.read_again(found, dict(zip(names, said, strict=False)), person_here())
    return redirect(url_for("imports.show", import_id=import_id))
