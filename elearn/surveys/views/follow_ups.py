"""The page a letter's link opens, without signing in: what became of what you learned.

Opening it changes nothing, since mail scanners open links too; acting needs a POST.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.core.access import anyone
from elearn.core.errors import Invalid
from elearn.core.forms import stripped
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import following_up, labels, queries
from elearn.surveys.asking import answered, asked, given_by
from elearn.surveys.errors import AnswersRefused
from elearn.surveys.fields import FieldSpec

blueprint = Blueprint("follow_ups", __name__, url_prefix="/follow-ups/<value>")
OFTEN = "60 per hour"


@blueprint.get("/", access=anyone, limit=OFTEN)
def show(value: str) -> ResponseReturnValue:
    """Show the questions and the chosen actions, or what was answered."""
    row = following_up.open_link(value)
    fields = queries.fields_of(row.form_id)
    response = queries.response_to(row.id)
    if response is None and row.withdrawn_at is None:
        return _page(row, value, fields, {}, {}, {})
    answers = queries.answers_of(response.id) if response else {}
    shown = answered(fields, answers)
    return render_template("surveys/follow_up_sent.html", row=row, value=value, shown=shown)


def _page(
    row: Any,
    value: str,
    fields: list[FieldSpec],
    given: dict[str, Any],
    problems: dict[str, str],
    became: dict[str, dict[str, str]],
) -> str:
    form = queries.form_by_id(row.form_id)
    return render_template(
        "surveys/follow_up.html",
        row=row,
        value=value,
        made=form,
        questions=asked(fields, given, problems),
        actions=queries.actions_about(row.person_id, row.subject),
        became=became,
        problem=problems.get(""),
        labels=labels,
    )


@blueprint.post("/", access=anyone, limit=OFTEN)
def send(value: str) -> ResponseReturnValue:
    """Keep the answers, once, and what became of the actions."""
    row = following_up.open_link(value)
    fields = queries.fields_of(row.form_id)
    given, became = given_by(fields, request.form), _became(row)
    try:
        with write():
            following_up.answer(following_up.open_link(value), given, became)
    except AnswersRefused as refused:
        return _page(row, value, fields, given, refused.problems, became), 422
    except Invalid as problem:
        return _page(row, value, fields, given, {"": str(problem)}, became), 422
    flash(_("Thank you. Your answers are kept."), "done")
    return redirect(url_for(".show", value=value))


def _became(row: Any) -> dict[str, dict[str, str]]:
    """Return what the page says of each action it shows."""
    return {
        one.public_id: {
            "state": request.form.get(f"action-{one.public_id}") or one.state,
            "note": str(stripped(request.form.get(f"action-{one.public_id}-note", one.note))),
        }
        for one in queries.actions_about(row.person_id, row.subject)
    }


@blueprint.post("/withdraw", access=anyone, limit=OFTEN)
def withdraw(value: str) -> ResponseReturnValue:
    """Delete what was answered."""
    with write():
        following_up.withdraw(following_up.open_link(value))
    flash(_("Your answers are deleted."), "done")
    return redirect(url_for(".show", value=value))


@blueprint.post("/stop", access=anyone, limit=OFTEN)
def stop(value: str) -> ResponseReturnValue:
    """Stop all later letters to the person of this link."""
    with write():
        following_up.stop(following_up.open_link(value).person_id)
    flash(_("We will not ask you again."), "done")
    return redirect(url_for(".show", value=value))
