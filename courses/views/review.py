"""The outline review: what becomes of each heading, decided before anything is made."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import desk_queries, drafting, edition_updates, outline_review
from courses.desk_errors import PartNotFound
from courses.forms import LONGEST_TITLE, CourseForm, RenameForm, SplitForm
from courses.views import review_wording
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import review
from elearn.library.access import open_import
from elearn.library.decisions import SPLIT, splits_into_courses
from elearn.library.models import Import
from elearn.library.review import Reviewed
from elearn.library.sections import SectionNode, walk_sections

blueprint = Blueprint("courses_review", __name__, url_prefix="/desk/imports/<import_id>")
# What stands before the first heading has no heading to be named by.
START = "start"
MOST_KEPT = 20
CHECK = "check"
WITHOUT_CHOICE = ("undo", "start-again", "one-course", "each-course")


def import_to_review(import_id: str) -> Import:
    """Return the import of the signed-in trainer. Raises NoSuchImport."""
    return open_import(import_id, person_here())


def key_of(heading: str) -> str:
    return outline_review.BEFORE_FIRST if heading == START else heading


def name_of(key: str) -> str:
    return key or START


@blueprint.get("/outline", access=trainers)
def show(import_id: str) -> ResponseReturnValue:
    """Show the outline with what each heading becomes; `show=check` only what is not sure."""
    found = import_to_review(import_id)
    if found.state == "done" or found.step == drafting.BUILDING:
        return redirect(url_for(".course", import_id=import_id))
    document = review.reviewed(found)
    drafts = drafting.drafts_of(document)
    chosen = {key_of(name) for name in request.args.getlist("h")}
    rows = review_wording.rows(document, drafts, chosen)
    unsure = [row for row in rows if row["unsure"]]
    check = request.args.get("show") == CHECK
    return render_template(
        "courses/desk/review.html",
        found=found,
        title=document.title,
        rows=unsure if check else rows,
        check=check,
        all_headings=len(rows),
        to_check=len(unsure),
        joined=outline_review.joined_lines(document.read.doc, found.decisions),
        count=review_wording.count(drafts),
        duration=review_wording.duration(drafts),
        each=splits_into_courses(found.decisions),
        courses=review_wording.courses(drafts, document.left_out),
        may_split=len(drafting.titles_of_parts(document)) > 1,
        may_undo="before" in found.decisions,
    )


@blueprint.post("/outline", access=trainers)
def act(import_id: str) -> ResponseReturnValue:
    """Do what a button says to the chosen headings."""
    found = import_to_review(import_id)
    name, _space, target = request.form.get("to", "").partition(" ")
    name = name or request.form.get("act", "")
    chosen = request.form.getlist("h")
    if not chosen and name not in WITHOUT_CHOICE:
        flash(_("Choose one or more headings first, then say what to do with them."), "attention")
        return to_outline(import_id)
    if name == "move":
        return redirect(url_for(".move", import_id=import_id, h=chosen))
    read = review.load_document(found)
    before = found.decisions
    keys = [key_of(one) for one in chosen]
    after = outline_review.act(read.doc, before, name, keys, key_of(target))
    keep(import_id, before, after)
    kept = chosen if len(chosen) <= MOST_KEPT else []
    return to_outline(import_id, kept)


def to_outline(import_id: str, chosen: list[str] | None = None) -> ResponseReturnValue:
    """Lead back to the outline as it was filtered, at the first chosen heading."""
    anchor = f"r-{chosen[0]}" if chosen else None
    check = CHECK if request.form.get("show") == CHECK else None
    place = url_for(".show", import_id=import_id, show=check, h=chosen or None, _anchor=anchor)
    return redirect(place)


@blueprint.get("/outline/move", access=trainers)
def move(import_id: str) -> ResponseReturnValue:
    """Show the headings under or before which the chosen ones can be put."""
    found = import_to_review(import_id)
    chosen = request.args.getlist("h")
    document = review.reviewed(found)
    rows = review_wording.rows(document, drafting.drafts_of(document), [key_of(h) for h in chosen])
    return render_template(
        "courses/desk/review_move.html",
        found=found,
        chosen=[row["name"] for row in rows if row["chosen"]],
        moved=[row["title"] for row in rows if row["chosen"]],
        rows=[row for row in rows if not row["chosen"] and row["name"] != START],
        back=url_for(".show", import_id=import_id, h=chosen[:MOST_KEPT]),
    )


@blueprint.post("/outline/courses", access=trainers)
def name_courses(import_id: str) -> ResponseReturnValue:
    """Give the courses of a document their titles, and leave out those that are not wanted."""
    found = import_to_review(import_id)
    read = review.load_document(found)
    before = found.decisions
    printed = drafting.titles_of_parts(review.reviewed(found))
    typed = {
        key: request.form.get(f"title-{key}", title).strip()[:LONGEST_TITLE]
        for key, title in printed.items()
    }
    titles = {key: title for key, title in typed.items() if title and title != printed[key]}
    after = outline_review.name_courses(before, titles)
    wanted = set(request.form.getlist("course"))
    after = outline_review.choose_courses(read.doc, after, list(printed), wanted)
    keep(import_id, before, after)
    return to_outline(import_id)


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
    media = url_for("courses_report.picture", import_id=found.public_id, name="-")
    return render_template(
        "courses/desk/review_section.html",
        found=found,
        node=node,
        name=name_of(node.key),
        why=why_of(found, node.key),
        form=form,
        split_form=SplitForm(formdata=None),
        passages=review_wording.passages(node, media.removesuffix("/-")),
        back=url_for(".show", import_id=found.public_id, _anchor=f"r-{name_of(node.key)}"),
    )


def why_of(found: Import, key: str) -> str:
    """Return why something is a heading, in words; "" for the text before the first one."""
    doc = review.load_document(found).doc
    for line in outline_review.lines(doc, found.decisions):
        if line.id == key:
            return review_wording.evidence_of(line)
    return ""


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
    if edition_updates.is_wanted(found):
        return redirect(url_for("courses_following.show", import_id=import_id))
    document = review.reviewed(found)
    drafts = drafting.drafts_of(document)
    told = drafting.details_of(document, drafts[0])
    form = CourseForm(data=told | {"audience": "\n".join(told.get("audience", ()))})
    form.offer_language(told["language"])
    return confirm_page(found, form, document, drafts)


def confirm_page(
    found: Import, form: CourseForm, document: Reviewed, drafts: list[drafting.PartDraft]
) -> str:
    return render_template(
        "courses/desk/review_confirm.html",
        found=found,
        form=form,
        count=review_wording.count(drafts),
        enough=any(one.draft.lesson_count for one in drafts),
        courses=review_wording.courses(drafts, document.left_out) if len(drafts) > 1 else [],
    )


@blueprint.post("/confirm", access=trainers)
def confirm(import_id: str) -> ResponseReturnValue:
    """Have the draft course made."""
    found = import_to_review(import_id)
    form = CourseForm()
    form.offer_language(request.form.get("language", "")[:12])
    if not form.validate():
        document = review.reviewed(found)
        return confirm_page(found, form, document, drafting.drafts_of(document)), 422
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
    if edition_updates.is_wanted(found):
        return redirect(url_for("courses_following.show", import_id=import_id))
    made = desk_queries.courses_of_import(found.id)
    if made and all(course.state != drafting.BUILDING for course in made):
        if len(made) > 1:
            return render_template("courses/desk/made.html", found=found, courses=made)
        return redirect(url_for("courses_desk.show", slug=made[0].slug))
    if found.step != drafting.BUILDING:
        if found.problem:
            flash(found.problem, "error")
        return redirect(url_for(".show", import_id=import_id))
    return render_template("courses/desk/building.html", found=found)
