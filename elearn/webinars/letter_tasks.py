"""Jobs of letters about webinars, and what the worker reads when it sends one."""

from elearn.accounts import mailing
from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars import letters

mailing.read_when_sent("webinar", letters.drawn)
mailing.read_when_sent("webinar-reminder", letters.drawn)


@outbox.task(letters.TELL_CHANGED)
def tell_changed(session_id: int, what: str, after: int) -> None:
    """Tell some people of a session that it was moved or cancelled, then the others."""
    with write():
        letters.tell_some(session_id, what, after)
