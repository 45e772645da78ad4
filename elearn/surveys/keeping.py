"""Keeping checked answers with their response."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from elearn.core.database import db
from elearn.surveys.fields import FieldSpec
from elearn.surveys.models import FormAnswer


def keep(response_id: int, fields: Sequence[FieldSpec], clean: Mapping[str, Any]) -> None:
    """Keep the answers in the open transaction."""
    rows = [
        {"response_id": response_id, "field_id": field.id, "value": clean[field.key]}
        for field in fields
        if field.key in clean
    ]
    if rows:
        db.session.execute(insert(FormAnswer), rows)
