"""Seats of a session: who gets one, who waits, who is offered the one that became free."""

from datetime import timedelta
from typing import Any

import pytest

from elearn.core.clock import at, now
from elearn.core.database import db
from elearn.webinars.registration.registration_models import SignUp
from elearn.webinars.seats import seating
from elearn.webinars.seats.seat_errors import (
    NothingToAnswer,
    ReasonNeeded,
    RegistrationDeclined,
    RegistrationIsClosed,
)
from tests.factories.seating import WEEK_BEFORE, Desk, numbers, told
from tests.factories.webinars import make_session, make_sign_up


@pytest.fixture(autouse=True)
def _week_before() -> Any:
    """It is a week before the session."""
    with at(WEEK_BEFORE):
        yield


# -- registering --------------------------------------------------------------------------------


def test_whoever_registers_first_gets_a_seat_and_the_others_wait_in_order(writing: Any):
    with writing():
        desk = Desk(seats=2)
        came = desk.several(4)
        assert desk.states == ["in", "in", "waiting", "waiting"]
        assert numbers(came) == [1, 2, 3, 4]
        assert [seating.position(one) for one in came] == [0, 0, 1, 2]
        assert desk.taken == {"": 2}
        assert [told(one) for one in came] == [["registered"]] * 2 + [["waiting"]] * 2


def test_registering_again_changes_nothing_and_leaves_no_gap(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second = desk.several(2)
        for one in (first, second):
            sign_up = db.session.get_one(SignUp, one.sign_up_id)
            assert seating.register(desk.session, sign_up, None) is one
        third = desk.register()
        assert desk.states == ["in", "waiting", "waiting"]
        assert third.number == 3
        assert told(first) == ["registered"]


def test_who_cancelled_or_let_an_offer_lapse_stands_at_the_end(writing: Any):
    with writing():
        desk = Desk(seats=1)
        first, second, _ = desk.several(3)
        seating.cancel(first, None)
        with at(WEEK_BEFORE + timedelta(hours=12)):
            assert seating.lapse_due(desk.session.id)
            assert desk.states == ["cancelled", "lapsed", "offered"]
            for one in (second, first):
                sign_up = db.session.get_one(SignUp, one.sign_up_id)
                seating.register(desk.session, sign_up, None)
        assert desk.states == ["waiting", "waiting", "offered"]
        assert (second.number, first.number) == (4, 5)
        assert (second.left_at, second.offered_at) == (None, None)


def test_before_the_address_is_confirmed_a_registration_stands_for_nothing(writing: Any):
    with writing():
        desk = Desk(seats=1)
        early = desk.register(confirmed_at=None)
        late = desk.register()
        assert desk.states == ["unconfirmed", "in"]
        assert told(early) == []
        sign_up = db.session.get_one(SignUp, early.sign_up_id)
        sign_up.confirmed_at = now()
        seating.confirm(sign_up)
        assert desk.states == ["waiting", "in"]
        assert early.number > late.number
        assert seating.confirm(sign_up) == []
        assert told(early) == ["waiting"]


def test_confirming_enters_every_session_that_is_open_and_leaves_the_others(writing: Any):
    with writing():
        desk = Desk()
        cancelled = make_session(desk.webinar)
        one = desk.register(confirmed_at=None)
        sign_up = db.session.get_one(SignUp, one.sign_up_id)
        other = seating.register(cancelled, sign_up, None)
        cancelled.state, cancelled.cancelled_at = "cancelled", now()
        desk.session.closes_at = WEEK_BEFORE
        sign_up.confirmed_at = now()
        assert seating.confirm(sign_up) == [one, other]
        assert (one.state, other.state) == ("in", "cancelled")
        assert told(one) == ["registered"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": "draft"}, "not announced yet"),
        ({"state": "cancelled", "cancelled_at": WEEK_BEFORE}, "was cancelled"),
        ({"state": "held"}, "is over"),
        ({"starts_at": WEEK_BEFORE - timedelta(hours=1)}, "is over"),
        ({"opens_at": WEEK_BEFORE + timedelta(seconds=1)}, "You can register from"),
        ({"closes_at": WEEK_BEFORE}, "Registration closed on"),
    ],
)
def test_nobody_registers_for_a_session_that_is_not_open(
    writing: Any, facts: dict[str, Any], said: str
):
    with writing():
        desk = Desk(**facts)
        sign_up = make_sign_up(desk.webinar, confirmed_at=now())
        with pytest.raises(RegistrationIsClosed, match=said):
            seating.register(desk.session, sign_up, None)


def test_while_a_session_runs_latecomers_still_get_free_seats(writing: Any):
    with writing():
        desk = Desk(starts_at=WEEK_BEFORE - timedelta(minutes=59))
        assert desk.register().state == "in"


# -- seats kept for regional groups -------------------------------------------------------------


def test_a_regional_group_fills_its_own_seats_first_and_then_those_for_everybody(writing: Any):
    with writing():
        desk = Desk(seats=1, regions={"african": 1})
        for region in ("african", "african", "african", "grulac", ""):
            desk.register(region)
        assert desk.states == ["in", "in", "waiting", "waiting", "waiting"]
        assert desk.taken == {"": 1, "african": 1}


def test_nobody_else_gets_a_seat_kept_for_a_regional_group(writing: Any):
    with writing():
        desk = Desk(seats=1, regions={"african": 1})
        for region in ("grulac", "grulac", "african"):
            desk.register(region)
        assert desk.states == ["in", "waiting", "in"]


def test_a_freed_seat_goes_to_the_first_who_may_take_it(writing: Any):
    with writing():
        desk = Desk(seats=1, regions={"african": 1})
        kept, free = desk.register("african"), desk.register("grulac")
        for region in ("weog", "african", "african"):
            desk.register(region)
        seating.cancel(kept, None)
        assert desk.states == ["cancelled", "in", "waiting", "offered", "waiting"]
        seating.cancel(free, None)
        assert desk.states == ["cancelled", "cancelled", "offered", "offered", "waiting"]


# -- approval -----------------------------------------------------------------------------------


def test_with_approval_everybody_asks_and_a_yes_gives_a_seat_or_the_number(writing: Any):
    with writing():
        desk = Desk(seats=1, door="approval")
        first, second = desk.several(2)
        assert desk.states == ["asked", "asked"]
        assert desk.taken == {"": 0}
        for _ in range(2):
            seating.answer(second, True, None)
            seating.answer(first, True, None)
        assert desk.states == ["waiting", "in"]
        assert told(first) == ["asked", "waiting"]
        assert told(second) == ["asked", "registered"]


def test_who_asked_first_stands_first_whenever_the_answer_came(writing: Any):
    with writing():
        desk = Desk(seats=1, door="approval")
        first, second, third = desk.several(3)
        for one in (third, second, first):
            seating.answer(one, True, None)
        seating.cancel(third, None)
        assert desk.states == ["offered", "waiting", "cancelled"]


def test_a_no_carries_its_reason_and_can_be_turned_into_a_yes(writing: Any):
    with writing():
        desk = Desk(seats=1, door="approval")
        first = desk.register()
        with pytest.raises(ReasonNeeded):
            seating.answer(first, False, None, reason="  ")
        for _ in range(2):
            seating.answer(first, False, None, reason=" It is for inspectors. ")
        assert (first.state, first.reason) == ("declined", "It is for inspectors.")
        sign_up = db.session.get_one(SignUp, first.sign_up_id)
        with pytest.raises(RegistrationDeclined):
            seating.register(desk.session, sign_up, None)
        seating.answer(first, True, None)
        assert (first.state, first.reason, first.left_at) == ("in", "", None)
        assert told(first) == ["asked", "declined", "registered"]
        with pytest.raises(NothingToAnswer):
            seating.answer(first, False, None, reason="Too late.")


def test_a_request_for_a_cancelled_session_is_not_answered(writing: Any):
    with writing():
        desk = Desk(seats=1, door="approval")
        first = desk.register()
        desk.session.state, desk.session.cancelled_at = "cancelled", now()
        with pytest.raises(RegistrationIsClosed, match="was cancelled"):
            seating.answer(first, True, None)


def test_an_invitation_opens_another_door_than_the_webinars(writing: Any):
    with writing():
        desk = Desk(seats=1, door="approval")
        sign_up = make_sign_up(desk.webinar, confirmed_at=now())
        assert seating.register(desk.session, sign_up, None, door="invitation").state == "in"
