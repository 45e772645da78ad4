"""The glossary at the trainers' desk: list, new term, one term, switches, preview."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import glossary_queries, publishing, terms
from courses.forms import TermForm
from courses.glossary import Entry
from courses.glossary_errors import TermChanged, TermNotFound, TermThere
from courses.models import Course
from courses.views.glossary import glossary_values
from courses.views.glossary_wording import filters, lines, wanted
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.accounts.session import SignedIn
from elearn.core.errors import Invalid
from elearn.core.paging import Page, page_number
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library.word_diff import diff_html

blueprint = Blueprint("courses_desk_glossary", __name__, url_prefix="/desk/courses/<slug>")
TERMS_ON_A_PAGE = 50
ACTS: dict[str, Callable[[int, str, SignedIn | None], None]] = {
    "hide": terms.hide,
    "show": terms.bring_back,
    "keep": terms.keep_wording,
    "reset": terms.reset,
}


@blueprint.get("/glossary/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the terms, or those that differ from the manual, changed in it, or are hidden."""
    course = course_to_edit(slug)
    entries = glossary_queries.entries_of(course)
    show, number = request.args.get("show", "all"), page_number(request.args.get("page"))
    chosen = [entry for entry in entries if wanted(entry, show)]
    start = (number - 1) * TERMS_ON_A_PAGE
    rows = chosen[start : start + TERMS_ON_A_PAGE]
    return render_template(
        "courses/desk/glossary.html",
        course=course,
        page=Page(lines(rows), number, len(chosen) > start + TERMS_ON_A_PAGE),
        filters=filters(entries),
        show=show,
    )


@blueprint.post("/glossary/", access=trainers)
def act(slug: str) -> ResponseReturnValue:
    """Do with a term what its button says: `hide:ID`, `show:ID`, `keep:ID` or `reset:ID`."""
    name, _colon, term_id = request.form.get("act", "").partition(":")
    if name not in ACTS:
        raise TermNotFound
    with write():
        course = course_to_edit(slug)
        ACTS[name](course.id, term_id, person_here())
    said = {
        "hide": _("The term is hidden. Its words are kept."),
        "show": _("The term is shown again."),
        "keep": _("Your wording stands."),
        "reset": _("The term says again what the manual says."),
    }
    flash(said[name], "done")
    where: dict[str, Any] = {
        name: request.args[name] for name in ("show", "page") if name in request.args
    }
    return redirect(url_for(".index", _anchor=term_id, slug=slug, **where))


@blueprint.post("/glossary/links", access=trainers)
def switch_links(slug: str) -> ResponseReturnValue:
    """Let lessons link terms, or not."""
    on = request.form.get("links") == "on"
    with write():
        terms.link_terms(course_to_edit(slug).id, on, person_here())
    flash(
        _("From the next release on, lessons link the terms.")
        if on
        else _("From the next release on, lessons do not link terms."),
        "done",
    )
    return redirect(url_for(".index", slug=slug))


@blueprint.get("/glossary/new", access=trainers)
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a term of the trainers' own."""
    return page_of(course_to_edit(slug), TermForm(linked=True))


@blueprint.post("/glossary/new", access=trainers)
def add(slug: str) -> ResponseReturnValue:
    """Add a term."""
    course, form = course_to_edit(slug), TermForm()
    if not form.validate():
        return page_of(course, form), 422
    try:
        with write():
            course_id = course_to_edit(slug).id
            made = terms.add_term(course_id, form.term.data, form.meaning.data, person_here())
            terms.link(course_id, made.id, form.linked.data, person_here())
    except (TermThere, Invalid) as problem:
        form.term.errors = [*form.term.errors, str(problem)]
        return page_of(course_to_edit(slug), form), 422
    flash(_("The term is in the glossary. Learners see it with the next release."), "done")
    return redirect(url_for(".index", slug=slug, _anchor=made.id))


@blueprint.get("/glossary/<term_id>", access=trainers)
def term(slug: str, term_id: str) -> ResponseReturnValue:
    """Show one term: its wording here, and what the manual says and said."""
    course = course_to_edit(slug)
    entry = terms.find(course, term_id)
    form = TermForm(term=entry.term, meaning=entry.meaning, linked=entry.linked, seen=entry.seen)
    return page_of(course, form, entry)


@blueprint.post("/glossary/<term_id>", access=trainers)
def reword(slug: str, term_id: str) -> ResponseReturnValue:
    """Keep another wording, unless somebody else changed the term meanwhile."""
    course, form = course_to_edit(slug), TermForm()
    entry = terms.find(course, term_id)
    if entry.state != "own":
        form.term.process_data(entry.term)
        form.term.raw_data = [entry.term]
    if not form.validate():
        return page_of(course, form, entry), 422
    try:
        with write():
            made = saved(course_to_edit(slug).id, entry, form)
    except TermChanged as problem:
        course = course_to_edit(slug)
        entry = terms.find(course, term_id)
        form.seen.process_data(entry.seen)
        form.seen.raw_data = None
        return page_of(course, form, entry, problem=str(problem)), 409
    except (TermThere, Invalid) as problem:
        form.term.errors = [*form.term.errors, str(problem)]
        return page_of(course_to_edit(slug), form, entry), 422
    flash(_("The term is saved. Learners see it with the next release."), "done")
    return redirect(url_for(".index", slug=slug, _anchor=made.id))


def saved(course_id: int, entry: Entry, form: TermForm) -> Entry:
    """Keep what was typed, and whether the term is linked."""
    person = person_here()
    name = form.term.data if entry.state == "own" else None
    made = terms.reword(
        course_id, entry.id, form.meaning.data, person, term=name, seen=form.seen.data
    )
    terms.link(course_id, made.id, form.linked.data, person)
    return made


def page_of(course: Course, form: TermForm, entry: Entry | None = None, problem: str = "") -> str:
    """Return the page of one term, or of a new one, with the form as it stands."""
    diff = ""
    if entry and entry.manual_changed and entry.manual is not None and entry.original is not None:
        diff = diff_html(entry.original, entry.manual, course.language)
    return render_template(
        "courses/desk/term.html", course=course, form=form, entry=entry, diff=diff, problem=problem
    )


@blueprint.get("/preview/glossary", access=trainers)
def preview(slug: str) -> ResponseReturnValue:
    """Show the glossary of the draft as a learner would see it."""
    course = course_to_edit(slug)
    shown: dict[str, Any] = glossary_values(publishing.render(course).glossary, course.language)
    here = {"title": course.title, "url": url_for("courses_desk.show", slug=slug)}
    return render_template("courses/desk/glossary_preview.html", course=here, **shown)
