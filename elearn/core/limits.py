"""Rate limits per person or, for visitors, per address. Kept in memory, or in Redis when set."""

import threading
from typing import Any

from flask import Flask, g, request
from flask_limiter import Limiter
from limits.storage import Storage

from elearn.core.clock import machine_now
from elearn.core.config import Settings

SWEEP_SECONDS = 60


def who() -> str:
    """Return the key a limit counts by: the signed-in person, else the client's address."""
    person = g.get("signed_in")
    return f"person:{person.id}" if person else f"address:{request.remote_addr}"


limiter = Limiter(key_func=who, default_limits=[], headers_enabled=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Count in Redis when there is one; when it is lost, go on counting in memory."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or f"{Counters.STORAGE_SCHEME[0]}://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    app.config["RATELIMIT_ENABLED"] = settings.env != "testing"
    # Already listed, the limiter adds no hooks to every request, which took a fifteenth of a page:
    # limits stand on single routes, and the wrapper of a route checks them itself.
    app.extensions.setdefault("limiter", set()).add(limiter)
    limiter.init_app(app)


class Counters(Storage):
    """Counts in this process's memory, per key until it expires; dropped within a minute then.

    The limits package's own starts a thread that walks through all counters, up to a hundred
    times a second, as long as anything is counted: with many addresses that alone is a busy server.
    """

    STORAGE_SCHEME = ["counters"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any):
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
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
