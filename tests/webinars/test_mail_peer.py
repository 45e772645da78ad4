"""R-71 to R-73 for letters of webinars, through a real mail server that is down, slow or rude."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event, select, update

from elearn.accounts import privacy
from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars.calendar import letters, reminders
from elearn.webinars.models import WebinarSession
from tests.factories.webinar_crowds import centres_webinar, crowd, register
from tests.factories.webinars import make_session, make_sign_up
from tests.letterbox import HANG_UP, Letterbox, open_letterbox
from tests.ports import free_port

PEOPLE = 6
EVERYBODY = {f"person{number}@example.org" for number in range(PEOPLE)}
# Long after every retry is due.
DAYS = [timedelta(hours=2) * number for number in range(9)]


@pytest.fixture
def box(app) -> Iterator[Letterbox]:
    """A mail server, and the application set to use it."""
    settings = app.extensions["settings"]
    with open_letterbox() as (box, address):
        app.extensions["settings"] = replace(settings, smtp_url=address)
        yield box
        app.extensions["settings"] = settings


@pytest.fixture
def session_id(writing) -> int:
    """A session with six people in it."""
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar, seats=50)
        crowd(webinar, session, PEOPLE)
        return session.id


def cancel(app, session_id: int) -> None:
    with app.app_context(), write():
        session = db.session.get_one(WebinarSession, session_id)
        session.state, session.cancelled_at, session.sequence = "cancelled", clock.now(), 1
        letters.session_changed(session, "cancelled")


def work(app, after: timedelta = timedelta(0)) -> None:
    # A minute later than the last job is queued meanwhile.
    with app.app_context(), clock.at(clock.machine_now() + after + timedelta(minutes=1)):
        while outbox.run_due():
            pass


def letters_by_person(box: Letterbox) -> Counter[str]:
    return Counter(recipients[0] for recipients in box.recipients)


def states(app) -> Counter[str]:
    with app.app_context():
        return Counter(db.session.scalars(select(Letter.state)))


def test_the_calendar_file_arrives_whole(app, box, session_id):
    cancel(app, session_id)
    work(app)
    assert letters_by_person(box) == dict.fromkeys(EVERYBODY, 1)
    for letter in box.accepted:
        [part] = letter.iter_attachments()
        assert part["Content-Type"].params["method"] == "CANCEL"
        [found] = Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 1)
        assert found["ATTENDEE"] == f"mailto:{letter['To']}"


def test_a_change_that_is_rolled_back_is_not_told(app, box, session_id):
    def move_and_fail() -> None:
        with write():
            letters.session_changed(db.session.get_one(WebinarSession, session_id), "moved")
            raise ZeroDivisionError

    with app.app_context(), pytest.raises(ZeroDivisionError):
        move_and_fail()
    work(app)
    assert (box.accepted, states(app)) == ([], Counter())


def test_while_the_server_is_down_they_wait_and_all_arrive_once(app, box, session_id):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    cancel(app, session_id)
    for after in DAYS[:3]:
        work(app, after)
    assert states(app) == {"queued": PEOPLE}
    app.extensions["settings"] = settings
    work(app, DAYS[-1])
    assert set(letters_by_person(box).values()) == {1}
    assert (len(box.accepted), states(app)) == (PEOPLE, {"sent": PEOPLE})


@pytest.mark.parametrize(
    ("replies", "most"),
    [
        (["451 later", "421 busy", "450 greylisted"], PEOPLE),
        ([HANG_UP, HANG_UP], PEOPLE + 2),
        ([HANG_UP, "451 later", HANG_UP, "421 busy"], PEOPLE + 2),
    ],
)
def test_all_arrive_whatever_it_answers_twice_only_when_it_hung_up(
    app, box, session_id, replies, most
):
    box.replies = list(replies)
    cancel(app, session_id)
    for after in DAYS:
        work(app, after)
    assert set(letters_by_person(box)) == {
        f"person{number}@example.org" for number in range(PEOPLE)
    }
    assert len(box.accepted) == most
    # However often it came, it is one letter.
    assert len(set(box.marks)) == PEOPLE
    assert states(app) == {"sent": PEOPLE}


def test_what_is_refused_for_good_is_not_tried_for_ever_and_harms_no_other(app, box, session_id):
    box.replies = ["550 no such person"]
    cancel(app, session_id)
    for after in DAYS:
        work(app, after)
    assert states(app) == {"sent": PEOPLE - 1, "not-sent": 1}
    assert len(box.accepted) == PEOPLE - 1


def test_a_worker_killed_after_the_server_took_it_sends_the_same_letter_again(app, box, session_id):
    cancel(app, session_id)
    with app.app_context():
        engine = db.engine

    def die(connection, cursor, sent, parameters, context, many) -> None:
        if sent.startswith("UPDATE letter SET") and "sent" in str(parameters):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", die)
    try:
        with pytest.raises(KeyboardInterrupt):
            work(app)
    finally:
        event.remove(engine, "before_cursor_execute", die)
    assert len(box.accepted) == 1
    for after in DAYS:
        work(app, after)
    assert len(box.accepted) == PEOPLE + 1
    assert len(set(box.marks)) == PEOPLE


def test_the_web_never_waits_for_it(app, box, session_id):
    box.seconds = 5.0
    begun = time.monotonic()
    cancel(app, session_id)
    assert time.monotonic() - begun < box.seconds / 2
    assert box.accepted == []


def test_a_reminder_that_waited_for_the_server_until_it_began_is_let_go(app, cast, box, writing):
    start = clock.machine_now() + timedelta(days=2)
    with writing():
        webinar = centres_webinar()
        session = make_session(webinar, starts_at=start)
        reminders.plan(session)
        register(session, make_sign_up(webinar, cast.learner))
    box.replies = ["451 later"] * 3
    with app.app_context(), clock.at(start - timedelta(hours=1)), write():
        outbox.enqueue("webinars.send_reminders")
    for after in (timedelta(hours=47), timedelta(hours=48, minutes=10), timedelta(hours=49)):
        work(app, after)
    assert box.accepted == []
    assert states(app) == {"not-sent": 1}


@pytest.mark.parametrize("how", ["suspended", "erased", "cancelled"])
def test_who_is_gone_when_it_leaves_gets_none(app, cast, box, writing, how):
    with writing():
        webinar = centres_webinar()
        registration = register(make_session(webinar), make_sign_up(webinar, cast.learner))
        letters.tell(registration.id, "registered")
        if how == "cancelled":
            registration.state, registration.pool_id = "cancelled", None
        if how == "suspended":
            person = update(Person).where(Person.id == cast.learner.id)
            db.session.execute(person.values(suspended_at=clock.now()))
        db.session.flush()
        if how == "erased":
            privacy.erase(cast.learner.id, None)
    work(app)
    assert box.accepted == []
