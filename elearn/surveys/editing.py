"""Making and changing forms. Call inside `transaction.write()`; rights are the caller's.

A form that was answered is never changed: a copy follows it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.surveys import queries
from elearn.surveys.errors import FieldNotFound, FormHasNoFields, FormWasAnswered
from elearn.surveys.fields import FieldSpec, checked
from elearn.surveys.models import Field, Form
from elearn.surveys.queries import AnyRow

LONGEST_TITLE = 300
# What learners read of a form, and what a copy takes along.
SAID = ("kind", "language", "title", "introduction")


def create(
    actor: SignedIn | None,
    *,
    kind: str,
    title: str,
    language: str = "en",
    introduction: str = "",
    **more: Any,
) -> AnyRow:
    """Make an empty draft of a form."""
    values = {
        "kind": kind,
        "title": title,
        "language": language,
        "introduction": introduction,
        "created_by_id": actor.id if actor else None,
    }
    public_id = db.session.execute(
        insert(Form).values(values | more).returning(Form.public_id)
    ).scalar_one()
    record(actor.id if actor else None, "form.create", "form", public_id)
    return _form(public_id)


def copy(form: AnyRow, actor: SignedIn, *, next_version: bool = False) -> AnyRow:
    """Copy a form with its fields to a draft of the actor's own, which follows it.

    With `next_version`, the copy stays with the form's organisation, and that of a form the product
    comes with is to take its place once it is opened.
    """
    more: dict[str, Any] = {"follows_id": form.id}
    if next_version:
        more["organisation_id"] = form.organisation_id
    if next_version and form.key is not None:
        numbers = select(func.max(Form.number)).where(
            Form.key == form.key, Form.language == form.language
        )
        more |= {"key": form.key, "number": (db.session.scalar(numbers) or 0) + 1}
    made = create(actor, **{name: getattr(form, name) for name in SAID}, **more)
    put_fields(made.id, queries.fields_of(form.id))
    return made


def change(form: AnyRow, actor: SignedIn, **said: str) -> None:
    """Change title, introduction, language or kind. Raises FormWasAnswered."""
    _refuse_answered(form.id)
    values = {name: said[name] for name in SAID if name in said}
    if values:
        db.session.execute(update(Form).where(Form.id == form.id).values(values))
    record(actor.id, "form.change", "form", form.public_id)


def save_fields(form: AnyRow, fields: Sequence[FieldSpec], actor: SignedIn) -> None:
    """Let the form ask these fields, in this order. Raises FormIsFaulty, FormWasAnswered."""
    fields = checked(fields)
    _refuse_answered(form.id)
    if form.state == "open" and not fields:
        raise FormHasNoFields
    put_fields(form.id, fields)
    record(actor.id, "form.change", "form", form.public_id)


def save_field(form: AnyRow, field: FieldSpec, actor: SignedIn, *, key: str | None = None) -> None:
    """Put a field in the place of the one with that key, or after all others.

    Raises FieldNotFound, FormIsFaulty, FormWasAnswered.
    """
    fields = queries.fields_of(form.id)
    if key is None:
        fields.append(field)
    else:
        fields[_place(fields, key)] = field
    save_fields(form, fields, actor)


def move_field(form: AnyRow, key: str, by: int, actor: SignedIn) -> None:
    """Move a field one place up (-1) or down (1); at the end of the list nothing happens."""
    fields = queries.fields_of(form.id)
    place = _place(fields, key)
    if 0 <= place + by < len(fields):
        fields.insert(place + by, fields.pop(place))
        save_fields(form, fields, actor)


def remove_field(form: AnyRow, key: str, actor: SignedIn) -> None:
    """Take a field out; fields that depended on it are then always shown."""
    fields = queries.fields_of(form.id)
    fields.pop(_place(fields, key))
    kept = [
        replace(one, condition=None) if one.condition and one.condition["field"] == key else one
        for one in fields
    ]
    save_fields(form, kept, actor)


def open_form(form: AnyRow, actor: SignedIn | None) -> None:
    """Let people answer the form. A version of a product's form closes the one before it.

    Raises FormHasNoFields.
    """
    if not queries.fields_of(form.id):
        raise FormHasNoFields
    if form.key is not None:
        others = (Form.key == form.key, Form.language == form.language, Form.id != form.id)
        db.session.execute(update(Form).where(*others, Form.state == "open").values(state="closed"))
    _set_state(form, "open")
    record(actor.id if actor else None, "form.open", "form", form.public_id)


def close_form(form: AnyRow, actor: SignedIn) -> None:
    """Take no more answers; those given stay."""
    _set_state(form, "closed")
    record(actor.id, "form.close", "form", form.public_id)


def _set_state(form: AnyRow, state: str) -> None:
    db.session.execute(update(Form).where(Form.id == form.id).values(state=state))


def _form(public_id: str) -> AnyRow:
    form = queries.form_by_public_id(public_id)
    if form is None:
        raise LookupError(public_id)
    return form


def _place(fields: Sequence[FieldSpec], key: str) -> int:
    for place, one in enumerate(fields):
        if one.key == key:
            return place
    raise FieldNotFound


def _refuse_answered(form_id: int) -> None:
    # Whoever answers meanwhile waits for this, or this for them.
    db.session.execute(select(Form.id).where(Form.id == form_id).with_for_update())
    if queries.was_answered(form_id):
        raise FormWasAnswered


def put_fields(form_id: int, fields: Sequence[FieldSpec]) -> None:
    """Write the fields of a form that nobody has answered, in the place of those it had."""
    db.session.execute(delete(Field).where(Field.form_id == form_id))
    rows = [
        {
            "form_id": form_id,
            "position": position,
            "key": one.key,
            "kind": one.kind,
            "label": one.label,
            "hint": one.hint,
            "required": one.required,
            "options": one.options,
            "condition": dict(one.condition) if one.condition else None,
        }
        for position, one in enumerate(fields)
    ]
    if rows:
        db.session.execute(insert(Field), rows)
