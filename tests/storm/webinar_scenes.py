"""What the writers of storms on webinars do: register all at once, cancel while others register."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from elearn.accounts.mail_models import Letter
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars.models import SeatPool, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats import seating, tasks
from tests.factories.webinars import make_session, make_sign_up, make_webinar
from tests.storm.crowd import Outcome
from tests.storm.scenes import Scene, SeatsAtMost, Stage, change_unguarded

# Of the writers of a waiting list, one in so many cancels: 50 of 250.
CANCELS = 5
# The first of them raises the seats by so many, as the others cancel.
MORE_SEATS = 7


class Seats(Scene):
    """Everybody registers at once: all seats taken, the rest in line without a gap."""

    def __init__(self, stage: Stage) -> None:
        with write():
            session, sign_ups = announced(stage.people, stage.seats)
            given = {"session": session.id, "sign_ups": sign_ups}
        super().__init__(register, given)

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        line, (seats, taken) = line_of(self.given["session"]), seats_of(self.given["session"])
        writers, inside = len(outcome.waits), min(seats, len(outcome.waits))
        states = ["in"] * inside + ["waiting"] * (writers - inside)
        told = Counter({"webinar-registered": inside, "webinar-waiting": writers - inside})
        said = f"{taken} of {seats} seats taken, {len(line)} in line"
        well = line == list(zip(range(1, writers + 1), states, strict=True))
        well = well and Counter(outcome.words) == Counter(states)
        return well and taken == inside and letters() == +told, said


def register(number: int, given: dict[str, Any]) -> str:
    """Register for the session; tell what became of it."""
    with write():
        session = db.session.get_one(WebinarSession, given["session"])
        sign_up = db.session.get_one(SignUp, given["sign_ups"][number])
        return seating.register(session, sign_up, None).state


class WaitingList(Scene):
    """Some cancel while others register: nobody is skipped, nobody twice, one letter each."""

    def __init__(self, stage: Stage) -> None:
        leaving = len(stage.people) // CANCELS
        with write():
            session, sign_ups = announced(stage.people, leaving)
            for sign_up in sign_ups[:leaving]:
                seating.register(session, db.session.get_one(SignUp, sign_up), None)
            given = {"session": session.id, "sign_ups": sign_ups, "leaving": leaving}
        super().__init__(come_or_go, given)

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        session_id, leaving = self.given["session"], self.given["leaving"]
        line, (seats, taken) = line_of(session_id), seats_of(session_id)
        coming = len(outcome.waits) - leaving
        seated = min(seats, coming)
        gone, came = line[:leaving], [state for _, state in line[leaving:]]
        # Who came is seated in the order of coming: at once, or by an offer.
        first, rest = Counter(came[:seated]), came[seated:]
        told = Counter(
            {
                "webinar-registered": leaving + first["in"],
                "webinar-waiting": len(came) - first["in"],
                "webinar-offered": first["offered"],
                "webinar-cancelled": leaving,
            }
        )
        well = (
            [number for number, _ in line] == list(range(1, leaving + coming + 1))
            and {state for _, state in gone} == {"cancelled"}
            and first["in"] + first["offered"] == seated == taken
            and set(rest) <= {"waiting"}
            and letters() == +told
        )
        said = f"{leaving} left, {first['in']} of {coming} in, {first['offered']} offered a seat"
        return well, f"{said}, {len(rest)} wait, {taken} of {seats} seats taken"


def come_or_go(number: int, given: dict[str, Any]) -> str:
    """Cancel, or register, twice, as an impatient click does; the worker sweeps meanwhile."""
    for _ in range(2):
        with write():
            session = db.session.get_one(WebinarSession, given["session"])
            sign_up = db.session.get_one(SignUp, given["sign_ups"][number])
            if number >= given["leaving"]:
                state = seating.register(session, sign_up, None).state
                continue
            of_sign_up = Registration.sign_up_id == sign_up.id
            registration = db.session.scalars(select(Registration).where(of_sign_up)).one()
            state = seating.cancel(registration, None).state
            if number == 0:
                seating.set_seats(session, {"": given["leaving"] + MORE_SEATS}, None)
    if number < given["leaving"]:
        # As a worker does that tries again, and the sweep of every minute.
        tasks.offer_free(given["session"])
        tasks.settle_lines()
    return state


class OneOfferEach(Scene):
    """The control of waiting lists: everybody looks who is first, then offers the seat."""

    def __init__(self, stage: Stage) -> None:
        for number in range(1, len(stage.people) + 1):
            change_unguarded("INSERT INTO unguarded (n) VALUES (:n)", number)
        super().__init__(look_then_offer, {})

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        offers = db.session.scalars(text("SELECT n FROM unguarded WHERE n < 0")).all()
        return len(set(offers)) == len(offers), f"{len(set(offers))} of {len(offers)} were offered"


def look_then_offer(number: int, given: dict[str, Any]) -> str:
    """Look who waits longest, then offer, as if no constraint and no lock existed."""
    first = db.session.scalar(
        text(
            "SELECT min(n) FROM unguarded"
            " WHERE n > 0 AND n NOT IN (SELECT -n FROM unguarded WHERE n < 0)"
        )
    )
    db.session.rollback()
    change_unguarded("INSERT INTO unguarded (n) VALUES (:n)", -(first or 0))
    return "offered"


def announced(people: Sequence[int], seats: int) -> tuple[WebinarSession, list[int]]:
    """Announce a session in a month; return it, and a sign-up for each person."""
    webinar = make_webinar()
    session = make_session(webinar, seats=seats, starts_at=now() + timedelta(days=30))
    sign_ups = [
        make_sign_up(webinar, person_id=person_id, confirmed_at=now()).id for person_id in people
    ]
    return session, sign_ups


def line_of(session_id: int) -> list[tuple[int, str]]:
    """Return number and state of all who registered, in the order of their numbers."""
    statement = select(Registration.number, Registration.state).where(
        Registration.session_id == session_id
    )
    return [tuple(row) for row in db.session.execute(statement.order_by(Registration.number))]


def seats_of(session_id: int) -> tuple[int, int]:
    """Return how many seats there are, and how many are taken."""
    statement = select(SeatPool.seats, SeatPool.taken).where(SeatPool.session_id == session_id)
    seats, taken = db.session.execute(statement).one()
    return seats, taken


def letters() -> Counter[str]:
    """Return how many letters were queued of each kind."""
    return Counter(db.session.scalars(select(Letter.template)))


# Each scene with its control.
SCENES: dict[str, tuple[Callable[[Stage], Scene], Callable[[Stage], Scene]]] = {
    "seats": (Seats, SeatsAtMost),
    "waitlist": (WaitingList, OneOfferEach),
}
