"""A session of a run may be one of a webinar: moment, length and attendance are the webinar's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from elearn.core.clock import at
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.programmes import session_operations, webinar_attendance
from elearn.programmes.models import Run, RunCompletion
from elearn.programmes.session_errors import SessionUnusable
from elearn.programmes.session_models import Attendance, ClassSession
from elearn.programmes.session_operations import Planned
from elearn.webinars import scheduling
from elearn.webinars.attendance import attendance, settling
from elearn.webinars.attendance.counting import Said
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.seats import seating
from tests.factories.sessions import run_of
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar


class Hall:
    """A run, and a webinar of its partner's with a session; ids of both."""

    def __init__(self, run, webinar, session):
        self.run_id, self.slug = run.id, run.slug
        self.webinar_id, self.session_id = webinar.id, session.id
        self.session = session.public_id
        self.path = f"/desk/runs/{run.slug}/sessions/"


@pytest.fixture
def hall(writing, cast):
    with writing():
        facts = {"attendance_percent": 50, "zone": "UTC"}
        run = run_of(cast, learners=(cast.learner.id, cast.second_learner.id), **facts)
        webinar = make_webinar(organisation_id=run.partner_id, slug="tour")
        return Hall(run, webinar, make_session(webinar, minutes=90))


@pytest.fixture
def linked(writing, hall):
    """The hall, its run having another session, of 60 minutes, and the webinar's."""
    with writing():
        run = db.session.get_one(Run, hall.run_id)
        planned = Planned("The tour, together", webinar=hall.session)
        hall.public_id = session_operations.make_session(run, planned, None).public_id
    return hall


def kept(app):
    with app.app_context():
        return db.session.scalars(select(ClassSession).order_by(ClassSession.id)).all()[-1]


def test_a_trainer_chooses_a_webinars_session_and_its_hour_is_taken(app, hall, signed_in, cast):
    pages = signed_in(cast.trainer)
    form = pages.get(hall.path + "new")
    assert form.all("//select[@name='webinar']/option/@value") == ["", hall.session]
    listed = pages.follow(pages.submit(form, "Keep", title="Together", webinar=hall.session))
    made = kept(app)
    assert (made.starts_at, made.minutes, made.online) == (TOUR, 90, True)
    assert listed.all("//td/a[@href='/webinars/tour/']")
    shown = pages.get(hall.path + made.public_id + "/")
    assert shown.all("//select[@name='webinar']/option[@selected]/@value") == [hall.session]
    page = signed_in(cast.learner).get(f"/trainings/{hall.slug}/")
    assert page.all("//a[@href='/webinars/tour/']/text()") == ["Register for it as a webinar"]
    pages.submit(shown, "Keep", webinar="")
    assert kept(app).webinar_session_id is None


def test_the_api_links_and_tells_of_it(hall, signed_in, cast):
    pages, api = signed_in(cast.trainer), f"/api/v1/runs/{hall.slug}/sessions"
    made = pages.json("POST", api, {"title": "A", "webinar_session": hall.session}, 201).json
    assert (made["webinar_session"], made["minutes"]) == (hall.session, 90)
    pages.json("POST", api, {"title": "B", "webinar_session": hall.session}, 422)
    pages.json("POST", api, {"title": "B", "webinar_session": "nothing"}, 422)
    here = f"{api}/{made['id']}"
    assert pages.json("PUT", here, {"title": "A"}).json["webinar_session"] is None


def test_sessions_of_other_organisations_are_not_offered(writing, hall, signed_in, cast):
    with writing():
        other = make_session(make_webinar())
        run = db.session.get_one(Run, hall.run_id)
        with pytest.raises(SessionUnusable):
            session_operations.make_session(run, Planned("A", webinar=other.public_id), None)
    form = signed_in(cast.trainer).get(hall.path + "new")
    assert form.all("//select[@name='webinar']/option/@value") == ["", hall.session]


def test_it_follows_the_webinar_when_that_moves_or_is_cancelled(app, writing, linked):
    ids = (linked.webinar_id, linked.session_id)
    with at(TOUR - timedelta(days=20)):
        with writing():
            scheduling.move(*ids, date(2027, 4, 1), time(10), None, zone="UTC")
        assert kept(app).starts_at == datetime(2027, 4, 1, 10, tzinfo=UTC)
        with writing():
            scheduling.cancel(*ids, "The speaker is ill.", None)
        assert kept(app).cancelled_at is not None


def test_a_reported_run_stays_as_it_was(app, writing, linked):
    with writing():
        db.session.get_one(Run, linked.run_id).state = "reported"
    with at(TOUR - timedelta(days=20)), writing():
        ids = (linked.webinar_id, linked.session_id)
        scheduling.move(*ids, date(2027, 4, 1), time(10), None, zone="UTC")
    assert kept(app).starts_at == TOUR


def attended(writing, hall, members):
    """Register people for the webinar and write down for how many minutes they were there."""
    with writing():
        webinar = db.session.get_one(Webinar, hall.webinar_id)
        session = db.session.get_one(WebinarSession, hall.session_id)
        for member, minutes in members.items():
            sign_up = make_sign_up(webinar, member)
            seating.register(session, sign_up, None)
            row = db.session.scalars(
                select(Registration).where(Registration.sign_up_id == sign_up.id)
            ).one()
            attendance.say(session, {row.id: Said("report", minutes)}, None)


def test_attendance_comes_from_the_webinar_and_completes_the_run(
    app, writing, linked, cast, run_jobs
):
    attended(writing, linked, {cast.learner: 80, cast.second_learner: 20, cast.partner: 90})
    with at(TOUR + timedelta(hours=3)):
        with writing():
            webinar = db.session.get_one(Webinar, linked.webinar_id)
            session = db.session.get_one(WebinarSession, linked.session_id)
            settling.complete(webinar, session, None)
        run_jobs()
        with app.app_context():
            rows = db.session.scalars(select(Attendance.minutes).order_by(Attendance.minutes))
            assert rows.all() == [20, 80]
            assert len(db.session.scalars(select(RunCompletion)).all()) == 1
        with writing():
            assert webinar_attendance.take_attendance(linked.session_id) == 0


def test_a_webinar_without_a_run_queues_nothing(app, writing, hall):
    with at(TOUR + timedelta(hours=3)), writing():
        webinar = db.session.get_one(Webinar, hall.webinar_id)
        session = db.session.get_one(WebinarSession, hall.session_id)
        settling.complete(webinar, session, None)
    with app.app_context():
        assert "programmes.take_attendance" not in db.session.scalars(select(Job.task)).all()
