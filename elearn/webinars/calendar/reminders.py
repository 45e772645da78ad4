"""Reminders of sessions: planned, changed by the organisers, sent once each. Call inside `write()`.

A reminder is claimed by the database before its letters are queued, in pieces that queue each
other; each letter's mark holds the person's registration and the moment of the session. So neither
a worker that dies nor a clock that steps back sends one twice.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.calendar import letters, reminder_rules
from elearn.webinars.calendar.calendar_models import Reminder
from elearn.webinars.errors import (
    NoSuchReminder,
    ReminderUnusable,
    SessionIsCancelled,
    TooManyReminders,
)
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import Registration

SEND = "webinars.send_reminder"
AT_ONCE = 50
LONGEST_TEXT = 2_000
# A draft has nobody to remind, a cancelled session nothing to remind of.
STATES = ("open", "held")

_due = (
    select(
        Reminder.id,
        Reminder.session_id,
        Reminder.when,
        Reminder.minutes,
        Reminder.due_at,
        WebinarSession.starts_at,
    )
    .join(WebinarSession, WebinarSession.id == Reminder.session_id)
    .where(Reminder.sent_at.is_(None), WebinarSession.state.in_(STATES))
    .order_by(Reminder.due_at, Reminder.id)
)


def reminders_of(session_id: int) -> Sequence[Reminder]:
    """Return the reminders of a session as they fall due."""
    statement = select(Reminder).where(Reminder.session_id == session_id)
    return db.session.scalars(statement.order_by(Reminder.due_at, Reminder.id)).all()


def plan(session: WebinarSession) -> None:
    """Work out when the reminders of a session fall due; a new session gets the usual ones.

    What stands at the same moment as before stays as it is, sent or not; what is past already is
    not sent. Call it whenever a session is made, moved or changes its length.
    """
    if not session.reminders_made:
        session.reminders_made = True
        for when, minutes in reminder_rules.USUAL:
            _add(session, when, minutes, "")
    for reminder in reminders_of(session.id):
        due = _due_at(session, reminder.when, reminder.minutes)
        if due != reminder.due_at:
            reminder.due_at, reminder.sent_at = due, _past(due)
    db.session.flush()


def _add(session: WebinarSession, when: str, minutes: int, text: str) -> None:
    due = _due_at(session, when, minutes)
    facts = {"when": when, "minutes": minutes, "text": text, "due_at": due, "sent_at": _past(due)}
    db.session.add(Reminder(session_id=session.id, **facts))
    db.session.flush()


def _due_at(session: WebinarSession, when: str, minutes: int) -> datetime:
    return reminder_rules.due_at(when, minutes, session.starts_at, session.minutes)


def _past(due: datetime) -> datetime | None:
    moment = now()
    return moment if due <= moment else None


def put(
    session: WebinarSession, when: str, minutes: int, text: str, actor: SignedIn | None
) -> None:
    """Add a reminder, or change the text of the one there is so many minutes before or after.

    Raises ReminderUnusable, TooManyReminders, SessionIsCancelled.
    """
    if when not in ("before", "after") or not 0 <= minutes <= reminder_rules.LONGEST_MINUTES:
        raise ReminderUnusable
    refuse_cancelled(session)
    there = list(reminders_of(session.id))
    known = [one for one in there if (one.when, one.minutes) == (when, minutes)]
    if known:
        known[0].text = text
    elif len(there) >= reminder_rules.MOST:
        raise TooManyReminders(reminder_rules.MOST)
    else:
        _add(session, when, minutes, text)
    session.reminders_made = True
    db.session.flush()
    _note(session, actor, when, minutes)


def take_out(session: WebinarSession, when: str, minutes: int, actor: SignedIn | None) -> None:
    """Take a reminder out. Raises NoSuchReminder, SessionIsCancelled."""
    refuse_cancelled(session)
    gone = (
        delete(Reminder)
        .where(Reminder.session_id == session.id, Reminder.when == when)
        .where(Reminder.minutes == minutes)
        .returning(Reminder.id)
    )
    if db.session.scalar(gone) is None:
        raise NoSuchReminder
    _note(session, actor, when, minutes)


def forget(session_id: int) -> None:
    """Delete the reminders of a session that is taken away."""
    db.session.execute(delete(Reminder).where(Reminder.session_id == session_id))


def refuse_cancelled(session: WebinarSession) -> None:
    """Raise SessionIsCancelled for a session that does not take place."""
    if session.state == "cancelled":
        raise SessionIsCancelled


def _note(session: WebinarSession, actor: SignedIn | None, when: str, minutes: int) -> None:
    record(
        actor.id if actor else None,
        "webinar.set-reminders",
        "webinar-session",
        session.public_id,
        when=when,
        minutes=minutes,
    )


def any_due() -> bool:
    """Tell whether a reminder is due."""
    return db.session.execute(_due.where(Reminder.due_at <= now()).limit(1)).first() is not None


def send_due() -> int:
    """Claim the reminders that are due and queue their letters; return how many are sent.

    Of those of one session before its start, the nearest is sent; the others are let go.
    """
    moment = now()
    rows = db.session.execute(_due.where(Reminder.due_at <= moment).limit(AT_ONCE)).all()
    sent = 0
    for row in rows:
        together = [
            one.minutes for one in rows if one.session_id == row.session_id and one.when == "before"
        ]
        is_nearest = row.when == "after" or row.minutes == reminder_rules.nearest(together)
        useful = reminder_rules.useful(row.when, row.due_at, row.starts_at, moment)
        if _claim(row.id, moment) and is_nearest and useful:
            due = row.due_at.isoformat()
            outbox.enqueue(SEND, reminder_id=row.id, due=due, after=0)
            sent += 1
    return sent


def _claim(reminder_id: int, moment: datetime) -> bool:
    claimed = (
        update(Reminder)
        .where(Reminder.id == reminder_id, Reminder.sent_at.is_(None), Reminder.due_at <= moment)
        .values(sent_at=moment)
        .returning(Reminder.id)
    )
    return db.session.scalar(claimed) is not None


def send_some(reminder_id: int, due: str, after: int) -> None:
    """Queue the letters of a reminder to the next people; queues itself while some are left.

    Nothing is sent once the session was moved, or the reminder taken out.
    """
    statement = (
        select(Reminder, WebinarSession)
        .join(WebinarSession, WebinarSession.id == Reminder.session_id)
        .where(Reminder.id == reminder_id, WebinarSession.state.in_(STATES))
    )
    found = db.session.execute(statement).one_or_none()
    if found is None or found.Reminder.due_at.isoformat() != due:
        return
    reminder, session = found.Reminder, found.WebinarSession
    seated = reminder_rules.seated_by(reminder.when, reminder.minutes, reminder.due_at)
    what = "reminder" if reminder.when == "before" else "after"
    rows = letters.some_of(session.id, ("in",), after, Registration.placed_at <= seated)
    for row in rows:
        occasion = f"{row.public_id}:{reminder.minutes}:{session.starts_at:%Y%m%d%H%M}"
        letters.queue(row, "webinar-reminder", what, occasion, text=reminder.text)
    if len(rows) == letters.PEOPLE_AT_ONCE:
        outbox.enqueue(SEND, reminder_id=reminder_id, due=due, after=rows[-1].id)
