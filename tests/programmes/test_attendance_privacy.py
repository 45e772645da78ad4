"""Somebody's own data about sessions: copied, and forgotten where it names them."""

from sqlalchemy import select

from elearn.accounts import privacy
from elearn.core.database import db
from elearn.programmes import attendance, attendance_privacy
from elearn.programmes.models import Place
from elearn.programmes.session_models import Attendance, AttendanceImport
from tests.factories.sessions import run_of, session_of, trainer_of

REPORT = b"Name,Email,Minutes\nL. H.,lina@example.org,50\nLINA HADDAD,,5\nOmar Diallo,,30\n"


def test_the_copy_holds_sessions_attended_and_trainings_given(app, writing, cast):
    with writing():
        run = run_of(cast, learners=(cast.learner.id,))
        session = session_of(run)
        place = db.session.scalars(select(Place.id)).one()
        attendance.record_attendance(run, session, {place: 45}, None)
        trainer_of(run, cast.trainer.id)
    with app.app_context():
        copy = privacy.export(cast.learner.id)["sessions"]
        given = attendance_privacy.export(cast.trainer.id)
    assert [(one["session"], one["minutes"]) for one in copy["attendance"]] == [
        ("Sorting batteries", 45)
    ]
    assert (copy["trainer_in"], given["attendance"]) == ([], [])
    assert [one["training"] for one in given["trainer_in"]] == ["Batteries in Nairobi"]


def test_reports_that_wait_forget_the_person_and_minutes_stay(app, writing, cast):
    with writing():
        run = run_of(cast, learners=(cast.learner.id,))
        session = session_of(run)
        place = db.session.scalars(select(Place.id)).one()
        attendance.record_attendance(run, session, {place: 45}, None)
        attendance.keep_report(run, session, "r.csv", attendance.read_report(REPORT), None)
    with writing():
        privacy.erase(cast.learner.id, None)
    with app.app_context():
        entries = db.session.scalars(select(AttendanceImport.entries)).one()
        assert [one["name"] for one in entries] == ["Omar Diallo"]
        assert db.session.scalars(select(Attendance.minutes)).all() == [45]
