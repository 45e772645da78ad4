"""The import desk: upload a document, watch it being read, see what was carried."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from elearn.accounts.access import has_role, person_here
from elearn.core.config import Settings
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import access, operations, queries, review, uploads
from elearn.library.forms import EditionForm, UploadForm
from elearn.library.labels import STATE_LABELS, STATE_SHAPES, STEP_LABELS
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.sentences import SENTENCES

blueprint = Blueprint("imports", __name__, url_prefix="/desk")
trainers = has_role("trainer")
admins = has_role("admin")


@blueprint.get("/imports/", access=trainers)
def index() -> ResponseReturnValue:
    """List the person's imports; an admin sees everybody's."""
    person = person_here()
    whose = None if person.holds("admin") else person.id
    page = paginate(queries.imports_of(whose), page_number(request.args.get("page")))
    return render_template(
        "library/desk/imports.html", page=page, labels=STATE_LABELS, shapes=STATE_SHAPES
    )


@blueprint.get("/imports/new", access=trainers)
def new() -> ResponseReturnValue:
    """Show the upload form."""
    form = UploadForm().offer_tools(queries.tools_to_follow(), request.args.get("edition_of", ""))
    return render_template("library/desk/upload.html", form=form)


@blueprint.post("/imports/new", access=trainers, limit="60 per hour")
def upload() -> ResponseReturnValue:
    """Take a document: refuse at once what can never be read, keep the rest and queue it."""
    form = UploadForm().offer_tools(queries.tools_to_follow())
    if not form.validate():
        return render_template("library/desk/upload.html", form=form), 422
    file: FileStorage = form.file.data
    settings: Settings = current_app.extensions["settings"]
    try:
        found_file = uploads.taken(file.filename or "", file.read(), settings.upload_bytes)
    except Unreadable as reason:
        form.file.errors = [*form.file.errors, reason.sentence]
        return render_template("library/desk/upload.html", form=form), 422
    details = {
        field: form[field].data
        for field in ("title", "edition_of", "symbol", "label", "language")
        if form[field].data
    }
    with write():
        found = operations.start_import(person_here(), found_file, details)
        public_id = found.public_id
    return redirect(url_for(".show", import_id=public_id))


@blueprint.get("/imports/<import_id>/", access=trainers)
def show(import_id: str) -> ResponseReturnValue:
    """Show how far an import is, and what was carried once it is read."""
    found = access.open_import(import_id, person_here())
    problem = str(SENTENCES[found.code]) if found.code in SENTENCES else found.problem
    return render_template(
        "library/desk/import.html",
        found=found,
        file_name=queries.document_name(found.source_document_id),
        problem=problem,
        labels=STATE_LABELS,
        shapes=STATE_SHAPES,
        steps=STEP_LABELS,
        running=found.state in operations.RUNNING,
        recognised=review.recognised(found),
        another_book=review.is_another_book(found),
    )


@blueprint.post("/imports/<import_id>/cancel", access=trainers)
def cancel(import_id: str) -> ResponseReturnValue:
    """Stop an import."""
    with write():
        person = person_here()
        operations.cancel(access.open_import(import_id, person), person)
    flash(_("The import was stopped. Nothing was made from the document."))
    return redirect(url_for(".index"))


@blueprint.get("/editions/<edition_id>/", access=admins)
def edit_edition(edition_id: str) -> ResponseReturnValue:
    """Show what the register says of an edition."""
    found = access.edition_to_change(edition_id)
    return render_template("library/desk/edition.html", form=EditionForm(obj=found), edition=found)


@blueprint.post("/editions/<edition_id>/", access=admins)
def change_edition(edition_id: str) -> ResponseReturnValue:
    """Change what the register says of an edition."""
    found = access.edition_to_change(edition_id)
    form = EditionForm()
    if not form.validate():
        return render_template("library/desk/edition.html", form=form, edition=found), 422
    values = {name: value for name, value in form.data.items() if name != "csrf_token"}
    with write():
        operations.change_edition(edition_id, values, person_here())
    flash(_("The register was changed."))
    return redirect(url_for("library.edition", slug=found.tool_slug, edition_id=edition_id))
