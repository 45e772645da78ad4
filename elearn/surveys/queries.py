"""Reads of forms: prebuilt statements, column rows. No writes, no rights."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Integer, Row, String, bindparam, exists, select

from elearn.core.database import read
from elearn.surveys.models import Form, Response

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_has_answered = select(
    exists()
    .where(Form.public_id == bindparam("form", type_=String()))
    .where(Response.form_id == Form.id, Response.withdrawn_at.is_(None))
    .where(Response.person_id == bindparam("person_id", type_=Integer()))
    .where(Response.subject == bindparam("subject", type_=String()))
)
_open_forms = (
    select(Form.public_id, Form.title)
    .where(Form.kind == bindparam("kind", type_=String()), Form.state == "open")
    .order_by(Form.title, Form.id)
)


def has_answered(person_id: int, form_public_id: str, subject: str) -> bool:
    """Tell whether the person has answered the form about the subject, and not withdrawn it."""
    values = {"person_id": person_id, "form": form_public_id, "subject": subject}
    return bool(read(_has_answered, values).scalar())


def open_forms(kind: str) -> Sequence[AnyRow]:
    """Return the forms of a kind that take answers, by title."""
    return read(_open_forms, {"kind": kind}).all()
