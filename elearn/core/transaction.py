"""The one place that begins and commits a write transaction.

    with write():
        operation(...)

Returning commits, raising rolls back. Objects loaded before are refreshed inside, so that an
operation decides on what is true now. Jobs and letters leave only after the commit.

`only_one(name)` holds longer work together: one at a time, whatever process or thread. It is a
lock on a file beside an SQLite database, an advisory lock of a PostgreSQL session: both are let go
by the system when the process is killed, so nobody waits for the dead.
"""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import structlog
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from elearn.core import database
from elearn.core.database import ReadOnly, db

log = structlog.get_logger("transaction")

_open: ContextVar[list[Callable[[], None]] | None] = ContextVar("open_write", default=None)
_queue = threading.Lock()
# Thread CPU seconds of the longest time the lock was held; tests refuse more than 50 ms.
longest_hold = {"seconds": 0.0}
LOCK_FILES = 64
LOOK_EVERY = 0.1


@contextmanager
def write() -> Iterator[None]:
    """Open the write transaction of this request, job or command.

    Raises RuntimeError when one is open already: operations never open one themselves.
    """
    if _open.get() is not None:
        raise RuntimeError("A write transaction is open already.")
    _end_reading()
    afterwards: list[Callable[[], None]] = []
    token = _open.set(afterwards)
    try:
        with _lock():
            started = time.thread_time()
            try:
                database.held().execution_options(write=True).begin()
                yield
                _commit()
            except BaseException:
                _roll_back()
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


def _end_reading() -> None:
    """End the transaction of what was read before; the connection is kept for the writing."""
    if db.session.registry.has():
        db.session.commit()
        db.session.expire_all()
    database.held().rollback()


def _commit() -> None:
    if db.session.registry.has():
        db.session.commit()
    # What was written past the session, when the session wrote nothing.
    database.held().commit()
    database.let_go()


def _roll_back() -> None:
    if db.session.registry.has():
        db.session.rollback()
    database.let_go()


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


class Busy(RuntimeError):
    """Somebody else holds the lock; whoever was refused tries again later."""


@contextmanager
def only_one(name: str, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock of that name. Raises Busy when it is not free within the time."""
    holder = _by_file if db.engine.dialect.name == "sqlite" else _by_session
    with holder(name, time.monotonic() + wait_seconds):
        yield


@contextmanager
def _by_file(name: str, until: float) -> Iterator[None]:
    # A few files that stay, whatever the names: two that share one wait for each other.
    path = Path(f"{db.engine.url.database}.lock-{_number(name) % LOCK_FILES}")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _await(lambda: _take_file(descriptor), until, name)
        yield
    finally:
        os.close(descriptor)


def _take_file(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _by_session(name: str, until: float) -> Iterator[None]:
    number = _number(name)
    # Outside any transaction: an idle one would hold back the cleaning of the tables.
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        take = select(func.pg_try_advisory_lock(number))
        _await(lambda: bool(connection.scalar(take)), until, name)
        try:
            yield
        finally:
            connection.scalar(select(func.pg_advisory_unlock(number)))


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _await(take: Callable[[], bool], until: float, name: str) -> None:
    while not take():
        if time.monotonic() >= until:
            raise Busy(name)
        time.sleep(LOOK_EVERY)
