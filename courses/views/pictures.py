"""The pictures of a document under review: words for those who cannot see them, replacements."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from courses import drafting
from courses.views import report
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core import storage
from elearn.core.transaction import write
from elearn.library import pictures, queries, reading, review
from elearn.library.access import open_import
from elearn.library.media import NotAPicture
from elearn.library.models import Import
from elearn.library.pictures import PictureFacts
from elearn.library.reading import Read

blueprint = report.blueprint


def opened(import_id: str) -> tuple[Import, Read]:
    """Return an import of the person here with its document. Raises NoSuchImport."""
    found = open_import(import_id, person_here())
    return found, review.load_document(found)


@blueprint.get("/pictures", access=trainers)
def pictures_page(import_id: str) -> ResponseReturnValue:
    """List the pictures: first those to be replaced and those without words."""
    found, read = opened(import_id)
    return page_of(found, pictures.pictures_of(read, found.decisions), {})


def page_of(found: Import, facts: list[PictureFacts], problems: dict[str, str]) -> str:
    lacking = [one for one in facts if one.to_replace or one.lacks_words]
    return render_template(
        "courses/desk/pictures.html",
        found=found,
        title=found.details.get("title") or queries.document_name(found.source_document_id),
        groups=[
            (_("To describe or to replace"), lacking),
            (_("Described"), [one for one in facts if one not in lacking]),
        ],
        problems=problems,
        open=found.state == "review" and found.step != drafting.BUILDING,
        lacking=ngettext(
            "%(num)s picture needs your words or a replacement.",
            "%(num)s pictures need your words or a replacement.",
            len(lacking),
        ),
        any_lacking=bool(lacking),
    )


@blueprint.post("/pictures", access=trainers, limit="60 per hour")
def keep_pictures(import_id: str) -> ResponseReturnValue:
    """Keep what was written for pictures, and the pictures to be shown instead."""
    found, read = opened(import_id)
    facts = pictures.pictures_of(read, found.decisions)
    before: dict[str, Any] = found.decisions
    after = before
    problems: dict[str, str] = {}
    for one in facts:
        alt = request.form.get(f"alt-{one.name}")
        instead = None
        file: FileStorage | None = request.files.get(f"file-{one.name}")
        if file is not None and file.filename:
            try:
                instead = reading.kept_picture(file.read())
            except NotAPicture:
                problems[one.name] = str(
                    _("This file is no picture we can show. Take a PNG, JPEG or WebP file.")
                )
        if (alt is not None and alt != one.alt) or instead is not None:
            after = pictures.decide(after, one.name, alt=alt, instead=instead)
    if after != before:
        with write():
            drafting.decide(open_import(import_id, person_here()), before, after)
    if problems:
        return page_of(found, pictures.pictures_of(read, after), problems), 422
    flash(_("What you said of the pictures is kept."), "done")
    return redirect(url_for(".pictures_page", import_id=import_id))


@blueprint.get("/media/<name>", access=trainers)
def picture(import_id: str, name: str) -> ResponseReturnValue:
    """Send a picture of a document that is in no edition yet."""
    found, read = opened(import_id)
    shown = pictures.shown_pictures(read, found.decisions).values()
    sizes = [one for kept in shown for one in (kept, kept.get("small") or kept)]
    one = next((one for one in sizes if one["name"] == name), None)
    if one is None:
        abort(404)
    response = Response(storage.get(name), mimetype=one["content_type"])
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(name)
    response.make_conditional(request)
    return response
