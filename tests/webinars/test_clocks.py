"""Page, letter and calendar file of a session agree on its moment, in every zone of the world."""

import re
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import render_template, render_template_string
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from elearn.accounts.models import Person
from elearn.accounts.zones import zones
from elearn.core.database import db
from elearn.webinars import times
from elearn.webinars.calendar import ical, session_facts
from tests.factories.webinars import make_session, make_webinar

ZONES = sorted(zones())
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SAID = re.compile(r"(\w{3} \d+ \w+ \d{4}, \d\d:\d\d) \((?:.*, )?UTC([+-]\d\d:\d\d)?\)")
MACRO = (
    '{% from "components/webinar_times.html" import session_times %}'
    "{{ session_times(at, 60, zone, viewer) }}"
)


def moments_in(text: str) -> list[datetime]:
    """Return every moment a text speaks of, read as a person would read it."""
    found = []
    for words, offset in SAID.findall(text):
        there = datetime.strptime(words.replace("Sept", "Sep"), "%a %d %b %Y, %H:%M")
        assert there.strftime("%a") == words[:3]
        hours, minutes = (int(part) for part in (offset or "+00:00").split(":"))
        shift = timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)
        if offset.startswith("-00"):
            shift = -timedelta(minutes=minutes)
        found.append((there - shift).replace(tzinfo=UTC))
    return found


def row(at: datetime, zone: str) -> SimpleNamespace:
    return SimpleNamespace(
        uid="x@example.org",
        sequence=0,
        session_language="en",
        starts_at=at,
        zone=zone,
        minutes=60,
        session_state="open",
        moved_at=None,
        cancelled_at=None,
        cancel_reason="",
        session_made_at=at,
        join_opens_minutes=15,
        organiser="",
    )


def all_said(at: datetime, zone: str, viewer: str) -> dict[str, list[datetime]]:
    """Return the moments that page, letter and calendar file speak of."""
    page = render_template_string(MACRO, at=at, zone=zone, viewer=viewer)
    clocks = times.both(at, zone, viewer)
    facts = {"clocks": clocks, "minutes": 60, "language": "English"}
    entry = session_facts.entry(
        row(at, zone), "Tour", "https://learn.example.org/", viewer_zone=viewer
    )
    text = ical.calendar([entry])
    [event] = Calendar.from_ical(text).walk("VEVENT")
    return {
        "page": moments_in(page),
        "page for programs": [
            datetime.fromisoformat(value) for value in re.findall(r'datetime="([^"]+)"', page)
        ],
        "letter": moments_in(render_template("mail/_webinar_times.txt", **facts)),
        "letter in HTML": moments_in(render_template("mail/_webinar_times.html", **facts)),
        "file": [event["DTSTART"].dt],
        "file in words": moments_in(str(event["DESCRIPTION"])),
    }


@st.composite
def edges(draw) -> tuple[datetime, str]:
    """A moment close to a change of the clocks of a zone, or any moment where there is none."""
    zone = draw(st.sampled_from(ZONES))
    year = draw(st.integers(2024, 2036))
    clock = ZoneInfo(zone)
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    offsets = [day.astimezone(clock).utcoffset() for day in days]
    changes = [day for day, a, b in zip(days, offsets, offsets[1:], strict=False) if a != b]
    beside = timedelta(minutes=draw(st.integers(-200, 200)))
    if not changes:
        return draw(st.sampled_from(days)) + beside, zone
    low = draw(st.sampled_from(changes))
    high = low + timedelta(days=1)
    before = low.astimezone(clock).utcoffset()
    while high - low > MINUTE:
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        if middle.astimezone(clock).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high + beside, zone


@settings(max_examples=80, deadline=None)
@given(edges(), st.sampled_from(ZONES))
def test_page_letter_and_file_agree_at_every_change_of_the_clocks(whole_app, edge, viewer):
    at, zone = edge
    with whole_app.test_request_context():
        said = all_said(at, zone, viewer)
    for where, moments in said.items():
        assert set(moments) == {at}, where
    assert len(said["page"]) == len(said["letter"]) == len(said["file in words"]) >= 1


def test_they_agree_in_every_zone_there_is(whole_app):
    at = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    with whole_app.test_request_context():
        for zone in ZONES:
            assert set(moments_in(" ".join(clock.words for clock in times.both(at, zone)))) == {at}


def test_the_public_page_of_sessions_in_many_zones_agrees_with_their_files(
    cast, writing, signed_in
):
    viewer = "Pacific/Chatham"
    with writing():
        db.session.get_one(Person, cast.learner.id).timezone = viewer
        webinar = make_webinar()
        first = datetime(2027, 3, 20, 1, 30, tzinfo=UTC)
        starts = {zone: first + DAY * at for at, zone in enumerate(ZONES[::25])}
        made = [make_session(webinar, zone=zone, starts_at=at) for zone, at in starts.items()]
        slug, ids = webinar.slug, [one.public_id for one in made]
    lina = signed_in(cast.learner)
    page = lina.get(f"/webinars/{slug}/")
    for (zone, at), session_id in zip(starts.items(), ids, strict=True):
        clocks = page.all(f"//li[@id='s-{session_id}']//time")
        said = [moments_in(clock.text_content()) for clock in clocks]
        assert said == [[at]] * len({viewer, zone, "UTC"}), zone
        assert {datetime.fromisoformat(clock.get("datetime")) for clock in clocks} == {at}
        file = lina.get(f"/webinars/{slug}/sessions/{session_id}.ics").text
        [event] = Calendar.from_ical(file).walk("VEVENT")
        assert event["DTSTART"].dt == at


@settings(max_examples=80, deadline=None)
@given(edges())
def test_an_hour_that_is_entered_is_the_hour_that_is_shown(edge):
    at, zone = edge
    shown = times.there(at, zone)
    found = times.moment(shown.date(), shown.time(), zone)
    if times.comes_twice(shown.date(), shown.time(), zone):
        assert found <= at
    else:
        assert found == at
    assert times.there(found, zone).replace(tzinfo=None, fold=0) == shown.replace(
        tzinfo=None, fold=0
    )


@settings(max_examples=50, deadline=None)
@given(edges(), st.integers(-180, 180))
def test_an_hour_is_refused_only_where_no_clock_shows_it(edge, minutes):
    at, zone = edge
    wall = times.there(at, zone).replace(tzinfo=None, fold=0) + timedelta(minutes=minutes)
    around = (at + timedelta(minutes=number) for number in range(-400, 401))
    shown = any(times.there(one, zone).replace(tzinfo=None, fold=0) == wall for one in around)
    assume(zone != "UTC")
    if shown:
        times.moment(wall.date(), wall.time(), zone)
    else:
        with pytest.raises(times.NoSuchHour):
            times.moment(wall.date(), wall.time(), zone)


GENEVA = "Europe/Zurich"


@pytest.mark.parametrize(
    ("day", "hour", "in_utc", "words"),
    [
        ("2027-03-24", "10:00", "09:00", "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)"),
        ("2027-03-31", "10:00", "08:00", "Wed 31 Mar 2027, 10:00 (Zurich, UTC+02:00)"),
        ("2027-04-14", "16:00", "14:00", "Wed 14 Apr 2027, 16:00 (Zurich, UTC+02:00)"),
        ("2027-05-05", "10:00", "08:00", "Wed 5 May 2027, 10:00 (Zurich, UTC+02:00)"),
        ("2027-05-19", "10:00", "08:00", "Wed 19 May 2027, 10:00 (Zurich, UTC+02:00)"),
        ("2027-05-26", "10:00", "08:00", "Wed 26 May 2027, 10:00 (Zurich, UTC+02:00)"),
        ("2027-06-09", "16:00", "14:00", "Wed 9 Jun 2027, 16:00 (Zurich, UTC+02:00)"),
    ],
)
def test_the_sample_sessions_come_out_exactly(whole_app, day, hour, in_utc, words):
    at = times.moment(date.fromisoformat(day), time.fromisoformat(hour), GENEVA)
    assert at == datetime.fromisoformat(f"{day}T{in_utc}+00:00")
    with whole_app.test_request_context():
        assert times.words(at, GENEVA) == words
        said = all_said(at, GENEVA, "Asia/Kolkata")
    assert {moment for moments in said.values() for moment in moments} == {at}


@pytest.mark.parametrize(
    ("viewer", "whose"),
    [
        (None, ["host", "utc"]),
        ("UTC", ["host", "utc"]),
        ("Nowhere/Land", ["host", "utc"]),
        ("Europe/Zurich", ["reader", "utc"]),
        ("Africa/Nairobi", ["reader", "host", "utc"]),
    ],
)
def test_no_clock_is_named_twice(whole_app, viewer, whose):
    at = datetime(2027, 3, 24, 9, tzinfo=UTC)
    with whole_app.test_request_context():
        assert [clock.whose for clock in times.both(at, GENEVA, viewer)] == whose


def test_a_session_by_utc_has_one_clock(whole_app):
    with whole_app.test_request_context():
        clocks = times.both(datetime(2027, 3, 24, 9, tzinfo=UTC), "UTC")
    assert [clock.words for clock in clocks] == ["Wed 24 Mar 2027, 09:00 (UTC)"]
