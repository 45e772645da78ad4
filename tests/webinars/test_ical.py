"""Calendar files are read alike by independent parsers, whatever a title holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from elearn.webinars.calendar import ical

TOUR = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)
URL = "https://learn.example.org/webinars/tour"


def entry(**facts: Any) -> ical.Entry:
    values: dict[str, Any] = {
        "uid": "4x7kq0v2m9tc@learn.example.org",
        "sequence": 3,
        "stamp": datetime(2026, 11, 28, 12, 0, tzinfo=UTC),
        "starts_at": TOUR,
        "minutes": 90,
        "summary": "Tour of the ESM toolkit",
        "description": "One\nTwo",
        "url": URL,
        "organiser": ("Sample Centre", "no-reply@example.org"),
    }
    return ical.Entry(**(values | facts))


def read_by_all(text: str) -> list[dict[str, Any]]:
    """Return what icalendar, vobject and ics say of the one event, in the same words."""
    [first] = Calendar.from_ical(text).walk("VEVENT")
    second = vobject.readOne(text).vevent
    [third] = ics.Calendar(text).events
    return [
        {
            "uid": str(first["UID"]),
            "starts": first["DTSTART"].dt,
            "lasts": first["DURATION"].dt,
            "summary": str(first["SUMMARY"]),
            "description": str(first["DESCRIPTION"]),
            "status": str(first["STATUS"]),
            "url": str(first["URL"]),
        },
        {
            "uid": second.uid.value,
            "starts": second.dtstart.value,
            "lasts": second.duration.value,
            "summary": second.summary.value,
            "description": second.description.value,
            "status": second.status.value,
            "url": second.url.value,
        },
        {
            "uid": third.uid,
            "starts": third.begin.datetime,
            "lasts": third.duration,
            "summary": third.name,
            "description": third.description,
            "status": third.status,
            "url": third.url,
        },
    ]


@pytest.mark.parametrize("cancelled", [False, True])
def test_three_parsers_read_the_same(cancelled):
    said = read_by_all(ical.calendar([entry(cancelled=cancelled, alarm=15)]))
    assert (
        said
        == [
            {
                "uid": "4x7kq0v2m9tc@learn.example.org",
                "starts": TOUR,
                "lasts": timedelta(minutes=90),
                "summary": "Tour of the ESM toolkit",
                "description": "One\nTwo",
                "status": "CANCELLED" if cancelled else "CONFIRMED",
                "url": URL,
            }
        ]
        * 3
    )


def test_every_line_is_short_and_ends_as_it_must():
    text = ical.calendar([entry(summary="é" * 300, description="ض" * 500)])
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in "".join(lines)


def test_a_feed_says_its_name_and_when_to_look_again():
    found = Calendar.from_ical(ical.calendar([], name="Webinars, all"))
    assert (str(found["X-WR-CALNAME"]), found["METHOD"]) == ("Webinars, all", "PUBLISH")
    assert found["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_an_alarm_rings_only_for_what_takes_place():
    for cancelled, alarms in ((False, 1), (True, 0)):
        found = Calendar.from_ical(ical.calendar([entry(alarm=15, cancelled=cancelled)]))
        assert len(found.walk("VALARM")) == alarms


def test_a_file_that_is_published_names_nobody():
    assert "ATTENDEE" not in ical.calendar([entry()])


NASTY = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\u2028\u2029\x85\x0b\x00\x07,;:\\\"^'<&\u202e"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY, NASTY)
def test_no_text_breaks_out_of_its_line(title, description, name):
    text = ical.calendar(
        [entry(summary=title, description=description, organiser=(name, "no-reply@example.org"))]
    )
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == ical.line(title)
    assert str(event["DESCRIPTION"]) == ical.paragraphs(description)
    names = {line.split(":")[0].split(";")[0] for line in unfolded(text)}
    assert names == {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "SEQUENCE"),
        *("DTSTAMP", "DTSTART", "DURATION", "STATUS", "SUMMARY", "DESCRIPTION", "URL"),
        *("LOCATION", "ORGANIZER"),
    }
    assert len(event.property_items()) == 13
    assert vobject.readOne(text).vevent.uid.value == "4x7kq0v2m9tc@learn.example.org"


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")[:-1]
