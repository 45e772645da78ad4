"""Rate limits: counted per address on the routes that name one, in memory that forgets."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from elearn.core import limits
from elearn.core.config import Settings
from elearn.core.limits import SWEEP_SECONDS, Counters, limited
from tests.ports import free_port

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def counting_app(settings: Settings) -> Flask:
    """An application of its own: in that of the tests nothing is counted."""
    app = Flask("limited")
    limits.init_app(app, settings)

    def code() -> str:
        return "checked"

    app.add_url_rule("/code", "code", limited(code, "2 per minute;3 per hour"))
    app.add_url_rule("/other", "other", limited(code, "2 per minute;3 per hour"))
    app.add_url_rule("/free", "free", code)
    return app


@pytest.fixture
def limited_app() -> Flask:
    return counting_app(Settings(env="development"))


def statuses(app: Flask, path: str, times: int, address: str = "192.0.2.1") -> list[int]:
    client = app.test_client()
    return [
        client.get(path, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)
    ]


def test_a_route_refuses_what_exceeds_its_limit_and_others_are_free(limited_app):
    assert statuses(limited_app, "/code", 4) == [200, 200, 429, 429]
    assert statuses(limited_app, "/free", 4) == [200, 200, 200, 200]
    assert statuses(limited_app, "/other", 3) == [200, 200, 429]


def test_the_longer_rate_holds_too_and_refused_requests_do_not_use_it_up(limited_app):
    with time_machine.travel(NOON, tick=False) as clock:
        assert statuses(limited_app, "/code", 4) == [200, 200, 429, 429]
        clock.shift(60)
        assert statuses(limited_app, "/code", 2) == [200, 429]


def test_in_tests_nothing_is_counted():
    assert statuses(counting_app(Settings(env="testing")), "/code", 4) == [200] * 4


def test_when_redis_is_lost_counting_goes_on_in_memory():
    lost = Settings(env="development", redis_url=f"redis://127.0.0.1:{free_port()}")
    assert statuses(counting_app(lost), "/code", 4) == [200, 200, 429, 429]


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
