"""A learner's own list of actions, and stopping the letters that ask about them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import actions, following_up, labels, queries
from elearn.surveys.errors import ActionNeedsWords, ActionNotFound, TooManyActions, WhyIsItBlocked
from elearn.surveys.forms import ActionForm, NewActionForm

blueprint = Blueprint("actions", __name__, url_prefix="/learn")


@blueprint.get("/actions/", access=signed_in)
def index() -> ResponseReturnValue:
    """List what the person chose to do, and when they will be asked about it."""
    return _page(NewActionForm())


def _page(form: NewActionForm) -> str:
    person = person_here()
    everything = queries.follow_ups_of(person.id)
    follow_ups = [one for one in everything if one.withdrawn_at is None and one.sent_at is None]
    waiting = [
        (one.title, url_for("follow_ups.show", value=following_up.secret_of(one.public_id)))
        for one in everything
        if following_up.is_waiting(one)
    ]
    return render_template(
        "surveys/actions.html",
        form=form,
        actions=queries.actions_of(person.id),
        follow_ups=follow_ups,
        waiting=waiting,
        labels=labels,
    )


@blueprint.post("/actions/", access=signed_in, limit="60 per hour")
def add() -> ResponseReturnValue:
    """Add something to do."""
    form = NewActionForm()
    if not form.validate():
        return _page(form), 422
    try:
        with write():
            actions.add(person_here().id, form.text.data)
    except (ActionNeedsWords, TooManyActions) as problem:
        form.text.errors = [str(problem)]
        return _page(form), problem.status
    flash(_("It is in your list."), "done")
    return redirect(url_for(".index"))


@blueprint.get("/actions/<action_id>", access=signed_in)
def show(action_id: str) -> ResponseReturnValue:
    """Show one action, to say what became of it."""
    for one in queries.actions_of(person_here().id):
        if one.public_id == action_id:
            form = ActionForm(data={name: getattr(one, name) for name in ("text", "state", "note")})
            return render_template("surveys/action.html", form=form)
    raise ActionNotFound


@blueprint.post("/actions/<action_id>", access=signed_in)
def change(action_id: str) -> ResponseReturnValue:
    """Keep what became of an action."""
    person, form = person_here(), ActionForm()
    if not any(one.public_id == action_id for one in queries.actions_of(person.id)):
        raise ActionNotFound
    if not form.validate():
        return render_template("surveys/action.html", form=form), 422
    said = {name: getattr(form, name).data or "" for name in ("text", "state", "note")}
    try:
        with write():
            actions.change(person.id, action_id, **said)
    except (ActionNeedsWords, WhyIsItBlocked) as problem:
        _put(form, problem)
        return render_template("surveys/action.html", form=form), 422
    flash(_("It is saved."), "done")
    return redirect(url_for(".index", _anchor=action_id))


def _put(form: ActionForm, problem: DomainError) -> None:
    field = form.note if isinstance(problem, WhyIsItBlocked) else form.text
    field.errors = [str(problem)]


@blueprint.post("/follow-ups/stop", access=signed_in)
def stop() -> ResponseReturnValue:
    """Stop all letters that ask what became of it."""
    with write():
        following_up.stop(person_here().id)
    flash(_("We will not ask you again. What you answered so far is kept."), "done")
    return redirect(url_for(".index"))
