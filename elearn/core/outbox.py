"""Jobs: queued as rows in the business transaction, run by a worker at least once.

The broker (huey) only carries "look at row n". A job that is lost with a killed worker or an
emptied broker is found again by the sweep, once its lease has run out. A task therefore takes
ids, opens its own short transactions, and changes nothing when it runs twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, String, Text, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import machine_now, now
from elearn.core.database import Json, Model, UtcDateTime, db, execute
from elearn.core.transaction import after_commit, write

log = structlog.get_logger("outbox")

MOST_ATTEMPTS = 8


class Job(Model):
    """A job that waits, runs, is done, or has failed for good (`failed_at`)."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_waiting", "done_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(80))
    args: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(Text)


class GiveUp(Exception):
    """A task raises this when trying again cannot help; the sentence is kept with the job."""


@dataclass(frozen=True)
class Task:
    run: Callable[..., None]
    lease_seconds: int
    most_attempts: int


_add = insert(Job).returning(Job.id)
_tasks: dict[str, Task] = {}
_signals: list[Callable[[int], None]] = []


def task(
    name: str, *, lease_seconds: int = 60, most_attempts: int = MOST_ATTEMPTS
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a task. `lease_seconds` must exceed its longest run."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        _tasks[name] = Task(run, lease_seconds, most_attempts)
        return run

    return register


def task_names() -> list[str]:
    """Return the names of all registered tasks."""
    return sorted(_tasks)


def enqueue(name: str, *, delay_seconds: int = 0, **args: Any) -> int:
    """Queue a job in the open transaction and return its id; it leaves after the commit."""
    if name not in _tasks:
        raise LookupError(f"No task is called {name}.")
    # Whatever moment an act of the demonstration is dated, its job is due from now on.
    moment = machine_now()
    values = {
        "task": name,
        "args": args,
        "created_at": moment,
        "due_at": moment + timedelta(seconds=delay_seconds),
        "attempts": 0,
    }
    job_id: int = execute(_add, values).scalar_one()
    if not delay_seconds:
        after_commit(lambda: _signal(job_id))
    return job_id


def on_signal(carry: Callable[[int], None]) -> None:
    """Let `carry` tell the workers about a new job. Replaces an earlier one."""
    _signals[:] = [carry]


def _signal(job_id: int) -> None:
    for carry in _signals:
        try:
            carry(job_id)
        except Exception as error:
            # The row is committed: the sweep finds it when the broker cannot be told.
            log.warning("broker_unreachable", job=job_id, error=type(error).__name__)


def due_jobs(limit: int = 50) -> list[int]:
    """Return ids of jobs that wait and are due, oldest first."""
    moment = now()
    statement = (
        select(Job.id)
        .where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= moment)
        .where(or_(Job.lease_until.is_(None), Job.lease_until < moment))
        .order_by(Job.due_at, Job.id)
        .limit(limit)
    )
    ids = list(db.session.scalars(statement))
    db.session.rollback()
    return ids


def longest_wait() -> timedelta:
    """Return how long the oldest job has been due that no worker has taken; zero without one."""
    moment = now()
    oldest = db.session.scalar(
        select(func.min(Job.due_at))
        .where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= moment)
        .where(or_(Job.lease_until.is_(None), Job.lease_until < moment))
    )
    return moment - oldest if oldest else timedelta(0)


def run_job(job_id: int) -> bool:
    """Claim and run one job; return False when another worker has it or it is finished."""
    claimed = _claim(job_id)
    if claimed is None:
        return False
    name, args, attempts = claimed
    known = _tasks.get(name)
    try:
        if known is None:
            raise GiveUp(f"No task is called {name}.")
        if attempts > known.most_attempts:
            # Failures count up to the most; beyond it, each attempt has taken the worker along.
            raise GiveUp(f"Begun {attempts - 1} times, it never came to an end.")
        known.run(**args)
    except GiveUp as reason:
        _settle(job_id, failed_at=now(), problem=str(reason))
    except Exception as error:
        db.session.rollback()
        log.exception("job_failed", job=job_id, task=name, attempt=attempts)
        _try_later(job_id, attempts, known.most_attempts if known else 1, error)
    else:
        _settle(job_id, done_at=now(), problem=None)
    return True


def run_due(limit: int = 50) -> int:
    """Run the jobs that are due, one after the other; return how many ran."""
    return sum(run_job(job_id) for job_id in due_jobs(limit))


def retry(job_id: int) -> None:
    """Let a failed job run again, in the open transaction."""
    values = {"failed_at": None, "lease_until": None, "attempts": 0, "due_at": now()}
    db.session.execute(update(Job).where(Job.id == job_id, Job.done_at.is_(None)).values(values))
    after_commit(lambda: _signal(job_id))


def _claim(job_id: int) -> tuple[str, dict[str, Any], int] | None:
    moment = now()
    longest = max((known.lease_seconds for known in _tasks.values()), default=60)
    with write():
        statement = (
            update(Job)
            .where(Job.id == job_id, Job.done_at.is_(None), Job.failed_at.is_(None))
            .where(Job.due_at <= moment)
            .where(or_(Job.lease_until.is_(None), Job.lease_until < moment))
            .values(attempts=Job.attempts + 1, lease_until=moment + timedelta(seconds=longest))
            .returning(Job.task, Job.args, Job.attempts)
        )
        row = db.session.execute(statement).one_or_none()
        if row is None:
            return None
        known = _tasks.get(row.task)
        if known is not None:
            lease = moment + timedelta(seconds=known.lease_seconds)
            db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=lease))
        return row.task, row.args, row.attempts


def _settle(job_id: int, **values: Any) -> None:
    with write():
        db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=None, **values))


def _try_later(job_id: int, attempts: int, most: int, error: Exception) -> None:
    problem = f"{type(error).__name__}: {error}"[:2000]
    if attempts >= most:
        _settle(job_id, failed_at=now(), problem=problem)
    else:
        wait = timedelta(seconds=min(5 * 3**attempts, 3600))
        _settle(job_id, due_at=now() + wait, problem=problem)
