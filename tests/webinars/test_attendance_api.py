"""Attendance by the API: the same operations, rights and words as on the pages."""

import pytest

from tests.factories.attending import make_hall
from tests.webinars.test_reports import FILE, counted


@pytest.fixture
def hall(writing, cast):
    with writing():
        return make_hall(cast, code_word="Basel 1989")


def api(hall):
    return f"/api/v1/webinars/{hall.slug}/sessions/{hall.session}/attendance"


def test_a_session_is_read_ticked_and_completed(hall, signed_in, cast, run_jobs):
    partner = signed_in(cast.partner)
    lina = hall.registrations["lina"]
    sent = {"people": [{"registration": lina, "minutes": 60}]}
    found = partner.json("PUT", api(hall), sent).json
    assert found["people"][2] == {
        "registration": lina,
        "number": 1,
        "name": "Lina Haddad",
        "ticked": 60,
        "minutes": 60,
        "source": "tick",
    }
    partner.json("PUT", api(hall) + "/completion")
    run_jobs()
    assert partner.json("GET", api(hall)).json["figures"] == {
        "registered": 4,
        "confirmed": 4,
        "reached": 1,
        "partly": 0,
        "rate": 250,
        "certificates": 1,
    }


def test_a_report_is_read_settled_and_dropped(app, hall, signed_in, cast):
    partner = signed_in(cast.partner)
    made = partner.json("POST", api(hall) + "/reports", {"text": FILE}, status=201).json
    report = made["report"]
    assert (report["lines"], report["found"], report["open"]) == (7, 2, 2)
    waiting = next(line for line in made["lines"] if line["state"] == "unsure")
    assert hall.registrations["guest1"] in waiting["candidates"]
    here = f"{api(hall)}/reports/{report['id']}"
    owners = {"lines": [{"line": waiting["id"], "registration": hall.registrations["guest1"]}]}
    partner.json("PUT", here + "/lines", owners)
    assert partner.json("PUT", here + "/counting").json == {"changed": 3}
    assert counted(app, hall)["guest1"] == (30, "report")
    assert [one["state"] for one in partner.json("GET", api(hall) + "/reports").json] == ["settled"]
    assert len(partner.json("GET", here).json["lines"]) == 7
    partner.json("DELETE", here, status=204)
    partner.json("GET", here, status=404)
    assert counted(app, hall) == {}
    refused = partner.json("POST", api(hall) + "/reports", {"text": "a,b\n1,2"}, status=422)
    assert refused.json["detail"].startswith("No table was found.")


def test_the_code_word_and_the_way_in_are_ones_own(app, hall, signed_in, cast):
    own = f"/api/v1/webinar-registrations/{hall.registrations['lina']}"
    learner, other = signed_in(cast.learner), signed_in(cast.second_learner)
    other.json("PUT", own + "/code-word", {"word": "Basel 1989"}, status=404)
    other.json("POST", own + "/click", status=404)
    learner.json("PUT", own + "/code-word", {"word": "Bonn"}, status=422)
    learner.json("PUT", own + "/code-word", {"word": "basel 1989"}, status=204)
    assert (
        learner.json("POST", own + "/click", status=403).json["detail"].startswith("This session")
    )
    assert counted(app, hall) == {"lina": (0, "code-word")}


def test_the_desk_is_of_those_who_run_it(hall, signed_in, cast):
    for member in (cast.learner, cast.trainer):
        pages = signed_in(member)
        pages.json("GET", api(hall), status=404)
        pages.json("POST", api(hall) + "/host-entrance", status=404)
    found = signed_in(cast.admin).json("POST", api(hall) + "/host-entrance").json
    assert found == {"address": "https://meet.example.org/tour"}
