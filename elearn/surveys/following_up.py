"""Asking by mail, months later, what became of it. Call the writing acts inside `write()`.

The secret of a link is made from the site's key and the invitation, when a letter is drawn: no
row, not even a queued letter, holds it, and a letter that is sent twice holds the same link.
"""

import calendar
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from elearn.accounts.audit import record
from elearn.accounts.mailing import tell
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db, execute
from elearn.core.ids import hashed
from elearn.core.urls import absolute
from elearn.surveys import actions, answers, keeping, queries
from elearn.surveys.errors import FollowUpIsOver, FollowUpNotFound, NothingAnswered
from elearn.surveys.models import FollowUp, FormAnswer, Response
from elearn.surveys.seeds import FOLLOW_UP

MONTHS = (3, 6, 12)
LINK_LIVES = timedelta(days=60)
MOST_AT_ONCE = 50

_plan = upsert(FollowUp).on_conflict_do_nothing(index_elements=["person_id", "subject", "months"])


def later(moment: datetime, months: int) -> datetime:
    """Return the moment so many months later, on the last day of a month that is too short."""
    year, month = divmod(moment.month - 1 + months, 12)
    last = calendar.monthrange(moment.year + year, month + 1)[1]
    return moment.replace(year=moment.year + year, month=month + 1, day=min(moment.day, last))


def plan(person_id: int, subject: str, title: str, language: str) -> None:
    """Plan to ask the person in 3, 6 and 12 months; what is planned already stays as it is.

    Nothing is planned where no follow-up form is open.
    """
    form = queries.current_form(FOLLOW_UP, language)
    if form is None:
        return
    # Somebody who stopped them and agrees again is asked again, but nothing is asked twice.
    db.session.execute(
        delete(FollowUp).where(
            FollowUp.person_id == person_id,
            FollowUp.subject == subject,
            FollowUp.withdrawn_at.is_not(None),
            FollowUp.sent_at.is_(None),
        )
    )
    moment = now()
    for months in MONTHS:
        values = {
            "form_id": form.id,
            "person_id": person_id,
            "subject": subject,
            "title": title,
            "months": months,
            "due_at": later(moment, months),
        }
        execute(_plan, values)


def stop(person_id: int, *, subject: str | None = None) -> int:
    """Stop all letters not sent yet, or those about one subject; return how many."""
    waiting = [
        FollowUp.person_id == person_id,
        FollowUp.sent_at.is_(None),
        FollowUp.withdrawn_at.is_(None),
    ]
    if subject is not None:
        waiting.append(FollowUp.subject == subject)
    stopped = update(FollowUp).where(*waiting).values(withdrawn_at=now()).returning(FollowUp.id)
    return len(db.session.scalars(stopped).all())


def send_due() -> int:
    """Queue the letters that are due, some at a time, and return how many.

    Each is claimed by the database in the transaction that queues its letter: whatever runs twice
    or dies between, one letter is sent.
    """
    due = (
        select(FollowUp.id, FollowUp.public_id, FollowUp.person_id, FollowUp.title, Person.name)
        .join(Person, Person.id == FollowUp.person_id)
        .where(
            FollowUp.due_at <= now(),
            FollowUp.sent_at.is_(None),
            FollowUp.withdrawn_at.is_(None),
            Person.suspended_at.is_(None),
        )
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(MOST_AT_ONCE)
    )
    return sum(_send(row) for row in db.session.execute(due).all())


def _send(row: Any) -> bool:
    claimed = db.session.execute(
        update(FollowUp)
        .where(FollowUp.id == row.id, FollowUp.sent_at.is_(None), FollowUp.withdrawn_at.is_(None))
        .values(sent_at=now(), token_hash=hashed(secret_of(row.public_id)))
        .returning(FollowUp.id)
    ).scalar_one_or_none()
    if claimed is None:
        return False
    tell(
        row.person_id,
        "follow-up",
        mark=f"follow-up:{row.public_id}",
        name=row.name,
        title=row.title,
        follow_up=row.public_id,
        # Where the weekly letter leads: it is drawn without this letter's own link.
        link=absolute("actions.index"),
    )
    return True


def secret_of(public_id: str) -> str:
    """Return the secret of an invitation's link, which only the site can make."""
    key: str = current_app.extensions["settings"].secret_keys[0]
    return hmac.new(key.encode(), f"follow-up {public_id}".encode(), sha256).hexdigest()


def link_to(public_id: str) -> str:
    """Return the address a letter gives, for its template."""
    return absolute("follow_ups.show", value=secret_of(public_id))


def open_link(value: str) -> Any:
    """Return the invitation of a link that still works, answered ones too.

    Raises FollowUpNotFound for a wrong link, FollowUpIsOver for one older than 60 days.
    """
    row = queries.follow_up_by_hash(hashed(value))
    if row is None or row.suspended_at or row.erased_at:
        raise FollowUpNotFound
    return refuse_old(row)


def is_waiting(row: Any) -> bool:
    """Tell whether the letter was sent and may be answered now."""
    answerable = row.answered_at is None and row.withdrawn_at is None
    return row.sent_at is not None and answerable and row.sent_at + LINK_LIVES >= now()


def refuse_old(row: Any) -> Any:
    """Return the invitation while it may be answered. Raises FollowUpIsOver after 60 days."""
    if row.sent_at is not None and row.sent_at + LINK_LIVES < now():
        raise FollowUpIsOver
    return row


def answer(row: Any, given: Mapping[str, Any], became: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the answers to an invitation, once, and what became of the actions.

    `became` holds state and note by the ids of the person's actions about the same subject.
    Raises FollowUpIsOver when it was answered or withdrawn, AnswersRefused, and what
    `actions.change` raises.
    """
    fields = queries.fields_of(row.form_id)
    clean = answers.checked(fields, given)
    claimed = db.session.execute(
        update(FollowUp)
        .where(
            FollowUp.id == row.id,
            FollowUp.answered_at.is_(None),
            FollowUp.withdrawn_at.is_(None),
        )
        .values(answered_at=now())
        .returning(FollowUp.id)
    ).scalar_one_or_none()
    if claimed is None:
        raise FollowUpIsOver(_l("You have answered this already, or withdrawn your answers."))
    # No person stands with it: the invitation leads to them, as long as there is one.
    response_id = db.session.execute(
        insert(Response)
        .values(
            form_id=row.form_id,
            subject=row.subject,
            invitation_id=row.id,
            submitted_at=now(),
        )
        .returning(Response.id)
    ).scalar_one()
    keeping.keep(response_id, fields, clean)
    mine = {one.public_id for one in queries.actions_about(row.person_id, row.subject)}
    for public_id, said in became.items():
        if public_id in mine:
            actions.change(row.person_id, public_id, state=said["state"], note=said["note"])
    record(None, "follow-up.answer", "follow-up", row.public_id)


def withdraw(row: Any) -> None:
    """Delete the answers to an invitation; when it was answered stays known.

    Raises NothingAnswered.
    """
    response_id = db.session.execute(
        update(Response)
        .where(Response.invitation_id == row.id, Response.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
        .returning(Response.id)
    ).scalar_one_or_none()
    if response_id is None:
        raise NothingAnswered
    db.session.execute(delete(FormAnswer).where(FormAnswer.response_id == response_id))
    db.session.execute(update(FollowUp).where(FollowUp.id == row.id).values(withdrawn_at=now()))
    record(None, "follow-up.withdraw", "follow-up", row.public_id)
