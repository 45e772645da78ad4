"""The desk of what is kept of a webinar: recordings, slides, documents, chapters, transcripts."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Conflict, Invalid
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import queries, times
from elearn.webinars.kept import chapters, material_files, material_queries, materials
from elearn.webinars.kept.chapters import Mark
from elearn.webinars.kept.material_errors import MaterialNotFound
from elearn.webinars.kept.material_files import Kept as KeptFile
from elearn.webinars.kept.material_forms import MaterialForm, sent_file, shown
from elearn.webinars.kept.material_queries import Kept
from elearn.webinars.kept.transcripts import MOST_BYTES, kept, read_file
from elearn.webinars.models import Webinar
from elearn.webinars.planning_errors import Unusable
from elearn.webinars.views.desk import refuse, webinar_here
from elearn.webinars.views.material_words import material_facts

blueprint = Blueprint(
    "webinar_materials_desk", __name__, url_prefix="/desk/webinars/<slug>/materials"
)
partners = has_role("partner")


@blueprint.get("/", access=partners)
def index(slug: str) -> ResponseReturnValue:
    """List what is kept of a webinar, published or not."""
    webinar = webinar_here(slug)
    found = material_queries.materials_of(webinar.id, unpublished=True)
    return render_template(
        "webinars/desk/materials.html",
        webinar=webinar,
        main=queries.beside(webinar.id).texts[webinar.language],
        materials=[material_facts(one, slug) for one in found],
        when=times.words,
    )


@blueprint.get("/new", access=partners)
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a recording, slides or a document."""
    webinar = webinar_here(slug)
    return form_page(webinar, MaterialForm(data={"language": webinar.language}))


def form_page(webinar: Webinar, form: MaterialForm, material: Kept | None = None) -> str:
    """Return the form of a material."""
    rows = queries.sessions_of(webinar.id, drafts=True)
    form.offer([(row.public_id, times.words(row.starts_at, row.zone)) for row in rows])
    return render_template(
        "webinars/desk/material.html",
        webinar=webinar,
        main=queries.beside(webinar.id).texts[webinar.language],
        form=form,
        material=material_facts(material, webinar.slug) if material else None,
    )


@blueprint.post("/new", access=partners, limit="120 per hour")
def add(slug: str) -> ResponseReturnValue:
    """Add a material, not published yet."""
    return save(slug, None)


@blueprint.get("/<material_id>/", access=partners)
def edit(slug: str, material_id: str) -> ResponseReturnValue:
    """Show what is said of a material, to be changed."""
    webinar = webinar_here(slug)
    found = material_here(webinar, material_id)
    words = material_queries.transcript_of(found.row.id)
    form = MaterialForm(data=shown(found, chapters.written(found.chapters), words))
    return form_page(webinar, form, found)


def material_here(webinar: Webinar, material_id: str) -> Kept:
    """Return a material of the webinar. Raises MaterialNotFound."""
    found = material_queries.material(webinar.id, material_id)
    if found is None:
        raise MaterialNotFound
    return found


@blueprint.post("/<material_id>/", access=partners, limit="120 per hour")
def change(slug: str, material_id: str) -> ResponseReturnValue:
    """Change what is said of a material."""
    return save(slug, material_id)


class Typed(NamedTuple):
    """What a form holds, read before the transaction: files and lines that are all right."""

    file: KeptFile | None
    marks: list[Mark]
    transcript: str


def typed(form: MaterialForm) -> Typed | None:
    """Read files and lines of a form; None when something is wrong, said beside its field."""
    marks, problems = chapters.read(form.chapters.data or "")
    form.chapters.errors = [
        _("Line %(line)d: %(why)s", line=line, why=why) for line, why in problems
    ]
    words = words_of(form)
    file = None if form.errors else file_of(form)
    return None if form.errors else Typed(file, marks, words)


def words_of(form: MaterialForm) -> str:
    """Return the transcript that was typed, or sent as a file."""
    sent = sent_file(form.transcript_file)
    if sent is None:
        return kept(form.transcript.data or "")
    content = sent.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        form.transcript_file.errors = [_("This file is larger than 3 MB. Is it a transcript?")]
        return ""
    try:
        return read_file(content)
    except ValueError:
        form.transcript_file.errors = [_("This file holds no text. Send TXT, VTT or SRT.")]
        return ""


def file_of(form: MaterialForm) -> KeptFile | None:
    """Look over and keep the file that was sent."""
    sent = sent_file(form.file)
    if sent is None:
        return None
    try:
        return material_files.taken(
            sent.filename or "", sent.stream.read(material_files.MOST_BYTES + 1)
        )
    except Invalid as problem:
        form.file.errors = [str(problem)]
        return None


def save(slug: str, material_id: str | None) -> ResponseReturnValue:
    """Write a material, its chapters and its words; None for a new one."""
    webinar, form, status = webinar_here(slug), MaterialForm(), 422
    found = material_here(webinar, material_id) if material_id else None
    rows = queries.sessions_of(webinar.id, drafts=True)
    form.offer([(row.public_id, row.public_id) for row in rows])
    if form.validate() and (read := typed(form)) is not None:
        try:
            with write():
                written(webinar_here(slug).id, material_id, form, read)
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "title")
        else:
            flash(saved_words(found), "done")
            return redirect(url_for(".index", slug=slug))
    return form_page(webinar, form, found), status


def written(webinar_id: int, material_id: str | None, form: MaterialForm, read: Typed) -> None:
    """Write what was read of a form, in the open transaction."""
    said, person = form.said(), person_here()
    if said.kind != "recording" and (read.marks or read.transcript):
        raise Unusable("kind", _("Only a recording has chapters and a transcript."))
    if material_id is None:
        material_id = materials.add(webinar_id, said, person, file=read.file).public_id
    else:
        materials.change(webinar_id, material_id, said, person, file=read.file)
    if said.kind == "recording":
        materials.put_chapters(webinar_id, material_id, read.marks, person)
        materials.put_transcript(webinar_id, material_id, read.transcript, person)


def saved_words(before: Kept | None) -> str:
    """Return what is said once a material is saved."""
    if before is not None and before.row.published_at is not None:
        return str(_("It is saved. Everybody sees it as it is now."))
    return str(_("It is saved. Publish it when people may see it."))


@blueprint.post("/<material_id>/publish", access=partners)
def publish(slug: str, material_id: str) -> ResponseReturnValue:
    """Let everybody see a material."""
    with write():
        materials.publish(webinar_here(slug).id, material_id, person_here())
    flash(_("It is published: it stands on the page of the webinar."), "done")
    return redirect(url_for(".index", slug=slug))


@blueprint.post("/<material_id>/unpublish", access=partners)
def unpublish(slug: str, material_id: str) -> ResponseReturnValue:
    """Let only organisers see a material."""
    with write():
        materials.unpublish(webinar_here(slug).id, material_id, person_here())
    flash(_("It is taken back: only organisers see it."), "note")
    return redirect(url_for(".index", slug=slug))


@blueprint.post("/<material_id>/move", access=partners)
def move(slug: str, material_id: str) -> ResponseReturnValue:
    """Move a material one place: `by` is up or down."""
    by = -1 if request.form.get("by") == "up" else 1
    with write():
        materials.move(webinar_here(slug).id, material_id, by, person_here())
    return redirect(url_for(".index", slug=slug))


@blueprint.get("/<material_id>/remove", access=partners)
def confirm_remove(slug: str, material_id: str) -> ResponseReturnValue:
    """Ask before a material is removed."""
    webinar = webinar_here(slug)
    found = material_here(webinar, material_id)
    return remove_page(webinar, material_facts(found, slug))


def remove_page(webinar: Webinar, material: dict[str, Any]) -> str:
    """Return the page that says what removing touches."""
    return render_template(
        "webinars/desk/material_remove.html",
        webinar=webinar,
        main=queries.beside(webinar.id).texts[webinar.language],
        material=material,
    )


@blueprint.post("/<material_id>/remove", access=partners)
def remove(slug: str, material_id: str) -> ResponseReturnValue:
    """Remove a material with its file, chapters and words."""
    try:
        with write():
            materials.remove(webinar_here(slug).id, material_id, person_here())
    except Conflict as problem:
        flash(str(problem), "attention")
    else:
        flash(_("It is removed."), "note")
    return redirect(url_for(".index", slug=slug))
