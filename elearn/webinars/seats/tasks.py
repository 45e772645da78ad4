"""Jobs of webinars: what was too much for one transaction, in pieces."""

from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars.seats import offering


@outbox.task(offering.OFFER)
def offer_free(session_id: int) -> None:
    """Offer free seats to who waits longest; queues itself again while some are left."""
    with write():
        offering.offer_free(session_id)


@outbox.task(offering.SETTLE, lease_seconds=300)
def settle_lines() -> None:
    """Let offers lapse whose time is over, and pass the seats on, session by session."""
    for session_id in offering.sessions_to_settle():
        settle(session_id)


def settle(session_id: int) -> None:
    """Let all offers of a session lapse that are due, few at a time."""
    left = True
    while left:
        with write():
            left = bool(offering.lapse_due(session_id))
