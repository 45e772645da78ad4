"""Sessions: planned by the clocks of a zone, opened, moved, cancelled, held, taken away."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from elearn.core.clock import at
from elearn.core.database import db
from elearn.webinars import queries, scheduling, standing
from elearn.webinars.calendar import reminders
from elearn.webinars.models import SeatPool, WebinarSession
from elearn.webinars.planning_errors import StateForbids, Unusable
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.scheduling import Planned
from elearn.webinars.seats.seat_errors import TooFewSeats
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

GENEVA = "Europe/Zurich"
TEN, FOUR = time(10), time(16)


@pytest.fixture
def webinar(writing):
    with writing():
        return make_webinar()


def planned(**more):
    said = {"day": date(2027, 3, 24), "hour": TEN, "language": "en", "zone": GENEVA}
    return Planned(**(said | more))


@pytest.fixture
def session(writing, webinar):
    """An open session on 24 March 2027 at 10:00 in Geneva, with 10 seats."""
    with writing():
        return make_session(webinar)


def again(session):
    return db.session.get_one(WebinarSession, session.id)


# -- planning -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        # The samples; summer time in Geneva began on 28 March 2027.
        (date(2027, 3, 24), TEN, datetime(2027, 3, 24, 9, tzinfo=UTC)),
        (date(2027, 3, 31), TEN, datetime(2027, 3, 31, 8, tzinfo=UTC)),
        (date(2027, 4, 14), FOUR, datetime(2027, 4, 14, 14, tzinfo=UTC)),
        (date(2027, 5, 5), TEN, datetime(2027, 5, 5, 8, tzinfo=UTC)),
        (date(2027, 5, 19), TEN, datetime(2027, 5, 19, 8, tzinfo=UTC)),
        (date(2027, 5, 26), TEN, datetime(2027, 5, 26, 8, tzinfo=UTC)),
        (date(2027, 6, 9), FOUR, datetime(2027, 6, 9, 14, tzinfo=UTC)),
    ],
)
def test_an_hour_in_geneva_is_kept_as_its_moment(writing, webinar, day, hour, utc):
    with writing():
        made = scheduling.add_session(webinar.id, planned(day=day, hour=hour), None)
        assert (made.starts_at, made.zone, made.state) == (utc, GENEVA, "draft")


def test_a_session_has_its_pools_and_a_lasting_name_in_calendars(app, writing, webinar):
    opens = datetime(2027, 3, 1, 9)
    wish = planned(seats=7, regions={"african": 3}, opens=opens, closes=opens + timedelta(days=1))
    with writing():
        made = scheduling.add_session(webinar.id, wish, None)
    assert made.uid == f"{made.public_id}@127.0.0.1"
    assert made.opens_at == datetime(2027, 3, 1, 8, tzinfo=UTC)
    with app.app_context():
        assert queries.seats_of(made.id) == {"": 7, "african": 3}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"zone": "Mars/Crater"}, "zone"),
        ({"minutes": 0}, "minutes"),
        ({"seats": -1}, "seats"),
        ({"regions": {"african": 100_001}}, "seats"),
        ({"address": "meet.example.org"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"provider": "pigeon"}, "provider"),
        ({"day": date(2027, 3, 28), "hour": time(2, 30)}, "hour"),
        ({"opens": datetime(2027, 3, 28, 2, 30)}, "opens"),
        ({"opens": datetime(2027, 3, 2), "closes": datetime(2027, 3, 1)}, "closes"),
    ],
)
def test_what_no_session_can_be_is_refused_beside_its_field(writing, webinar, more, field):
    with pytest.raises(Unusable) as refused, writing():
        scheduling.add_session(webinar.id, planned(**more), None)
    assert refused.value.field == field


def test_a_change_that_calendars_show_makes_a_newer_entry(writing, webinar, session):
    with writing():
        scheduling.change_session(webinar.id, session.id, planned(code_word="drum"), None)
        assert again(session).sequence == 0
        scheduling.change_session(webinar.id, session.id, planned(minutes=90, seats=12), None)
        assert again(session).sequence == 1
        assert queries.seats_of(session.id) == {"": 12}


def test_seats_that_are_taken_are_not_taken_away(writing, webinar, session):
    with writing():
        pool = db.session.scalars(select(SeatPool).where(SeatPool.session_id == session.id)).one()
        pool.taken = 5
    with pytest.raises(TooFewSeats), writing():
        scheduling.change_session(webinar.id, session.id, planned(seats=4), None)


def test_a_group_for_which_no_seats_are_kept_any_more_has_none(writing, webinar, session):
    with writing():
        wish = planned(seats=8, regions={"african": 2})
        scheduling.change_session(webinar.id, session.id, wish, None)
        assert queries.seats_of(session.id) == {"": 8, "african": 2}
        scheduling.change_session(webinar.id, session.id, planned(seats=10), None)
        assert queries.seats_of(session.id) == {"": 10, "african": 0}


def test_reminders_follow_the_session(writing, webinar):
    def due():
        return sorted(one.due_at for one in reminders.reminders_of(made.id))

    with writing():
        made = scheduling.add_session(webinar.id, planned(), None)
        before = due()
        assert len(before) > 2
        scheduling.move(webinar.id, made.id, date(2027, 3, 25), TEN, None)
        assert due() == [moment + timedelta(days=1) for moment in before]


def test_the_time_of_an_open_session_is_moved_not_edited(writing, webinar, session):
    with pytest.raises(StateForbids, match="Move it instead"), writing():
        scheduling.change_session(webinar.id, session.id, planned(hour=FOUR), None)
    with writing():
        again(session).state = "draft"
        db.session.flush()
        scheduling.change_session(webinar.id, session.id, planned(hour=FOUR), None)
        assert again(session).starts_at == datetime(2027, 3, 24, 15, tzinfo=UTC)


# -- opening, moving, cancelling ----------------------------------------------------------------


def test_a_draft_is_opened_before_it_would_have_begun(writing, webinar):
    with writing():
        made = scheduling.add_session(webinar.id, planned(), None)
    with pytest.raises(StateForbids), at(TOUR), writing():
        scheduling.open_session_now(webinar.id, made.id, None)
    with writing():
        scheduling.open_session_now(webinar.id, made.id, None)
        scheduling.open_session_now(webinar.id, made.id, None)
        assert again(made).state == "open"


def test_a_moved_session_remembers_where_it_stood(writing, webinar, session):
    with writing():
        again(session).closes_at = TOUR - timedelta(hours=1)
        scheduling.move(webinar.id, session.id, date(2027, 3, 31), TEN, None)
        moved = again(session)
        assert (moved.moved_from, moved.starts_at, moved.sequence, moved.state) == (
            TOUR,
            datetime(2027, 3, 31, 8, tzinfo=UTC),
            1,
            "open",
        )
        assert moved.moved_at is not None
        scheduling.move(webinar.id, session.id, date(2027, 3, 31), TEN, None)
        assert again(session).sequence == 1


def test_nothing_is_moved_into_the_past_or_to_an_hour_there_is_not(writing, webinar, session):
    for day, hour, zone in [
        (date(2026, 3, 24), TEN, None),
        (date(2027, 3, 28), time(2, 30), None),
        (date(2027, 4, 1), TEN, "Mars/Crater"),
    ]:
        with pytest.raises(Unusable), writing():
            scheduling.move(webinar.id, session.id, day, hour, None, zone=zone)


def test_a_session_is_cancelled_with_a_reason_for_good(writing, webinar, session):
    with pytest.raises(Unusable), writing():
        scheduling.cancel(webinar.id, session.id, "  ", None)
    with writing():
        scheduling.cancel(webinar.id, session.id, " The speaker is ill. ", None)
        scheduling.cancel(webinar.id, session.id, "Again.", None)
        gone = again(session)
        assert (gone.state, gone.cancel_reason, gone.sequence) == (
            "cancelled",
            "The speaker is ill.",
            1,
        )
        assert gone.cancelled_at is not None
    for act in (scheduling.open_session_now, scheduling.mark_held):
        with pytest.raises(StateForbids), writing():
            act(webinar.id, session.id, None)
    with pytest.raises(StateForbids), writing():
        scheduling.move(webinar.id, session.id, date(2027, 4, 1), TEN, None)


def test_a_session_was_held_once_it_had_begun(writing, webinar, session):
    with pytest.raises(StateForbids), writing():
        scheduling.mark_held(webinar.id, session.id, None)
    with at(TOUR), writing():
        scheduling.mark_held(webinar.id, session.id, None)
        assert (again(session).state, again(session).held_at) == ("held", TOUR)
    with pytest.raises(StateForbids), writing():
        scheduling.cancel(webinar.id, session.id, "No.", None)


def test_a_draft_is_taken_away_unless_somebody_asked(writing, webinar, cast):
    with writing():
        made = [scheduling.add_session(webinar.id, planned(), None) for _ in range(2)]
        sign_up = make_sign_up(webinar, cast.learner)
        db.session.add(
            Registration(session_id=made[1].id, sign_up_id=sign_up.id, number=1, state="cancelled")
        )
        db.session.flush()
        scheduling.remove_session(webinar.id, made[0].id, None)
    with pytest.raises(StateForbids), writing():
        scheduling.remove_session(webinar.id, made[1].id, None)
    with writing():
        assert [row.id for row in queries.sessions_of(webinar.id, drafts=True)] == [made[1].id]


# -- what it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "moment", "expected"),
    [
        ({"state": "draft"}, TOUR, "draft"),
        ({"state": "cancelled"}, TOUR, "cancelled"),
        ({"opens_at": TOUR - timedelta(days=1)}, TOUR - timedelta(days=2), "soon"),
        ({}, TOUR - timedelta(minutes=1), "open"),
        ({"free": 0}, TOUR - timedelta(minutes=1), "full"),
        ({"closes_at": TOUR - timedelta(days=1)}, TOUR - timedelta(days=1), "closed"),
        ({}, TOUR, "now"),
        ({}, TOUR + timedelta(minutes=60), "over"),
        ({"state": "held"}, TOUR + timedelta(minutes=30), "held"),
        ({"state": "held", "recordings": 1}, TOUR + timedelta(days=1), "recorded"),
    ],
)
def test_what_a_session_is_is_read_off_facts(more, moment, expected):
    said = {"state": "open", "starts_at": TOUR, "minutes": 60, "opens_at": None, "free": 1}
    row = type("Row", (), said | {"closes_at": None, "recordings": 0} | more)
    assert standing.standing(row, moment) == expected
