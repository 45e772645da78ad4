"""Jobs of attendance: certificates and reports, in pieces."""

from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars import report_pieces, settling


@outbox.task("webinars.award")
def award(session_id: int) -> None:
    """Issue certificates of a settled session; queues itself again while some are left."""
    with write():
        settling.award(session_id)


@outbox.task(report_pieces.COUNT)
def count_reports(session_id: int) -> None:
    """Count what settled reports of a session say and nobody counted, because it was killed."""
    report_pieces.count(session_id, None)
