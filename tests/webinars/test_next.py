"""The next sessions: one's own on top of My learning, everybody's on the first page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from elearn.core.database import db
from elearn.webinars import planning
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.planning import Text
from elearn.webinars.seats import seating
from tests.factories.webinars import make_session, make_sign_up, make_webinar

NOON = datetime(2027, 3, 20, 12, 0, tzinfo=UTC)
SUMMARY = Text("Tour of the ESM toolkit", "What is in it, and where to begin.")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def tour(writing):
    """The ids of a published webinar and of its session on 24 March 2027 at 9:00 UTC."""
    with writing():
        webinar = make_webinar(slug="tour")
        planning.put_text(webinar.id, "en", SUMMARY, None)
        return webinar.id, make_session(webinar).id


def registered(writing, ids, member):
    """Register the member for the session of the webinar."""
    with writing():
        sign_up = make_sign_up(db.session.get_one(Webinar, ids[0]), member)
        seating.register(db.session.get_one(WebinarSession, ids[1]), sign_up, None)


def test_my_learning_tells_of_the_next_session_and_opens_the_way_in(
    clock, tour, writing, cast, signed_in
):
    pages = signed_in(cast.learner)
    assert "My webinars" not in pages.get("/learn/").all("//main//section/h2/text()")
    registered(writing, tour, cast.learner)
    page = pages.get("/learn/")
    assert "My webinars" in page.all("//main//section/h2/text()")
    assert "You are in" in page.main
    assert "Wed 24 Mar 2027, 09:00 (UTC)" in page.main
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in page.main
    assert "Join now" not in page.main
    clock.move_to(datetime(2027, 3, 24, 8, 45, tzinfo=UTC))
    pages = signed_in(cast.learner)
    link = pages.get("/learn/").all("//a[starts-with(., 'Join now')]/@href")
    assert len(link) == 1
    pages.get(link[0])
    clock.move_to(datetime(2027, 3, 24, 10, 31, tzinfo=UTC))
    assert "My webinars" not in pages.get("/learn/").all("//main//section/h2/text()")


def test_nobody_sees_anothers_sessions(clock, tour, writing, cast, signed_in):
    registered(writing, tour, cast.learner)
    page = signed_in(cast.second_learner).get("/learn/")
    assert "Tour of the ESM toolkit" not in page.main


def test_my_learning_asks_as_much_for_three_sessions_as_for_one(
    clock, tour, writing, cast, signed_in, queries
):
    registered(writing, tour, cast.learner)
    pages = signed_in(cast.learner)
    pages.get("/learn/")
    with queries() as one:
        pages.get("/learn/")
    with writing():
        more = [make_session(db.session.get_one(Webinar, tour[0])).id for _ in range(2)]
        sign_up = make_sign_up(make_webinar(), cast.learner)
        for id_ in more:
            seating.register(db.session.get_one(WebinarSession, id_), sign_up, None)
    with queries() as three:
        page = pages.get("/learn/")
    assert page.main.count("You are in") == 3
    assert len(three) == len(one) <= 5, one


def test_the_first_page_lists_the_next_sessions_once_a_minute(
    clock, tour, writing, visitor, queries
):
    page = visitor.get("/")
    assert page.all("//h2[.='Next webinars']")
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in page.main
    assert visitor.get("/").all("//ul[@class='ways']/li/a/text()") == [
        "Take a course",
        "Join a webinar",
        "Check a certificate",
    ]
    with queries() as sent:
        visitor.get("/")
    assert not [one for one in sent if "webinar" in one]
    with writing():
        webinar = make_webinar(slug="later", texts={"en": "Later"})
        make_session(webinar)
        make_session(make_webinar(texts={"en": "Hidden"}, listed=False))
        make_session(make_webinar(texts={"en": "Draft"}, state="draft"))
    assert "Later" not in visitor.get("/").main
    clock.shift(timedelta(minutes=1))
    words = visitor.get("/").main
    assert "Later" in words
    assert "Hidden" not in words
    assert "Draft" not in words
    clock.move_to(datetime(2027, 3, 24, 9, 0, tzinfo=UTC))
    assert "Next webinars" not in visitor.get("/").main
