"""What the worker does with a letter of a kind: decide, send, keep how it went.

It may die at any moment and begin anew: a letter is sent at least once, each time under the same
Message-ID, and only one that is still to be sent is looked at.
"""

from email.message import EmailMessage
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import ColumnElement, Row, and_, func, select, update

from elearn.accounts import unsubscribing
from elearn.accounts.mail_models import Letter, MailPreference
from elearn.accounts.mailing import DIGEST, KINDS, Drawn, Recipient, drawn
from elearn.accounts.models import Person
from elearn.core import mail, outbox
from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.urls import absolute

LONGEST_PROBLEM, LONGEST_SUBJECT = 500, 300
NO_LONGER_TRUE = "What it was to tell was no longer so when it would have left."
# A job may be started again by an administrator, so what could not be sent can still be.
OPEN = ("queued", "not-sent")

_wish = and_(MailPreference.person_id == Letter.person_id, MailPreference.kind == Letter.kind)
_letter = (
    select(
        Letter.id,
        Letter.kind,
        Letter.template,
        Letter.context,
        Letter.state,
        Person.id.label("person_id"),
        Person.public_id,
        Person.email,
        Person.name,
        Person.language,
        Person.timezone,
        Person.suspended_at,
        Person.erased_at,
        func.coalesce(MailPreference.how, "at-once").label("how"),
    )
    .join(Person, Person.id == Letter.person_id)
    .outerjoin(MailPreference, _wish)
)
_lines = (
    select(Letter.id, Letter.subject, Letter.context, MailPreference.how)
    .outerjoin(MailPreference, _wish)
    .where(Letter.state == "waiting")
    .order_by(Letter.id)
)


def send(letter_id: int, mark: str) -> None:
    """Do with the letter what its person wants now: send it, keep it for the week, or leave it.

    Raises outbox.GiveUp when it cannot be sent for good, else what the mail server's way raises.
    """
    row = db.session.execute(_letter.where(Letter.id == letter_id)).one_or_none()
    if row is None or row.state not in OPEN:
        return
    reason = refusal(row)
    if reason:
        settle(row, "not-sent", lines=True, problem=reason)
    elif row.kind == DIGEST:
        send_digest(row, mark)
    elif (said := said_now(row)) is None:
        settle(row, "not-sent", problem=NO_LONGER_TRUE)
    elif row.how == "at-once" or not KINDS[row.kind].optional:
        post(row, said, mark)
    elif row.how == "weekly":
        settle(row, "waiting", subject=subject_of(row, said))
    else:
        settle(row, "not-wanted", subject=subject_of(row, said), context=None)


def said_now(row: Row[Any]) -> Drawn | None:
    """Return what the letter tells now, in its reader's language; None when that is nothing."""
    to = Recipient(row.person_id, row.name, row.email, row.language, row.timezone)
    with force_locale(row.language):
        return drawn(row.kind, row.template, row.context, to)


def refusal(row: Row[Any]) -> str:
    """Return why the person gets no letter at all, or nothing."""
    if row.erased_at:
        return "The account was erased."
    if row.suspended_at:
        return "The account is suspended."
    return "" if row.context is not None else "What it was to say is no longer kept."


def subject_of(row: Row[Any], said: Drawn) -> str:
    """Return the first line of the letter as its person would read it."""
    with force_locale(row.language):
        text = render_template(f"mail/{row.template}.txt", **said.context)
    return " ".join(text.partition("\n")[0].split())[:LONGEST_SUBJECT]


def send_digest(row: Row[Any], mark: str) -> None:
    """Send the weekly letter with a line for each letter that waits and is still wanted."""
    lines = db.session.execute(_lines.where(Letter.id.in_(row.context["letters"]))).all()
    unwanted = [line.id for line in lines if line.how == "never"]
    wanted = [
        {"subject": line.subject, "link": (line.context or {}).get("link", "")}
        for line in lines
        if line.how != "never"
    ]
    if unwanted:
        with write():
            _set(unwanted, state="not-wanted", context=None)
    if wanted:
        post(row, Drawn({"name": row.name, "lines": wanted}), mark)
    else:
        settle(row, "not-wanted", context=None)


def post(row: Row[Any], said: Drawn, mark: str) -> None:
    """Write the letter, hand it over, and keep that it is sent, or what was in the way."""
    subject = ""
    try:
        message = written(row, said, mark)
        subject = str(message["Subject"])[:LONGEST_SUBJECT]
        # No read transaction stays open while the mail server is spoken to.
        db.session.rollback()
        mail.deliver(current_app.extensions["settings"], message)
    except outbox.GiveUp as reason:
        settle(row, "not-sent", subject=subject, problem=str(reason))
        raise
    except Exception as error:
        settle(row, "queued", subject=subject, problem=f"{type(error).__name__}: {error}")
        raise
    settle(row, "sent", lines=True, subject=subject, sent_at=now(), context=None)


def written(row: Row[Any], said: Drawn, mark: str) -> EmailMessage:
    """Return the letter; an optional one says why one gets it, and how to get no more of them."""
    settings: Settings = current_app.extensions["settings"]
    context, headers = said.context, {}
    if row.kind == DIGEST or KINDS[row.kind].optional:
        stop = unsubscribing.address(row.public_id, row.kind)
        headers = unsubscribing.headers(stop)
        foot = {
            "weekly": row.kind == DIGEST,
            "label": "" if row.kind == DIGEST else KINDS[row.kind].label,
            "choose": absolute("accounts.letters"),
            "stop": stop,
        }
        context = context | {"foot": foot}
    return mail.compose(
        settings,
        row.email,
        row.template,
        row.language,
        context,
        mark,
        headers=headers,
        attachments=said.attachments,
    )


def settle(
    row: Row[Any], state: str, *, lines: bool = False, problem: str = "", **values: Any
) -> None:
    """Keep what became of the letter; with `lines` also of those a weekly letter stands for.

    Where the mail server was in the way, these go on waiting: for another try, or another week.
    """
    db.session.rollback()
    values |= {"state": state, "problem": problem[:LONGEST_PROBLEM]}
    with write():
        _set([row.id], **values)
        if lines and row.kind == DIGEST and row.context:
            values.pop("subject", None)
            _set(row.context["letters"], Letter.state == "waiting", **values)


def _set(ids: list[int], *more: ColumnElement[bool], **values: Any) -> None:
    db.session.execute(update(Letter).where(Letter.id.in_(ids), *more).values(**values))
