"""Seats of a session: who gets one, who waits, who is offered the one that became free."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core import outbox
from elearn.core.clock import at, now
from elearn.core.database import db
from elearn.webinars import offering, seating, tasks
from elearn.webinars.models import SeatPool, WebinarSession
from elearn.webinars.registration_models import Registration, SignUp
from elearn.webinars.seat_errors import (
    NothingOffered,
    NothingToAnswer,
    OfferIsOver,
    ReasonNeeded,
    RegistrationDeclined,
    RegistrationIsClosed,
    SeatsAreWrong,
    SessionIsOver,
    TooFewSeats,
)
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

WEEK_BEFORE = TOUR - timedelta(days=7)


@pytest.fixture(autouse=True)
def _week_before() -> Any:
    """It is a week before the session."""
    with at(WEEK_BEFORE):
        yield


class Desk:
    """A session, and what has become of those who registered for it, in the order of coming."""

    def __init__(self, *, seats: int = 1, regions: dict[str, int] | None = None, **facts: Any):
        webinar_facts = {name: facts.pop(name) for name in ("door",) if name in facts}
        self.webinar = make_webinar(**webinar_facts)
        self.session = make_session(self.webinar, seats=seats, regions=regions, **facts)
        self.came: list[Registration] = []

    def register(self, region: str = "", **facts: Any) -> Registration:
        """Let a new guest register whose address is confirmed."""
        person_id = one_more_person()
        values = {"person_id": person_id, "region": region, "confirmed_at": now()} | facts
        sign_up = make_sign_up(self.webinar, **values)
        made = seating.register(self.session, sign_up, None)
        self.came.append(made)
        return made

    def several(self, count: int) -> list[Registration]:
        return [self.register() for _ in range(count)]

    @property
    def states(self) -> list[str]:
        return states_of([registration.id for registration in self.came])

    @property
    def taken(self) -> dict[str, int]:
        rows = db.session.execute(select(SeatPool.region, SeatPool.taken))
        return {row.region: row.taken for row in rows}


def states_of(ids: Sequence[int]) -> list[str]:
    rows = db.session.execute(select(Registration.id, Registration.state))
    found = {row.id: row.state for row in rows}
    return [found[registration_id] for registration_id in ids]


def one_more_person() -> int:
    count = len(db.session.scalars(select(Person.id)).all())
    person = Person(
        email=f"guest-{count}@example.org",
        name=f"Guest {count}",
        language="en",
        timezone="UTC",
        created_at=now(),
        email_confirmed_at=now(),
    )
    db.session.add(person)
    db.session.flush()
    return person.id


def told(registration: Registration) -> list[str]:
    """Return the letters queued to the person of a registration, in order."""
    person = select(SignUp.person_id).where(SignUp.id == registration.sign_up_id)
    theirs = Letter.person_id == person.scalar_subquery()
    statement = select(Letter.template).where(theirs).order_by(Letter.id)
    return [name.removeprefix("webinar-") for name in db.session.scalars(statement)]


def numbers(registrations: Sequence[Registration]) -> list[int]:
    return [registration.number for registration in registrations]


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
        person = _person(suspended)
        person.suspended_at = now()
        _person(erased).erased_at = now()
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
        person = _person(second)
        person.suspended_at = now()
        db.session.flush()
        seating.cancel(first, None)
        person.suspended_at = None
        second_id = second.id
    with app.app_context():
        tasks.settle_lines()
        assert db.session.get_one(Registration, second_id).state == "offered"


def _person(registration: Registration) -> Person:
    sign_up = db.session.get_one(SignUp, registration.sign_up_id)
    return db.session.get_one(Person, sign_up.person_id)


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
