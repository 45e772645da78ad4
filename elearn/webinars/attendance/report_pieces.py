"""Long reports kept and counted in pieces, each its own short transaction.

A report is seen once all of it is kept. What is killed while it counts is counted by a job.
"""

from __future__ import annotations

from dataclasses import dataclass

from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.attendance import reports
from elearn.webinars.models import WebinarSession

COUNT = "webinars.count_reports"
AT_ONCE = 250
# Whoever counts now is done long before.
GUARD_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """The session a report is of, as an address names it, and who acts there."""

    slug: str
    session_id: str
    person: SignedIn

    def session(self) -> WebinarSession:
        """Return the session for whoever manages it; raises what the gate raises."""
        return access.open_session(self.slug, self.session_id, self.person, to="manage")[1]


def keep(place: Place, file_name: str, read: reports.Read) -> str:
    """Keep what a report says; return its public id. Nothing is counted yet."""
    with write():
        report = reports.begin(place.session(), file_name, read, place.person)
    for start in range(0, len(read.matches), AT_ONCE):
        with write():
            reports.add_lines(place.session(), report, read, slice(start, start + AT_ONCE))
    with write():
        reports.show(place.session(), report, read, place.person)
        return report.public_id


def settle(place: Place, report_id: str) -> int:
    """Count a report; return for how many registrations something changed."""
    with write():
        session = place.session()
        reports.mark_settled(session, reports.report_of(session, report_id), place.person)
        outbox.enqueue(COUNT, delay_seconds=GUARD_SECONDS, session_id=session.id)
    return count(session.id, place.person)


def drop(place: Place, report_id: str) -> None:
    """Throw a report away; what it said counts no more."""
    with write():
        session = place.session()
        reports.mark_dropped(session, reports.report_of(session, report_id), place.person)
        outbox.enqueue(COUNT, delay_seconds=GUARD_SECONDS, session_id=session.id)
    count(session.id, place.person)


def count(session_id: int, actor: SignedIn | None) -> int:
    """Write down what reports of a session say; return for how many something changed."""
    changed, gone = reports.differences(db.session.get_one(WebinarSession, session_id))
    ids, total = sorted({*changed, *gone}), 0
    for start in range(0, len(ids), AT_ONCE):
        with write():
            session = db.session.get_one(WebinarSession, session_id)
            total += reports.count(session, actor, ids[start : start + AT_ONCE])
    return total
