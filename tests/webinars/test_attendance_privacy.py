"""Copies tell what sources say of a person; who is forgotten is named in no report."""

from sqlalchemy import select

from elearn.core.database import db
from elearn.webinars import privacy
from elearn.webinars.attendance import attendance, attendance_privacy, reports
from elearn.webinars.attendance.attendance_models import ReportLine, WebinarAttendance
from elearn.webinars.registration import retention
from elearn.webinars.registration.registration_models import SignUp
from tests.factories.attending import make_hall
from tests.webinars.test_reports import FILE


def filled(cast):
    hall = make_hall(cast)
    _, session = hall.rows()
    report = reports.keep(session, "r.csv", reports.read(session, FILE.encode()), None)
    reports.settle(session, report, None)
    attendance.tick(session, {hall.registrations["lina"]: 60}, None)
    return hall


def names():
    lines = select(ReportLine.name, ReportLine.state).order_by(ReportLine.position)
    return [tuple(row) for row in db.session.execute(lines)]


def test_a_copy_tells_what_each_source_says(app, writing, cast):
    with writing():
        hall = filled(cast)
    with app.app_context():
        copied = privacy.export(cast.learner.id)["attendance"]
    assert [(one["slug"], one["source"], one["minutes"]) for one in copied] == [
        (hall.slug, "report", 50),
        (hall.slug, "tick", 60),
    ]


def test_whoever_is_forgotten_is_named_in_no_report_and_no_figure_moves(app, writing, cast):
    with writing():
        hall = filled(cast)
        sign_up = db.session.get_one(SignUp, hall.registration("omar").sign_up_id)
        retention.forget(sign_up)
    with app.app_context():
        assert names()[:4] == [
            ("Lina H.", "matched"),
            ("", "matched"),
            ("Guest N.", "unsure"),
            ("Somebody Else", "unknown"),
        ]
        assert hall.registration("omar").minutes == 20
        kept = db.session.scalars(select(WebinarAttendance.minutes)).all()
        assert sorted(kept) == [20, 50, 60]


def test_when_details_are_due_reports_name_nobody(app, writing, cast):
    with writing():
        hall = filled(cast)
        attendance_privacy.forget_all([hall.webinar_id])
    with app.app_context():
        assert {name for name, _ in names()} == {""}
        assert {state for _, state in names()} == {"matched", "left-out"}
