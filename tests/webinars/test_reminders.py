"""Reminders leave once each, for the moment the session stands at, to who can use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from elearn.accounts import preferences
from elearn.accounts.mail_models import Letter
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars.calendar import letters as webinar_letters
from elearn.webinars.calendar import reminder_rules, reminders
from elearn.webinars.calendar.calendar_models import Reminder
from elearn.webinars.errors import ReminderUnusable, SessionIsCancelled, TooManyReminders
from elearn.webinars.models import WebinarSession
from tests.cast import actor
from tests.factories.webinar_crowds import centres_webinar, crowd, register
from tests.factories.webinars import TOUR, make_session, make_sign_up

JANUARY = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def session_id(app, cast, writing) -> int:
    """A session in March with the usual reminders, for which Lina has had a seat since January."""
    with app.app_context(), clock.at(JANUARY), write():
        webinar = centres_webinar()
        session = make_session(webinar)
        reminders.plan(session)
        register(session, make_sign_up(webinar, cast.learner))
        return session.id


@pytest.fixture
def at(app):
    """Return a function that lets the worker look and send at a moment."""

    def look(moment: datetime) -> None:
        with app.app_context(), clock.at(moment):
            if reminders.any_due():
                with write():
                    outbox.enqueue("webinars.send_reminders")
        with app.app_context(), clock.at(max(moment, clock.machine_now())):
            work()

    return look


def move(app, session_id: int, starts_at: datetime, moment: datetime, **facts) -> None:
    with app.app_context(), clock.at(moment), write():
        session = db.session.get_one(WebinarSession, session_id)
        session.starts_at, session.sequence = starts_at, session.sequence + 1
        for name, value in facts.items():
            setattr(session, name, value)
        db.session.flush()
        reminders.plan(session)


def planned(app, session_id: int) -> dict[tuple[str, int], Reminder]:
    with app.app_context():
        return {(one.when, one.minutes): one for one in reminders.reminders_of(session_id)}


def subjects(letters) -> list[str]:
    return [letter["Subject"].strip() for letter in letters()]


def test_a_new_session_gets_the_usual_ones(app, session_id):
    assert {key: one.due_at for key, one in planned(app, session_id).items()} == {
        ("before", 10_080): TOUR - WEEK,
        ("before", 1_440): TOUR - DAY,
        ("before", 60): TOUR - HOUR,
        ("after", 60): TOUR + HOUR + HOUR,
    }


def test_each_is_sent_when_it_falls_due_and_once(app, session_id, at, letters):
    for early, count in (
        (TOUR - WEEK - timedelta(minutes=1), 0),
        (TOUR - WEEK, 1),
        (TOUR - WEEK + HOUR, 1),
        (TOUR - DAY, 2),
        (TOUR - HOUR, 3),
        (TOUR + timedelta(minutes=119), 3),
        (TOUR + timedelta(minutes=120), 4),
        (TOUR + WEEK, 4),
    ):
        at(early)
        assert len(letters()) == count
    assert subjects(letters) == [
        *["Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00): Tour of the ESM toolkit"] * 3,
        "After the webinar: Tour of the ESM toolkit",
    ]


def test_they_may_be_declined(app, cast, session_id, at, letters):
    person = actor(app, cast.learner)
    with app.app_context(), write():
        preferences.choose(cast.learner.id, "webinar-reminder", "never", person)
    at(TOUR - WEEK)
    assert letters() == []
    with app.app_context():
        assert db.session.scalars(select(Letter.state)).all() == ["not-wanted"]


def test_each_says_how_to_get_no_more_of_them(session_id, at, letters):
    at(TOUR - DAY)
    [letter] = letters()
    assert "/unsubscribe/" in letter["List-Unsubscribe"]


def test_when_the_session_moves_they_move_with_it(app, session_id, at, letters):
    at(TOUR - WEEK)
    later = TOUR + timedelta(days=14)
    move(app, session_id, later, TOUR - timedelta(days=6))
    at(TOUR - DAY)
    assert len(letters()) == 1
    at(later - WEEK)
    assert len(letters()) == 2
    assert "Wed 7 Apr 2027, 11:00 (Zurich, UTC+02:00)" in subjects(letters)[1]


def test_what_is_past_when_it_moves_is_not_sent_late(app, session_id, at, letters):
    soon = TOUR - timedelta(days=10)
    move(app, session_id, soon, soon - timedelta(days=3))
    assert planned(app, session_id)["before", 10_080].sent_at is not None
    at(soon - timedelta(days=2))
    assert letters() == []
    at(soon - DAY)
    assert len(letters()) == 1


def test_a_change_that_leaves_the_moment_sends_nothing_again(app, session_id, at, letters):
    at(TOUR - WEEK)
    move(app, session_id, TOUR, TOUR - timedelta(days=6), title="Second part")
    at(TOUR - timedelta(days=5))
    assert len(letters()) == 1


def test_another_length_moves_only_what_comes_after(app, session_id, at):
    move(app, session_id, TOUR, JANUARY + HOUR, minutes=90)
    found = planned(app, session_id)
    assert found["after", 60].due_at == TOUR + timedelta(minutes=150)
    assert found["before", 60].due_at == TOUR - HOUR


def test_a_clock_that_steps_back_sends_nothing_twice(app, session_id, at, letters):
    at(TOUR - DAY)
    for moment in (TOUR - DAY - HOUR, TOUR - DAY - HOUR + timedelta(minutes=30), TOUR - DAY):
        at(moment)
    # Even if the organisers move it away and back meanwhile, by the wrong clock.
    move(app, session_id, TOUR + WEEK, TOUR - DAY - HOUR)
    move(app, session_id, TOUR, TOUR - DAY - HOUR)
    at(TOUR - DAY)
    assert len(letters()) == 1


def test_a_clock_that_leaps_ahead_sends_the_nearest_alone(session_id, at, letters):
    at(TOUR - timedelta(minutes=30))
    assert len(letters()) == 1
    at(TOUR + timedelta(days=1))
    assert subjects(letters)[1:] == ["After the webinar: Tour of the ESM toolkit"]


def test_once_it_has_begun_nobody_is_reminded(session_id, at, letters):
    at(TOUR + timedelta(minutes=5))
    assert letters() == []


def test_a_cancelled_session_reminds_nobody(app, session_id, at, letters):
    cancelled = {"state": "cancelled", "cancelled_at": JANUARY, "cancel_reason": "Ill"}
    move(app, session_id, TOUR, JANUARY + HOUR, **cancelled)
    for moment in (TOUR - WEEK, TOUR - DAY, TOUR - HOUR, TOUR + DAY):
        at(moment)
    assert letters() == []


def test_nor_does_one_cancelled_while_letters_wait(app, session_id, letters):
    with app.app_context(), clock.at(TOUR - DAY), write():
        reminders.send_due()
    with app.app_context(), clock.at(TOUR - DAY):
        outbox.run_due(limit=1)
    cancelled = {"state": "cancelled", "cancelled_at": JANUARY}
    move(app, session_id, TOUR, TOUR - DAY, **cancelled)
    with app.app_context(), clock.at(TOUR - DAY):
        work()
    assert letters() == []


@pytest.mark.parametrize(
    ("seat_since", "first_letter"),
    [
        (TOUR - WEEK - 2 * HOUR, TOUR - WEEK),
        (TOUR - WEEK - HOUR / 2, TOUR - DAY),
        (TOUR - timedelta(days=3), TOUR - DAY),
        (TOUR - DAY + HOUR, TOUR - HOUR),
        (TOUR - timedelta(minutes=65), TOUR - HOUR),
        (TOUR - timedelta(minutes=30), TOUR + 2 * HOUR),
    ],
)
def test_who_registers_late_gets_those_that_are_still_to_come(
    app, cast, session_id, at, letters, seat_since, first_letter
):
    with app.app_context(), write():
        session = db.session.get_one(WebinarSession, session_id)
        webinar = centres_webinar()
        late = make_sign_up(webinar, cast.second_learner)
        register(session, late, placed_at=seat_since)
    moments = (TOUR - WEEK, TOUR - DAY, TOUR - HOUR, TOUR + 2 * HOUR)
    got = []
    for moment in moments:
        before = len(letters())
        at(moment)
        if "omar@example.org" in [letter["To"] for letter in letters()[before:]]:
            got.append(moment)
    assert got == [moment for moment in moments if moment >= first_letter]


def test_people_without_a_seat_are_not_reminded(app, cast, session_id, at, letters):
    with app.app_context(), write():
        session = db.session.get_one(WebinarSession, session_id)
        webinar = centres_webinar()
        for member, state in (
            (cast.second_learner, "waiting"),
            (cast.trainer, "offered"),
            (cast.reviewer, "cancelled"),
        ):
            register(session, make_sign_up(webinar, member), state, placed_at=JANUARY)
    at(TOUR - DAY)
    assert [letter["To"] for letter in letters()] == ["lina@example.org"]


def test_many_are_told_in_pieces_each_once_however_the_worker_dies(app, writing, letters):
    size = webinar_letters.PEOPLE_AT_ONCE * 2 + 3
    with clock.at(JANUARY), writing():
        webinar = centres_webinar()
        session = make_session(webinar, seats=100)
        crowd(webinar, session, size)
        reminders.plan(session)
    with app.app_context(), clock.at(TOUR - DAY):
        with write():
            outbox.enqueue("webinars.send_reminders")
        with killed_after(10, "INSERT INTO letter"), pytest.raises(KeyboardInterrupt):
            work()
    for _time in range(2):
        with app.app_context(), clock.at(TOUR - DAY + timedelta(minutes=10)):
            work()
    assert len(letters()) == len({letter["To"] for letter in letters()}) == size


def work() -> None:
    while outbox.run_due():
        pass


@contextmanager
def killed_after(number: int, statement: str) -> Iterator[None]:
    """Stop the worker, as a signal would, when it sends such a statement for the nth time."""
    left = iter(range(number - 1))

    def count(connection, cursor, sent, parameters, context, many) -> None:
        if sent.startswith(statement) and next(left, None) is None:
            raise KeyboardInterrupt

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def test_two_that_look_at_once_claim_it_once(app, session_id):
    with app.app_context(), clock.at(TOUR - DAY):
        with write():
            first = reminders.send_due()
        with write():
            second = reminders.send_due()
    assert (first, second) == (1, 0)


# What organisers change


def test_organisers_add_words_change_them_and_take_reminders_out(app, session_id, at, letters):
    with app.app_context(), clock.at(JANUARY), write():
        session = db.session.get_one(WebinarSession, session_id)
        reminders.put(session, "before", 2_880, "Bring a list <b>of yours</b>.", None)
        reminders.put(session, "before", 2_880, "Bring your list <b>today</b>.", None)
        for when, minutes in reminder_rules.USUAL:
            reminders.take_out(session, when, minutes, None)
    for moment in (TOUR - WEEK, TOUR - 2 * DAY, TOUR - DAY, TOUR - HOUR, TOUR + WEEK / 2):
        at(moment)
    [letter] = letters()
    assert "Bring your list <b>today</b>." in letter.get_body(("plain",)).get_content()
    assert "list &lt;b&gt;today&lt;/b&gt;." in letter.get_body(("html",)).get_content()


def test_who_takes_all_out_has_none_however_the_session_moves(app, session_id):
    with app.app_context(), write():
        session = db.session.get_one(WebinarSession, session_id)
        for when, minutes in reminder_rules.USUAL:
            reminders.take_out(session, when, minutes, None)
    move(app, session_id, TOUR + WEEK, JANUARY)
    assert planned(app, session_id) == {}


def test_a_reminder_has_its_bounds(app, session_id):
    with app.app_context(), clock.at(JANUARY), write():
        session = db.session.get_one(WebinarSession, session_id)
        for when, minutes in (("before", 43_201), ("before", -1), ("during", 5)):
            with pytest.raises(ReminderUnusable):
                reminders.put(session, when, minutes, "", None)
        for number in range(4):
            reminders.put(session, "after", number, "", None)
        with pytest.raises(TooManyReminders):
            reminders.put(session, "after", 99, "", None)
        db.session.execute(
            update(WebinarSession).values(state="cancelled", cancelled_at=clock.now())
        )
        db.session.refresh(session)
        with pytest.raises(SessionIsCancelled):
            reminders.put(session, "before", 60, "", None)
