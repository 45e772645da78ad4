"""How long a seat that became free is kept for somebody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.webinars.seats import offers

START = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "hours", "kept"),
    [
        (timedelta(days=7), 12, timedelta(hours=12)),
        (timedelta(days=7), 1, timedelta(hours=1)),
        # Near the session, half of what is left.
        (timedelta(hours=20), 12, timedelta(hours=10)),
        (timedelta(hours=1), 12, timedelta(minutes=30)),
        # A quarter of an hour at least, but never past the start.
        (timedelta(minutes=20), 12, timedelta(minutes=15)),
        (timedelta(minutes=15), 12, timedelta(minutes=15)),
        (timedelta(minutes=4), 12, timedelta(minutes=4)),
    ],
)
def test_a_seat_is_kept_for_so_long(before: timedelta, hours: int, kept: timedelta):
    at = START - before
    assert offers.until(at, START, hours) == at + kept


@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=1), timedelta(days=1)])
def test_once_the_session_has_begun_nothing_is_offered(after: timedelta):
    assert offers.until(START + after, START, 12) is None


@given(seconds=st.integers(1, 10_000_000), hours=st.integers(1, 168))
def test_an_offer_ends_after_it_was_made_within_its_hours_and_before_the_start(
    seconds: int, hours: int
):
    at = START - timedelta(seconds=seconds)
    until = offers.until(at, START, hours)
    assert until is not None
    assert at < until <= min(START, at + timedelta(hours=hours))
    assert not offers.is_over(at, until, START)
    assert offers.is_over(until, until, START)


def test_an_offer_ends_with_the_start_of_a_session_that_was_moved_forward():
    until, moved = START, START - timedelta(hours=3)
    assert not offers.is_over(moved - timedelta(seconds=1), until, moved)
    assert offers.is_over(moved, until, moved)
