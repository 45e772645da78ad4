"""Sessions start at a moment, entered and shown in a zone."""

from datetime import UTC, date, datetime, time

import pytest

from elearn.webinars import times


def test_an_hour_is_one_of_the_zone_on_that_day():
    winter = times.moment(date(2027, 3, 24), time(10), "Europe/Zurich")
    summer = times.moment(date(2027, 3, 31), time(10), "Europe/Zurich")
    assert winter == datetime(2027, 3, 24, 9, tzinfo=UTC)
    assert summer == datetime(2027, 3, 31, 8, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(times.NoSuchHour):
        times.moment(date(2027, 3, 28), time(2, 30), "Europe/Zurich")


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    found = times.moment(date(2027, 10, 31), time(2, 30), "Europe/Zurich")
    assert found == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "Wed 24 Mar 2027, 09:00 (UTC)"),
        ("Europe/Zurich", "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)"),
        ("Asia/Kolkata", "Wed 24 Mar 2027, 14:30 (Kolkata, UTC+05:30)"),
        ("America/Argentina/Buenos_Aires", "Wed 24 Mar 2027, 06:00 (Buenos Aires, UTC-03:00)"),
        ("Africa/Abidjan", "Wed 24 Mar 2027, 09:00 (Abidjan, UTC)"),
    ],
)
def test_a_moment_is_shown_with_its_place_and_offset(whole_app, zone, said):
    with whole_app.test_request_context():
        assert times.words(datetime(2027, 3, 24, 9, tzinfo=UTC), zone) == said
