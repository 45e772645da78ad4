"""Jobs of attendance: certificates and reports, in pieces."""

from contextlib import suppress

from elearn.core import outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars.attendance import provider_attendance, report_pieces, settling
from elearn.webinars.attendance.providers import ProviderFailed
from elearn.webinars.models import Webinar, WebinarSession


@outbox.task("webinars.award")
def award(session_id: int) -> None:
    """Issue certificates of a settled session; queues itself again while some are left."""
    with write():
        settling.award(session_id)


@outbox.task(report_pieces.COUNT)
def count_reports(session_id: int) -> None:
    """Count what settled reports of a session say and nobody counted, because it was killed."""
    report_pieces.count(session_id, None)


@outbox.task(provider_attendance.ASK, lease_seconds=300)
def ask_providers() -> None:
    """Ask who is at the sessions that run now; a system that does not answer is asked next time."""
    for session_id in provider_attendance.running():
        session = db.session.get_one(WebinarSession, session_id)
        webinar = db.session.get_one(Webinar, session.webinar_id)
        with suppress(ProviderFailed):
            provider_attendance.ask(webinar, session, None)
