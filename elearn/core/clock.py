"""The current time. Nothing else in the house asks the machine for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from flask import current_app, has_app_context, has_request_context

_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def now() -> datetime:
    """Return the current moment as an aware datetime in UTC, or the one told by `at()`."""
    return _told.get() or machine_now()


def machine_now() -> datetime:
    """Return the moment on the machine's clock, whatever `at()` says: jobs run in real time."""
    return datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` be another moment here, for the demonstration and for tests.

    Raises RuntimeError in production and while a request is answered: nobody's acts there are
    ever dated otherwise than when they happened. ValueError for a moment without a zone.
    """
    if has_request_context():
        raise RuntimeError("A request happens now.")
    if has_app_context() and current_app.extensions["settings"].production:
        raise RuntimeError("In production the time is what it is.")
    if moment.tzinfo is None:
        raise ValueError("A moment must say its zone.")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
