"""What trainers of a run do with its sessions: make, change, cancel, bring back."""

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes import webinar_sessions
from elearn.programmes.models import Run
from elearn.programmes.session_errors import RunIsReported, SessionUnusable
from elearn.programmes.session_models import ClassSession
from elearn.webinars import times

LONGEST_MINUTES = 1440


@dataclass(frozen=True)
class Planned:
    """What is said of a session. Day and hour are those of the run's zone; both or neither."""

    title: str
    minutes: int = 60
    day: date | None = None
    hour: time | None = None
    online: bool = False
    venue: str = ""
    address: str = ""
    required: bool = True
    # Public id of a session of a webinar that counts as this one: its moment and length are used.
    webinar: str = ""


def make_session(run: Run, planned: Planned, actor: SignedIn | None) -> ClassSession:
    """Plan a session of the run. Raises RunIsReported, SessionUnusable."""
    refuse_reported(run)
    session = ClassSession(run_id=run.id)
    _apply(session, planned, run)
    db.session.add(session)
    db.session.flush()
    record(_id(actor), "run.make-session", "run", run.public_id, session=session.public_id)
    return session


def change_session(
    run: Run, session: ClassSession, planned: Planned, actor: SignedIn | None
) -> None:
    """Change what is said of the session. Raises RunIsReported, SessionUnusable."""
    refuse_reported(run)
    _apply(session, planned, run)
    db.session.flush()
    record(_id(actor), "run.change-session", "run", run.public_id, session=session.public_id)


def cancel_session(run: Run, session: ClassSession, actor: SignedIn | None) -> None:
    """Cancel the session: it counts for nobody, and can be brought back. Raises RunIsReported."""
    refuse_reported(run)
    if session.cancelled_at is None:
        session.cancelled_at = now()
        db.session.flush()
        record(_id(actor), "run.cancel-session", "run", run.public_id, session=session.public_id)


def restore_session(run: Run, session: ClassSession, actor: SignedIn | None) -> None:
    """Bring a cancelled session back, with who was at it. Raises RunIsReported."""
    refuse_reported(run)
    if session.cancelled_at is not None:
        session.cancelled_at = None
        db.session.flush()
        record(_id(actor), "run.restore-session", "run", run.public_id, session=session.public_id)


def refuse_reported(run: Run) -> None:
    """Raise RunIsReported once the partner has accepted the report: its figures are frozen."""
    if run.state == "reported":
        raise RunIsReported


def _apply(session: ClassSession, planned: Planned, run: Run) -> None:
    if not planned.title:
        raise SessionUnusable("title", _l("Give the session a title."))
    if not 1 <= planned.minutes <= LONGEST_MINUTES:
        raise SessionUnusable("minutes", _l("A session lasts between 1 minute and 24 hours."))
    if planned.address and urlsplit(planned.address).scheme not in ("http", "https"):
        raise SessionUnusable("address", _l("Give the whole address, with https:// before it."))
    session.title = planned.title
    session.minutes = planned.minutes
    session.starts_at = _start(planned, run.zone)
    session.online = planned.online
    session.venue = planned.venue
    session.address = planned.address
    session.required = planned.required
    webinar_sessions.link(run, session, planned.webinar)


def _start(planned: Planned, zone: str) -> datetime | None:
    if planned.day is None and planned.hour is None:
        return None
    if planned.day is None:
        raise SessionUnusable("day", _l("Give the day, too."))
    if planned.hour is None:
        raise SessionUnusable("hour", _l("Give the hour, too."))
    try:
        return times.moment(planned.day, planned.hour, zone)
    except (times.NoSuchHour, OverflowError) as error:
        raise SessionUnusable(
            "hour", _l("The clocks skip this hour on that day. Choose another.")
        ) from error


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None
