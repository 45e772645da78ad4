"""Calendars people follow: of all webinars, and of their own, by an address that can be revoked."""

from datetime import UTC, datetime, timedelta

import ics
import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import select, update

from elearn.accounts.models import Organisation, Person
from elearn.core import clock
from elearn.core.database import db
from elearn.webinars.models import WebinarPartner, WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import Registration
from tests.factories.webinar_crowds import centre, centres_webinar, register
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

PUBLIC = "/webinars/calendar.ics"
MINE = "/api/v1/me/calendar-feed"


def events(answer) -> dict[str, dict]:
    """Return the events of a feed by their titles, after two other parsers have read it, too."""
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.text).walk("VEVENT")}
    assert {one.summary.value for one in vobject.readOne(answer.text).components()} == set(found)
    assert {one.name for one in ics.Calendar(answer.text).events} == set(found)
    return found


@pytest.fixture
def programme(cast, writing) -> None:
    """Webinars of several kinds: two are for everybody, one has a cancelled session."""
    with writing():
        first = centres_webinar(texts={"en": "Tour", "fr": "Tour d’horizon"})
        make_session(first, address="https://meet.example.org/tour", code_word="marble")
        make_session(first, title="in French", language="fr", starts_at=TOUR + timedelta(days=7))
        second = make_webinar(texts={"en": "Batteries"})
        make_session(second, state="cancelled", cancelled_at=clock.now(), cancel_reason="Ill")
        make_session(make_webinar(texts={"en": "Unlisted"}, listed=False))
        make_session(make_webinar(texts={"en": "Draft"}, state="draft"))
        make_session(make_webinar(texts={"en": "Planned"}), state="draft")
        past = clock.now() - timedelta(days=91)
        make_session(make_webinar(texts={"en": "Long ago"}), state="held", starts_at=past)


def test_everybody_may_follow_what_is_listed(visitor, programme):
    found = events(visitor.get(PUBLIC))
    assert set(found) == {"Tour", "Tour: in French", "Batteries"}
    assert (found["Tour"]["STATUS"], found["Batteries"]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert found["Tour"]["DTSTART"].dt == TOUR
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in found["Tour"]["DESCRIPTION"]
    assert found["Tour"]["URL"] in found["Tour"]["DESCRIPTION"]


def test_no_address_of_a_meeting_is_in_it(visitor, programme):
    text = visitor.get(PUBLIC).text
    assert "meet.example.org" not in text
    assert "marble" not in text
    assert "ATTENDEE" not in text


def test_it_can_be_of_one_partner_and_one_language(visitor, programme, writing):
    with writing():
        partner = db.session.get_one(Organisation, centre()).public_id
        other = Organisation(name="Sample Ministry", kind="ministry")
        db.session.add(other)
        db.session.flush()
        session = db.session.query(WebinarSession).filter_by(state="cancelled").one()
        part = WebinarPartner(
            webinar_id=session.webinar_id, organisation_id=other.id, role="content"
        )
        db.session.add(part)
        ministry = other.public_id
    assert set(events(visitor.get(f"{PUBLIC}?partner={partner}"))) == {"Tour", "Tour: in French"}
    assert set(events(visitor.get(f"{PUBLIC}?language=fr"))) == {"Tour: in French"}
    assert set(events(visitor.get(f"{PUBLIC}?partner={ministry}"))) == {"Batteries"}
    assert "BEGIN:VEVENT" not in visitor.get(f"{PUBLIC}?partner=nobody").text


def test_who_has_this_state_is_answered_so_and_nothing_is_written(visitor, programme, writing):
    first = visitor.get(PUBLIC)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visitor.get(PUBLIC, 304, headers=tag).text == ""
    assert visitor.get(PUBLIC).text == first.text
    with writing():
        changed = update(WebinarText).where(WebinarText.title == "Batteries")
        db.session.execute(changed.values(title="Lead batteries"))
    again = visitor.get(PUBLIC, headers=tag)
    assert "Lead batteries" in events(again)


def test_one_state_in_another_language_is_another_answer(visitor, programme):
    english = visitor.get(PUBLIC).headers["ETag"]
    french = visitor.get(PUBLIC, headers={"Accept-Language": "fr", "If-None-Match": english})
    assert "Tour d’horizon" in events(french)


def test_it_costs_the_same_with_one_session_and_with_many(visitor, programme, queries):
    visitor.get(PUBLIC)
    with queries() as many:
        visitor.get(PUBLIC)
    with queries() as one:
        visitor.get(f"{PUBLIC}?language=fr")
    assert len(one) == len(many) == 2


# One session


@pytest.fixture
def page(writing) -> str:
    with writing():
        webinar = centres_webinar(slug="tour", texts={"en": "Tour"})
        session = make_session(webinar, address="https://meet.example.org/tour")
        return f"/webinars/tour/sessions/{session.public_id}.ics"


def test_a_session_can_be_downloaded(visitor, page):
    answer = visitor.get(page)
    event = events(answer)["Tour"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tour.ics"'
    assert len(event.walk("VALARM")) == 1
    assert "meet.example.org" not in answer.text


def test_by_the_clocks_of_whoever_is_signed_in(signed_in, cast, page, writing):
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(timezone="Asia/Tokyo")
        )
    text = events(signed_in(cast.learner).get(page))["Tour"]["DESCRIPTION"]
    assert "Wed 24 Mar 2027, 18:00 (Tokyo, UTC+09:00)" in text


def test_a_move_shows_as_the_same_entry_changed(visitor, page, writing):
    before = events(visitor.get(page))["Tour"]
    with writing():
        session = db.session.query(WebinarSession).one()
        session.starts_at, session.sequence = datetime(2027, 3, 31, 8, tzinfo=UTC), 1
        session.moved_at = clock.now()
    after = events(visitor.get(page))["Tour"]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_a_draft_has_no_file(visitor, page, writing):
    with writing():
        db.session.execute(update(WebinarSession).values(state="draft"))
    visitor.get(page, 404)


# One's own


@pytest.fixture
def seats(cast, writing) -> None:
    """Lina is in one session, waits for another, gave the seat of a third back; a fourth fell."""
    with writing():
        for title, state, facts, session_facts in (
            ("In", "in", {}, {}),
            ("Waiting", "waiting", {}, {}),
            ("Given back", "cancelled", {"placed_at": clock.now()}, {}),
            ("Fell", "in", {}, {"state": "cancelled", "cancelled_at": clock.now()}),
        ):
            webinar = centres_webinar(texts={"en": title})
            session = make_session(webinar, **session_facts)
            register(session, make_sign_up(webinar, cast.learner), state, **facts)
            register(session, make_sign_up(webinar, cast.second_learner), "waiting")


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


@pytest.fixture
def own(signed_in, cast) -> str:
    """The path of Lina's own calendar."""
    return path_of(signed_in(cast.learner).json("PUT", MINE).json["address"])


def test_ones_own_calendar_holds_ones_seats(visitor, own, seats, app):
    found = events(visitor.get(own))
    assert {title: str(event["STATUS"]) for title, event in found.items()} == {
        "In": "CONFIRMED",
        "Given back": "CANCELLED",
        "Fell": "CANCELLED",
    }
    with app.app_context():
        mine = select(Registration.public_id).where(Registration.state == "in")
        seat = db.session.scalars(mine.order_by(Registration.id)).first()
    assert found["In"]["URL"].endswith(f"#{seat}")
    assert len(found["In"].walk("VALARM")) == 1


def test_it_is_in_ones_language_and_by_ones_clocks(visitor, own, seats, writing, cast):
    facts = {"language": "fr", "timezone": "Africa/Nairobi"}
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(facts))
    text = events(visitor.get(own))["In"]["DESCRIPTION"]
    assert "mer. 24 mars 2027, 12:00 (Nairobi, UTC+03:00)" in text


def test_what_changed_is_read_and_what_did_not_is_not(visitor, own, seats, writing):
    tag = {"If-None-Match": visitor.get(own).headers["ETag"]}
    assert visitor.get(own, 304, headers=tag).text == ""
    with writing():
        db.session.execute(update(WebinarSession).values(starts_at=TOUR + timedelta(days=1)))
    assert visitor.get(own, headers=tag).text != ""


def test_another_address_makes_the_first_one_dead(visitor, signed_in, cast, own):
    other = path_of(signed_in(cast.learner).json("PUT", MINE).json["address"])
    visitor.get(own, 404)
    visitor.get(other)


def test_a_revoked_address_is_dead(visitor, signed_in, cast, own):
    client = signed_in(cast.learner)
    assert client.json("GET", MINE).json["made_at"]
    client.json("DELETE", MINE, status=204)
    visitor.get(own, 404)
    assert client.json("GET", MINE).json == {"made_at": None}
    client.json("DELETE", MINE, status=204)


def test_so_is_that_of_an_account_that_is_closed(visitor, own, writing, cast):
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(suspended_at=clock.now())
        )
    visitor.get(own, 404)


def test_a_wrong_address_opens_nothing(visitor, own):
    visitor.get("/webinars/calendar/wrong.ics", 404)


def test_the_page_makes_shows_once_and_removes(signed_in, cast, visitor):
    client = signed_in(cast.learner)
    assert "Make my address" in client.get("/webinars/calendar").text
    made = client.post("/webinars/calendar/own", status=200)
    [address] = [code.text for code in made.page.findall(".//main//code")]
    visitor.get(path_of(address))
    page = client.get("/webinars/calendar").text
    assert address not in page
    assert "Make another address" in page
    client.post("/webinars/calendar/own/revoke")
    visitor.get(path_of(address), 404)


def test_the_page_gives_everybody_the_address_to_follow(visitor, programme):
    page = visitor.get("/webinars/calendar?language=fr").text
    assert "/webinars/calendar.ics?language=fr" in page
    assert "Sample Centre" in page
