"""A person's own data in this room: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from elearn.core.database import db
from elearn.surveys import queries
from elearn.surveys.models import Action, FollowUp, Form, Response


def export(person_id: int) -> dict[str, Any]:
    """Return what the person answered, chose to do and is asked about, as plain values."""
    return {
        "responses": _responses(person_id),
        "actions": [dict(row._mapping) for row in queries.actions_of(person_id)],
        "follow_ups": [
            {
                name: getattr(row, name)
                for name in ("title", "months", "due_at", "sent_at", "answered_at", "withdrawn_at")
            }
            for row in queries.follow_ups_of(person_id)
        ],
    }


def _responses(person_id: int) -> list[dict[str, Any]]:
    invited = select(FollowUp.id).where(FollowUp.person_id == person_id)
    rows = db.session.execute(
        select(
            Response.id,
            Form.title,
            Response.subject,
            Response.submitted_at,
            Response.withdrawn_at,
        )
        .join(Form, Form.id == Response.form_id)
        .where(or_(Response.person_id == person_id, Response.invitation_id.in_(invited)))
        .order_by(Response.id)
    ).all()
    found = []
    for row in rows:
        values = dict(row._mapping)
        found.append(values | {"answers": queries.answers_of(values.pop("id"))})
    return found


def erase(person_id: int) -> None:
    """Forget the person in the open transaction: actions and follow-ups go.

    Answers stay without the person, so that no figure moves.
    """
    invited = select(FollowUp.id).where(FollowUp.person_id == person_id)
    db.session.execute(
        update(Response).where(Response.invitation_id.in_(invited)).values(invitation_id=None)
    )
    db.session.execute(
        update(Response).where(Response.person_id == person_id).values(person_id=None)
    )
    for table in (Action, FollowUp):
        db.session.execute(delete(table).where(table.person_id == person_id))
