"""Suggestions for a lesson: choose, look at what would be sent, wait, decide one by one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import (
    desk_queries,
    suggesting,
    suggestion_decisions,
    suggestion_labels,
    suggestion_queries,
    suggestion_text,
)
from courses.desk_queries import AnyRow
from courses.models import Course, LessonRevision, Step
from courses.suggesting import Wanted
from courses.suggestion_errors import NotInTheLesson
from courses.suggestion_forms import ChooseForm, SendForm, shortened
from courses.views.lesson_editor import lesson_to_edit
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.errors import Invalid
from elearn.core.ids import public_id
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.suggestions import queries as suggestions
from elearn.suggestions.provider import KINDS
from elearn.suggestions.queries import Setting

blueprint = Blueprint(
    "courses_desk_suggestions",
    __name__,
    url_prefix="/desk/courses/<slug>/lessons/<step_id>/suggestions",
)


def lesson_to_help(slug: str, step_id: str) -> tuple[Course, Step, Setting]:
    """Return a lesson the person here may edit, on a site that suggests.

    Raises PartNotFound, SuggestionsAreOff.
    """
    course, step = lesson_to_edit(slug, step_id)
    return course, step, suggestions.setting_in_use()


@blueprint.get("/", access=trainers)
def index(slug: str, step_id: str) -> ResponseReturnValue:
    """Show what can be asked about, and what was asked before."""
    course, step, setting = lesson_to_help(slug, step_id)
    return choosing(course, step, setting, ChooseForm())


def choosing(course: Course, step: Step, setting: Setting, form: ChooseForm) -> str:
    """Return the page to choose on."""
    newest = desk_queries.newest_text(step.id)
    page = paginate(
        suggestion_queries.requests_of(step.id), page_number(request.args.get("page")), 10
    )
    used = suggestion_queries.made_today(person_here().id)
    return render_template(
        "courses/desk/suggest.html",
        course=course,
        step=step,
        form=form.offer(suggestion_text.sendable(newest.blocks) if newest else []),
        page=page,
        left=max(0, setting.daily_limit - used),
        kinds=suggestion_labels.KIND_NAMES,
    )


@blueprint.get("/check", access=trainers)
def check(slug: str, step_id: str) -> ResponseReturnValue:
    """Show exactly what would be sent, to whom, and what one agrees to by sending it."""
    course, step, setting = lesson_to_help(slug, step_id)
    newest = desk_queries.newest_text(step.id)
    form = ChooseForm(request.args)
    form.offer(suggestion_text.sendable(newest.blocks) if newest else [])
    if newest is None or not form.validate():
        return choosing(course, step, setting, form), 422
    try:
        suggesting.chosen(step, newest.number, tuple(form.block.data))
    except Invalid as problem:
        form.block.errors = [str(problem)]
        return choosing(course, step, setting, form), 422
    send = SendForm(
        formdata=None,
        id=public_id(),
        kind=form.kind.data,
        blocks=" ".join(form.block.data),
        revision=newest.number,
        consent_version=setting.consent_version,
    )
    return checking(course, step, setting, send)


def checking(course: Course, step: Step, setting: Setting, form: SendForm) -> str:
    """Return the page that shows what would be sent."""
    ids = tuple((form.blocks.data or "").split())
    blocks = suggesting.chosen(step, form.revision.data, ids)
    return render_template(
        "courses/desk/suggest_check.html",
        course=course,
        step=step,
        setting=setting,
        form=form,
        kind=suggestion_labels.KIND_NAMES[form.kind.data],
        blocks=blocks,
        characters=sum(len(block.text) for block in blocks),
    )


@blueprint.post("/", access=trainers, limit="60 per hour")
def ask(slug: str, step_id: str) -> ResponseReturnValue:
    """Send what was seen; the same page sent twice is one request."""
    course, step, _setting = lesson_to_help(slug, step_id)
    form = SendForm()
    if not form.validate() or form.kind.data not in KINDS:
        raise NotInTheLesson
    wanted = Wanted(
        kind=form.kind.data,
        block_ids=tuple((form.blocks.data or "").split()),
        revision=form.revision.data or 0,
        consent_version=form.consent_version.data or 0,
        id=form.id.data or "",
    )
    ready = suggesting.prepared(step, wanted)
    with write():
        course, step, _setting = lesson_to_help(slug, step_id)
        request_id = suggesting.ask(course, step, ready, person_here())
    return redirect(url_for(".show", slug=slug, step_id=step_id, request_id=request_id))


@blueprint.get("/<request_id>", access=trainers)
def show(slug: str, step_id: str, request_id: str) -> ResponseReturnValue:
    """Wait for the answer, then show what was suggested."""
    course, step, _setting = lesson_to_help(slug, step_id)
    found = suggestion_queries.request_of(step.id, request_id)
    cited = cited_of(step, found)
    return render_template(
        "courses/desk/suggestions.html",
        course=course,
        step=step,
        found=found,
        waiting=found.state != "ended",
        kind=suggestion_labels.KIND_NAMES[found.kind],
        outcome=suggestion_labels.OUTCOME_NAMES.get(found.outcome, ""),
        reasons=suggestion_labels.REASON_NAMES,
        texts=[told(text, cited) for text in suggestion_queries.texts_of(found.id)],
    )


def cited_of(step: Step, found: AnyRow) -> dict[str, str]:
    """Return the first words of each block that was sent."""
    text: LessonRevision = desk_queries.revision_of(step.id, found.revision)
    return {block.id: shortened(block.text) for block in suggestion_text.sendable(text.blocks)}


def told(text: AnyRow, cited: dict[str, str]) -> dict[str, Any]:
    """Return a suggestion as the page shows it."""
    return {
        **text._mapping,
        "cites": [cited[id_] for id_ in text.block_ids if id_ in cited],
    }


@blueprint.post("/<request_id>/<suggestion_id>", access=trainers, limit="600 per hour")
def decide(slug: str, step_id: str, request_id: str, suggestion_id: str) -> ResponseReturnValue:
    """Put a suggestion into the lesson, or aside."""
    course, step, _setting = lesson_to_help(slug, step_id)
    found = suggestion_queries.request_of(step.id, request_id)
    text = suggestion_queries.text_of(found.id, suggestion_id)
    act = request.form.get("act")
    if act == "accept":
        suggestion_decisions.accept(course, step, text, person_here())
        flash(
            _("It now stands in the lesson, marked as suggested by a machine. Edit it there."),
            "done",
        )
    elif act == "dismiss":
        with write():
            suggestion_decisions.dismiss(course, text, person_here())
        flash(_("The suggestion is put aside."), "done")
    else:
        abort(400)
    return redirect(url_for(".show", slug=slug, step_id=step_id, request_id=request_id))
