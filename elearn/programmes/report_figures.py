"""The figures of a report: what was planned, what happened. Frozen as plain values."""

from datetime import timedelta
from typing import Any

from elearn.core.clock import now
from elearn.programmes import figures_queries, groups, session_queries
from elearn.programmes.completion_queries import AnyRow
from elearn.programmes.models import Run
from elearn.programmes.presence import Length, counted, share


def of_run(run: Run) -> dict[str, Any]:
    """Return the figures of a run as they are now.

    Learners with accounts and people counted in groups stand side by side; no figure adds them.
    """
    return {
        "at": now().isoformat(),
        "learners": figures_queries.figures_of(run).as_data(),
        "sessions": sessions_in(run.id),
        "attendance": attendance_in(run),
        "groups": groups.totals_of(run.id),
    }


def sessions_in(run_id: int) -> dict[str, int]:
    """Return how many sessions were planned, held (or attended) or cancelled, and minutes held."""
    rows = session_queries.sessions_of(run_id)
    held = [row for row in rows if _was_held(row)]
    return {
        "planned": len(rows),
        "held": len(held),
        "cancelled": sum(row.cancelled_at is not None for row in rows),
        "minutes": sum(row.minutes for row in held),
    }


def _was_held(row: AnyRow) -> bool:
    if row.cancelled_at is not None:
        return False
    over = row.starts_at and row.starts_at + timedelta(minutes=row.minutes) <= now()
    return bool(row.recorded or over)


def attendance_in(run: Run) -> dict[str, Any]:
    """Return how the places of a run attended its sessions.

    `people`: somebody wrote down minutes for them; `present`: were there at all; `enough`: for
    the share of all required minutes that the run asks for, as completing it does;
    `mean_percent`: the mean share `people` had of the required minutes that were held.
    """
    attended = session_queries.attended_in(run.id)
    rows = [row for row in session_queries.sessions_of(run.id) if row.cancelled_at is None]
    every = [Length(row.id, row.minutes, row.required) for row in rows]
    held = [Length(row.id, row.minutes, row.required) for row in rows if _was_held(row)]
    of_held = [one for one in (share(here, held) for here in attended.values()) if one is not None]
    of_all = [one for one in (share(here, every) for here in attended.values()) if one is not None]
    there = [_minutes(here, every) for here in attended.values()]
    return {
        "people": len(attended),
        "present": sum(minutes > 0 for minutes in there),
        "enough": sum(one >= run.attendance_percent for one in of_all),
        "asked_percent": run.attendance_percent,
        "mean_percent": round(sum(of_held) / len(of_held)) if of_held else None,
        "person_minutes": sum(there),
    }


def _minutes(minutes: dict[int, int], lengths: list[Length]) -> int:
    return sum(counted(minutes.get(one.session_id, 0), one.minutes) for one in lengths)
