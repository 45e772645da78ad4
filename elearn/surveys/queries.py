"""Reads of forms: prebuilt statements, column rows. No writes, no rights."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Integer, Row, String, bindparam, exists, select

from elearn.core.database import read
from elearn.surveys.models import Form, Response

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_person_id = bindparam("person_id", type_=Integer())
_has_answered = select(
    exists()
    .where(Form.public_id == bindparam("form", type_=String()))
    .where(Response.form_id == Form.id, Response.person_id == _person_id)
    .where(Response.subject == bindparam("subject", type_=String()))
    .where(Response.withdrawn_at.is_(None))
)
_answered = (
    select(Form.public_id, Response.subject)
    .join(Response, Response.form_id == Form.id)
    .where(Response.person_id == _person_id, Response.withdrawn_at.is_(None))
)
_answered_about = (
    select(Form.public_id, Response.person_id)
    .join(Response, Response.form_id == Form.id)
    .where(Response.subject == bindparam("subject", type_=String()))
    .where(Form.public_id.in_(bindparam("forms", expanding=True)))
    .where(Response.person_id.is_not(None), Response.withdrawn_at.is_(None))
)
_open_forms = (
    select(Form.public_id, Form.title, Form.kind, Form.language)
    .where(Form.kind == bindparam("kind", type_=String()), Form.state == "open")
    .order_by(Form.title, Form.id)
)


def has_answered(person_id: int, form_public_id: str, subject: str) -> bool:
    """Tell whether the person has answered the form about the subject, and not withdrawn it."""
    values = {"person_id": person_id, "form": form_public_id, "subject": subject}
    return bool(read(_has_answered, values).scalar())


def answered_by(person_id: int) -> frozenset[tuple[str, str]]:
    """Return form and subject of everything the person has answered."""
    rows: Sequence[AnyRow] = read(_answered, {"person_id": person_id}).all()
    return frozenset((row.public_id, row.subject) for row in rows)


def answered_about(subject: str, forms: Sequence[str]) -> frozenset[tuple[str, int]]:
    """Return form and person for every answer to one of the forms about the subject."""
    values = {"subject": subject, "forms": list(forms)}
    rows: Sequence[AnyRow] = read(_answered_about, values).all()
    return frozenset((row.public_id, row.person_id) for row in rows)


def open_forms(kind: str, language: str) -> Sequence[AnyRow]:
    """Return the open forms of a kind, those of the language first."""
    rows = read(_open_forms, {"kind": kind}).all()
    return sorted(rows, key=lambda row: row.language != language)
