"""Reports of every system are read alike: who, from when to when, how long."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from elearn.webinars.attendance import attendance_files as files
from elearn.webinars.attendance import attendance_reading as reading
from elearn.webinars.attendance.attendance_files import FileUnusable, Moment
from tests.factories import attendance_reports as samples

SESSION = Moment(datetime(2027, 3, 24, 9, 0, tzinfo=UTC), ZoneInfo("Europe/Zurich"))
BOTH = [("mira solano", 62), ("jonas tembo", 40)]
WITH_HOST = [*BOTH, ("hana host", 75)]


def people(content, encoding="utf-8"):
    content = content.encode(encoding) if isinstance(content, str) else content
    return reading.read(content, SESSION)


def minutes(report):
    """Return names in one order and minutes."""
    counted = [
        (name_of(one.name), files.minutes_of([one], 90))
        for one in report.people
        if one.part != "bot"
    ]
    return sorted(counted)


def name_of(name):
    words = files.folded(name.partition(" (")[0])
    return {"solano mira": "mira solano", "tembo jonas": "jonas tembo"}.get(words, words)


def first_span(report, name="mira solano"):
    entry = next(one for one in report.people if name_of(one.name) == name)
    return [tuple(reading.moment(end).strftime("%H:%M:%S") for end in span) for span in entry.spans]


@pytest.mark.parametrize(
    ("content", "layout", "expected"),
    [
        (samples.ZOOM_MEETING, "zoom", BOTH),
        (samples.ZOOM_UNIQUE, "zoom", BOTH),
        (samples.ZOOM_WEBINAR, "zoom", BOTH),
        (samples.TEAMS, "teams", WITH_HOST),
        (samples.TEAMS_FLAT, "teams", BOTH),
        (samples.TEAMS_ACTIONS, "teams", BOTH),
        (samples.WEBEX, "webex", BOTH),
        (samples.MEET, "other", BOTH),
        (samples.BBB_TABLE, "bigbluebutton", WITH_HOST),
        (samples.BBB_DATA, "bigbluebutton", WITH_HOST),
        (samples.BBB_EVENTS, "bigbluebutton", BOTH),
    ],
)
def test_reports_of_every_system_say_who_was_there_how_long(content, layout, expected):
    report = people(content)
    assert (report.layout, minutes(report)) == (layout, sorted(expected))


@pytest.mark.parametrize("language", samples.LOCAL)
def test_heads_days_and_halves_of_the_day_are_read_in_each_language(language):
    report = people(samples.LOCAL[language], "utf-16" if language in ("ar", "zh") else "utf-8")
    assert minutes(report) == sorted(BOTH)
    assert first_span(report) == [("08:58:30", "10:00:30")]


def test_time_in_the_waiting_room_is_not_time_at_the_session():
    report = people(samples.ZOOM_MEETING)
    assert first_span(report) == [("08:58:30", "09:31:00"), ("09:30:00", "10:00:30")]


def test_hosts_and_programs_that_listen_are_told_apart():
    assert [(one.name, one.part) for one in people(samples.ZOOM_MEETING).people] == [
        ("Mira Solano (Mira)", ""),
        ("Tembo, Jonas", ""),
        ("Otter.ai", "bot"),
    ]
    assert [(one.name, one.part) for one in people(samples.TEAMS).people] == [
        ("Hana Host", "host"),
        ("Solano, Mira", ""),
        ("Jonas Tembo (Guest)", ""),
    ]


def test_bigbluebutton_says_the_name_we_gave_it_for_a_person():
    for content in (samples.BBB_DATA, samples.BBB_EVENTS):
        assert people(content).people[0].mark == "reg-mira"


def test_hours_without_a_day_are_those_of_the_day_of_the_session():
    assert first_span(people(samples.MEET)) == [("08:58:00", "10:00:00")]


def test_whoever_leaves_after_midnight_left_on_the_next_day():
    report = people("Name,Time joined,Time exited\nMira Solano,11:30 PM,12:15 AM\n")
    assert minutes(report) == [("mira solano", 45)]


def test_a_report_made_in_another_zone_is_put_where_the_session_was():
    # Manila is seven hours ahead of Geneva in winter.
    text = samples.ZOOM_UNIQUE.replace("Total Duration (Minutes),Guest", "Join Time,Leave Time")
    text = text.replace("62,Yes", "2027-03-24 16:58:30,2027-03-24 18:00:30")
    text = text.replace("40,Yes", "2027-03-24 17:10:00,2027-03-24 17:50:00")
    assert first_span(people(text)) == [("08:58:30", "10:00:30")]


def test_moments_that_say_utc_are_in_utc():
    text = (
        "Name,Join time,Leave time\nMira Solano,2027-03-24T09:00:00Z,2027-03-24T09:30:00Z\n"
        "Jonas Tembo,2027-03-24T09:10:00Z,2027-03-24T09:50:00Z\n"
    )
    assert first_span(people(text)) == [("09:00:00", "09:30:00")]


def test_a_day_that_could_be_either_is_the_one_of_the_session():
    session = Moment(datetime(2027, 4, 3, 9, 0, tzinfo=UTC), ZoneInfo("UTC"))
    for text in ("04/03/2027 09:05", "03/04/2027 09:05"):
        report = reading.read(
            f"Name,Join time,Leave time\nMira,{text},{text[:-2]}35\n".encode(), session
        )
        assert reading.moment(report.people[0].spans[0][0]) == datetime(
            2027, 4, 3, 9, 5, tzinfo=UTC
        )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{not json", "encoding"),
        (b'{"users": []}', "no-table"),
        (b'{"users": {}}', "empty"),
        (b'{"users": {"a": 1}}', "empty"),
        (b"{" * 100_000, "encoding"),
        (b"<recording>", "encoding"),
        (b"<recording/>", "empty"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "empty"),
        (b"{" + b" " * files.MOST_BYTES, "too-large"),
    ],
)
def test_data_of_no_use_is_refused_with_the_reason(content, reason):
    with pytest.raises(FileUnusable) as refused:
        reading.read(content, SESSION)
    assert refused.value.reason == reason


def test_data_that_lies_about_its_kinds_loses_nobody_who_can_be_read():
    content = (
        b'{"endedOn": "soon", "users": {"a": {"name": 5, "registeredOn": true},'
        b' "b": {"name": "Mira", "registeredOn": 1805878800000, "leftOn": 1805879400000}}}'
    )
    read = [(one.name, one.problem, len(one.spans)) for one in people(content).people]
    assert read == [("", "no-time", 0), ("Mira", "", 1)]


def test_cells_that_are_formulas_stay_text():
    report = people('Name,Minutes\n"=HYPERLINK(""http://x"",""y"")",30\n')
    assert [one.name for one in report.people] == ['=HYPERLINK("http://x","y")']
