"""Reports are kept, settled line by line and counted; every source keeps its minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance, reports
from elearn.webinars.attendance.attendance_errors import (
    CodeWordIsWrong,
    LineNotFound,
    NobodyRegistered,
    NotOpenForCodeWord,
    ReportNotFound,
    TooManyMinutes,
)
from elearn.webinars.attendance.attendance_models import ReportLine, WebinarAttendance
from elearn.webinars.registration.registration_models import Registration
from tests.factories.attending import make_hall

FILE = (
    "Name,Email,Minutes\n"
    "Lina H.,lina@example.org,50\n"
    "DIALLO Omar,,20\n"
    "Guest N.,,30\n"
    "Somebody Else,,60\n"
    "Otter.ai,,60\n"
    ",,5\n"
    "Guest Number B,,soon\n"
)


@pytest.fixture
def hall(writing, cast):
    with writing():
        return make_hall(cast, code_word="Basel 1989")


def keep(hall, text=FILE):
    _, session = hall.rows()
    return reports.keep(session, "report.csv", reports.read(session, text.encode()), None)


def lines(report):
    return {
        line.position: line
        for line in db.session.scalars(
            select(ReportLine).where(ReportLine.report_id == report.id).order_by(ReportLine.id)
        )
    }


def counted(app, hall):
    with app.app_context():
        rows = db.session.execute(
            select(Registration.public_id, Registration.minutes, Registration.source)
        )
        names = {key: name for name, key in hall.registrations.items()}
        return {names[key]: (minutes, source) for key, minutes, source in rows if source}


def test_nothing_of_a_report_is_lost_and_nothing_counts_before_it_is_settled(app, hall, writing):
    with writing():
        kept = lines(keep(hall))
    assert [(line.name, line.state, line.how, line.minutes) for line in kept.values()] == [
        ("Lina H.", "matched", "address", 50),
        ("DIALLO Omar", "matched", "name", 20),
        ("Guest N.", "unsure", "likeness", 30),
        ("Somebody Else", "unknown", "", 60),
        ("Otter.ai", "left-out", "bot", 60),
        ("", "left-out", "nobody", 0),
        ("Guest Number B", "left-out", "no-time", 0),
    ]
    assert counted(app, hall) == {}


def test_settling_counts_what_was_found_and_the_rest_can_be_settled_later(app, hall, writing):
    with writing():
        report = keep(hall)
        _, session = hall.rows()
        assert reports.settle(session, report, None) == 2
        assert reports.settle(session, report, None) == 0
        waiting, kept = lines(report)[2].public_id, report.public_id
    assert counted(app, hall) == {"lina": (50, "report"), "omar": (20, "report")}
    with writing():
        _, session = hall.rows()
        report = reports.report_of(session, kept)
        assert reports.assign(session, report, {waiting: hall.registrations["guest1"]}, None) == 1
    assert counted(app, hall)["guest1"] == (30, "report")
    with writing():
        _, session = hall.rows()
        reports.assign(session, reports.report_of(session, kept), {waiting: None}, None)
    assert "guest1" not in counted(app, hall)


def test_a_report_sent_again_updates_and_does_not_add_up(app, hall, writing):
    for text in (FILE, FILE, FILE.replace(",50\n", ",55\n")):
        with writing():
            report = keep(hall, text)
            _, session = hall.rows()
            reports.settle(session, report, None)
    assert counted(app, hall) == {"lina": (55, "report"), "omar": (20, "report")}


def test_a_report_thrown_away_counts_no_more(app, hall, writing):
    with writing():
        report = keep(hall)
        _, session = hall.rows()
        reports.settle(session, report, None)
        reports.drop(session, report, None)
        kept = report.public_id
    assert counted(app, hall) == {}
    with app.app_context():
        assert db.session.scalars(select(ReportLine)).all() == []
        with pytest.raises(ReportNotFound):
            reports.report_of(hall.rows()[1], kept)


def test_lines_and_registrations_of_others_are_refused(hall, writing, cast):
    with writing():
        report = keep(hall)
        other = make_hall(cast)
        line, kept = lines(report)[2].public_id, report.public_id
    for whose, error in (
        ({"nothing": None}, LineNotFound),
        ({line: other.registrations["lina"]}, NobodyRegistered),
    ):
        with pytest.raises(error), writing():
            reports.assign(hall.rows()[1], reports.report_of(hall.rows()[1], kept), whose, None)


def test_spans_of_two_reports_are_joined(app, hall, writing):
    began = now() - timedelta(hours=2)
    for first, last in ((0, 20), (10, 45)):
        stamps = [
            (began + timedelta(minutes=one)).strftime("%Y-%m-%dT%H:%M:%SZ") for one in (first, last)
        ]
        text = "Name,Email,Join time,Leave time\nLina,lina@example.org," + ",".join(stamps) + "\n"
        with writing():
            _, session = hall.rows()
            reports.settle(session, keep(hall, text), None)
    assert counted(app, hall) == {"lina": (45, "report")}


# -- the host's list, the code word, the click -----------------------------------------------------


def test_a_tick_is_presence_for_the_whole_session_and_can_be_taken_back(app, hall, writing):
    with writing():
        _, session = hall.rows()
        ticked = {hall.registrations["lina"]: 60, hall.registrations["omar"]: 30}
        assert attendance.tick(session, ticked, None) == 2
        assert attendance.tick(session, ticked, None) == 0
    assert counted(app, hall) == {"lina": (60, "tick"), "omar": (30, "tick")}
    with writing():
        _, session = hall.rows()
        assert attendance.tick(session, {hall.registrations["omar"]: None}, None) == 1
    assert counted(app, hall) == {"lina": (60, "tick")}
    for wrong, error in (
        ({hall.registrations["lina"]: 61}, TooManyMinutes),
        ({"nobody": 60}, NobodyRegistered),
    ):
        with pytest.raises(error), writing():
            attendance.tick(hall.rows()[1], wrong, None)


def test_every_source_keeps_its_minutes(app, hall, writing):
    with writing():
        _, session = hall.rows()
        lina = hall.registration("lina")
        attendance.click(session, lina, None)
        attendance.give_code_word(session, lina, "basel1989", None)
        attendance.tick(session, {lina.public_id: 40}, None)
        reports.settle(session, keep(hall), None)
    assert counted(app, hall)["lina"] == (50, "report")
    with app.app_context():
        kept = db.session.execute(
            select(WebinarAttendance.source, WebinarAttendance.minutes)
            .where(WebinarAttendance.registration_id == hall.ids["lina"])
            .order_by(WebinarAttendance.source)
        ).all()
    assert [tuple(row) for row in kept] == [
        ("click", 0),
        ("code-word", 0),
        ("report", 50),
        ("tick", 40),
    ]


def test_the_code_word_is_taken_in_its_window_only(hall, writing):
    with pytest.raises(CodeWordIsWrong), writing():
        attendance.give_code_word(hall.rows()[1], hall.registration("lina"), "Geneva", None)
    for hours in (-1, 26):
        with writing():
            hall.rows()[1].starts_at = now() - timedelta(hours=hours)
        with pytest.raises(NotOpenForCodeWord), writing():
            attendance.give_code_word(hall.rows()[1], hall.registration("lina"), "Basel 1989", None)


def test_a_session_without_a_code_word_takes_none(writing, cast):
    with writing():
        hall = make_hall(cast)
    with pytest.raises(NotOpenForCodeWord), writing():
        attendance.give_code_word(hall.rows()[1], hall.registration("lina"), "", None)
