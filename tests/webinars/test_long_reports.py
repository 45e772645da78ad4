"""A report of as many people as are allowed: kept, counted and thrown away in short pieces."""

import pytest
from sqlalchemy import func, insert, select

from elearn.core import transaction
from elearn.core.database import db
from elearn.webinars.attendance import report_pieces, reports
from elearn.webinars.attendance.attendance_files import MOST_PEOPLE
from elearn.webinars.attendance.attendance_models import AttendanceReport, ReportLine
from elearn.webinars.models import SeatPool
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.cast import actor
from tests.factories.attending import make_hall


def crowd(hall, number):
    """Let so many more people be in."""
    webinar, session = hall.rows()
    pool = db.session.scalars(select(SeatPool)).one()
    pool.seats = number + 10
    people = [{"email": f"p{one}@example.org", "name": f"Person {one:04}"} for one in range(number)]
    db.session.execute(insert(SignUp), [{"webinar_id": webinar.id, **one} for one in people])
    ids = db.session.scalars(select(SignUp.id).where(SignUp.name.like("Person %"))).all()
    facts = {"session_id": session.id, "state": "in", "pool_id": pool.id}
    rows = [facts | {"sign_up_id": id_, "number": 10 + at} for at, id_ in enumerate(ids)]
    db.session.execute(insert(Registration), rows)


def with_minutes(app):
    with app.app_context():
        statement = select(func.count()).where(Registration.source == "report")
        return db.session.scalar(statement)


def test_the_largest_report_holds_the_lock_for_less_than_the_law_allows(
    app, writing, cast, run_jobs
):
    with writing():
        hall = make_hall(cast)
        crowd(hall, MOST_PEOPLE)
    text = "Name,Email,Minutes\n" + "".join(
        f"Person {one:04},p{one}@example.org,50\n" for one in range(MOST_PEOPLE)
    )
    with app.app_context():
        read = reports.read(hall.rows()[1], text.encode())
        place = report_pieces.Place(hall.slug, hall.session, actor(app, cast.partner))
        transaction.longest_hold["seconds"] = 0.0
        kept = report_pieces.keep(place, "f.csv", read)
        assert db.session.scalar(select(func.count(ReportLine.id))) == MOST_PEOPLE
        assert report_pieces.settle(place, kept) == MOST_PEOPLE
        assert report_pieces.settle(place, kept) == 0
    assert with_minutes(app) == MOST_PEOPLE
    with app.app_context():
        report_pieces.drop(place, kept)
    assert with_minutes(app) == 0
    assert transaction.longest_hold["seconds"] < 0.05
    assert run_jobs() == 0


def test_what_was_killed_while_it_was_kept_is_seen_by_nobody(app, writing, cast):
    with writing():
        hall = make_hall(cast)
        read = reports.read(hall.rows()[1], b"Name,Minutes\nLina Haddad,50\nOmar Diallo,40\n")
    with writing():
        session = hall.rows()[1]
        report = reports.begin(session, "f.csv", read, None)
        reports.add_lines(session, report, read, slice(0, 1))
        public_id = report.public_id
    with app.app_context(), pytest.raises(reports.ReportNotFound):
        reports.report_of(hall.rows()[1], public_id)


def test_what_was_killed_while_it_counted_is_counted_by_the_job(app, writing, cast):
    with writing():
        hall = make_hall(cast)
        session = hall.rows()[1]
        read = reports.read(session, b"Name,Minutes\nLina Haddad,50\nOmar Diallo,40\n")
        report = reports.keep(session, "f.csv", read, None)
        reports.mark_settled(session, report, None)
        reports.count(session, None, [hall.ids["lina"]])
    assert with_minutes(app) == 1
    with app.app_context():
        assert report_pieces.count(hall.session_id, None) == 1
        assert report_pieces.count(hall.session_id, None) == 0
        assert db.session.scalars(select(AttendanceReport.state)).all() == ["settled"]
    assert with_minutes(app) == 2
