"""Jobs of attendance: certificates, in pieces."""

from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars import settling


@outbox.task("webinars.award")
def award(session_id: int) -> None:
    """Issue certificates of a settled session; queues itself again while some are left."""
    with write():
        settling.award(session_id)
