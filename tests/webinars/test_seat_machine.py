"""Whatever happens in whatever order, seats are as a plain model of the rules says (R-58, R-59)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, insert, select

from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core.clock import at, now
from elearn.core.database import db
from elearn.webinars.models import SeatPool, Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats import offering, seating, tasks
from elearn.webinars.seats.seat_errors import NothingOffered, OfferIsOver, TooFewSeats
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

OFFER = timedelta(hours=12)
SEATED = ("in", "offered")


@dataclass
class Guest:
    """Somebody who registered, as the model knows them."""

    region: str
    number: int = 0
    state: str = ""
    pool: str | None = None
    until: datetime | None = None
    suspended: bool = False

    def may_take(self, pool: str) -> bool:
        return pool in ("", self.region)


@dataclass
class Plain:
    """The rules in plain words: pools, a line, first come, first served."""

    seats: dict[str, int]
    guests: list[Guest] = field(default_factory=list)
    last: int = 0
    offers: int = 0

    def taken(self, pool: str) -> int:
        return sum(guest.pool == pool for guest in self.guests)

    def free(self, pool: str) -> bool:
        return self.taken(pool) < self.seats.get(pool, 0)

    def line(self) -> list[Guest]:
        waiting = [guest for guest in self.guests if guest.state == "waiting"]
        return sorted(
            (guest for guest in waiting if not guest.suspended), key=lambda guest: guest.number
        )

    def come(self, guest: Guest) -> None:
        self.last += 1
        guest.number, guest.state = self.last, "waiting"
        for pool in pools_of(guest):
            ahead = [one for one in self.line() if one is not guest and one.may_take(pool)]
            if self.free(pool) and not ahead:
                guest.state, guest.pool = "in", pool
                return

    def leave(self, guest: Guest, state: str) -> None:
        guest.state, guest.pool, guest.until = state, None, None

    def offer(self, moment: datetime) -> None:
        for guest in self.line():
            for pool in pools_of(guest):
                if self.free(pool):
                    guest.state, guest.pool, guest.until = "offered", pool, moment + OFFER
                    self.offers += 1
                    break

    def lapse(self, moment: datetime) -> None:
        for guest in self.guests:
            if guest.until and guest.until <= moment:
                self.leave(guest, "lapsed")


def pools_of(guest: Guest) -> list[str]:
    return list(dict.fromkeys((guest.region, "")))


class Seats(RuleBasedStateMachine):
    """The product and the model side by side; everything is done twice, as worried people do."""

    writing: Any

    def __init__(self) -> None:
        super().__init__()
        self.moment = TOUR - timedelta(days=300)
        self.plain = Plain({"": 1, "african": 1})
        self.ids: list[int] = []
        with self.writing(), at(self.moment):
            webinar = make_webinar()
            session = make_session(webinar, seats=1, regions={"african": 1})
            self.webinar_id, self.session_id = webinar.id, session.id
        for region in ("", "african", "", "african"):
            self.comes(region)

    def guest(self, which: int) -> tuple[Guest, Registration] | None:
        """Return somebody who registered, in the model and in the product."""
        if not self.ids:
            return None
        place = which % len(self.ids)
        return self.plain.guests[place], db.session.get_one(Registration, self.ids[place])

    def session(self) -> WebinarSession:
        return db.session.get_one(WebinarSession, self.session_id)

    @rule(region=st.sampled_from(["", "african", "grulac"]))
    def somebody_comes(self, region: str) -> None:
        self.comes(region)

    def comes(self, region: str) -> None:
        guest = Guest(region)
        self.plain.guests.append(guest)
        self.plain.come(guest)
        with self.writing(), at(self.moment):
            session = self.session()
            person_id = one_more_person()
            facts = {"person_id": person_id, "region": region, "confirmed_at": now()}
            webinar = db.session.get_one(Webinar, self.webinar_id)
            sign_up = make_sign_up(webinar, **facts)
            self.ids.append(seating.register(session, sign_up, None).id)
            seating.register(session, sign_up, None)

    @rule(which=st.integers(0, 6))
    def somebody_comes_again(self, which: int) -> None:
        with self.writing(), at(self.moment):
            found = self.guest(which)
            if found is None:
                return
            guest, registration = found
            if guest.state in ("cancelled", "lapsed"):
                self.plain.come(guest)
            sign_up = db.session.get_one(SignUp, registration.sign_up_id)
            seating.register(self.session(), sign_up, None)

    @rule(which=st.integers(0, 6))
    def somebody_cancels(self, which: int) -> None:
        with self.writing(), at(self.moment):
            found = self.guest(which)
            if found is None:
                return
            guest, registration = found
            if guest.state in (*SEATED, "waiting"):
                freed = guest.pool is not None
                self.plain.leave(guest, "cancelled")
                if freed:
                    self.plain.offer(self.moment)
            for _ in range(2):
                seating.cancel(registration, None)

    @rule(which=st.integers(0, 6), yes=st.booleans())
    def somebody_answers_an_offer(self, which: int, yes: bool) -> None:
        with self.writing(), at(self.moment):
            found = self.guest(which)
            if found is None:
                return
            guest, registration = found
            act = seating.accept if yes else seating.turn_down
            try:
                for _ in range(2):
                    act(registration, None)
            except (NothingOffered, OfferIsOver):
                assert guest.state != "offered"
                return
            if guest.state == "offered":
                if yes:
                    guest.state, guest.until = "in", None
                else:
                    self.plain.leave(guest, "cancelled")
                    self.plain.offer(self.moment)

    @rule(hours=st.sampled_from([5, 12, 13]))
    def time_passes(self, hours: int) -> None:
        self.moment += timedelta(hours=hours)
        self.plain.lapse(self.moment)
        self.plain.offer(self.moment)
        for _ in range(2):
            self.settle()

    def settle(self) -> None:
        """Do what the worker does every minute, in transactions of its own."""
        with at(self.moment), self.app.app_context():
            tasks.settle_lines()

    @rule(pool=st.sampled_from(["", "african"]), number=st.integers(0, 2))
    def seats_are_set(self, pool: str, number: int) -> None:
        with self.writing(), at(self.moment):
            try:
                seating.set_seats(self.session(), {pool: number}, None)
            except TooFewSeats:
                assert number < self.plain.taken(pool)
                return
            self.plain.seats[pool] = number
            self.plain.offer(self.moment)

    @rule(which=st.integers(0, 6))
    def somebody_is_suspended_or_no_longer(self, which: int) -> None:
        with self.writing(), at(self.moment):
            found = self.guest(which)
            if found is None:
                return
            guest, registration = found
            sign_up = db.session.get_one(SignUp, registration.sign_up_id)
            person = db.session.get_one(Person, sign_up.person_id)
            guest.suspended = not guest.suspended
            person.suspended_at = now() if guest.suspended else None

    @rule()
    def a_job_runs_again(self) -> None:
        before = self.plain.offers
        self.plain.offer(self.moment)
        with self.writing(), at(self.moment):
            assert offering.offer_free(self.session_id) == self.plain.offers - before
            assert offering.offer_free(self.session_id) == 0

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        with self.app.app_context():
            rows = db.session.execute(
                select(
                    Registration.number,
                    Registration.state,
                    SeatPool.region,
                    Registration.offer_until,
                )
                .outerjoin(SeatPool, SeatPool.id == Registration.pool_id)
                .where(Registration.session_id == self.session_id)
                .order_by(Registration.id)
            ).all()
            guests = self.plain.guests
            expected = [(one.number, one.state, one.pool, one.until) for one in guests]
            assert [tuple(row) for row in rows] == expected
            pools = db.session.execute(
                select(SeatPool.region, SeatPool.seats, SeatPool.taken)
                .where(SeatPool.session_id == self.session_id)
                .order_by(SeatPool.region)
            ).all()
            assert [tuple(row) for row in pools] == [
                (pool, seats, self.plain.taken(pool))
                for pool, seats in sorted(self.plain.seats.items())
            ]
            # Each offer was told once.
            told = db.session.scalar(
                select(func.count())
                .select_from(Letter)
                .join(SignUp, SignUp.person_id == Letter.person_id)
                .where(SignUp.webinar_id == self.webinar_id, Letter.template == "webinar-offered")
            )
            assert told == self.plain.offers


def one_more_person() -> int:
    values = {"name": "A Guest", "language": "en", "timezone": "UTC", "created_at": now()}
    number = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
    statement = insert(Person).values(values | {"email": f"guest-{number}@example.org"})
    return db.session.execute(statement.returning(Person.id)).scalar_one()


def test_seats_are_as_the_model_says(app: Any, writing: Any):
    machine = type("Machine", (Seats,), {"writing": staticmethod(writing), "app": app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
