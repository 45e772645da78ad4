"""Rate limits: counted per address on the routes that name one, in memory that forgets."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_limiter import Limiter

from elearn.core import limits
from elearn.core.config import Settings
from elearn.core.limits import SWEEP_SECONDS, Counters

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def limited_app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application with a limiter of its own: that of the tests is switched off."""
    own = Limiter(key_func=limits.who, default_limits=[], headers_enabled=False)
    monkeypatch.setattr(limits, "limiter", own)
    app = Flask("limited")
    limits.init_app(app, Settings(env="development"))

    @app.get("/code")
    @own.limit("2 per minute")
    def code() -> str:
        return "checked"

    @app.get("/free")
    def free() -> str:
        return "read"

    return app


def statuses(app: Flask, path: str, times: int, address: str = "192.0.2.1") -> list[int]:
    client = app.test_client()
    return [
        client.get(path, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)
    ]


def test_a_route_refuses_what_exceeds_its_limit_and_others_are_free(limited_app):
    assert statuses(limited_app, "/code", 4) == [200, 200, 429, 429]
    assert statuses(limited_app, "/free", 4) == [200, 200, 200, 200]


def test_addresses_are_counted_apart(limited_app):
    assert statuses(limited_app, "/code", 3) == [200, 200, 429]
    assert statuses(limited_app, "/code", 2, "192.0.2.2") == [200, 200]


def test_a_count_ends_with_its_time():
    counters = Counters()
    with time_machine.travel(NOON, tick=False) as clock:
        assert [counters.incr("a", 60), counters.incr("a", 60)] == [1, 2]
        assert counters.get_expiry("a") == (NOON + timedelta(seconds=60)).timestamp()
        clock.shift(59)
        assert counters.get("a") == 2
        clock.shift(1)
        assert counters.get("a") == 0
        assert counters.incr("a", 60) == 1


def test_expired_counts_are_dropped_so_that_memory_does_not_grow():
    counters = Counters()
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(100):
            counters.incr(f"address:{number}", 10)
        clock.shift(SWEEP_SECONDS)
        counters.incr("late", 10)
        assert counters.reset() == 1


def test_a_cleared_key_starts_again():
    counters = Counters()
    counters.incr("a", 60, 5)
    counters.clear("a")
    assert counters.get("a") == 0
    assert counters.check()
