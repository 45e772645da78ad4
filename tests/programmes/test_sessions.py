"""Sessions of a run: planned, changed, cancelled, with times that say their zone."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import g
from sqlalchemy import select

from elearn.core.clock import at, now
from elearn.core.database import db
from elearn.programmes import queries as queries_of
from elearn.programmes import session_operations, session_queries
from elearn.programmes.models import Run
from elearn.programmes.session_errors import RunIsReported
from elearn.programmes.session_models import ClassSession
from elearn.programmes.session_operations import Planned
from elearn.programmes.views import trainings
from tests.cast import actor
from tests.factories.programmes import running_run
from tests.factories.sessions import run_of, session_of


@pytest.fixture
def run(writing, cast):
    with writing():
        return run_of(cast, zone="Europe/Zurich", learners=(cast.learner.id,))


def sessions(app):
    with app.app_context():
        return db.session.scalars(select(ClassSession).order_by(ClassSession.id)).all()


def path(run, *more):
    return "/".join([f"/desk/runs/{run.slug}/sessions", *more])


def test_a_session_is_entered_by_the_clocks_of_the_run(app, run, signed_in, cast):
    pages = signed_in(cast.trainer)
    form = pages.get(path(run, "new"))
    assert "By the clocks of Zurich" in form.main
    sent = pages.submit(
        form, "Keep", title="Sorting", day="2027-03-24", hour="10:00", minutes="90", venue="Hall 2"
    )
    made = sessions(app)[-1]
    assert (made.starts_at, made.minutes, made.online, made.required) == (
        datetime(2027, 3, 24, 9, tzinfo=UTC),
        90,
        False,
        True,
    )
    listed = pages.follow(sent)
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in listed.main
    again = pages.get(path(run, made.public_id, ""))
    assert [again.all(f"//input[@name='{name}']/@value") for name in ("day", "hour")] == [
        ["2027-03-24"],
        ["10:00"],
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Give the session a title."),
        ({"minutes": "0"}, "Give whole minutes, from 1 to 1440."),
        ({"day": "2027-03-24", "hour": ""}, "Give the hour, too."),
        ({"day": "", "hour": "10:00"}, "Give the day, too."),
        ({"day": "2027-03-28", "hour": "02:30"}, "The clocks skip this hour on that day."),
        ({"address": "meet.example.org"}, "Give the whole address"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(run, signed_in, cast, fields, sentence):
    pages = signed_in(cast.trainer)
    said = {"title": "Sorting", "day": "2027-03-24", "hour": "10:00", "minutes": "60"}
    answer = pages.submit(pages.get(path(run, "new")), "Keep", status=422, **(said | fields))
    assert sentence in answer.main
    assert answer.all("//input[@name='minutes']/@value") == [(said | fields)["minutes"]]


def test_a_session_is_cancelled_and_brought_back(app, writing, run, signed_in, cast):
    with writing():
        session = session_of(run)
    pages = signed_in(cast.trainer)
    page = pages.get(path(run, session.public_id, ""))
    assert "Cancelled" in pages.follow(pages.submit(page, "Cancel the session")).main
    assert [one.session_id for one in lengths(app, run)] == [first_id(app, run)]
    page = pages.get(path(run, session.public_id, ""))
    assert "This session is cancelled" in page.main
    listed = pages.follow(pages.submit(page, "Bring the session back"))
    assert "Cancelled" not in listed.main
    assert len(lengths(app, run)) == 2


def lengths(app, run):
    with app.app_context():
        return session_queries.lengths_of(run.id)


def first_id(app, run):
    return sessions(app)[0].id


def test_the_address_of_a_meeting_is_for_people_in_the_run(writing, run, signed_in, cast):
    with writing():
        session_of(run, online=True, address="https://meet.example.org/abc")
    assert "meet.example.org" in signed_in(cast.partner).get(path(run, "")).text
    signed_in(cast.second_learner).get(path(run, ""), status=404)


def test_the_list_takes_as_many_queries_for_one_session_as_for_three(
    writing, run, signed_in, cast, queries
):
    pages = signed_in(cast.trainer)
    with queries() as one:
        pages.get(path(run, ""))
    with writing():
        session_of(run)
        session_of(run, title="Storing")
    with queries() as three:
        pages.get(path(run, ""))
    assert len(one) == len(three)


def test_nothing_is_planned_once_the_report_was_accepted(app, writing, run):
    with writing():
        db.session.get_one(Run, run.id).state = "reported"
    with pytest.raises(RunIsReported), writing():
        session_operations.make_session(db.session.get_one(Run, run.id), Planned("Sorting"), None)


def test_the_next_session_is_the_one_going_on_or_to_come(app, writing, run, cast):
    with writing():
        soon = datetime(2027, 3, 24, tzinfo=UTC)
        for title, day, hour in [
            ("Over", soon, time(8)),
            ("Going on", soon, time(10)),
            ("Later", soon + timedelta(days=1), time(10)),
        ]:
            session_of(run, title=title, day=day.date(), hour=hour, minutes=60)
        other = running_run()
        session_of(other, title="Elsewhere", day=soon.date(), hour=time(9, 30))

    def next_at(person, hour):
        with app.app_context(), at(datetime(2027, 3, 24, hour, 30, tzinfo=UTC)):
            found = [row["session"] for row in queries_of.trainings_now(person.id)]
            return [session and session.session_title for session in found]

    assert next_at(cast.learner, 9) == ["Going on"]
    assert next_at(cast.learner, 10) == ["Later"]
    assert next_at(cast.second_learner, 9) == []
    with writing():
        db.session.get_one(Run, run.id).state = "closed"
    assert next_at(cast.learner, 9) == []


def test_my_learning_shows_the_next_session_with_its_zone(app, writing, run, cast, queries):
    lina = actor(app, cast.learner)

    def drawn():
        with app.test_request_context(), queries() as sent:
            g.signed_in = lina
            return str(trainings.draw_mine()), len(sent)

    _, few = drawn()
    with writing():
        for day in (1, 2, 3):
            ahead = (now() + timedelta(days=day)).date()
            session_of(run, day=ahead, online=True, address="https://meet.example.org/abc")
    text, more = drawn()
    assert 'Next session: <strong dir="auto">Sorting batteries</strong>, <bdi>' in text
    assert "10:00 (Zurich, UTC+0" in text
    assert '<a href="https://meet.example.org/abc" rel="noreferrer">join online</a>' in text
    assert (few, more) == (1, 1)


def test_the_page_of_a_training_gives_the_address_to_people_in_it_alone(
    writing, run, signed_in, cast
):
    with writing():
        session_of(run, online=True, address="https://meet.example.org/abc")
    path = f"/trainings/{run.slug}/"
    assert "meet.example.org" in signed_in(cast.learner).get(path).text
    assert "meet.example.org" not in signed_in(cast.second_learner).get(path).text
