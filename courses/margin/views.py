"""Pages of learners: notes beside a lesson, all notes, questions to the trainers."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.margin import access, operations, queries, wording
from courses.margin.errors import NoteChanged, NothingWritten
from courses.margin.forms import AskForm, NoteForm
from courses.margin.pieces import pieces_of, quotes_of
from courses.margin.plain import as_text
from courses.queries import AnyRow
from elearn.accounts.access import person_here, signed_in
from elearn.core.access import Refusal
from elearn.core.database import db
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("margin", __name__)
PAGE_SIZE = 50
LONGEST_WISH = 100
# Stands for the whole lesson in addresses.
WHOLE = "lesson"


def key_asked() -> str | None:
    """Return the paragraph the address names ("" for the lesson), or None."""
    key = request.args.get("key", "")[:20]
    return None if not key else "" if key == WHOLE else key


@blueprint.get("/courses/<slug>/<step_id>/notes", access=signed_in)
def show(slug: str, step_id: str) -> ResponseReturnValue:
    """Show a lesson with one's notes beside it; with `key`, the form for one of them."""
    person = person_here()
    row = access.open_lesson(slug, step_id, person)
    notes = queries.notes_beside(person.id, row.step_id)
    key = key_asked()
    if key is not None:
        access.known_key(key, {*quotes_of(row.html), *notes})
        note = notes.get(key)
        values = {"text": note.text, "bookmarked": note.bookmarked} if note else {}
        seen = note.changed_at.isoformat() if note else ""
        return note_page(row, key, NoteForm(formdata=None, seen=seen, **values), note)
    pieces = pieces_of(row.html)
    here = lesson_url(row)
    return render_template(
        "courses/margin/lesson.html",
        step=row,
        here=here,
        pieces=wording.beside(pieces, notes, here),
        whole=notes.get(""),
        whole_lines=wording.lines(notes[""].text) if "" in notes else [],
        lost=wording.lost(pieces, notes),
        course_link={"label": row.title, "url": here},
        wide=True,
    )


def lesson_url(row: AnyRow) -> str:
    return url_for("courses.step", slug=row.slug, step_id=row.step_public_id)


def note_page(row: AnyRow, key: str, form: NoteForm, note: AnyRow | None) -> str:
    return render_template(
        "courses/margin/note.html",
        step=row,
        key=key,
        quote=quotes_of(row.html).get(key, ""),
        form=form,
        note=note,
        here=lesson_url(row),
        course_link={"label": row.title, "url": lesson_url(row)},
    )


@blueprint.post("/courses/<slug>/<step_id>/notes", access=signed_in, limit="300 per hour")
def keep(slug: str, step_id: str) -> ResponseReturnValue:
    """Keep a note or bookmark beside a paragraph."""
    person = person_here()
    row = access.open_lesson(slug, step_id, person)
    notes = queries.notes_beside(person.id, row.step_id)
    key = access.known_key(key_asked() or "", {*quotes_of(row.html), *notes})
    form, status = NoteForm(), 422
    if form.validate():
        try:
            with write():
                operations.keep_note(
                    person.id,
                    row.step_id,
                    key,
                    form.text.data or "",
                    bookmarked=form.bookmarked.data,
                    seen=form.seen.data or "",
                )
            flash(_("Your note is kept."), "done")
            return redirect(f"{lesson_url(row)}notes#{key or 'whole'}")
        except NothingWritten as error:
            form.text.errors = [str(error)]
        except NoteChanged as error:
            form.text.errors, status = [str(error)], 409
    note = queries.notes_beside(person.id, row.step_id).get(key)
    form.seen.data = note.changed_at.isoformat() if note else ""
    return note_page(row, key, form, note), status


@blueprint.get("/learn/notes/", access=signed_in)
def notes() -> ResponseReturnValue:
    """List one's notes and bookmarks, course by course; the address holds the words looked for."""
    person = person_here()
    wanted = wish()
    page = paginate(
        queries.notes_of(person.id, wanted), page_number(request.args.get("page")), PAGE_SIZE
    )
    return render_template(
        "courses/margin/notes.html",
        page=page,
        wanted=wanted,
        groups=wording.note_groups(page.rows),
    )


def wish() -> str:
    return request.args.get("text", "").replace("\x00", "").strip()[:LONGEST_WISH]


@blueprint.get("/learn/notes.txt", access=signed_in)
def as_file() -> ResponseReturnValue:
    """Send all of one's notes as a plain text."""
    statement = queries.notes_of(person_here().id).limit(queries.MOST_NOTES)
    body = as_text(db.session.execute(statement).all())
    response = Response(body, mimetype="text/plain")
    response.headers["Content-Disposition"] = "attachment; filename=notes.txt"
    return response


@blueprint.post("/learn/notes/<note_id>/delete", access=signed_in)
def delete(note_id: str) -> ResponseReturnValue:
    """Delete one of one's notes."""
    with write():
        operations.delete_note(person_here().id, note_id)
    flash(_("The note is deleted."), "done")
    return redirect(url_for(".notes"))


@blueprint.get("/courses/<slug>/<step_id>/ask", access=signed_in)
def ask(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the form for a question to the trainers of the course."""
    row = access.open_lesson(slug, step_id, person_here())
    key = access.known_key(key_asked() or "", quotes_of(row.html))
    return ask_page(row, key, AskForm(formdata=None))


def ask_page(row: AnyRow, key: str, form: AskForm) -> str:
    refusal = None
    if row.enrolment_id is None:
        refusal = Refusal(
            _("Only people who take the course ask its trainers."),
            _("See the course"),
            url_for("courses.show", slug=row.slug),
        )
    return render_template(
        "courses/margin/ask.html",
        step=row,
        key=key,
        quote=quotes_of(row.html).get(key, ""),
        form=form,
        refusal=refusal,
        here=lesson_url(row),
        course_link={"label": row.title, "url": lesson_url(row)},
    )


@blueprint.post("/courses/<slug>/<step_id>/ask", access=signed_in)
def send(slug: str, step_id: str) -> ResponseReturnValue:
    """Send a question to the trainers of the course."""
    person, form = person_here(), AskForm()
    row = access.open_lesson(slug, step_id, person)
    key = access.known_key(key_asked() or "", quotes_of(row.html))
    if not form.validate():
        return ask_page(row, key, form), 422
    with write():
        step: Any = access.lesson_to_ask(slug, step_id, person)
        operations.ask(person, step, key, form.text.data)
    flash(_("Your question is sent. You are told by mail when it is answered."), "done")
    return redirect(url_for(".questions"))


@blueprint.get("/learn/questions/", access=signed_in)
def questions() -> ResponseReturnValue:
    """List one's own questions to trainers, newest first, with the answers."""
    statement = queries.questions_of(person_here().id)
    page = paginate(statement, page_number(request.args.get("page")), PAGE_SIZE)
    return render_template(
        "courses/margin/questions.html", page=page, rows=wording.questions(page.rows)
    )
