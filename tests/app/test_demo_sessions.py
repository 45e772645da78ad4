"""The demonstration has a training that is over, with a report the partner can decide on."""

import pytest
from sqlalchemy import select

from elearn.app import demo_people, demo_sessions
from elearn.core.database import db
from elearn.programmes import groups, run_reports
from elearn.programmes.models import Place, Run, RunCompletion
from elearn.programmes.session_models import Attendance

pytestmark = pytest.mark.xdist_group("demo")
CROWD = demo_people.read_crowd()


def test_the_training_has_sessions_attendance_a_group_and_a_report(loaded):
    with loaded.app.app_context():
        run = db.session.scalars(select(Run).where(Run.title == demo_sessions.RUN)).one()
        report = run_reports.report_of(run.id)
        minutes = db.session.scalars(
            select(Attendance.minutes)
            .join(Place, Place.id == Attendance.place_id)
            .where(Place.run_id == run.id)
            .order_by(Attendance.id)
        ).all()
        completed = db.session.scalars(
            select(RunCompletion.id)
            .join(Place, Place.id == RunCompletion.place_id)
            .where(Place.run_id == run.id)
        ).all()
        people = groups.totals_of(run.id)["people"]
        deciders = run_reports.deciders(run)
        partner = demo_people.acting(CROWD.holding("partner").email).id
        state, report_state, figures = run.state, report.state, report.figures
        db.session.rollback()
    sessions = list(zip(*demo_sessions.MINUTES, strict=True))
    assert minutes == [*sessions[0], *sessions[1]]
    assert (state, report_state, people, len(completed)) == ("closed", "handed-in", 34, 6)
    assert figures["learners"]["total"]["completed"] == 6
    assert figures["groups"]["people"] == 34
    assert deciders == [partner]
