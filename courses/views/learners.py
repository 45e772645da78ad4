"""The desk for one learner of a course: what they did, and what a trainer does for them."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from courses.queries import AnyRow
from courses.roster import extending, labels, learner_queries, operations, quiz_facts, risk
from courses.roster.access import open_learner
from courses.roster.forms import MoveForm, OverrideForm
from courses.rules import overriding
from courses.rules import queries as rule_queries
from courses.views import wording
from courses.views.roster import limits_of, roster_here
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.accounts.countries import name_of
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint(
    "courses_learners", __name__, url_prefix="/desk/courses/<slug>/learners/<enrolment_id>"
)


def learner_here(slug: str, enrolment_id: str) -> tuple[AnyRow, AnyRow]:
    """Return course and enrolment for the trainer who asks."""
    course = roster_here(slug)
    return course, open_learner(course, enrolment_id)


@blueprint.get("/", access=trainers)
def show(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Show what a learner did, step by step, and what was decided and written."""
    course, learner = learner_here(slug, enrolment_id)
    return learner_page(course, learner, MoveForm(formdata=None))


def learner_page(course: AnyRow, learner: AnyRow, move: MoveForm) -> str:
    """Return the page of one learner."""
    rows = learner_queries.steps_of(course, learner.id)
    state = risk.state_of(learner)
    moves = learner_queries.moves_of(learner.public_id)
    return render_template(
        "courses/roster/learner.html",
        course=course,
        learner=learner,
        country=name_of(learner.country, reader_language()),
        way=labels.WAYS[learner.way],
        state=labels.STATES[state],
        shape=labels.SHAPES[state],
        open=state in ("not-started", "underway"),
        reasons=[str(labels.REASONS[one]) for one in risk.reasons(learner, limits_of(course))],
        required=course.required_steps or 0,
        score=wording.score(learner.score),
        rows=rows,
        attempts=quiz_facts.attempts_of(learner.id),
        scores={one: wording.score(one) for one in {row.score for row in rows}},
        overrides=rule_queries.overrides_of(learner.id),
        nudges=learner_queries.nudges_to(learner.id),
        moves=[_move(one) for one in moves],
        can_take_back=extending.can_take_back(learner.due_at, next(iter(moves), None)),
        move=move,
    )


def _move(row: AnyRow) -> dict[str, Any]:
    days = {name: row.detail.get(name) for name in ("from", "to")}
    words = {
        name: format_date(datetime.fromisoformat(value), "medium") if value else _("no date")
        for name, value in days.items()
    }
    taken_back = row.action == "course.take-back-extension"
    return words | {
        "what": _("Taken back") if taken_back else _("Moved"),
        "reason": row.detail.get("reason", ""),
        "at": row.at,
        "made_by": row.made_by or "",
    }


@blueprint.post("/extend", access=trainers)
def extend(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Give the learner more days."""
    course, learner = learner_here(slug, enrolment_id)
    form = MoveForm()
    if not form.validate():
        return learner_page(course, learner, form), 422
    with write():
        count = extending.extend(
            course, [learner.id], form.days.data, form.reason.data, person_here()
        )
    if count:
        flash(_("The date is moved, and the learner is told."), "done")
    else:
        flash(_("This learner is not on the course any more. Nothing was changed."), "error")
    return back(slug, enrolment_id)


def back(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Go to the learner's page."""
    return redirect(url_for(".show", slug=slug, enrolment_id=enrolment_id))


@blueprint.post("/take-back", access=trainers)
def take_back(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Put back the date there was before the last extension."""
    course, learner = learner_here(slug, enrolment_id)
    with write():
        extending.take_back(course, learner, person_here())
    flash(_("The earlier date holds again."), "done")
    return back(slug, enrolment_id)


@blueprint.get("/let-go", access=trainers)
def ask_let_go(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Say what taking a learner off the course means."""
    course, learner = learner_here(slug, enrolment_id)
    return render_template("courses/roster/let_go.html", course=course, learner=learner)


@blueprint.post("/let-go", access=trainers)
def let_go(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Take the learner off the course; what they did is kept."""
    course, learner = learner_here(slug, enrolment_id)
    with write():
        operations.let_go(learner, course, person_here())
    flash(_("The learner is off the course. What they did is kept."), "done")
    return back(slug, enrolment_id)


@blueprint.get("/steps/<step_id>", access=trainers)
def decide(slug: str, enrolment_id: str, step_id: str) -> ResponseReturnValue:
    """Show the form by which a trainer decides against the rules for one step."""
    course, learner = learner_here(slug, enrolment_id)
    step = learner_queries.step_of(course, learner.id, step_id)
    return render_template(
        "courses/roster/override.html",
        course=course,
        learner=learner,
        step=step,
        form=OverrideForm(),
    )


@blueprint.post("/steps/<step_id>", access=trainers)
def override(slug: str, enrolment_id: str, step_id: str) -> ResponseReturnValue:
    """Decide against the rules for one step, with the reason."""
    course, learner = learner_here(slug, enrolment_id)
    step = learner_queries.step_of(course, learner.id, step_id)
    form = OverrideForm()
    values = {"course": course, "learner": learner, "step": step, "form": form}
    if not form.validate():
        return render_template("courses/roster/override.html", **values), 422
    with write():
        overriding.override_step(
            learner.id, step.id, form.kind.data, form.reason.data, person_here()
        )
    flash(_("Your decision counts from now on."), "done")
    return back(slug, enrolment_id)


@blueprint.post("/overrides/<override_id>/undo", access=trainers)
def undo_override(slug: str, enrolment_id: str, override_id: str) -> ResponseReturnValue:
    """Close again what was opened."""
    course, _learner = learner_here(slug, enrolment_id)
    with write():
        overriding.undo_override(course.id, override_id, person_here())
    flash(_("Your decision is undone."), "done")
    return back(slug, enrolment_id)
