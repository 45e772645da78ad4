"""The question editor: one plain form for each kind; saving adds a revision."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here
from elearn.core.transaction import write
from quizzes import desk_queries, operations
from quizzes.drafts import QuestionDraft, prepare
from quizzes.errors import NoSuchQuestion, Problem, QuestionChanged, QuestionIsUnfit
from quizzes.forms import QuestionForm
from quizzes.kinds import Kind, kind_of
from quizzes.outdated import outdated
from quizzes.queries import AnyRow
from quizzes.references import keys_named, names_in, names_of, spellings
from quizzes.views.places import Place, place_to_edit
from quizzes.views.trainer import blueprint, trainers
from quizzes.wording import as_source

DIRECTIONS = {"up": -1, "down": 1}


@blueprint.get("/questions/new", access=trainers)
def new_question(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the form for a question of the kind asked for."""
    place = place_to_edit(slug, step_id)
    kind = kind_of(request.args.get("kind", "single"))
    return form_page(place, QuestionForm(), kind, {})


@blueprint.post("/questions/new", access=trainers)
def add_question(slug: str, step_id: str) -> ResponseReturnValue:
    """Add a question at the end of the quiz."""
    place = place_to_edit(slug, step_id)
    kind, form = kind_of(request.args.get("kind", "single")), QuestionForm()
    try:
        draft = draft_of_form(place, form, kind)
    except QuestionIsUnfit as unfit:
        return form_page(place, form, kind, kind.raw_from(request.form), unfit.problems), 422
    person = person_here()
    with write():
        place = place_to_edit(slug, step_id)
        quiz = operations.create_quiz(place.step.id, person)
        operations.add_question(quiz.id, draft, person)
    flash(_("The question is added. New attempts will ask it."), "done")
    return redirect(place.address("quizzes_desk.index"))


@blueprint.get("/questions/<question_id>/", access=trainers)
def question(slug: str, step_id: str, question_id: str) -> ResponseReturnValue:
    """Show a question for editing."""
    place = place_to_edit(slug, step_id)
    item = place.item(question_id)
    kind = kind_of(item.kind)
    raw = kind.raw_of(item.content, item.answer_key)
    return form_page(place, filled(place, item), kind, raw, item=item)


@blueprint.post("/questions/<question_id>/", access=trainers)
def revise_question(slug: str, step_id: str, question_id: str) -> ResponseReturnValue:
    """Save a question as a new revision; attempts keep the one they were drawn with."""
    place = place_to_edit(slug, step_id)
    item = place.item(question_id)
    kind, form = kind_of(item.kind), QuestionForm()
    raw = kind.raw_from(request.form)
    try:
        draft = draft_of_form(place, form, kind, item)
    except QuestionIsUnfit as unfit:
        return form_page(place, form, kind, raw, unfit.problems, item), 422
    try:
        number = _save(slug, step_id, question_id, draft, form.known_revision())
    except QuestionChanged as changed:
        item = place_to_edit(slug, step_id).item(question_id)
        form.based_on.data = str(item.number)
        return form_page(place, form, kind, raw, [("prompt", str(changed))], item, newest=True), 409
    if number is None:
        flash(_("The question is saved. Its wording is the same as before."), "note")
    else:
        flash(_("The question is saved. Attempts that were drawn before keep theirs."), "done")
    return redirect(place.address("quizzes_desk.index"))


def _save(
    slug: str, step_id: str, question_id: str, draft: QuestionDraft, based_on: int | None
) -> int | None:
    with write():
        place = place_to_edit(slug, step_id)
        item = place.item(question_id)
        return operations.revise_question(
            place.existing().id, item.question_id, draft, person_here(), based_on=based_on
        )


def filled(place: Place, item: AnyRow) -> QuestionForm:
    named = desk_queries.paragraphs_named(place.course.edition_id, item.paragraphs)
    form: QuestionForm = QuestionForm(
        prompt=as_source(item.content["prompt"]),
        feedback=as_source(item.answer_key.get("feedback", "")),
        paragraphs=names_of(item.paragraphs, named),
        topic=item.topic,
        points=item.points,
        based_on=str(item.number),
    )
    return form


def draft_of_form(
    place: Place, form: QuestionForm, kind: Kind, item: AnyRow | None = None
) -> QuestionDraft:
    """Return the draft of a posted form. Raises QuestionIsUnfit with every problem found."""
    problems: list[Problem] = [] if form.validate() else form.problems()
    keys, unknown = _paragraphs(place, form.paragraphs.data or "")
    if unknown:
        names = ", ".join(unknown)
        problems.append(("paragraphs", _("The edition has no paragraph %(names)s.", names=names)))
    points = form.points.data or 1
    try:
        draft = prepare(
            kind.name,
            prompt=form.prompt.data or "",
            feedback=form.feedback.data or "",
            paragraphs=keys,
            topic=form.topic.data or "",
            points=min(max(points, 1), 100),
            old=item.content if item is not None else None,
            **kind.raw_from(request.form),
        )
    except QuestionIsUnfit as unfit:
        raise QuestionIsUnfit([*problems, *unfit.problems]) from unfit
    if problems:
        raise QuestionIsUnfit(problems)
    return draft


def _paragraphs(place: Place, text: str) -> tuple[list[str], list[str]]:
    names = names_in(text)
    found = desk_queries.paragraphs_named(place.course.edition_id, spellings(names))
    return keys_named(names, found)


def form_page(
    place: Place,
    form: QuestionForm,
    kind: Kind,
    raw: dict[str, Any],
    problems: list[Problem] | None = None,
    item: AnyRow | None = None,
    *,
    newest: bool = False,
    cited: Sequence[str] = (),
    back: str = "",
) -> str:
    """Return the page of the form. `newest` shows what somebody else saved meanwhile; `cited`
    are paragraphs to show beside a question that is not saved yet; `back` is where to cancel to."""
    keys = item.paragraphs if item is not None else cited
    named = desk_queries.paragraphs_named(place.course.edition_id, keys)
    return render_template(
        "quizzes/desk/question.html",
        place=place,
        form=form,
        kind=kind,
        raw=raw,
        problems=problems or [],
        item=item,
        newest=newest,
        back=back,
        paragraphs=named,
        outdated=item is not None and bool(outdated(place.course.id, [item])),
    )


@blueprint.post("/questions/<question_id>/retire", access=trainers)
def retire_question(slug: str, step_id: str, question_id: str) -> ResponseReturnValue:
    """Ask the question in no new attempt. Can be undone on the same page."""
    with write():
        place = place_to_edit(slug, step_id)
        item = place.item(question_id)
        operations.retire_question(place.existing().id, item.question_id, person_here())
    flash(_("New attempts no longer ask this question. You can take it back below."), "note")
    return redirect(place.address("quizzes_desk.index"))


@blueprint.post("/questions/<question_id>/still-right", access=trainers)
def still_right(slug: str, step_id: str, question_id: str) -> ResponseReturnValue:
    """Keep that a question is right, though the paragraph it cites changed."""
    with write():
        place = place_to_edit(slug, step_id)
        item = place.item(question_id)
        edition_id = outdated(place.course.id, [item]).get(item.question_id)
        if edition_id is not None:
            quiz_id = place.existing().id
            operations.still_right(quiz_id, item.question_id, edition_id, person_here())
    return redirect(place.address("quizzes_desk.index", _anchor=f"question-{question_id}"))


@blueprint.post("/questions/<question_id>/restore", access=trainers)
def restore_question(slug: str, step_id: str, question_id: str) -> ResponseReturnValue:
    """Ask a retired question again."""
    with write():
        place = place_to_edit(slug, step_id)
        item = place.item(question_id)
        operations.restore_question(place.existing().id, item.question_id, person_here())
    flash(_("New attempts ask this question again."), "done")
    return redirect(place.address("quizzes_desk.index"))


@blueprint.post("/move", access=trainers)
def move_question(slug: str, step_id: str) -> ResponseReturnValue:
    """Move a question; the button says which and where: `ID:up`."""
    public_id, _colon, direction = request.form.get("move", "").partition(":")
    if direction not in DIRECTIONS:
        raise NoSuchQuestion
    with write():
        place = place_to_edit(slug, step_id)
        item = place.item(public_id)
        quiz_id = place.existing().id
        operations.move_question(quiz_id, item.question_id, DIRECTIONS[direction], person_here())
    return redirect(place.address("quizzes_desk.index", _anchor=f"question-{public_id}"))


__all__ = ["blueprint"]
