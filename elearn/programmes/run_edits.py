"""What every write of a run does: lock the run, record the act; the days and codes it knows."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes.errors import RunNotFound
from elearn.programmes.models import Run


def locked_run(run_id: int) -> Run:
    """Return the run as it is now; nobody else changes it or its places meanwhile."""
    run = db.session.scalars(
        select(Run)
        .where(Run.id == run_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if run is None:
        raise RunNotFound
    return run


def note(run: Run, actor: SignedIn | None, act: str, **detail: Any) -> None:
    """Record the act on the run."""
    record(actor.id if actor else None, act, "run", run.public_id, **detail)


def today_there(zone: str) -> date:
    """Return the day it is now in the zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last second of the day in the zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def normal_code(code: str) -> str:
    """Return a code as it is compared: capitals, no spaces or hyphens."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:20]
