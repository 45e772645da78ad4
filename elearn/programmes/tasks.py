"""Jobs of programmes: what was too much for one transaction, in pieces."""

from elearn.accounts.session import person_by_id
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import operations, webinar_attendance
from elearn.programmes.models import Run


@outbox.task("programmes.fill")
def fill(run_id: int) -> None:
    """Give free places to those who wait longest; queues itself again while some are left."""
    with write():
        operations.fill(run_id, None)


@outbox.task("programmes.complete")
def complete(run_id: int) -> None:
    """Complete the run for those who meet its rule; queues itself again while some are left."""
    with write():
        operations.complete_places(run_id)


@outbox.task("programmes.release_awards")
def release_awards(run_id: int, actor_id: int | None) -> None:
    """Issue certificates that were held back; queues itself again while some are left."""
    with write():
        actor = person_by_id(actor_id) if actor_id else None
        operations.release_awards(db.session.get_one(Run, run_id), actor)


@outbox.task("programmes.take_attendance")
def take_attendance(webinar_session_id: int) -> None:
    """Take over who was at a session of a webinar into the runs that stand on it."""
    with write():
        webinar_attendance.take_attendance(webinar_session_id)


@outbox.task("programmes.go_on")
def go_on(run_id: int, person_id: int) -> None:
    """Enrol somebody on their next course of a run that was full; queues itself while it is."""
    with write():
        operations.go_on(run_id, person_id)
