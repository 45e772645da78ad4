"""Jobs of this room: the letters that ask, months later, what became of it."""

from elearn.core import outbox
from elearn.core.transaction import write
from elearn.surveys import following_up


@outbox.task("surveys.follow_up")
def follow_up() -> None:
    """Send the letters that are due; run twice, the second run finds nothing."""
    with write():
        sent = following_up.send_due()
        if sent == following_up.MOST_AT_ONCE:
            outbox.enqueue("surveys.follow_up")
