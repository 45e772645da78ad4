"""Letters about webinars tell what is true when they leave, with the calendar file that fits."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core import clock
from elearn.core.database import db
from elearn.webinars.calendar import letters as acts
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import Delegation, RegistrantMessage
from tests.factories.webinar_crowds import centres_webinar, crowd, register
from tests.factories.webinars import TOUR, make_session, make_sign_up

TEXTS = {"en": "Tour of the ESM toolkit", "fr": "Tour d’horizon de la boîte à outils"}
SECRET_ROOM = "https://meet.example.org/tour"


@pytest.fixture
def told(cast, writing, run_jobs, letters):
    """Return a function that tells Lina something of a session, and gives the letters she gets."""

    def act(what: str, state: str = "in", session_facts=None, sign_up_facts=None, **facts):
        with writing():
            webinar = centres_webinar(texts=TEXTS)
            session = make_session(webinar, **(session_facts or {}))
            sign_up = make_sign_up(webinar, cast.learner, **(sign_up_facts or {}))
            registration = register(session, sign_up, state, **facts)
            acts.tell(registration.id, what)
        run_jobs()
        return letters()

    return act


def speaks(writing, member, **facts) -> None:
    with writing():
        db.session.execute(update(Person).where(Person.id == member.id).values(**facts))


def text_of(letter) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r", "")


def html_of(letter) -> str:
    return letter.get_body(("html",)).get_content()


def file_of(letter):
    """Return the method and the event of the calendar file of a letter."""
    [part] = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "webinar.ics")
    found = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == found["METHOD"]
    [event] = found.walk("VEVENT")
    return found["METHOD"], event


def test_who_is_registered_reads_when_by_both_clocks_and_where_their_page_is(told):
    [letter] = told("registered", sign_up_facts={"zone": "Africa/Nairobi"})
    assert letter["Subject"] == "You are registered: Tour of the ESM toolkit"
    text = text_of(letter)
    assert (
        "Wed 24 Mar 2027, 12:00 (Nairobi, UTC+03:00)\n"
        "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)\n"
        "Wed 24 Mar 2027, 09:00 (UTC)\n"
        "60 minutes, in English\n"
    ) in text
    assert "opens on your own page 15 minutes before the start" in text
    [page] = [line for line in text.splitlines() if line.startswith("http")]
    html = html_of(letter)
    assert f'href="{page}"' in html
    assert "<bdi>Wed 24 Mar 2027, 12:00 (Nairobi, UTC+03:00)</bdi>" in html


def test_their_calendar_takes_the_session_in(told):
    [letter] = told("registered")
    method, event = file_of(letter)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert event["DTSTART"].dt == TOUR
    assert event["DURATION"].dt == timedelta(hours=1)
    assert event["ORGANIZER"] == "mailto:no-reply@example.org"
    assert event["ORGANIZER"].params["CN"] == "Sample Centre"
    assert event["ATTENDEE"] == "mailto:lina@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["URL"] in text_of(letter)


@pytest.mark.parametrize(
    ("what", "state", "method"),
    [
        ("registered", "in", "REQUEST"),
        ("moved", "in", "REQUEST"),
        ("moved", "waiting", None),
        ("waiting", "waiting", None),
        ("asked", "asked", None),
        ("offered", "offered", None),
        ("reminder", "in", None),
        ("lapsed", "lapsed", None),
    ],
)
def test_only_who_is_in_gets_the_session_into_their_calendar(told, what, state, method):
    [letter] = told(what, state)
    files = [file_of(letter)[0]] if list(letter.iter_attachments()) else [None]
    assert files == [method]


@pytest.mark.parametrize("what", ["cancelled", "declined"])
def test_who_was_in_gets_it_taken_out_again(told, what):
    [letter] = told(what, what, placed_at=clock.now(), reason="You asked us to.")
    method, event = file_of(letter)
    assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "You asked us to." in text_of(letter)
    assert "You asked us to." in html_of(letter)


@pytest.mark.parametrize("what", sorted(acts.TRUE_IN))
def test_no_letter_and_no_file_has_the_address_of_the_meeting(told, what):
    states = acts.TRUE_IN[what]
    facts = {"placed_at": clock.now()}
    session = {"address": SECRET_ROOM, "dial_in": "+41 22 000", "code_word": "marble"}
    if what == "session-cancelled":
        session |= {"state": "cancelled", "cancelled_at": clock.now()}
    if what == "after":
        session |= {"starts_at": clock.now() - timedelta(hours=3)}
    [letter] = told(what, states[-1], session_facts=session, **facts)
    source = "".join(part.get_content() for part in letter.walk() if not part.is_multipart())
    for secret in ("meet.example.org", "+41 22", "marble"):
        assert secret not in source


def test_the_title_and_the_words_are_in_the_readers_language(told, cast, writing):
    speaks(writing, cast.learner, language="fr")
    [letter] = told("registered")
    assert "Tour d’horizon de la boîte à outils" in letter["Subject"]
    assert "mer. 24 mars 2027" in text_of(letter)
    assert '<html lang="fr"' in html_of(letter)
    assert file_of(letter)[1]["SUMMARY"] == TEXTS["fr"]


def test_a_language_without_a_title_falls_back_to_the_sessions(told, cast, writing):
    speaks(writing, cast.learner, language="ar")
    [letter] = told("registered", session_facts={"language": "fr", "title": "Première"})
    assert letter["Subject"].endswith(f"{TEXTS['fr']}: Première")
    assert 'dir="rtl"' in html_of(letter)


def test_the_clocks_of_the_account_go_before_those_of_the_registration(told, cast, writing):
    speaks(writing, cast.learner, timezone="Asia/Kolkata")
    [letter] = told("registered", sign_up_facts={"zone": "Africa/Nairobi"})
    assert "14:30 (Kolkata, UTC+05:30)" in text_of(letter)
    assert "Nairobi" not in text_of(letter)


def test_the_end_of_an_offer_stands_in_the_subject(told):
    until = datetime(2027, 3, 20, 18, 30, tzinfo=UTC)
    [letter] = told("offered", "offered", offer_until=until)
    assert letter["Subject"].startswith(
        "A seat is free for you until Sat 20 Mar 2027, 19:30 (Zurich, UTC+01:00)"
    )


def test_the_place_in_the_line_is_that_of_the_moment_it_is_sent(cast, writing, run_jobs, letters):
    with writing():
        session = make_session(centres_webinar())
        webinar = centres_webinar()
        first = register(session, make_sign_up(webinar, cast.second_learner), "waiting")
        mine = register(session, make_sign_up(webinar, cast.learner), "waiting")
        acts.tell(mine.id, "waiting")
        first.state = "cancelled"
    run_jobs()
    [letter] = letters()
    assert "You are number 1 in the line" in text_of(letter)


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("registered", "cancelled"),
        ("waiting", "offered"),
        ("offered", "lapsed"),
        ("offered", "in"),
        ("cancelled", "waiting"),
        ("reminder", "waiting"),
    ],
)
def test_what_is_no_longer_true_is_not_sent_and_the_log_says_so(told, app, what, state):
    assert told(what, state) == []
    with app.app_context():
        row = db.session.scalars(select(Letter)).one()
    assert (row.state, row.problem.startswith("What it was to tell")) == ("not-sent", True)


def test_nobody_is_told_of_a_seat_in_a_cancelled_session(told):
    cancelled = {"state": "cancelled", "cancelled_at": clock.now()}
    for what, state in (("registered", "in"), ("offered", "offered"), ("reminder", "in")):
        assert told(what, state, session_facts=cancelled) == []


def test_an_offer_that_ran_out_is_not_sent(told):
    past = clock.now() - timedelta(minutes=1)
    assert told("offered", "offered", offer_until=past) == []


def test_a_letter_about_an_earlier_asking_is_not_sent(cast, writing, run_jobs, letters):
    with writing():
        webinar = centres_webinar()
        registration = register(make_session(webinar), make_sign_up(webinar, cast.learner))
        acts.tell(registration.id, "registered")
        registration.number += 5
        db.session.flush()
        acts.tell(registration.id, "registered")
    run_jobs()
    assert len(letters()) == 1


def test_letters_for_a_member_without_an_address_go_to_who_leads(cast, writing, run_jobs, letters):
    with writing():
        webinar = centres_webinar()
        group = Delegation(webinar_id=webinar.id, name="Delegation of Kenya")
        db.session.add(group)
        db.session.flush()
        make_sign_up(webinar, cast.learner, delegation_id=group.id, leads=True)
        member = make_sign_up(webinar, email=None, name="Joy Otieno", delegation_id=group.id)
        acts.tell(register(make_session(webinar), member).id, "registered")
    run_jobs()
    [letter] = letters()
    assert letter["To"] == "lina@example.org"
    assert "this letter is for Joy Otieno, whom you registered" in text_of(letter)


def test_a_message_of_the_organisers_goes_once_as_they_wrote_it(cast, writing, run_jobs, letters):
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar)
        registration = register(session, make_sign_up(webinar, cast.learner), "waiting")
        for subject in ("Bring a <battery>\r\nBcc: x@example.org", "Second"):
            message = RegistrantMessage(
                session_id=session.id, states="in", subject=subject, text="One\n\n<b>two</b>"
            )
            db.session.add(message)
            db.session.flush()
            for _time in range(2):
                acts.tell(registration.id, "message", message=message.public_id)
    run_jobs()
    first, second = letters()
    assert first["Subject"] == "Bring a <battery> Bcc: x@example.org"
    assert first["Bcc"] is None
    assert "One\n\n<b>two</b>" in text_of(first)
    assert "&lt;b&gt;two&lt;/b&gt;" in html_of(first)
    assert second["Subject"] == "Second"


def test_a_hostile_title_breaks_neither_letter_nor_file(cast, writing, run_jobs, letters):
    title = 'A, b; c\\ "d"\r\nATTENDEE:mailto:x@example.org\u2028END:VEVENT\x00\x07'
    with writing():
        webinar = centres_webinar(texts={"en": title.replace("\x00", "")})
        acts.tell(register(make_session(webinar), make_sign_up(webinar, cast.learner)).id, "moved")
    run_jobs()
    [letter] = letters()
    one_line = 'A, b; c\\ "d" ATTENDEE:mailto:x@example.org END:VEVENT'
    assert file_of(letter)[1]["SUMMARY"] == one_line
    assert len(letter["Subject"].splitlines()) == 1


# A session that changes


def test_everybody_live_is_told_once_in_pieces(app, cast, writing, run_jobs, letters):
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar, seats=100)
        crowd(webinar, session, acts.PEOPLE_AT_ONCE * 2)
        register(session, make_sign_up(webinar, cast.learner), "waiting")
        register(session, make_sign_up(webinar, cast.second_learner), "cancelled")
        session_id = session.id
    with writing():
        session = db.session.get_one(WebinarSession, session_id)
        session.moved_from, session.moved_at = session.starts_at, clock.now()
        session.starts_at, session.sequence = datetime(2027, 3, 31, 8, tzinfo=UTC), 1
        for _time in range(2):
            acts.session_changed(session, "moved")
    run_jobs()
    sent = letters()
    assert len({letter["To"] for letter in sent}) == len(sent) == 51
    assert "omar@example.org" not in {letter["To"] for letter in sent}
    [first] = [letter for letter in sent if letter["To"] == "person0@example.org"]
    assert "New time, Wed 31 Mar 2027, 10:00 (Zurich, UTC+02:00)" in first["Subject"]
    assert "It was planned for Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in text_of(first)
    method, event = file_of(first)
    assert (method, event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["DTSTART"].dt == datetime(2027, 3, 31, 8, tzinfo=UTC)


def test_a_cancelled_session_is_told_with_its_reason_and_leaves_calendars(
    cast, writing, run_jobs, letters
):
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar)
        register(session, make_sign_up(webinar, cast.learner))
        register(session, make_sign_up(webinar, cast.second_learner), "waiting")
        session.state, session.cancelled_at, session.sequence = "cancelled", clock.now(), 1
        session.cancel_reason = "The speaker is ill."
        acts.session_changed(session, "cancelled")
    run_jobs()
    sent = {letter["To"]: letter for letter in letters()}
    assert set(sent) == {"lina@example.org", "omar@example.org"}
    assert "The speaker is ill." in text_of(sent["omar@example.org"])
    method, event = file_of(sent["lina@example.org"])
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert list(sent["omar@example.org"].iter_attachments()) == []


def test_moved_and_then_cancelled_is_told_as_cancelled_alone(cast, writing, run_jobs, letters):
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar)
        register(session, make_sign_up(webinar, cast.learner))
        session.moved_from, session.moved_at, session.sequence = TOUR, clock.now(), 1
        acts.session_changed(session, "moved")
        session.state, session.cancelled_at, session.sequence = "cancelled", clock.now(), 2
        acts.session_changed(session, "cancelled")
    run_jobs()
    assert [letter["Subject"] for letter in letters()] == ["Cancelled: Tour of the ESM toolkit"]
