"""A learner's own list of actions, and what this room tells and forgets of a person."""

from sqlalchemy import func, select

from elearn.core.database import db
from elearn.surveys import actions, operations, privacy, queries
from elearn.surveys.models import Action, FollowUp, FormAnswer, Response
from tests.cast import actor
from tests.surveys.conftest import ALL_GIVEN

LIST = "/learn/actions/"


def test_an_action_is_added_changed_and_needs_a_reason_when_blocked(cast, signed_in, app):
    lina = signed_in(cast.learner)
    assert "Your list is empty" in lina.get(LIST).main
    lina.submit(lina.get(LIST), "Add", text="Label every drum")
    lina.submit(lina.get(LIST), "Add", text=" ", status=422)
    with app.app_context():
        action_id = queries.actions_of(cast.learner.id)[0].public_id
    page = lina.get(LIST + action_id)
    refused = lina.submit(page, "Save", state="blocked", status=422)
    assert "Say what keeps you from doing it" in refused.main
    answer = lina.submit(refused, "Save", note="No labels in stock", text="Label each drum")
    listed = lina.follow(answer).main
    assert "Label each drum Blocked" in listed
    assert "No labels in stock" in listed
    lina.submit(lina.get(LIST + action_id), "Save", state="done", note="")
    assert "Done" in lina.get(LIST).main


def test_nobody_sees_or_changes_the_actions_of_others(cast, signed_in, writing):
    with writing():
        action_id = actions.add(cast.learner.id, "Label every drum")
    omar = signed_in(cast.second_learner)
    omar.get(LIST + action_id, status=404)
    omar.post(LIST + action_id, {"text": "x", "state": "done"}, status=404)
    omar.json("PATCH", f"/api/v1/actions/{action_id}", {"state": "done"}, status=404)
    assert omar.json("GET", "/api/v1/actions").json == {"items": []}


def test_the_api_adds_and_changes_actions(cast, signed_in):
    lina = signed_in(cast.learner)
    made = lina.json("POST", "/api/v1/actions", {"text": "Train my team"}, status=201).json
    path = f"/api/v1/actions/{made['id']}"
    lina.json("PATCH", path, {"state": "blocked"}, status=422)
    changed = lina.json("PATCH", path, {"state": "partly", "note": "Half of them"}).json
    assert (changed["state"], changed["note"]) == ("partly", "Half of them")
    assert lina.json("GET", "/api/v1/actions").json == {"items": [changed]}


def test_a_list_has_an_end(cast, writing, signed_in, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OWN", 1)
    with writing():
        actions.add(cast.learner.id, "One")
    page = signed_in(cast.learner).post(LIST, {"text": "Two"}, status=409)
    assert "Your list is full" in page.main


def test_the_list_takes_as_many_queries_for_many_actions(cast, writing, signed_in, queries):
    lina = signed_in(cast.learner)
    with writing():
        actions.add(cast.learner.id, "One")
    lina.get(LIST)
    with queries() as one:
        lina.get(LIST)
    with writing():
        for number in range(3):
            actions.add(cast.learner.id, f"More {number}")
    lina.get(LIST)
    with queries() as many:
        lina.get(LIST)
    assert len(one) == len(many)


def test_the_letters_that_will_ask_are_listed_and_can_be_stopped(
    setting, cast, app, writing, signed_in
):
    lina = actor(app, cast.learner)
    with writing():
        operations.respond(
            setting.survey.id, setting.subject, lina.id, ALL_GIVEN, lina, title="Waste"
        )
    pages = signed_in(cast.learner)
    page = pages.get(LIST)
    assert page.main.count("Waste") == 3
    assert "We will not ask you again" in pages.follow(pages.submit(page, "Stop asking me")).main
    assert "Waste" not in pages.get(LIST).main


def test_a_copy_tells_everything_and_erasure_leaves_answers_without_the_person(
    setting, cast, app, writing
):
    lina = actor(app, cast.learner)
    with writing():
        operations.respond(
            setting.survey.id, setting.subject, lina.id, ALL_GIVEN, lina, title="Waste"
        )
        before = queries.figures(setting.survey.id, setting.subject)
        told = privacy.export(lina.id)
    assert told["responses"][0]["answers"] == ALL_GIVEN
    assert [one["text"] for one in told["actions"]] == ALL_GIVEN["actions"]
    assert [one["months"] for one in told["follow_ups"]] == [3, 6, 12]
    with writing():
        privacy.erase(lina.id)
        after = queries.figures(setting.survey.id, setting.subject)
        left = {
            table: db.session.scalar(select(func.count()).select_from(table))
            for table in (Action, FollowUp, Response)
        }
        assert left == {Action: 0, FollowUp: 0, Response: 1}
        assert db.session.scalar(select(Response.person_id)) is None
        assert db.session.scalar(select(func.count(FormAnswer.id))) == len(ALL_GIVEN)
    assert after == before
    with writing():
        assert privacy.export(lina.id) == {"responses": [], "actions": [], "follow_ups": []}
