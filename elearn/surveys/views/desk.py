"""The desk for forms: list, new, questions, preview, opening, closing, copying."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Invalid
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import access, editing, labels, queries
from elearn.surveys.asking import asked
from elearn.surveys.conditions import words
from elearn.surveys.errors import FieldNotFound
from elearn.surveys.fields import FieldSpec
from elearn.surveys.forms import FieldForm, FormForm
from elearn.surveys.queries import AnyRow

blueprint = Blueprint("forms_desk", __name__, url_prefix="/desk/forms")
makers = has_role("trainer", "partner")


def form_here(form_id: str, to: str = "edit") -> AnyRow:
    """Return the form for the person at the desk."""
    return access.open_form(form_id, person_here(), to=to)


@blueprint.get("/", access=makers)
def index() -> ResponseReturnValue:
    """List the forms the person may see, latest first."""
    condition = access.forms_visible_to(person_here())
    page = paginate(queries.desk_forms(condition), page_number(request.args.get("page")))
    return render_template("surveys/desk/index.html", page=page, labels=labels)


@blueprint.get("/new", access=makers)
def new() -> ResponseReturnValue:
    """Show the form for a new form."""
    return render_template("surveys/desk/form_form.html", form=FormForm(), made=None)


@blueprint.post("/new", access=makers, limit="60 per hour")
def create() -> ResponseReturnValue:
    """Make an empty draft."""
    form = FormForm()
    if not form.validate():
        return render_template("surveys/desk/form_form.html", form=form, made=None), 422
    with write():
        made = editing.create(person_here(), **form.said())
    flash(_("The draft is there. Add its questions."), "done")
    return redirect(url_for(".show", form_id=made.public_id))


@blueprint.get("/<form_id>/", access=makers)
def show(form_id: str) -> ResponseReturnValue:
    """Show a form and its questions, to be changed or copied."""
    made = form_here(form_id, "read")
    fields = queries.fields_of(made.id)
    person, was_answered = person_here(), queries.was_answered(made.id)
    own = access.can_edit(person, made) is None
    return render_template(
        "surveys/desk/form.html",
        made=made,
        fields=[(one, words(one, fields)) for one in fields],
        own=own,
        was_answered=was_answered,
        next_version=own and made.key is not None,
        labels=labels,
    )


@blueprint.get("/<form_id>/preview", access=makers)
def preview(form_id: str) -> ResponseReturnValue:
    """Show the form as those who answer it see it."""
    made = form_here(form_id, "read")
    questions = asked(queries.fields_of(made.id))
    return render_template("surveys/desk/preview.html", made=made, questions=questions)


@blueprint.get("/<form_id>/details", access=makers)
def details(form_id: str) -> ResponseReturnValue:
    """Show what the form says of itself."""
    made = form_here(form_id)
    form = FormForm(data={name: getattr(made, name) for name in editing.SAID})
    return render_template("surveys/desk/form_form.html", form=form, made=made)


@blueprint.post("/<form_id>/details", access=makers)
def change_details(form_id: str) -> ResponseReturnValue:
    """Change what the form says of itself."""
    made, form = form_here(form_id), FormForm()
    if not form.validate():
        return render_template("surveys/desk/form_form.html", form=form, made=made), 422
    with write():
        editing.change(form_here(form_id), person_here(), **form.said())
    flash(_("The form is saved."), "done")
    return redirect(url_for(".show", form_id=form_id))


ACTS: dict[str, Callable[[AnyRow, str], None]] = {
    "open": lambda made, _key: editing.open_form(made, person_here()),
    "close": lambda made, _key: editing.close_form(made, person_here()),
    "up": lambda made, key: editing.move_field(made, key, -1, person_here()),
    "down": lambda made, key: editing.move_field(made, key, 1, person_here()),
    "remove": lambda made, key: editing.remove_field(made, key, person_here()),
}


@blueprint.post("/<form_id>/act", access=makers)
def act(form_id: str) -> ResponseReturnValue:
    """Do what a button says: `open`, `close`, or `up:KEY`, `down:KEY`, `remove:KEY`."""
    name, _colon, key = request.form.get("act", "").partition(":")
    if name not in ACTS:
        raise FieldNotFound
    with write():
        ACTS[name](form_here(form_id), key)
    said = {
        "open": _("The form is open: people can answer it."),
        "close": _("The form is closed. The answers given so far are kept."),
        "remove": _("The question is removed."),
    }
    if name in said:
        flash(said[name], "done")
    return redirect(url_for(".show", form_id=form_id, _anchor=key or None))


@blueprint.post("/<form_id>/copy", access=makers, limit="60 per hour")
def copy(form_id: str) -> ResponseReturnValue:
    """Copy the form to a draft of one's own."""
    person = person_here()
    with write():
        made = form_here(form_id, "read")
        own = access.can_edit(person, made) is None
        copied = editing.copy(made, person, next_version=own)
    flash(_("This is the copy. Change it, then open it."), "done")
    return redirect(url_for(".show", form_id=copied.public_id))


@blueprint.get("/<form_id>/fields/new", access=makers)
def new_field(form_id: str) -> ResponseReturnValue:
    """Show the form for another question."""
    made = form_here(form_id)
    return _field_page(made, FieldForm().offer(queries.fields_of(made.id)), None)


@blueprint.post("/<form_id>/fields/new", access=makers)
def add_field(form_id: str) -> ResponseReturnValue:
    """Add a question at the end."""
    return _save(form_id, None)


@blueprint.get("/<form_id>/fields/<field_key>", access=makers)
def field(form_id: str, field_key: str) -> ResponseReturnValue:
    """Show one question, to be changed."""
    made = form_here(form_id)
    found, above = _found(made, field_key)
    return _field_page(made, FieldForm.showing(found, above), found)


@blueprint.post("/<form_id>/fields/<field_key>", access=makers)
def change_field(form_id: str, field_key: str) -> ResponseReturnValue:
    """Change one question."""
    return _save(form_id, field_key)


def _found(made: AnyRow, key: str) -> tuple[FieldSpec, list[FieldSpec]]:
    """Return a question and those above it. Raises FieldNotFound."""
    fields = queries.fields_of(made.id)
    for place, one in enumerate(fields):
        if one.key == key:
            return one, fields[:place]
    raise FieldNotFound


def _save(form_id: str, key: str | None) -> ResponseReturnValue:
    made = form_here(form_id)
    old, above = _found(made, key) if key else (None, queries.fields_of(made.id))
    form = FieldForm().offer(above)
    if not form.validate():
        return _field_page(made, form, old), 422
    try:
        taken = [one.key for one in queries.fields_of(made.id)]
        spec = form.spec(above, taken, old)
        with write():
            editing.save_field(form_here(form_id), spec, person_here(), key=key)
    except Invalid as problem:
        form.label.errors = [*form.label.errors, str(problem)]
        return _field_page(made, form, old), 422
    flash(_("The question is saved."), "done")
    return redirect(url_for(".show", form_id=form_id, _anchor=spec.key))


def _field_page(made: AnyRow, form: FieldForm, old: FieldSpec | None) -> str:
    return render_template("surveys/desk/field.html", made=made, form=form, old=old)
