"""One at a time, whatever process or thread: a lock with a name that ends with its holder.

On SQLite a lock on a file beside the database, on PostgreSQL an advisory lock of a session: both
are let go by the system when the process is killed, so nobody waits for the dead.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from elearn.core.database import db

LOOK_EVERY = 0.1
FILES = 16


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
    path = Path(f"{db.engine.url.database}.lock-{_number(name) % FILES}")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _await(lambda: _flock(descriptor), until, name)
        yield
    finally:
        os.close(descriptor)


def _flock(descriptor: int) -> bool:
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
