"""The demonstration has webinars on fixed days, by the clocks of Geneva, of five organisations."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select, true

from elearn.app import demo_webinar_held, demo_webinars
from elearn.core.database import db
from elearn.webinars import queries, times
from elearn.webinars.attendance import attendance_queries, counting, feedback
from elearn.webinars.models import WebinarSession
from tests.pages import Pages

pytestmark = pytest.mark.xdist_group("demo")
# What the readers of the samples expect: when, in which language, in UTC.
SESSIONS = [
    ("Tour of the ESM toolkit", "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)", "en", 9),
    ("Tour of the ESM toolkit", "Wed 31 Mar 2027, 10:00 (Zurich, UTC+02:00)", "fr", 8),
    ("EPR for e-waste: first steps", "Wed 14 Apr 2027, 16:00 (Zurich, UTC+02:00)", "es", 14),
    ("Checking ESM before giving consent", "Wed 5 May 2027, 10:00 (Zurich, UTC+02:00)", "en", 8),
    ("Health-care waste without burning", "Wed 26 May 2027, 10:00 (Zurich, UTC+02:00)", "ar", 8),
    ("Working with waste pickers", "Wed 9 Jun 2027, 16:00 (Zurich, UTC+02:00)", "en", 14),
]


def test_every_sample_session_is_at_its_hour(house):
    with house.app.test_request_context():
        rows = db.session.execute(queries.webinars(true(), "en")).all()
        titles = {row.public_id: row.title for row in rows}
        made = [
            (
                title_of(session, titles),
                times.words(session.starts_at, session.zone),
                session.language,
                session.starts_at.astimezone(UTC).hour,
            )
            for session in db.session.scalars(
                select(WebinarSession)
                .where(WebinarSession.id != demo_webinar_held.here()[1].id)
                .order_by(WebinarSession.starts_at)
            )
        ]
    assert made == SESSIONS


def title_of(session, titles):
    return titles[webinar_of(session).public_id]


def webinar_of(session):
    return next(
        webinar
        for sample in demo_webinars.written()["webinar"]
        if (webinar := demo_webinars.webinar_of(sample)) and webinar.id == session.webinar_id
    )


def test_one_was_moved_by_a_week_and_all_are_published(house):
    with house.app.test_request_context():
        moved = db.session.scalars(
            select(WebinarSession).where(WebinarSession.moved_at.is_not(None))
        ).all()
        assert [(one.moved_from, one.starts_at) for one in moved] == [
            (datetime(2027, 5, 19, 8, tzinfo=UTC), datetime(2027, 5, 26, 8, tzinfo=UTC))
        ]
        webinars = [demo_webinars.webinar_of(one) for one in demo_webinars.written()["webinar"]]
        assert {one.state for one in webinars} == {"published"}
        assert len({one.organisation_id for one in webinars}) == 5


def test_each_has_an_agenda_of_an_hour_in_each_of_its_languages(house):
    with house.app.test_request_context():
        for sample in demo_webinars.written()["webinar"]:
            beside = queries.beside(demo_webinars.webinar_of(sample).id)
            assert set(beside.agenda) == set(beside.texts) == set(sample["texts"])
            totals = [sum(item.minutes for item in items) for items in beside.agenda.values()]
            assert set(totals) == {60}
            assert beside.speakers
            assert [row.key for row in beside.topics] == sorted(sample["topics"])


def test_the_tour_has_a_talk_to_read_and_an_answered_question(house):
    page = Pages(house.app).get("/webinars/tour-of-the-esm-toolkit/")
    assert "Before the tour: how to open a manual" in page.main
    assert "Recording · 4 minutes · 24 MB · English" in page.main
    assert len(page.all("//a/@href[contains(., '#t=')]")) == 3
    assert "1 question was answered" in page.main
    words = Pages(house.app).get(page.all("//a/@href[contains(., '/transcript')]")[0])
    assert "0:00 Host: Every paragraph of a manual has a number." in words.main


def test_one_was_held_counted_and_said_something_of(house):
    with house.app.test_request_context():
        webinar, session = demo_webinar_held.here()
        assert (session.state, session.settled_at is None) == ("held", False)
        report = attendance_queries.reports_of(session.id)[0]
        assert (report.state, report.lines, report.found, report.open) == ("settled", 8, 7, 1)
        people = attendance_queries.attended_at(session.id)
        figures = counting.figures(people, session.minutes, webinar.share_percent)
        assert (figures.registered, figures.reached, figures.partly) == (8, 6, 1)
        assert feedback.public_means(webinar.id) == {session.public_id: (5, Fraction(22, 5))}
    page = Pages(house.app).get(f"/webinars/{webinar.slug}/")
    assert "What people said of it: 4.4 of 5. 5 answers" in page.main
    assert "Does your storeroom have a floor that holds acid?" in page.main
