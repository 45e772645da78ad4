"""The same operations as the pages, as JSON."""

import pytest
from sqlalchemy import func, select

from elearn.core.database import db
from quizzes.models import Answer


@pytest.fixture
def lina(table, client, cast):
    return client.sign_in(cast.learner)


def address(table):
    return f"/api/v1/courses/{table.course.slug}/steps/{table.course.quiz.public_id}/attempts"


def send(client, attempt, position, response, status=200, **values):
    body = {"position": position, "client_key": f"key-{position:05}", "sequence": 1} | values
    body["response"] = response
    return client.json("POST", f"/api/v1/attempts/{attempt}/answers", body, status)


def test_a_client_takes_a_whole_quiz(lina, table):
    started = lina.json("POST", address(table)).json
    assert started["new"] is True
    assert lina.json("POST", address(table)).json == {"id": started["id"], "new": False}
    attempt = started["id"]
    for position, response in table.answers(attempt).items():
        saved = send(lina, attempt, position, response).json
        assert saved == {"counts": True, "latest": 1, "elsewhere": False, "doubt": None}
    outcome = lina.json("PUT", f"/api/v1/attempts/{attempt}/submission").json
    assert outcome == {
        "id": attempt,
        "score": 10000,
        "passed": True,
        "completed_course": False,
    }
    again = lina.json("PUT", f"/api/v1/attempts/{attempt}/submission").json
    assert again == outcome
    result = lina.json("GET", f"/api/v1/attempts/{attempt}/result").json
    assert (result["score"], result["earned"], result["points"]) == (10000, "4", 4)
    assert {one["earned"] for one in result["questions"]} == {"1"}


def test_an_open_attempt_shows_questions_and_own_answers_and_nothing_else(lina, table):
    attempt = lina.json("POST", address(table)).json["id"]
    response = table.answers(attempt)[1]
    send(lina, attempt, 1, response)
    shown = lina.json("GET", f"/api/v1/attempts/{attempt}").json
    assert set(shown) == {
        "id",
        "number",
        "course",
        "step",
        "title",
        "pass_mark",
        "started_at",
        "deadline",
        "submitted_at",
        "questions",
    }
    allowed = {"position", "kind", "points", "prompt", "choices", "unit", "rule", "response"}
    for question in shown["questions"]:
        assert set(question) <= allowed | {"sequence"}
        for choice in question.get("choices", []):
            assert set(choice) == {"id", "text"}
    assert shown["questions"][0]["response"] == response


def test_there_is_no_result_before_submission(lina, table):
    attempt = lina.json("POST", address(table)).json["id"]
    problem = lina.json("GET", f"/api/v1/attempts/{attempt}/result", status=409).json
    assert problem["code"] == "attempt-open"


def test_nobody_else_reads_answers_or_submits(lina, table, signed_in, cast):
    attempt = lina.json("POST", address(table)).json["id"]
    for member in (cast.second_learner, cast.trainer, cast.admin):
        other = signed_in(member)
        other.json("GET", f"/api/v1/attempts/{attempt}", status=404)
        other.json("GET", f"/api/v1/attempts/{attempt}/result", status=404)
        send(other, attempt, 1, {"choice": ""}, status=404)
        other.json("PUT", f"/api/v1/attempts/{attempt}/submission", status=404)


def test_visitors_are_told_to_sign_in(table, visitor):
    attempt = table.start()
    visitor.json("POST", address(table), status=401)
    visitor.json("GET", f"/api/v1/attempts/{attempt}", status=401)
    send(visitor, attempt, 1, {"choice": ""}, status=401)
    visitor.json("PUT", f"/api/v1/attempts/{attempt}/submission", status=401)


def test_who_is_not_enrolled_cannot_start(table, signed_in, cast):
    problem = signed_in(cast.second_learner).json("POST", address(table), status=403).json
    assert problem["code"] == "not-enrolled"


def test_a_lesson_has_no_attempts(lina, table):
    lesson = table.course.lesson("why").public_id
    path = f"/api/v1/courses/{table.course.slug}/steps/{lesson}/attempts"
    lina.json("POST", path, status=404)


@pytest.mark.parametrize(
    "wrong",
    [{"position": "1"}, {"sequence": -1}, {"client_key": "?"}, {"score": 1}, {"is_correct": True}],
)
def test_fields_nobody_asked_for_are_refused_and_nothing_is_kept(lina, table, wrong):
    attempt = lina.json("POST", address(table)).json["id"]
    body = {"position": 1, "client_key": "key-00001", "sequence": 1, "response": {}} | wrong
    lina.json("POST", f"/api/v1/attempts/{attempt}/answers", body, status=422)
    with table.app.app_context():
        assert db.session.scalar(select(func.count(Answer.id))) == 0


def test_a_replayed_request_with_an_idempotency_key_gives_the_first_answer(lina, table):
    headers = {"Idempotency-Key": "start-1"}
    first = lina.json("POST", address(table), headers=headers)
    again = lina.json("POST", address(table), headers=headers)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
