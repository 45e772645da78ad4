"""R-47: while an attempt is open, nothing that leaves the server depends on what is right."""

import json
import re

import pytest
from sqlalchemy import select, update

from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import queries as reads
from quizzes.models import QuestionRevision
from tests.factories.quizzes import MULTIPLE, NUMERIC, SINGLE, TRUEFALSE

# What differs from one request to the next anyway.
PASSING = [r'name="csrf_token" value="[^"]+"', r'name="page" value="[^"]+"', r"nonce-[\w-]+"]
CANARY = "canary-0451"


def told(kind):
    """Return a question whose every secret text carries the canary."""
    secret = f"Because of {CANARY}."
    question = kind | {"feedback": secret}
    if "choices" in kind:
        question["choices"] = [one | {"feedback": secret} for one in kind["choices"]]
    if kind["kind"] == "truefalse":
        question |= {"feedback_true": secret, "feedback_false": secret}
    return question


@pytest.fixture
def table(lay):
    return lay(questions=tuple(told(kind) for kind in (SINGLE, MULTIPLE, TRUEFALSE, NUMERIC)))


def all_that_is_sent(client, table, attempt):
    """Return every answer a learner can get about an open attempt, and the size of each."""
    api = f"/api/v1/attempts/{attempt}"
    texts = [
        client.get(f"/attempts/{attempt}/").text,
        client.get(f"/attempts/{attempt}/?missing=1").text,
        client.get(table.address).text,
        client.get(f"/courses/{table.course.slug}/").text,
        client.json("GET", api).text,
        client.json("GET", f"{api}/result", status=409).text,
        client.get(f"/attempts/{attempt}/review", status=302).text,
    ]
    for position in (1, 2, 3, 4):
        body = {"position": position, "client_key": f"leak-{position:05}", "sequence": 1}
        answer = client.json(
            "POST", f"/attempts/{attempt}/answers", body | {"response": {}}, status=200
        )
        texts.append(answer.text)
    cleaned = []
    for text in texts:
        for pattern in PASSING:
            text = re.sub(pattern, "", text)
        cleaned.append(re.sub(r'"request_id":\s*"[^"]*"', "", text))
    return cleaned


def turn_every_key(app):
    """Make right what was wrong, in every revision, behind the attempt's back."""
    with app.app_context(), write():
        for row in db.session.execute(select(QuestionRevision)).scalars():
            key = dict(row.answer_key)
            if row.kind == "numeric":
                key |= {"value": "999", "tolerance": "7"}
            else:
                ids = [one["id"] for one in row.content.get("choices", [])] or ["true", "false"]
                key["correct"] = [one for one in ids if one not in key["correct"]][:1]
            db.session.execute(
                update(QuestionRevision)
                .where(QuestionRevision.id == row.id)
                .values(answer_key=key | {"feedback": "Something else."})
            )


def test_pages_and_api_of_an_open_attempt_are_the_same_whatever_is_right(table, client, cast):
    client.sign_in(cast.learner)
    attempt = table.start()
    # The answers are saved by the first round already, so that both compared ones repeat them.
    all_that_is_sent(client, table, attempt)
    before = all_that_is_sent(client, table, attempt)
    turn_every_key(table.app)
    assert all_that_is_sent(client, table, attempt) == before
    assert not any(CANARY in text for text in before)


def test_right_and_wrong_answers_are_acknowledged_alike(table, client, cast):
    client.sign_in(cast.learner)
    attempt = table.start()
    answers = {}
    for number, right in enumerate((True, False), start=1):
        for position, response in table.answers(attempt, right).items():
            body = {
                "position": position,
                "client_key": f"same-{number}-{position}",
                "sequence": number,
                "response": response,
            }
            answer = client.json("POST", f"/attempts/{attempt}/answers", body)
            answers.setdefault(position, []).append(json.loads(answer.text) | {"latest": None})
    assert all(first == second for first, second in answers.values())


def test_after_submission_the_feedback_is_there(table, client, cast):
    client.sign_in(cast.learner)
    attempt = table.start()
    table.save_all(attempt, right=False)
    table.submit(attempt)
    assert CANARY in client.get(f"/attempts/{attempt}/review").text
    assert CANARY in client.json("GET", f"/api/v1/attempts/{attempt}/result").text


def test_statements_for_an_open_attempt_never_read_a_key(table, client, cast, queries):
    client.sign_in(cast.learner)
    attempt = table.start()
    with queries() as sent:
        client.get(f"/attempts/{attempt}/")
        client.json("GET", f"/api/v1/attempts/{attempt}")
        client.get(table.address)
        body = {"position": 1, "client_key": "no-key-read", "sequence": 1, "response": {}}
        client.json("POST", f"/attempts/{attempt}/answers", body)
    assert sent
    assert not [statement for statement in sent if "answer_key" in statement]


def test_the_place_of_the_right_choice_follows_no_rule(lay):
    """Mixed order: over many attempts the right choice stands everywhere."""
    table = lay(questions=(SINGLE,), attempts=0)
    places = set()
    for _ in range(40):
        attempt = table.start()
        row = table.attempt(attempt)
        right = table.answers(attempt)[1]["choice"]
        with table.app.app_context():
            places.add(reads.questions_asked(row.id)[0].choice_order.index(right))
        table.submit(attempt)
    assert places == {0, 1, 2}
