"""Drafts from the manual: made at one press, then approved, edited or dismissed one by one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses import access as course_access
from courses.models import Course
from elearn.accounts.access import has_role, person_here
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from quizzes import desk_queries, draft_cards, draft_queries, manual_drafts, operations
from quizzes.drafting.languages import language_of
from quizzes.drafts import QuestionDraft
from quizzes.errors import DraftChanged, DraftIsDecided, NoSuchAct, QuestionIsUnfit
from quizzes.forms import QuestionForm
from quizzes.kinds import kind_of
from quizzes.queries import AnyRow
from quizzes.references import names_of
from quizzes.views import draft_filters
from quizzes.views.places import Place, place_to_edit
from quizzes.views.questions import draft_of_form, form_page
from quizzes.wording import as_source

blueprint = Blueprint("quizzes_desk_drafts", __name__, url_prefix="/desk/courses/<slug>")
trainers = has_role("trainer")
AT_ONCE = 10


def course_here(slug: str) -> Course:
    """Return a course the signed-in person may edit. Raises CourseNotFound."""
    return course_access.open_course(slug, person_here(), to="edit")


@blueprint.get("/drafts/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the drafts of a course, each beside what the manual says."""
    return list_page(slug)


def list_page(slug: str, problem: str = "") -> str:
    course = course_here(slug)
    counts = draft_queries.counts_of(course.id)
    chosen = draft_filters.Chosen.of(request.args)
    statement = draft_queries.drafts_of(course.id, **vars(chosen))
    page = paginate(statement, page_number(request.args.get("page")), AT_ONCE)
    steps = desk_queries.quiz_steps_of(course.id)
    return render_template(
        "quizzes/desk/drafts.html",
        course=course,
        page=page,
        problem=problem,
        cards=draft_cards.cards(course, page.rows),
        rules=draft_cards.RULES,
        states=draft_cards.STATES,
        shapes=draft_cards.SHAPES,
        filters=draft_filters.filters(slug, counts, chosen),
        chosen=chosen,
        made=sum(row.drafts for row in counts),
        steps=steps,
        suggested=suggested(page.rows, steps),
        language_known=language_of(course.language) is not None,
        undo=request.args.get("dismissed", ""),
    )


def suggested(rows: Any, steps: Any) -> dict[str, str]:
    """Return, by draft, the quiz to suggest: that of its module, else the last one."""
    by_module = {step.module_id: step.public_id for step in steps}
    last = steps[-1].public_id if steps else ""
    return {row.public_id: by_module.get(row.module_id, last) for row in rows}


@blueprint.post("/drafts/", access=trainers, limit="60 per hour")
def make(slug: str) -> ResponseReturnValue:
    """Make the drafts that are not there yet."""
    wide = bool(request.form.get("wide"))
    made = manual_drafts.make_drafts(course_here(slug), person_here(), wide=wide)
    if made.new:
        flash(ngettext("%(num)s draft is new.", "%(num)s drafts are new.", made.new), "done")
    if made.changed:
        sentence = ngettext(
            "%(num)s draft has the words of the manual as it is now.",
            "%(num)s drafts have the words of the manual as it is now.",
            made.changed,
        )
        flash(sentence, "done")
    if not made.new and not made.changed:
        flash(_("The rules found nothing new in what this course teaches."), "note")
    return redirect(url_for(".index", slug=slug))


@blueprint.post("/drafts/<draft_id>", access=trainers)
def decide(slug: str, draft_id: str) -> ResponseReturnValue:
    """Do what the button says with a draft: approve, edit, dismiss or take back."""
    course_here(slug)
    act, step_id = request.form.get("act", ""), request.form.get("step", "")
    back: dict[str, Any] = draft_filters.Chosen.of(request.form).values()
    if act == "edit":
        return redirect(url_for(".edit", slug=slug, step_id=step_id, draft_id=draft_id))
    try:
        carry_out(slug, draft_id, act, step_id)
    except (DraftIsDecided, DraftChanged) as problem:
        return list_page(slug, str(problem)), problem.status
    if act == "dismiss":
        back |= {"dismissed": draft_id}
    if act == "approve":
        flash(_("The question is added. New attempts will ask it."), "done")
    return redirect(url_for(".index", slug=slug, **back))


def carry_out(slug: str, draft_id: str, act: str, step_id: str) -> None:
    """Do one act on one draft. Raises NoSuchAct for one nobody knows."""
    person = person_here()
    if act == "approve":
        approve_at(slug, step_id, draft_id, seen=request.form.get("seen"))
    elif act == "dismiss":
        with write():
            manual_drafts.dismiss(course_here(slug).id, draft_id, person)
    elif act == "reopen":
        with write():
            manual_drafts.reopen(course_here(slug).id, draft_id, person)
    else:
        raise NoSuchAct


def approve_at(
    slug: str,
    step_id: str,
    draft_id: str,
    *,
    seen: str | None = None,
    words: QuestionDraft | None = None,
) -> str:
    """Add the draft to the quiz of a step, made if need be; return the question's public id."""
    person = person_here()
    with write():
        place = place_to_edit(slug, step_id)
        quiz = operations.create_quiz(place.step.id, person)
        question = manual_drafts.approve(
            place.course.id, draft_id, quiz.id, person, seen=seen, words=words
        )
        return question.public_id


@blueprint.get("/quizzes/<step_id>/drafts/<draft_id>", access=trainers)
def edit(slug: str, step_id: str, draft_id: str) -> ResponseReturnValue:
    """Show a draft in the editor of questions."""
    place = place_to_edit(slug, step_id)
    row = open_draft(place, draft_id)
    kind = kind_of(row.kind)
    raw = kind.raw_of(row.content, row.answer_key)
    back = url_for(".index", slug=slug)
    return form_page(place, filled(place, row), kind, raw, cited=row.paragraphs, back=back)


def open_draft(place: Place, draft_id: str) -> AnyRow:
    """Return a draft that waits for a decision. Raises NoSuchDraft, DraftIsDecided."""
    row = draft_queries.draft_of(place.course.id, draft_id)
    if row.state != "open":
        raise DraftIsDecided
    return row


def filled(place: Place, row: AnyRow) -> QuestionForm:
    named = desk_queries.paragraphs_named(place.course.edition_id, row.paragraphs)
    form: QuestionForm = QuestionForm(
        prompt=as_source(row.content["prompt"]),
        feedback=as_source(row.answer_key.get("feedback", "")),
        paragraphs=names_of(row.paragraphs, named),
        topic=row.topic,
        points=1,
    )
    return form


@blueprint.post("/quizzes/<step_id>/drafts/<draft_id>", access=trainers)
def approve_edited(slug: str, step_id: str, draft_id: str) -> ResponseReturnValue:
    """Approve a draft in the trainer's own words."""
    place = place_to_edit(slug, step_id)
    row = draft_queries.draft_of(place.course.id, draft_id)
    kind, form = kind_of(row.kind), QuestionForm()
    beside = {"cited": row.paragraphs, "back": url_for(".index", slug=slug)}
    raw = kind.raw_from(request.form)
    try:
        approve_at(slug, step_id, draft_id, words=draft_of_form(place, form, kind))
    except QuestionIsUnfit as unfit:
        return form_page(place, form, kind, raw, unfit.problems, **beside), unfit.status
    except DraftIsDecided as decided:
        problems = [("prompt", str(decided))]
        return form_page(place, form, kind, raw, problems, **beside), decided.status
    flash(_("The question is added. New attempts will ask it."), "done")
    return redirect(url_for(".index", slug=slug))
