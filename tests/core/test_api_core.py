"""The JSON side of every room: repeats, ETags, content types, forged requests, unknown fields."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.accounts import tokens
from elearn.core import clock
from elearn.core.api import KeptAnswer, forget_old_answers
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor
from tests.factories.courses import enrolled, published_course

PROBLEM = "application/problem+json"


@pytest.fixture
def course(writing, cast):
    """A course the learner and the second learner are on."""
    with writing():
        course = published_course()
        enrolled(cast.learner.id, course.id)
        enrolled(cast.second_learner.id, course.id)
    return course


@pytest.fixture
def lina(signed_in, cast):
    return signed_in(cast.learner)


def path_of(course, name: str = "why") -> str:
    return f"/api/v1/courses/{course.slug}/steps/{course.lesson(name).public_id}/progress"


def keep(client, course, key: str, body=None, name: str = "why", status: int = 200):
    headers = {"Idempotency-Key": key}
    sent = {"completed": True} if body is None else body
    return client.json("PUT", path_of(course, name), sent, status=status, headers=headers)


def kept(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(KeptAnswer.id))) or 0


def test_a_repeat_with_its_key_gets_the_first_answer_and_changes_nothing(app, lina, course):
    first = keep(lina, course, "key-1")
    lina.json("PUT", path_of(course, "law"), {"completed": True})
    again = keep(lina, course, "key-1")
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.text, again.headers["Content-Type"]) == (
        first.text,
        first.headers["Content-Type"],
    )
    assert kept(app) == 1


@pytest.mark.parametrize("body", [{"completed": False}, {"completed": True, "block": "b-1"}])
def test_a_key_used_for_another_body_is_a_conflict(lina, course, body):
    keep(lina, course, "key-1")
    refused = keep(lina, course, "key-1", body, status=409)
    assert refused.headers["Content-Type"] == PROBLEM
    assert "different request" in refused.json["detail"]


def test_a_key_used_for_another_address_is_a_conflict(lina, course):
    keep(lina, course, "key-1")
    keep(lina, course, "key-1", name="law", status=409)


def test_keys_belong_to_their_person(app, lina, course, signed_in, cast):
    keep(lina, course, "key-1")
    other = keep(signed_in(cast.second_learner), course, "key-1")
    assert "Idempotency-Replayed" not in other.headers
    assert kept(app) == 2


def test_a_refused_request_leaves_its_key_free(app, lina, course):
    keep(lina, course, "key-1", {"completed": "perhaps"}, status=422)
    assert kept(app) == 0
    assert "Idempotency-Replayed" not in keep(lina, course, "key-1").headers


def test_a_key_too_long_is_refused(lina, visitor, course):
    keep(lina, course, "k" * 120)
    keep(lina, course, "k" * 121, status=400)
    link, headers = {"value": "not-a-link"}, {"Idempotency-Key": "k" * 121}
    path = "/api/v1/registrations/confirmations"
    told = visitor.json("POST", path, link, status=400, headers=headers)
    assert "longer than 120" in told.json["detail"]


def test_keys_are_forgotten_after_a_day(app, lina, course):
    keep(lina, course, "key-1")
    with app.app_context():
        with write():
            forget_old_answers()
        assert db.session.scalar(select(func.count(KeptAnswer.id))) == 1
        with clock.at(clock.machine_now() + timedelta(hours=25)), write():
            forget_old_answers()
    assert kept(app) == 0


def test_without_a_key_nothing_is_kept(app, lina, course):
    lina.json("PUT", path_of(course), {"completed": True})
    assert kept(app) == 0


def test_what_the_reader_has_already_is_not_sent_again(visitor, course):
    first = visitor.json("GET", "/api/v1/courses")
    tag = first.headers["ETag"]
    again = visitor.json("GET", "/api/v1/courses", status=304, headers={"If-None-Match": tag})
    assert (again.response.data, again.headers["ETag"]) == (b"", tag)
    visitor.json("GET", "/api/v1/courses", headers={"If-None-Match": '"another"'})


def test_the_tag_changes_with_the_content(visitor, course, writing):
    tag = visitor.json("GET", "/api/v1/courses").headers["ETag"]
    with writing():
        published_course(title="Another course")
    answer = visitor.json("GET", "/api/v1/courses", headers={"If-None-Match": tag})
    assert answer.headers["ETag"] != tag


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
        "application/xml",
        "",
    ],
)
def test_a_body_of_another_type_is_refused(lina, course, content_type):
    headers = {"X-CSRFToken": lina.token()}
    answer = lina.client.put(
        path_of(course), data='{"completed": true}', content_type=content_type, headers=headers
    )
    assert (answer.status_code, answer.content_type) == (415, PROBLEM)


@pytest.mark.parametrize("body", ["{", "[", "{'completed': 1}", "\x00", "[1] trailing", "NaN"])
def test_a_body_that_is_no_json_is_refused(lina, course, body):
    headers = {"X-CSRFToken": lina.token()}
    answer = lina.client.put(
        path_of(course), data=body, content_type="application/json", headers=headers
    )
    assert answer.status_code in (400, 422)
    assert answer.content_type == PROBLEM


@pytest.mark.parametrize("body", [[], "text", 1, True, [{"completed": True}]])
def test_json_of_another_shape_is_refused(lina, course, body):
    answer = lina.json("PUT", path_of(course), body, status=422)
    assert answer.headers["Content-Type"] == PROBLEM


def test_a_field_nobody_knows_is_refused_by_name_and_nothing_is_saved(app, lina, course):
    body = {"completed": True, "is_admin": True}
    refused = lina.json("PUT", path_of(course), body, status=422)
    assert refused.headers["Content-Type"] == PROBLEM
    assert "is_admin" in json.dumps(refused.json["errors"])
    assert lina.json("GET", f"/api/v1/courses/{course.slug}/enrolment").json["done"] == 0


def test_a_session_cookie_needs_the_token_of_its_forms(lina, course):
    refused = lina.client.put(path_of(course), json={"completed": True})
    assert (refused.status_code, refused.content_type) == (400, PROBLEM)
    assert "X-CSRFToken" in refused.json["detail"]
    forged = {"X-CSRFToken": "made-up"}
    assert lina.client.put(path_of(course), json={}, headers=forged).status_code == 400
    lina.json("PUT", path_of(course), {"completed": True})


def test_a_personal_token_needs_no_other(app, visitor, course, cast):
    headers = {"Authorization": f"Bearer {token_of(app, cast.learner)}"}
    answer = visitor.client.put(path_of(course), json={"completed": True}, headers=headers)
    assert answer.status_code == 200


def test_a_made_up_token_beside_a_cookie_does_not_pass_for_the_cookie(lina, course):
    headers = {"Authorization": "Bearer made-up"}
    answer = lina.client.put(path_of(course), json={"completed": True}, headers=headers)
    assert (answer.status_code, answer.content_type) == (401, PROBLEM)


def test_a_header_of_another_kind_does_not_stand_in_for_the_token_of_forms(lina, course):
    headers = {"Authorization": "Basic dXNlcjpwYXNz"}
    answer = lina.client.put(path_of(course), json={"completed": True}, headers=headers)
    assert (answer.status_code, answer.content_type) == (400, PROBLEM)


def token_of(app, member, scopes=("read", "write")) -> str:
    person = actor(app, member)
    with app.app_context(), write():
        return tokens.create_token(person, name="Test", scopes=list(scopes), days=30)[1]


def test_a_token_beside_a_cookie_is_what_counts(app, lina, course, cast):
    headers = {"Authorization": f"Bearer {token_of(app, cast.learner, ['read'])}"}
    answer = lina.client.put(path_of(course), json={"completed": True}, headers=headers)
    assert (answer.status_code, answer.content_type) == (403, PROBLEM)


def test_a_visitor_is_told_to_sign_in_as_a_problem(visitor, course):
    refused = visitor.json("PUT", path_of(course), {"completed": True}, status=401)
    assert refused.headers["Content-Type"] == PROBLEM
    assert (refused.json["status"], refused.json["code"]) == (401, "sign-in")


def test_every_problem_says_which_request_it_was(visitor, lina, course):
    for problem in (
        visitor.json("GET", "/api/v1/nowhere", status=404),
        visitor.json("DELETE", "/api/v1/courses", status=405),
        lina.json("PUT", path_of(course), {"x": 1}, status=422),
    ):
        assert problem.headers["Content-Type"] == PROBLEM
        assert problem.json["request_id"] == problem.headers["X-Request-ID"] != ""
        assert problem.json["status"] == problem.status
        assert problem.json["title"]
        assert problem.json["detail"]


def test_a_method_that_is_not_there_says_which_are(visitor):
    answer = visitor.json("DELETE", "/api/v1/courses", status=405)
    assert "GET" in answer.headers["Allow"]
