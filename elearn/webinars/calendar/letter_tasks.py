"""Jobs of letters about webinars, and what the worker reads when it sends one."""

from elearn.accounts import mailing
from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars.board import messages
from elearn.webinars.calendar import letters, reminders

mailing.read_when_sent("webinar", letters.drawn)
mailing.read_when_sent("webinar-reminder", letters.drawn)


@outbox.task(letters.TELL_CHANGED)
def tell_changed(session_id: int, what: str, after: int) -> None:
    """Tell some people of a session that it was moved or cancelled, then the others."""
    with write():
        letters.tell_some(session_id, what, after)


@outbox.task("webinars.send_reminders")
def send_reminders() -> None:
    """Queue the reminders that are due; run twice, the second run finds them claimed."""
    with write():
        reminders.send_due()


@outbox.task(reminders.SEND)
def send_reminder(reminder_id: int, due: str, after: int) -> None:
    """Queue the letters of a reminder to some people, then to the others."""
    with write():
        reminders.send_some(reminder_id, due, after)


@outbox.task(messages.SEND)
def send_message(message_id: int, after: int) -> None:
    """Queue the letters of what organisers wrote to some people, then to the others."""
    with write():
        messages.send_some(message_id, after)
