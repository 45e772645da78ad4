"""Answering a form, and taking the answers back. Call inside `transaction.write()`."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db, execute
from elearn.surveys import actions, answers, following_up, keeping, queries
from elearn.surveys.errors import AlreadyAnswered, FormIsClosed, NothingAnswered
from elearn.surveys.fields import YES, FieldSpec
from elearn.surveys.models import Form, FormAnswer, Response
from elearn.surveys.seeds import MAY_WE_ASK

# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement. What was withdrawn may
# be answered again; what stands is not touched.
_respond = (
    upsert(Response)
    .on_conflict_do_update(
        index_elements=["form_id", "subject", "person_id"],
        set_={"withdrawn_at": None, "submitted_at": upsert(Response).excluded.submitted_at},
        where=Response.withdrawn_at.is_not(None),
    )
    .returning(Response.id)
)


def respond(
    form_id: int,
    subject: str,
    person_id: int,
    given: Mapping[str, Any],
    actor: SignedIn | None,
    *,
    title: str = "",
) -> int:
    """Keep the person's answers to a form about a subject and return the response's id.

    What they chose to do goes into their list of actions. With a `title` (what letters call the
    course or run), a yes to being asked later plans the follow-ups. Raises FormIsClosed,
    AnswersRefused, or AlreadyAnswered: answers are given once, and again once withdrawn.
    """
    form = locked(form_id)
    if form.state != "open":
        raise FormIsClosed
    fields = queries.fields_of(form_id)
    clean = answers.checked(fields, given)
    values = {
        "form_id": form_id,
        "subject": subject,
        "person_id": person_id,
        "submitted_at": now(),
    }
    response_id: int | None = execute(_respond, values).scalar()
    if response_id is None:
        raise AlreadyAnswered
    keeping.keep(response_id, fields, clean)
    actions.add_chosen(person_id, subject, _chosen(fields, clean))
    if title and clean.get(MAY_WE_ASK) == YES:
        following_up.plan(person_id, subject, title, form.language)
    record(actor.id if actor else None, "form.answer", "form", form.public_id, subject=subject)
    return response_id


def locked(form_id: int) -> Any:
    """Return a form's state, kept from being edited until the transaction ends."""
    return db.session.execute(
        select(Form.public_id, Form.state, Form.language)
        .where(Form.id == form_id)
        .with_for_update(read=True)
    ).one()


def replace_answers(
    response_id: int | None,
    form_id: int,
    subject: str,
    given: Mapping[str, Any],
    person_id: int | None = None,
) -> int:
    """Keep answers in the place of those of a response, or as a new one; return the response's id.

    For rooms that ask before anybody has an account, and let people change what they said.
    Raises FormIsClosed, AnswersRefused.
    """
    form = locked(form_id)
    if form.state != "open" and response_id is None:
        raise FormIsClosed
    fields = queries.fields_of(form_id)
    clean = answers.checked(fields, given)
    values = {"form_id": form_id, "subject": subject, "person_id": person_id}
    if response_id is None:
        made = insert(Response).values(values | {"submitted_at": now()}).returning(Response.id)
        response_id = db.session.execute(made).scalar_one()
    else:
        db.session.execute(delete(FormAnswer).where(FormAnswer.response_id == response_id))
        db.session.execute(update(Response).where(Response.id == response_id).values(values))
    keeping.keep(response_id, fields, clean)
    return response_id


def erase_answers(response_ids: Sequence[int]) -> None:
    """Delete what was answered; that and when somebody answered stays, without who it was."""
    if not response_ids:
        return
    db.session.execute(delete(FormAnswer).where(FormAnswer.response_id.in_(response_ids)))
    db.session.execute(
        update(Response)
        .where(Response.id.in_(response_ids))
        .values(person_id=None, withdrawn_at=func.coalesce(Response.withdrawn_at, now()))
    )


def _chosen(fields: list[FieldSpec], clean: Mapping[str, Any]) -> list[str]:
    return [
        text for field in fields if field.kind == "actions" for text in clean.get(field.key, [])
    ]


def withdraw(form_id: int, subject: str, person_id: int, actor: SignedIn | None) -> None:
    """Delete the person's answers; that and when they answered stays known.

    Follow-ups not sent yet are stopped; chosen actions stay in the person's list.
    Raises NothingAnswered.
    """
    row = db.session.execute(
        update(Response)
        .where(
            Response.form_id == form_id,
            Response.subject == subject,
            Response.person_id == person_id,
            Response.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
        .returning(Response.id)
    ).scalar_one_or_none()
    if row is None:
        raise NothingAnswered
    db.session.execute(delete(FormAnswer).where(FormAnswer.response_id == row))
    public_id = db.session.scalar(select(Form.public_id).where(Form.id == form_id))
    following_up.stop(person_id, subject=subject)
    record(actor.id if actor else None, "form.withdraw", "form", public_id, subject=subject)
