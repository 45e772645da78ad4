"""The one place that begins and commits a write transaction.

    with write():
        operation(...)

Returning commits, raising rolls back. Objects loaded before are refreshed inside, so that an
operation decides on what is true now. Jobs and letters leave only after the commit.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from elearn.core.database import ReadOnly, db

log = structlog.get_logger("transaction")

_open: ContextVar[list[Callable[[], None]] | None] = ContextVar("open_write", default=None)
_queue = threading.Lock()
# Thread CPU seconds of the longest time the lock was held; tests refuse more than 50 ms.
longest_hold = {"seconds": 0.0}


@contextmanager
def write() -> Iterator[None]:
    """Open the write transaction of this request, job or command.

    Raises RuntimeError when one is open already: operations never open one themselves.
    """
    if _open.get() is not None:
        raise RuntimeError("A write transaction is open already.")
    session = db.session()
    session.commit()
    session.expire_all()
    afterwards: list[Callable[[], None]] = []
    token = _open.set(afterwards)
    try:
        with _lock():
            started = time.thread_time()
            try:
                session.connection(execution_options={"write": True})
                yield
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                held = time.thread_time() - started
                longest_hold["seconds"] = max(longest_hold["seconds"], held)
    finally:
        _open.reset(token)
    for act in afterwards:
        try:
            act()
        except Exception:
            # It is committed: whoever waits must not be told that it failed.
            log.exception("after_commit_failed")


def writing() -> bool:
    """Tell whether a write transaction is open here."""
    return _open.get() is not None


def after_commit(act: Callable[[], None]) -> None:
    """Run `act` once the open transaction is committed; never when it is rolled back."""
    afterwards = _open.get()
    if afterwards is None:
        raise RuntimeError("No write transaction is open.")
    afterwards.append(act)


@contextmanager
def _lock() -> Iterator[None]:
    """Queue writers fairly on SQLite: threads by a lock, processes by a lock on a side file.

    SQLite's own waiting sleeps and is unfair: this made the slowest of 32 writers ten times faster.
    """
    engine = db.engine
    if engine.dialect.name != "sqlite":
        yield
        return
    with _queue:
        descriptor = os.open(_side_file(str(engine.url.database)), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _side_file(database: str) -> Path:
    return Path(database + ".lock")


@event.listens_for(Session, "before_flush")
def _refuse_flush_outside(session: Session, context: object, instances: object) -> None:
    if _open.get() is None and (session.new or session.dirty or session.deleted):
        raise ReadOnly("Only transaction.write() may write.")
