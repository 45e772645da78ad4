"""Rate limits per person or, for visitors, per address. Kept in memory, or in Redis when set.

A refused request counts against the shortest rate it exceeds, and no longer one.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, current_app, g, request
from limits import RateLimitItem, parse_many
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from elearn.core.clock import machine_now
from elearn.core.config import Settings

log = structlog.get_logger("limits")
SWEEP_SECONDS = 60
# So long a lost Redis is left alone before it is asked again.
LOST_SECONDS = 10

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def who() -> str:
    """Return the key a limit counts by: the signed-in person, else the client's address."""
    person = g.get("signed_in")
    return f"person:{person.id}" if person else f"address:{request.remote_addr}"


def init_app(app: Flask, settings: Settings) -> None:
    """Count in Redis when there is one, else in memory; not at all in tests."""
    counting = settings.env != "testing"
    app.extensions["limits"] = Counting(settings.redis_url) if counting else None


def limited(view: Callable[Given, Answer], rates: str) -> Callable[Given, Answer]:
    """Refuse requests beyond the rates, such as `30 per minute;300 per hour`, with 429."""
    shortest_first = sorted(parse_many(rates))

    @wraps(view)
    def counted(*values: Given.args, **named: Given.kwargs) -> Answer:
        counting: Counting | None = current_app.extensions["limits"]
        if counting is not None:
            counting.count(shortest_first, who(), request.endpoint or "")
        return view(*values, **named)

    return counted


class Counting:
    """Counts requests in Redis, and in this process's memory while there is none to be reached."""

    def __init__(self, redis_url: str = "") -> None:
        self._own = FixedWindowRateLimiter(Counters())
        self._shared = None
        if redis_url:
            self._shared = FixedWindowRateLimiter(storage_from_string(redis_url))
        self._lost_until = 0.0

    def count(self, rates: list[RateLimitItem], *key: str) -> None:
        """Count one request. Raises TooManyRequests when a rate is exceeded."""
        for rate in rates:
            if not self._hit(rate, key):
                raise TooManyRequests

    def _hit(self, rate: RateLimitItem, key: tuple[str, ...]) -> bool:
        if self._shared is not None and time.monotonic() >= self._lost_until:
            try:
                return self._shared.hit(rate, *key)
            except self._shared.storage.base_exceptions as error:
                log.warning("limits_storage_lost", error=str(error))
                self._lost_until = time.monotonic() + LOST_SECONDS
        return self._own.hit(rate, *key)


class Counters(Storage):
    """Counts in this process's memory, per key until it expires; dropped within a minute then.

    The limits package's own starts a thread that walks through all counters, up to a hundred
    times a second, as long as anything is counted: with many addresses that alone is a busy server.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        # key -> (count, moment of expiry in seconds)
        self._counts: dict[str, tuple[int, float]] = {}
        self._next_sweep = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more and return the count; the first count starts the time."""
        moment = machine_now().timestamp()
        with self._lock:
            self._sweep(moment)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= moment:
                count, until = 0, moment + expiry
            self._counts[key] = (count + amount, until)
        return count + amount

    def get(self, key: str) -> int:
        """Return the count, 0 when its time is over."""
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > machine_now().timestamp() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the count ends, in seconds since 1970."""
        return self._counts.get(key, (0, machine_now().timestamp()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        """Forget all counts and return how many there were."""
        with self._lock:
            forgotten = len(self._counts)
            self._counts.clear()
        return forgotten

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, moment: float) -> None:
        if moment < self._next_sweep:
            return
        self._next_sweep = moment + SWEEP_SECONDS
        self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > moment}
