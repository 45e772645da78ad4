"""Programs do what the pages do, with the same rights and the same refusals."""

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.programmes import operations
from elearn.programmes.models import Place, RunCompletion
from elearn.programmes.session_models import ClassSession
from tests.factories.sessions import run_of, session_of, trainer_of


class Desk:
    """A run of Tomas's with Lina and Omar in it and a session of an hour."""


@pytest.fixture
def desk(app, writing, cast, signed_in):
    desk = Desk()
    with writing():
        learners = (cast.learner.id, cast.second_learner.id)
        run = run_of(cast, learners=learners, zone="Europe/Zurich", attendance_percent=50)
        for planned in db.session.scalars(select(ClassSession)):
            planned.required = False
        desk.session = session_of(run).public_id
        trainer_of(run, cast.trainer.id)
        desk.run_id = run.id
        desk.places = dict(db.session.execute(select(Place.person_id, Place.public_id)).all())
    desk.path = f"/api/v1/runs/{run.slug}"
    desk.tomas = signed_in(cast.trainer)
    return desk


def test_a_session_is_planned_changed_and_cancelled(desk):
    path = f"{desk.path}/sessions"
    planned = {"title": "Storing", "day": "2027-03-24", "hour": "10:00", "minutes": 90}
    made = desk.tomas.json("POST", path, planned, 201).json
    assert (made["starts_at"], made["zone"]) == ("2027-03-24T09:00:00+00:00", "Europe/Zurich")
    one = f"{path}/{made['id']}"
    assert desk.tomas.json("PUT", one, planned | {"title": "Moving"}).json["title"] == "Moving"
    assert desk.tomas.json("PUT", f"{one}/cancellation", {"cancelled": True}).json["cancelled_at"]
    listed = desk.tomas.json("GET", path).json
    assert [row["title"] for row in listed] == ["Sorting batteries", "Moving", "Opening session"]


def test_a_day_without_an_hour_and_an_hour_that_is_skipped_are_refused(desk):
    path = f"{desk.path}/sessions"
    desk.tomas.json("POST", path, {"title": "A", "day": "2027-03-24"}, 422)
    skipped = {"title": "A", "day": "2027-03-28", "hour": "02:30"}
    assert "skip this hour" in desk.tomas.json("POST", path, skipped, 422).json["detail"]


def test_attendance_is_written_down_and_completes(app, desk, cast):
    path = f"{desk.path}/sessions/{desk.session}/attendance"
    people = [
        {"place": desk.places[cast.learner.id], "minutes": 30},
        {"place": desk.places[cast.second_learner.id], "minutes": 0},
    ]
    listed = desk.tomas.json("PUT", path, {"people": people}).json
    assert [(row["name"], row["minutes"], row["source"]) for row in listed] == [
        ("Lina Haddad", 30, "list"),
        ("Omar Diallo", 0, "list"),
    ]
    with app.app_context():
        assert len(db.session.scalars(select(RunCompletion.id)).all()) == 1
    stranger = {"people": [{"place": "nobody", "minutes": 1}]}
    desk.tomas.json("PUT", path, stranger, 422)
    too_long = {"people": [people[0] | {"minutes": 61}]}
    assert "longer than it lasts" in desk.tomas.json("PUT", path, too_long, 422).json["detail"]


def test_a_report_is_read_then_written(desk, cast):
    path = f"{desk.path}/sessions/{desk.session}/attendance-reports"
    sent = {"text": "Name,Email,Minutes\nL,lina@example.org,50\nA phone,,20\n"}
    read = desk.tomas.json("POST", path, sent, 201).json
    assert [(one["found"], one["minutes"]) for one in read["people"]] == [
        ("address", 50),
        ("unknown", 20),
    ]
    listed = desk.tomas.json("GET", f"{desk.path}/sessions/{desk.session}/attendance").json
    assert [row["minutes"] for row in listed] == [None, None]
    assigned = {"assigned": [{"position": 1, "place": desk.places[cast.second_learner.id]}]}
    assert desk.tomas.json("PUT", f"{path}/{read['id']}", assigned).json == {"changed": 2}
    desk.tomas.json("PUT", f"{path}/{read['id']}", assigned, 404)
    other = desk.tomas.json("POST", path, sent, 201).json["id"]
    desk.tomas.json("DELETE", f"{path}/{other}", status=204)
    assert "No table was found" in desk.tomas.json("POST", path, {"text": "x"}, 422).json["detail"]


def test_a_group_is_counted_corrected_and_deleted(desk):
    path = f"{desk.path}/groups"
    counts = [{"gender": "female", "age_band": "25-34", "people": 34}]
    said = {"held_on": "2026-03-02", "title": "Sorting", "language": "id", "counts": counts}
    made = desk.tomas.json("POST", path, said, 201).json
    assert made["people"] == 34
    named = said | {"title": "Lina Haddad, Omar Diallo, Rosa Perez"}
    assert "never named" in desk.tomas.json("POST", path, named, 422).json["detail"]
    fewer = said | {"counts": [counts[0] | {"people": 33}]}
    desk.tomas.json("PUT", f"{path}/{made['id']}", fewer)
    listed = desk.tomas.json("GET", path).json
    assert (listed["totals"]["people"], listed["totals"]["by_gender"]["female"]) == (33, 33)
    desk.tomas.json("DELETE", f"{path}/{made['id']}", status=204)
    assert desk.tomas.json("GET", path).json["items"] == []


def test_lines_and_trainers_are_read_and_set(desk, cast):
    read = desk.tomas.json("GET", f"{desk.path}/lineage").json
    assert read["trainers"] == [
        {"trainer": cast.trainer.public_id, "name": "Tomas Novak", "learned_in": None}
    ]
    assert read["reached"] == {"runs": 1, "learners": 2, "groups": 0, "group_people": 0}
    added = desk.tomas.json("POST", f"{desk.path}/trainers", {"email": "lina@example.org"}, 201)
    assert [one["name"] for one in added.json] == ["Lina Haddad", "Tomas Novak"]
    unknown = {"trainer": cast.learner.public_id, "learned_in": "nowhere"}
    desk.tomas.json("PUT", f"{desk.path}/lineage", unknown, 422)
    desk.tomas.json("DELETE", f"{desk.path}/trainers/{cast.learner.public_id}", status=204)


def test_a_report_is_handed_in_returned_and_accepted(desk, writing, signed_in, cast):
    path, partner = f"{desk.path}/report", signed_in(cast.partner)
    assert desk.tomas.json("GET", path).json["state"] == "none"
    desk.tomas.json("PUT", path, {"what_happened": "Much."}, 409)
    with writing():
        operations.close(desk.run_id, None, confirmed=True)
    desk.tomas.json("PUT", path, {"hand_in": True}, 422)
    handed = desk.tomas.json("PUT", path, {"what_happened": "Much.", "hand_in": True}).json
    assert (handed["state"], handed["frozen"]) == ("handed-in", True)
    desk.tomas.json("PUT", f"{path}/decision", {"accept": True}, 403)
    partner.json("PUT", f"{path}/decision", {"accept": False}, 422)
    partner.json("PUT", f"{path}/decision", {"accept": False, "note": "When?"})
    desk.tomas.json("PUT", path, {"what_happened": "On Monday.", "hand_in": True})
    done = partner.json("PUT", f"{path}/decision", {"accept": True}).json
    assert (done["state"], done["what_happened"]) == ("accepted", "On Monday.")
    partner.json("PUT", f"{path}/decision", {"accept": True}, 409)


def test_foreign_trainings_are_not_there_and_partners_write_nothing(desk, signed_in, cast):
    stranger, partner = signed_in(cast.second_trainer), signed_in(cast.partner)
    for what in ("sessions", "groups", "report", "lineage"):
        stranger.json("GET", f"{desk.path}/{what}", status=404)
    partner.json("POST", f"{desk.path}/sessions", {"title": "A"}, 403)
    partner.json("GET", f"{desk.path}/lineage", status=403)
