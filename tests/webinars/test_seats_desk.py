"""What organisers see of a session's seats and decide on them, on pages and in JSON."""

from typing import Any

import pytest
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.seats import seating
from tests.factories.webinars import make_sign_up
from tests.webinars.conftest import webinar_row


class Seated:
    """A session with one seat for which guests registered; their registrations by name."""

    def __init__(self, tour: Any, session: str, ids: dict[str, str]) -> None:
        self.slug, self.ids = tour.slug, ids
        self.desk = f"/desk/webinars/{tour.slug}/sessions/{session}/seats"
        self.api = f"/api/v1/webinars/{tour.slug}/sessions/{session}"


@pytest.fixture
def seated(make_tour: Any, writing: Any) -> Any:
    """Return a function that makes such a session."""

    def make(names: tuple[str, ...], **facts: Any) -> Seated:
        tour = make_tour(seats=1, **facts)
        with writing():
            session = db.session.get_one(WebinarSession, tour.session_ids[0])
            ids = {}
            for name in names:
                facts_of = {"name": name, "country": "KE", "confirmed_at": now()}
                sign_up = make_sign_up(webinar_row(tour), **facts_of)
                ids[name] = seating.register(session, sign_up, None).public_id
        return Seated(tour, tour.sessions[0], ids)

    return make


@pytest.fixture
def states(app: Any) -> Any:
    """Return a function that gives the states of registrations in the order of asking."""

    def read() -> list[str]:
        with app.app_context():
            return list(
                db.session.scalars(select(Registration.state).order_by(Registration.number))
            )

    return read


def test_the_organiser_sees_who_has_a_seat_and_who_waits(cast, signed_in, seated):
    made = seated(("Amina Rahimi", "Bo Lind"))
    page = signed_in(cast.partner).get(f"{made.desk}/")
    assert "1 of 1 taken" in page.text
    assert page.text.index("Amina Rahimi") < page.text.index("Bo Lind")
    waiting = signed_in(cast.partner).get(f"{made.desk}/?state=waiting")
    assert "Bo Lind" in waiting.text
    assert "Amina Rahimi" not in waiting.text


def test_a_list_of_three_is_read_by_as_many_statements_as_of_one(cast, signed_in, seated, queries):
    counted = []
    for names in (("Amina Rahimi",), ("Amina Rahimi", "Bo Lind", "Cai Wong")):
        made, client = seated(names), signed_in(cast.partner)
        with queries() as sent:
            client.get(f"{made.desk}/")
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_the_organiser_cancels_with_a_reason_and_the_next_is_offered_the_seat(
    cast, signed_in, seated, states
):
    made, partner = seated(("Amina Rahimi", "Bo Lind")), signed_in(cast.partner)
    one = f"{made.desk}/{made.ids['Amina Rahimi']}"
    assert "Cancel the registration" in partner.get(one).text
    reason = {"reason": "She asked us by telephone."}
    page = partner.follow(partner.post(f"{one}/cancel", reason))
    assert "A seat is offered to 1 person." in page.text
    assert states() == ["cancelled", "offered"]
    assert "She asked us by telephone." in partner.get(one).text


def test_a_no_needs_its_reason_and_what_was_typed_is_kept(cast, signed_in, seated, states):
    made, partner = seated(("Amina Rahimi",), door="approval"), signed_in(cast.partner)
    one = f"{made.desk}/{made.ids['Amina Rahimi']}"
    page = partner.post(f"{one}/answer", {"answer": "no", "reason": " "}, status=422)
    assert "Say why." in page.text
    partner.post(f"{one}/answer", {"answer": "yes"})
    assert states() == ["in"]


def test_requests_are_answered_in_one_call_in_order(cast, signed_in, seated, states):
    names = tuple(f"Guest {number}" for number in range(7))
    made, partner = seated(names, door="approval"), signed_in(cast.partner)
    answers = {"registrations": list(made.ids.values()), "yes": True}
    unknown = answers | {"registrations": [*made.ids.values(), "0" * 12]}
    partner.json("POST", f"{made.api}/answers", unknown, status=404)
    assert states() == ["asked"] * 7
    assert partner.json("POST", f"{made.api}/answers", answers).json == {"answered": 7}
    assert states() == ["in"] + ["waiting"] * 6
    declined = {"registrations": [made.ids["Guest 3"]], "yes": False, "reason": "Full."}
    assert partner.json("POST", f"{made.api}/answers", declined).json == {"answered": 0}


def test_seats_are_set_and_read_in_json(cast, signed_in, seated, states):
    made, partner = seated(("Amina Rahimi", "Bo Lind")), signed_in(cast.partner)
    told = partner.json("PUT", f"{made.api}/seats", {"seats": {"": 2, "african": 1}}).json
    assert told == {
        "pools": [
            {"region": "", "seats": 2, "taken": 2},
            {"region": "african", "seats": 1, "taken": 0},
        ],
        "people": {"in": 1, "offered": 1},
    }
    refused = partner.json("PUT", f"{made.api}/seats", {"seats": {"": 1}}, status=409).json
    assert refused["detail"].startswith("2 people hold these seats")
    path = f"{made.api}/registrations/{made.ids['Amina Rahimi']}/cancellation"
    assert partner.json("POST", path, {"reason": "Ill"}).json["state"] == "cancelled"
    listed = partner.json("GET", f"{made.api}/registrations?state=offered").json
    assert [row["name"] for row in listed["items"]] == ["Bo Lind"]


def test_a_registration_of_another_session_is_not_found_here(cast, signed_in, seated):
    made, other = seated(("Amina Rahimi",)), seated(("Bo Lind",))
    signed_in(cast.partner).get(f"{made.desk}/{other.ids['Bo Lind']}", status=404)
