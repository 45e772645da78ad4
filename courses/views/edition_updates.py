"""A course follows a new edition: its proposals are read, decided one by one or many at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import deciding, deciding_again, edition_updates, update_queries
from courses.accepting import Decision
from courses.desk_queries import AnyRow
from courses.models import Course
from courses.proposal_cards import cards
from courses.update_errors import (
    AlreadyDecided,
    CannotDecideAgain,
    CannotUndo,
    LessonMovedOn,
    NoLongerTaught,
    NoSuchAct,
)
from courses.views import update_wording
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.errors import Invalid
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.library import queries as library

blueprint = Blueprint("courses_desk_updates", __name__, url_prefix="/desk/courses/<slug>/editions")
AT_ONCE = 20
# Problems that are told beside the proposal, with what was typed.
KEPT = (
    AlreadyDecided,
    CannotDecideAgain,
    CannotUndo,
    LessonMovedOn,
    NoLongerTaught,
    Invalid,
)


def update_to_decide(slug: str, update_id: str) -> tuple[Course, AnyRow]:
    """Return course and update for the signed-in trainer.

    Raises CourseNotFound, UpdateNotFound.
    """
    course = course_to_edit(slug)
    return course, update_queries.update_of(course.id, update_id)


@blueprint.get("/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the editions that were proposed to the course."""
    course = course_to_edit(slug)
    edition = library.edition_row(course.edition_id) if course.edition_id else None
    return render_template(
        "courses/desk/updates.html",
        course=course,
        tool=edition.tool_slug if edition else "",
        updates=update_queries.updates_of(course.id),
        states=update_wording.UPDATE_STATES,
        shapes=update_wording.UPDATE_SHAPES,
        outdated=update_queries.outdated_texts(course.id),
    )


@blueprint.get("/<update_id>/", access=trainers)
def show(slug: str, update_id: str) -> ResponseReturnValue:
    """List the proposals of an update, filtered and by lesson."""
    course, update = update_to_decide(slug, update_id)
    wanted = request.args.get("show", "open" if update.open else "all")
    number = page_number(request.args.get("page"))
    statement = update_queries.proposals_of(update.id, wanted)
    page = paginate(statement, number, AT_ONCE)
    return render_template(
        "courses/desk/update.html",
        course=course,
        update=update,
        page=page,
        groups=update_wording.grouped(cards(page.rows, course.language)),
        filters=update_wording.filters(slug, update, wanted),
        reopens=update_queries.is_newest(course.id, update.id),
        bulk=update_wording.bulk(update_queries.open_kinds(update.id)),
        **words(course, update),
    )


def words(course: Course, update: AnyRow) -> dict[str, Any]:
    """Return the words for kinds, states and weights, and what may be done with the update."""
    return {
        "last": update_queries.newest_kept(course.id) == update.id,
        "kinds": update_wording.KINDS,
        "states": update_wording.STATES,
        "shapes": update_wording.SHAPES,
        "weights": update_wording.WEIGHTS,
        "update_states": update_wording.UPDATE_STATES,
        "update_shapes": update_wording.UPDATE_SHAPES,
    }


@blueprint.get("/<update_id>/<proposal_id>", access=trainers)
def proposal(slug: str, update_id: str, proposal_id: str) -> ResponseReturnValue:
    """Show one proposal with all texts side by side, and the form for one's own."""
    return proposal_page(slug, update_id, proposal_id)


def proposal_page(
    slug: str, update_id: str, proposal_id: str, problem: str = "", typed: str | None = None
) -> str:
    """Return the page of a proposal; what was typed is kept beside a problem."""
    course, update = update_to_decide(slug, update_id)
    row = update_queries.proposal_of(update.id, proposal_id)
    card = cards([row], course.language)[0]
    return render_template(
        "courses/desk/proposal.html",
        course=course,
        update=update,
        card=card,
        problem=problem,
        typed=card["text"] if typed is None else typed,
        ways=update_wording.ways_again(card),
        **words(course, update),
    )


@blueprint.post("/<update_id>/<proposal_id>", access=trainers)
def decide(slug: str, update_id: str, proposal_id: str) -> ResponseReturnValue:
    """Do what the button says with a proposal: decide, also again, weigh or undo."""
    course, update = update_to_decide(slug, update_id)
    act, typed = request.form.get("act", ""), request.form.get("html", "")
    try:
        carry_out(course, update, proposal_id, act, typed)
    except KEPT as problem:
        kept = typed if act == "edit" else None
        page = proposal_page(slug, update_id, proposal_id, str(problem), kept)
        return page, problem.status
    return redirect(back_to_list(slug, update_id, proposal_id))


def carry_out(course: Course, update: AnyRow, proposal_id: str, act: str, typed: str) -> None:
    """Do one act on one proposal. Raises NoSuchAct for one nobody knows."""
    person = person_here()
    if act in deciding.STATES:
        seen = request.form.get("seen") or None
        decision = Decision(act, typed if act == "edit" else "", seen)
        again = bool(request.form.get("again"))
        decide_now = deciding_again.decide_again if again else deciding.decide
        decide_now(course, update, proposal_id, decision, person)
    elif act == "undo":
        deciding.undo(course, update, proposal_id, person)
    elif act in update_wording.WEIGHTS:
        with write():
            deciding.weigh(course, update, {proposal_id: act}, person)
    else:
        raise NoSuchAct


def back_to_list(slug: str, update_id: str, proposal_id: str) -> str:
    """Return the address of the list as it was, at the proposal or what followed it."""
    filters: dict[str, Any] = {
        name: value for name in ("show", "page") if (value := request.form.get(name, "")).isalnum()
    }
    following = request.form.get("following", "")
    anchor = following if following.isalnum() else proposal_id
    return url_for(".show", slug=slug, update_id=update_id, _anchor=f"p-{anchor}", **filters)


@blueprint.post("/<update_id>/", access=trainers, limit="120 per hour")
def decide_many(slug: str, update_id: str) -> ResponseReturnValue:
    """Accept everything nobody edited, what of it is editorial, or all new numbers."""
    course, update = update_to_decide(slug, update_id)
    which = request.form.get("which", "")
    if which not in deciding.WHICH:
        raise NoSuchAct
    done = deciding.decide_many(course, update, which, person_here())
    flash(update_wording.decided_words(done), "done")
    return redirect(url_for(".show", slug=slug, update_id=update_id))


@blueprint.post("/<update_id>/finish", access=trainers)
def finish(slug: str, update_id: str) -> ResponseReturnValue:
    """Bring the course to the new edition; learners see it with the next release."""
    course, update = update_to_decide(slug, update_id)
    rest = bool(request.form.get("decline_rest"))
    edition_updates.finish(course, update, person_here(), decline_rest=rest)
    flash(_("The course follows the new edition. Publish it, and learners see it, too."), "done")
    return redirect(url_for("courses_desk.show", slug=slug))


@blueprint.post("/<update_id>/drop", access=trainers)
def drop(slug: str, update_id: str) -> ResponseReturnValue:
    """Let the course stay on its edition."""
    with write():
        course, update = update_to_decide(slug, update_id)
        edition_updates.drop(course, update, person_here())
    flash(_("The course stays on its edition."), "note")
    return redirect(url_for("courses_desk.show", slug=slug))


@blueprint.post("/<update_id>/reopen", access=trainers)
def reopen(slug: str, update_id: str) -> ResponseReturnValue:
    """Open a dropped update again."""
    with write():
        course, update = update_to_decide(slug, update_id)
        edition_updates.reopen(course, update, person_here())
    flash(_("The update is open again; its proposals wait for your decisions."), "done")
    return redirect(url_for(".show", slug=slug, update_id=update_id))
