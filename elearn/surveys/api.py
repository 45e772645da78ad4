"""JSON routes of forms at the desk, and of one's own actions and follow-ups."""

from collections.abc import Mapping
from typing import Any

from elearn.accounts.access import has_role, person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.surveys import access, actions, editing, following_up, queries
from elearn.surveys.errors import ActionNotFound, FollowUpNotFound
from elearn.surveys.fields import FieldSpec
from elearn.surveys.figures import Figures
from elearn.surveys.queries import AnyRow
from elearn.surveys.schemas import (
    ActionChangeSchema,
    ActionSchema,
    ActionsSchema,
    FollowUpAnswersSchema,
    FollowUpsSchema,
    FollowUpWithFormSchema,
    FormChangeSchema,
    FormFieldsSchema,
    FormListSchema,
    FormQuerySchema,
    FormSchema,
    NewActionSchema,
    NewFormSchema,
    StoppedSchema,
)

blueprint = ApiBlueprint(
    "surveys_api",
    __name__,
    url_prefix="/api/v1",
    description="Surveys, checklists, actions and follow-ups",
)
makers = has_role("trainer", "partner")
MISSING = {"schema": ProblemSchema, "description": "No such thing, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "Answered already, empty, or closed"}
OVER = {"schema": ProblemSchema, "description": "More than 60 days old, or answered already"}


def form_of(row: AnyRow) -> dict[str, Any]:
    """Return a form with its questions, as `FormSchema` shows it."""
    names = ("kind", "title", "introduction", "language", "number", "state")
    said = {name: getattr(row, name) for name in names}
    listed = [field_of(one) for one in queries.fields_of(row.id)]
    return said | {"id": row.public_id, "fields_": listed}


def figures_of(found: Figures, asked: int) -> dict[str, Any]:
    """Return figures of a form as `FiguresSchema` shows them; whoever left may have answered."""
    return {
        "responses": found.responses,
        "asked": max(asked, found.responses),
        "fields": [
            vars(one)
            | {
                "counts": [
                    {"value": str(value), "label": label, "people": people}
                    for value, label, people in one.counts
                ]
            }
            for one in found.fields
        ],
    }


def field_of(field: FieldSpec) -> dict[str, Any]:
    """Return a question as `FieldSchema` shows it."""
    listed = field.kind in ("choice", "choices")
    ends: Mapping[str, Any] = field.options if isinstance(field.options, Mapping) else {}
    return {
        "key": field.key,
        "kind": field.kind,
        "label": field.label,
        "hint": field.hint,
        "required": field.required,
        "choices": field.options if listed else [],
        "most": field.top if field.kind in ("scale", "actions") else None,
        "low": ends.get("low", ""),
        "high": ends.get("high", ""),
        "condition": field.condition,
    }


def spec_of(sent: Mapping[str, Any]) -> FieldSpec:
    """Return the question that was sent."""
    names = ("key", "kind", "label", "hint", "required", "condition")
    options: Any = [dict(one) for one in sent["choices"]]
    if sent["kind"] in ("scale", "actions"):
        ends = {name: sent[name] for name in ("most", "low", "high") if sent[name]}
        options = {"most": 5 if sent["kind"] == "scale" else 3} | ends
    return FieldSpec(**{name: sent[name] for name in names}, options=options)


@blueprint.route("/forms", methods=["GET"], access=makers)
@blueprint.arguments(FormQuerySchema, location="query")
@blueprint.response(200, FormListSchema)
def forms(asked: dict[str, Any]) -> dict[str, Any]:
    """List the forms you may use"""
    condition = access.forms_visible_to(person_here())
    page = paginate(queries.desk_forms(condition), asked["page"], asked["size"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route("/forms", methods=["POST"], access=makers, limit="60 per hour")
@blueprint.arguments(NewFormSchema)
@blueprint.response(201, FormSchema)
def create_form(sent: dict[str, Any]) -> dict[str, Any]:
    """Make a draft of a form, without questions yet"""
    return form_of(editing.create(person_here(), **sent))


@blueprint.route("/forms/<string:form_id>", methods=["GET"], access=makers)
@blueprint.response(200, FormSchema)
@blueprint.alt_response(404, **MISSING)
def show_form(form_id: str) -> dict[str, Any]:
    """Show a form with its questions"""
    return form_of(access.open_form(form_id, person_here()))


@blueprint.route("/forms/<string:form_id>", methods=["PATCH"], access=makers)
@blueprint.arguments(FormChangeSchema)
@blueprint.response(200, FormSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change_form(sent: dict[str, Any], form_id: str) -> dict[str, Any]:
    """Change what a form says of itself, open it or close it"""
    person = person_here()
    form = access.open_form(form_id, person, to="edit")
    state = sent.pop("state", None)
    if sent:
        editing.change(form, person, **sent)
    if state:
        (editing.open_form if state == "open" else editing.close_form)(form, person)
    return form_of(access.open_form(form_id, person))


@blueprint.route("/forms/<string:form_id>/fields", methods=["PUT"], access=makers)
@blueprint.arguments(FormFieldsSchema)
@blueprint.response(200, FormSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def save_fields(sent: dict[str, Any], form_id: str) -> dict[str, Any]:
    """Let a form that nobody has answered ask these questions"""
    person = person_here()
    form = access.open_form(form_id, person, to="edit")
    editing.save_fields(form, [spec_of(one) for one in sent["fields_"]], person)
    return form_of(form)


@blueprint.route(
    "/forms/<string:form_id>/copies", methods=["POST"], access=makers, limit="60 per hour"
)
@blueprint.response(201, FormSchema)
@blueprint.alt_response(404, **MISSING)
def copy_form(form_id: str) -> dict[str, Any]:
    """Copy a form with its questions to a draft of your own"""
    person = person_here()
    form = access.open_form(form_id, person)
    own = access.can_edit(person, form) is None
    return form_of(editing.copy(form, person, next_version=own))


@blueprint.route("/actions", methods=["GET"], access=signed_in)
@blueprint.response(200, ActionsSchema)
def my_actions() -> dict[str, Any]:
    """List what you chose to do"""
    return {"items": queries.actions_of(person_here().id)}


@blueprint.route("/actions", methods=["POST"], access=signed_in, limit="60 per hour")
@blueprint.arguments(NewActionSchema)
@blueprint.response(201, ActionSchema)
@blueprint.alt_response(409, **CONFLICT)
def add_action(sent: dict[str, Any]) -> AnyRow:
    """Add something to do"""
    person = person_here()
    return _action(person.id, actions.add(person.id, sent["text"]))


@blueprint.route("/actions/<string:action_id>", methods=["PATCH"], access=signed_in)
@blueprint.arguments(ActionChangeSchema)
@blueprint.response(200, ActionSchema)
@blueprint.alt_response(404, **MISSING)
def change_action(sent: dict[str, Any], action_id: str) -> AnyRow:
    """Say what became of an action, or put it into other words"""
    person = person_here()
    actions.change(person.id, action_id, **sent)
    return _action(person.id, action_id)


def _action(person_id: int, public_id: str) -> AnyRow:
    for one in queries.actions_of(person_id):
        if one.public_id == public_id:
            return one
    raise ActionNotFound


@blueprint.route("/follow-ups", methods=["GET"], access=signed_in)
@blueprint.response(200, FollowUpsSchema)
def follow_ups() -> dict[str, Any]:
    """List the letters that ask you, months later, what became of it"""
    return {"items": queries.follow_ups_of(person_here().id)}


@blueprint.route("/follow-ups", methods=["DELETE"], access=signed_in)
@blueprint.response(200, StoppedSchema)
def stop_follow_ups() -> dict[str, Any]:
    """Stop all letters that were not sent yet"""
    return {"stopped": following_up.stop(person_here().id)}


@blueprint.route("/follow-ups/<string:follow_up_id>", methods=["GET"], access=signed_in)
@blueprint.response(200, FollowUpWithFormSchema)
@blueprint.alt_response(404, **MISSING)
def follow_up(follow_up_id: str) -> dict[str, Any]:
    """Show one letter with its form and what you answered"""
    return _filled(_invitation(follow_up_id))


@blueprint.route("/follow-ups/<string:follow_up_id>/response", methods=["PUT"], access=signed_in)
@blueprint.arguments(FollowUpAnswersSchema)
@blueprint.response(200, FollowUpWithFormSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(410, **OVER)
def answer_follow_up(sent: dict[str, Any], follow_up_id: str) -> dict[str, Any]:
    """Answer a letter that was sent to you, once"""
    row = following_up.refuse_old(_invitation(follow_up_id))
    if row.sent_at is None:
        raise FollowUpNotFound
    following_up.answer(row, sent["answers"], sent["actions"])
    return _filled(_invitation(follow_up_id))


@blueprint.route("/follow-ups/<string:follow_up_id>/response", methods=["DELETE"], access=signed_in)
@blueprint.response(200, FollowUpWithFormSchema)
@blueprint.alt_response(404, **MISSING)
def withdraw_follow_up(follow_up_id: str) -> dict[str, Any]:
    """Delete what you answered to a letter"""
    following_up.withdraw(_invitation(follow_up_id))
    return _filled(_invitation(follow_up_id))


def _invitation(public_id: str) -> AnyRow:
    row = queries.follow_up_of(person_here().id, public_id)
    if row is None:
        raise FollowUpNotFound
    return row


def _filled(row: AnyRow) -> dict[str, Any]:
    response = queries.response_to(row.id)
    return {
        **row._mapping,
        "form": form_of(queries.form_by_id(row.form_id)),
        "answers": queries.answers_of(response.id) if response else {},
    }
