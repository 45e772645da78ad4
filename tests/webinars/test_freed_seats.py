"""Seats that become free: offered, taken, turned down, lapsed; more and fewer seats."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from elearn.core import outbox
from elearn.core.clock import at, now
from elearn.core.database import db
from elearn.webinars.models import SeatPool, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats import offering, seating, tasks
from elearn.webinars.seats.seat_errors import (
    NothingOffered,
    OfferIsOver,
    SeatsAreWrong,
    SessionIsOver,
    TooFewSeats,
)
from tests.factories.seating import WEEK_BEFORE, Desk, person_of, states_of, told
from tests.factories.webinars import TOUR


@pytest.fixture(autouse=True)
def _week_before() -> Any:
    """It is a week before the session."""
    with at(WEEK_BEFORE):
        yield


# -- offers -------------------------------------------------------------------------------------


def test_a_freed_seat_is_offered_to_the_next_at_once_and_told_once(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second, third = desk.several(3)
        seating.cancel(first, None)
        seating.cancel(first, None)
        seating.offer_free(desk.session.id)
        assert desk.states == ["cancelled", "offered", "waiting"]
        assert second.offer_until == WEEK_BEFORE + timedelta(hours=12)
        assert desk.taken == {"": 1}
        assert (told(first), told(second)) == (["registered", "cancelled"], ["waiting", "offered"])
        assert seating.position(third) == 1


def test_an_offer_is_taken_once(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second = desk.several(2)
        seating.cancel(first, None)
        for _ in range(2):
            seating.accept(second, None)
        assert (second.state, second.offer_until, second.placed_at) == ("in", None, now())
        assert desk.taken == {"": 1}
        assert told(second) == ["waiting", "offered", "registered"]


def test_an_offer_that_is_turned_down_goes_to_the_next(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second, _ = desk.several(3)
        seating.cancel(first, None)
        for _ in range(2):
            seating.turn_down(second, None)
        assert desk.states == ["cancelled", "cancelled", "offered"]
        assert told(second) == ["waiting", "offered", "cancelled"]


def test_only_an_offer_can_be_taken_or_turned_down(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second = desk.several(2)
        for act, one in (
            (seating.accept, second),
            (seating.turn_down, second),
            (seating.turn_down, first),
        ):
            with pytest.raises(NothingOffered):
                act(one, None)


def test_an_offer_whose_time_is_over_is_not_taken_even_before_the_next_has_it(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second = desk.several(2)
        seating.cancel(first, None)
        with at(WEEK_BEFORE + timedelta(hours=12)):
            with pytest.raises(OfferIsOver):
                seating.accept(second, None)
            seating.lapse_due(desk.session.id)
            with pytest.raises(OfferIsOver):
                seating.accept(second, None)


def test_every_minute_offers_lapse_and_the_seats_go_on(writing: Any, app: Any):
    with writing():
        desk = Desk(seats=7)
        came = desk.several(20)
        for one in came[:7]:
            seating.cancel(one, None)
        session_id, ids = desk.session.id, [one.id for one in came]
        assert offering.sessions_to_settle() == []
    later = WEEK_BEFORE + timedelta(hours=12)
    with at(later), app.app_context():
        assert offering.sessions_to_settle() == [session_id]
        tasks.settle_lines()
        assert offering.sessions_to_settle() == []
        lined_up = ["cancelled"] * 7 + ["lapsed"] * 7 + ["offered"] * 6
        assert states_of(ids) == lined_up
        # Running it twice changes nothing.
        tasks.settle_lines()
        assert states_of(ids) == lined_up


def test_when_a_session_begins_open_offers_lapse_and_nothing_is_offered(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second, _ = desk.several(3)
        with at(TOUR - timedelta(hours=1)):
            seating.cancel(first, None)
            assert second.offer_until == TOUR - timedelta(minutes=30)
        # It is moved forward meanwhile.
        desk.session.starts_at = TOUR - timedelta(minutes=50)
        with at(TOUR - timedelta(minutes=50)):
            with pytest.raises(OfferIsOver):
                seating.accept(second, None)
            assert offering.sessions_to_settle() == [desk.session.id]
            seating.lapse_due(desk.session.id)
            assert desk.states == ["cancelled", "lapsed", "waiting"]
            assert offering.sessions_to_settle() == []
        assert desk.taken == {"": 0}


def test_somebody_suspended_or_erased_is_passed_over_and_holds_nobody_up(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, suspended, erased, forgotten, _ = desk.several(5)
        person = person_of(suspended)
        person.suspended_at = now()
        person_of(erased).erased_at = now()
        db.session.get_one(SignUp, forgotten.sign_up_id).erased_at = now()
        db.session.flush()
        seating.cancel(first, None)
        assert desk.states == ["cancelled", "waiting", "waiting", "waiting", "offered"]
        seating.turn_down(desk.came[-1], None)
        assert desk.taken == {"": 0}
        assert desk.register().state == "in"


def test_who_is_no_longer_suspended_is_offered_a_seat_within_a_minute(writing: Any, app: Any):
    with writing():
        desk = Desk(seats=1)
        first, second = desk.several(2)
        person = person_of(second)
        person.suspended_at = now()
        db.session.flush()
        seating.cancel(first, None)
        person.suspended_at = None
        second_id = second.id
    with app.app_context():
        tasks.settle_lines()
        assert db.session.get_one(Registration, second_id).state == "offered"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled", "cancelled_at": WEEK_BEFORE},
        {"state": "draft"},
        {"starts_at": WEEK_BEFORE},
    ],
)
def test_nobody_is_promoted_into_a_session_that_is_not_to_come(
    writing: Any, change: dict[str, Any]
):
    with writing():
        desk = Desk(seats=1)
        first, _ = desk.several(2)
        for name, value in change.items():
            setattr(desk.session, name, value)
        seating.cancel(first, None)
        seating.set_seats(desk.session, {"": 5}, None)
        seating.offer_free(desk.session.id)
        assert desk.states == ["cancelled", "waiting"]
        assert offering.sessions_to_settle() == []


def test_who_was_registered_for_a_session_that_is_over_stays_so(writing: Any):
    with writing():
        desk = Desk(seats=1)
        (first,) = desk.several(1)
        with at(TOUR + timedelta(hours=1)), pytest.raises(SessionIsOver):
            seating.cancel(first, None)


# -- more and fewer seats -----------------------------------------------------------------------


def test_more_seats_are_offered_to_who_waits_few_at_once_and_the_others_by_a_job(
    writing: Any, app: Any
):
    with writing():
        desk = Desk(seats=1)
        came = desk.several(9)
        seating.set_seats(desk.session, {"": 8}, None)
        assert desk.states == ["in"] + ["offered"] * 5 + ["waiting"] * 3
        # A newcomer does not overtake those a job is still to offer a seat to.
        assert desk.register().state == "waiting"
        ids = [one.id for one in came]
        jobs = select(outbox.Job.task).where(outbox.Job.task == offering.OFFER)
        assert len(db.session.scalars(jobs).all()) == 1
        session_id = desk.session.id
    with app.app_context():
        tasks.offer_free(session_id)
        assert states_of(ids) == ["in"] + ["offered"] * 7 + ["waiting"]


def test_nobody_overtakes_those_for_whom_a_free_seat_is_not_offered_yet(writing: Any):
    with writing():
        desk = Desk(seats=0)
        desk.several(offering.AT_ONCE + 1)
        seating.set_seats(desk.session, {"": offering.AT_ONCE + 2}, None)

        assert desk.register().state == "waiting"


def test_seats_are_kept_for_a_regional_group_later(writing: Any):
    with writing():
        desk = Desk(seats=1)
        for region in ("", "grulac", "african"):
            desk.register(region)
        seating.set_seats(desk.session, {"african": 2}, None)
        assert desk.states == ["in", "waiting", "offered"]
        assert desk.taken == {"": 1, "african": 1}


def test_seats_that_are_held_or_offered_cannot_be_taken_away(writing: Any):
    with writing():
        desk = Desk(seats=3)
        came = desk.several(4)
        seating.cancel(came[0], None)
        with pytest.raises(TooFewSeats, match="3 people hold these seats"):
            seating.set_seats(desk.session, {"": 2}, None)
        seating.set_seats(desk.session, {"": 3}, None)
        seating.cancel(came[1], None)
        seating.cancel(came[2], None)
        with pytest.raises(TooFewSeats, match="1 person holds one of these seats"):
            seating.set_seats(desk.session, {"": 0}, None)
        seating.set_seats(desk.session, {"": 1}, None)
        assert desk.register().state == "waiting"


@pytest.mark.parametrize("seats", [{"": -1}, {"": 100_001}, {"atlantis": 1}])
def test_seats_are_counted(writing: Any, seats: dict[str, int]):
    with writing():
        desk = Desk()
        with pytest.raises(SeatsAreWrong):
            seating.set_seats(desk.session, seats, None)


def test_a_new_session_gets_its_pool(writing: Any):
    with writing():
        desk = Desk()
        bare = WebinarSession(
            webinar_id=desk.webinar.id,
            language="en",
            starts_at=TOUR,
            zone="UTC",
            uid="bare@localhost",
        )
        db.session.add(bare)
        db.session.flush()
        seating.set_seats(bare, {"": 4}, None)
        statement = select(SeatPool.seats, SeatPool.taken).where(SeatPool.session_id == bare.id)
        assert db.session.execute(statement).all() == [(4, 0)]
