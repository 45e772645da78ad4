"""Sessions planned and moved at the desk: their hours, their reminders, their calendar entry."""

import pytest
from icalendar import Calendar
from sqlalchemy import select

from elearn.core.database import db
from elearn.webinars.calendar import reminders
from elearn.webinars.models import WebinarSession
from tests.factories.webinar_crowds import centres_webinar, run_by

NEW = {"language": "en", "zone": "Europe/Zurich", "minutes": "60", "seats": "30"}


@pytest.fixture
def desk(signed_in, cast, writing):
    """Paula at the desk of the webinar "tour"."""
    with writing():
        run_by(cast.partner)
        centres_webinar(slug="tour")
    return signed_in(cast.partner)


def plan(desk, day: str, hour: str):
    form = desk.get("/desk/webinars/tour/sessions/new")
    return desk.follow(desk.submit(form, "Save", day=day, hour=hour, **NEW))


def the_session(app) -> WebinarSession:
    with app.app_context():
        return db.session.scalars(select(WebinarSession)).one()


def test_an_hour_the_clocks_skip_is_refused_and_kept_in_the_form(desk):
    form = desk.get("/desk/webinars/tour/sessions/new")
    sent = desk.submit(form, "Save", status=422, day="2027-03-28", hour="02:30", **NEW)
    assert "The clocks skip this hour on that day" in sent.main
    assert 'value="02:30"' in sent.text


def test_of_an_hour_that_comes_twice_the_desk_says_which_is_meant(desk, app):
    page = plan(desk, "2027-10-31", "02:30")
    assert "On that day the clocks show this hour twice. The first is meant." in page.text
    assert "Sun 31 Oct 2027, 02:30 (Zurich, UTC+02:00)" in page.main
    assert the_session(app).starts_at.hour == 0


def test_an_hour_that_comes_once_needs_no_words(desk):
    assert "twice" not in plan(desk, "2027-10-31", "03:30").text


def test_reminders_and_entry_go_with_a_session_that_is_moved(desk, app, visitor):
    plan(desk, "2027-03-24", "10:00")
    session = the_session(app)
    here = f"/desk/webinars/tour/sessions/{session.public_id}/"
    desk.post(here + "open")
    with app.app_context():
        first = [one.due_at for one in reminders.reminders_of(session.id)]
    moved = desk.submit(desk.get(here + "move"), "Move the session", day="2027-03-31", hour="10:00")
    assert moved.status == 302
    page = desk.get(here + "reminders/")
    for due in ("Wed 24 Mar 2027, 09:00", "Tue 30 Mar 2027, 10:00", "Wed 31 Mar 2027, 09:00"):
        assert due in page.main
    with app.app_context():
        then = [one.due_at for one in reminders.reminders_of(session.id)]
    # Summer time begins between: seven days by the clocks of Geneva are 167 hours.
    assert {(b - a).total_seconds() / 3600 for a, b in zip(first, then, strict=True)} == {167}
    [event] = Calendar.from_ical(
        visitor.get(f"/webinars/tour/sessions/{session.public_id}.ics").text
    ).walk("VEVENT")
    assert (event["SEQUENCE"], event["DTSTART"].dt.isoformat()) == (1, "2027-03-31T08:00:00+00:00")
