from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.allowance import Allowance, allowance

ENDED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def ask(finished, moment, attempts=3, wait_minutes=1440):
    return allowance(
        attempts=attempts,
        wait_minutes=wait_minutes,
        finished=finished,
        last_finished=ENDED if finished else None,
        moment=moment,
    )


@pytest.mark.parametrize(
    ("finished", "moment", "answer"),
    [
        (0, ENDED, Allowance(True, 3)),
        (1, ENDED, Allowance(True, 2)),
        (2, ENDED, Allowance(True, 1)),
        (3, ENDED, Allowance(False, 0, ENDED + DAY)),
        (3, ENDED + DAY - timedelta(seconds=1), Allowance(False, 0, ENDED + DAY)),
        (3, ENDED + DAY, Allowance(True, 3)),
        (4, ENDED, Allowance(True, 2)),
        (6, ENDED, Allowance(False, 0, ENDED + DAY)),
    ],
)
def test_three_attempts_then_a_day_of_waiting_then_three_again(finished, moment, answer):
    assert ask(finished, moment) == answer


@given(st.integers(0, 1000))
def test_no_limit_never_refuses(finished):
    assert ask(finished, ENDED, attempts=0) == Allowance(True, None)


@given(st.integers(1, 10), st.integers(0, 50), st.integers(0, 10_000))
def test_a_refusal_always_says_from_when_on_and_then_holds_no_more(attempts, finished, wait):
    answer = ask(finished, ENDED, attempts=attempts, wait_minutes=wait)
    if not answer.allowed:
        assert answer.until is not None
        assert ask(finished, answer.until, attempts=attempts, wait_minutes=wait).allowed
