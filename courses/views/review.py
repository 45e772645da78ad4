"""The outline review: what becomes of each heading, decided before anything is made."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import desk_queries, drafting, outline_review
from courses.desk_errors import PartNotFound
from courses.forms import CourseForm, RenameForm, SplitForm
from courses.views import review_wording, wording
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import review
from elearn.library.access import open_import
from elearn.library.decisions import SPLIT
from elearn.library.models import Import
from elearn.library.sections import SectionNode, walk_sections

blueprint = Blueprint("courses_review", __name__, url_prefix="/desk/imports/<import_id>")
# What stands before the first heading has no heading to be named by.
START = "start"
MOST_KEPT = 20


def import_to_review(import_id: str) -> Import:
    """Return the import of the signed-in trainer. Raises NoSuchImport."""
    return open_import(import_id, person_here())


def key_of(heading: str) -> str:
    return outline_review.BEFORE_FIRST if heading == START else heading


def name_of(key: str) -> str:
    return key or START


@blueprint.get("/outline", access=trainers)
def show(import_id: str) -> ResponseReturnValue:
    """Show the outline with what each heading becomes."""
    found = import_to_review(import_id)
    if found.state == "done" or found.step == drafting.BUILDING:
        return redirect(url_for(".course", import_id=import_id))
    document = review.reviewed(found)
    made = drafting.drafts_of(document)[0]
    draft = made.draft
    chosen = {key_of(name) for name in request.args.getlist("h")}
    return render_template(
        "courses/desk/review.html",
        found=found,
        title=document.title,
        rows=review_wording.rows(document, draft, chosen, found.decisions),
        joined=outline_review.joined_lines(document.read.doc, found.decisions),
        count=review_wording.count(draft),
        duration=wording.duration(draft.minutes),
        may_undo="before" in found.decisions,
    )


@blueprint.post("/outline", access=trainers)
def act(import_id: str) -> ResponseReturnValue:
    """Do what a button says to the chosen headings."""
    found = import_to_review(import_id)
    name = request.form.get("act", "")
    chosen = request.form.getlist("h")
    if not chosen and name not in ("undo", "start-again"):
        flash(_("Choose one or more headings first, then say what to do with them."), "attention")
        return redirect(url_for(".show", import_id=import_id))
    read = review.load_document(found)
    before = found.decisions
    after = outline_review.act(read.doc, before, name, [key_of(one) for one in chosen])
    keep(import_id, before, after)
    kept = chosen if len(chosen) <= MOST_KEPT else []
    anchor = f"r-{chosen[0]}" if chosen else None
    return redirect(url_for(".show", import_id=import_id, h=kept, _anchor=anchor))


def keep(import_id: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Store decisions that were thought out on top of `before`."""
    with write():
        drafting.decide(import_to_review(import_id), before, after)


@blueprint.get("/outline/<heading>", access=trainers)
def section(import_id: str, heading: str) -> ResponseReturnValue:
    """Show one section: its title and its paragraphs, at which it may be split."""
    found = import_to_review(import_id)
    node = node_of(found, heading)
    return section_page(found, node, RenameForm(title=node.title))


def node_of(found: Import, heading: str) -> SectionNode:
    """Return a section of the outline as decided. Raises PartNotFound."""
    for node in walk_sections(review.reviewed(found).sections):
        if node.key == key_of(heading):
            return node
    raise PartNotFound


def section_page(found: Import, node: SectionNode, form: RenameForm) -> str:
    return render_template(
        "courses/desk/review_section.html",
        found=found,
        node=node,
        name=name_of(node.key),
        form=form,
        split_form=SplitForm(formdata=None),
        passages=review_wording.passages(node),
        back=url_for(".show", import_id=found.public_id, _anchor=f"r-{name_of(node.key)}"),
    )


@blueprint.post("/outline/<heading>/title", access=trainers)
def rename(import_id: str, heading: str) -> ResponseReturnValue:
    """Give a heading another title."""
    found = import_to_review(import_id)
    node = node_of(found, heading)
    form = RenameForm()
    if not form.validate() or not node.key:
        return section_page(found, node, form), 422
    before = found.decisions
    keep(import_id, before, outline_review.rename(before, node.key, form.title.data))
    return redirect(url_for(".show", import_id=import_id, _anchor=f"r-{heading}"))


@blueprint.post("/outline/<heading>/split", access=trainers)
def split(import_id: str, heading: str) -> ResponseReturnValue:
    """Begin a new section at the paragraph whose button was pressed."""
    found = import_to_review(import_id)
    node = node_of(found, heading)
    passage = next((p for p in node.paragraphs if p.key == request.form.get("block")), None)
    form = SplitForm()
    if passage is None or not form.validate():
        return section_page(found, node, RenameForm(title=node.title, formdata=None)), 422
    title = form.title.data or review_wording.first_words(passage.text)
    before = found.decisions
    keep(import_id, before, outline_review.split(before, passage.key, title, node.level))
    anchor = f"r-{SPLIT}{passage.key}"
    return redirect(url_for(".show", import_id=import_id, _anchor=anchor))


@blueprint.get("/confirm", access=trainers)
def details(import_id: str) -> ResponseReturnValue:
    """Show what the course will say of itself, taken from the document where it says so."""
    found = import_to_review(import_id)
    document = review.reviewed(found)
    made = drafting.drafts_of(document)[0]
    draft = made.draft
    told = drafting.details_of(document, made)
    form = CourseForm(data=told | {"audience": "\n".join(told.get("audience", ()))})
    form.offer_language(told["language"])
    return confirm_page(found, form, review_wording.count(draft), bool(draft.lesson_count))


def confirm_page(found: Import, form: CourseForm, count: str, enough: bool) -> str:
    return render_template(
        "courses/desk/review_confirm.html", found=found, form=form, count=count, enough=enough
    )


@blueprint.post("/confirm", access=trainers)
def confirm(import_id: str) -> ResponseReturnValue:
    """Have the draft course made."""
    found = import_to_review(import_id)
    form = CourseForm()
    form.offer_language(request.form.get("language", "")[:12])
    if not form.validate():
        draft = drafting.drafts_of(review.reviewed(found))[0].draft
        count = review_wording.count(draft)
        return confirm_page(found, form, count, bool(draft.lesson_count)), 422
    said = vars(form.details()) | {"audience": list(form.details().audience)}
    with write():
        drafting.confirm(import_to_review(import_id), said, person_here())
    return redirect(url_for(".course", import_id=import_id))


@blueprint.post("/build", access=trainers, limit="20 per hour")
def build_again(import_id: str) -> ResponseReturnValue:
    """Queue the making of the draft once more, for when its job was lost."""
    with write():
        drafting.build_again(import_to_review(import_id))
    return redirect(url_for(".course", import_id=import_id))


@blueprint.get("/course", access=trainers)
def course(import_id: str) -> ResponseReturnValue:
    """Lead to the draft made of the document; until it is there, show that it is being made."""
    found = import_to_review(import_id)
    made = desk_queries.course_of_import(found.id)
    if made is not None and made.state != drafting.BUILDING:
        return redirect(url_for("courses_desk.show", slug=made.slug))
    if found.step != drafting.BUILDING:
        if found.problem:
            flash(found.problem, "error")
        return redirect(url_for(".show", import_id=import_id))
    return render_template("courses/desk/building.html", found=found)
