"""Every answer of the API to anything that can be sent is one the document promises (R-08).

The cases are the same on every run. API_FUZZ_CASES is about how many each role sends.
"""

import json
import os
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from elearn.app.openapi import described
from tests.contracts import halls

CASES = int(os.environ.get("API_FUZZ_CASES", "700"))
ROLES = ("visitor", "learner", "trainer")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# Bodies that reach further than chance does.
BODIES: dict[str, list[Any]] = {
    "quizzes_save_answer": [
        {"position": 1, "client_key": "fuzz-1-a", "sequence": 1, "response": {"text": "3"}},
        {"position": 2, "client_key": "fuzz-2-a", "sequence": 2, "response": {"choices": []}},
        {"position": 3, "client_key": "fuzz-3-a", "sequence": 3, "response": {"choice": "a"}},
        {"position": 4, "client_key": "fuzz-4-a", "sequence": 9, "response": {"text": "9e99999"}},
        {"position": 1, "client_key": "fuzz-4-b", "sequence": 8, "response": {"choice": ["a"]}},
        {"position": 2, "client_key": "fuzz-4-c", "sequence": 8, "response": {"choices": [{}]}},
        {"position": 3, "client_key": "fuzz-4-d", "sequence": 8, "response": {"text": 10**18}},
    ],
    "rules_change": [
        {"parts": {"000000000000": {"module": "000000000000"}}},
        {"entry": {"some": [{"from": "2026-05-03T10:00:00+00:00"}], "need": 9}},
        {"entry": {"all": [{"until": "0001-01-01T00:00:00+23:59"}]}},
        {"completion": {"share": 50, "mark": 5000, "form": "000000000000"}},
    ],
    "courses_keep": [{"completed": True}, {"block": "b-5f0c6ad3e1b2"}],
}
BROKEN = {
    "nothing": b"",
    "half": b'{"name": ',
    "latin": b'{"name": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "NaN": b'{"position": NaN}',
    "twice": b'{"completed": true, "completed": true, "name": "A", "name": "A"}',
    "NUL": b'{"name": "a\\u0000b", "block": "a\\u0000b", "completed": true}',
    "half a character": b'{"name": "\\ud800", "completed": true, "block": "\\ud800"}',
    "huge": b'{"position": 99999999999999999999, "days": 99999999999999999999}',
    "endless": b'{"position": ' + b"9" * 5000 + b"}",
    "deep": b'{"response": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "quite deep": b'{"response": ' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"}",
    "unknown": b'{"completed": true, "is_admin": true, "name": "A", "roles": ["admin"]}',
}
ODD_HEADERS = ("é" * 119, "\x7f", "a" * 5000, '"', 'W/"', "*", " ", ",,,", "\x80\xff", "%00")


def addresses(house: Any) -> dict[str, list[str]]:
    """Return what the parts of paths may be: real things, one's own and others'."""
    known = {name: [one] for name, one in house.ways_in.items()}
    for part, found in [
        *addresses_of_courses(house).items(),
        *addresses_of_programmes(house).items(),
        *halls.parts(house).items(),
    ]:
        known[part] = [*known.get(part, []), *found]
    return known


def addresses_of_courses(house: Any) -> dict[str, list[str]]:
    """Return what stands for the parts of paths to courses, quizzes, library and people."""
    steps = [step.public_id for step in house.course.steps]
    return {
        "slug": [*[house.course.slug] * 3, house.draft_slug],
        "step_id": [house.course.quiz.public_id, *steps],
        "attempt_id": [house.open_attempt, house.closed_attempt, house.foreign_attempt],
        "award_id": [house.award, house.foreign_award],
        "code": [house.code],
        "edition_id": [house.edition],
        "key": [house.course.lesson("why").paragraph],
        "import_id": [house.import_id],
        "public_id": [house.cast.learner.public_id],
        "name": [f"{'0' * 64}.png"],
        "token_id": ["000000000000"],
        "kind": ["nudge", "certificate"],
        "tool_slug": [house.tool],
        "position": ["0", "1", "9"],
        "update_id": [house.update],
        "proposal_id": [house.proposal],
        "term_id": [house.term],
        "module_id": [house.module],
        "request_id": [house.suggestion_request],
        "suggestion_id": [house.suggestion],
        "question_id": [house.question, house.asked],
        "note_id": [house.note, house.other_note],
        "draft_id": [house.draft],
        "enrolment_id": [house.enrolment],
        "override_id": [house.override],
        "form_id": [house.survey, house.own_form],
        "action_id": [house.action],
        "follow_up_id": [house.follow_up],
        "value": ["not-a-link"],
    }


def addresses_of_programmes(house: Any) -> dict[str, list[str]]:
    """Return the same for programmes and their runs."""
    return {
        "slug": [house.run, house.programme],
        "import_id": house.reports,
        "session_id": [house.session],
        "group_id": house.groups,
        "part_id": [house.part],
        "place_id": [house.place],
    }


def cases_of(operation: Any, mode: GenerationMode, known: dict[str, list[str]]) -> Any:
    """Return a strategy of requests, most of them to things that exist; None when none can be.

    An operation that takes nothing but a place cannot be sent anything that breaks its schema
    once the place is given.
    """
    negative = mode is GenerationMode.NEGATIVE
    raw = operation.definition.raw
    takes = "requestBody" in raw or any(
        one["in"] == "query" or one["name"] == "Idempotency-Key"
        for one in raw.get("parameters", [])
    )
    names = [part.name for part in operation.path_parameters]
    free = bool(takes or names or not negative)
    strategies = [operation.as_strategy(generation_mode=mode)] if free else []
    rounds = max((len(known[name]) for name in names), default=0)
    for number in range(rounds if takes or not negative else 0):
        places = {name: known[name][number % len(known[name])] for name in names}
        strategies.append(operation.as_strategy(generation_mode=mode, path_parameters=places))
        for body in BODIES.get(raw["operationId"], []) if not negative else []:
            strategies.append(
                operation.as_strategy(generation_mode=mode, path_parameters=places, body=body)
            )
    return st.one_of(strategies) if strategies else None


def order(operation: Any) -> int:
    """What ends something comes last, so that the rest is done while it stands."""
    ends = operation.method == "delete" or operation.path.endswith("/submission")
    return 2 if operation.method == "delete" else int(ends)


def document_of(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return json.loads(json.dumps(described()))


@pytest.fixture
def sender(house: Any) -> Callable[[str], dict[str, str]]:
    """Return a function that gives the headers of a role."""

    def headers(role: str) -> dict[str, str]:
        plain = {"Accept-Encoding": "identity"}
        if role == "visitor":
            return plain
        return plain | {"Authorization": f"Bearer {house.token(getattr(house.cast, role))}"}

    return headers


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("role", ROLES)
def test_no_request_gets_an_answer_that_the_document_does_not_promise(
    house: Any, sender: Callable[[str], dict[str, str]], role: str, mode: GenerationMode
):
    schema = schemathesis.openapi.from_dict(document_of(house.app))
    # Who sends is decided here, not by chance.
    schema.config.generation.update(with_security_parameters=False)
    headers, known = sender(role), addresses(house)
    operations = sorted((result.ok() for result in schema.get_all_operations()), key=order)
    each = max(1, CASES // len(operations) // 2)
    sent = 0
    for operation in operations:
        cases = cases_of(operation, mode, known)
        if cases is None:
            continue

        @hypothesis.seed(20260105)
        @hypothesis.settings(
            max_examples=each,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=cases)
        def send(case: Any) -> None:
            nonlocal sent
            sent += 1
            response = case.call(app=house.app, headers=headers)
            case.validate_response(response, checks=CHECKS)

        send()
    assert sent >= len(operations) // 2


def bodies_of(document: dict[str, Any], known: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        (method.upper(), path.format(**{name: values[0] for name, values in known.items()}))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
        and "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_broken_body_is_ever_taken(
    house: Any, sender: Callable[[str], dict[str, str]], role: str
):
    document, client, headers = document_of(house.app), house.app.test_client(), sender(role)
    for method, path in bodies_of(document, addresses(house)):
        for name, body in BROKEN.items():
            response = client.open(
                path,
                method=method,
                data=body,
                content_type="application/json",
                headers=headers,
            )
            assert 400 <= response.status_code < 500, f"{method} {path}: {name}"
            assert response.mimetype == "application/problem+json", f"{method} {path}: {name}"


@pytest.mark.parametrize("header", ["Idempotency-Key", "If-None-Match", "If-Match", "Range"])
def test_odd_headers_do_no_harm(house: Any, sender: Callable[[str], dict[str, str]], header: str):
    client, slug, plain = house.app.test_client(), house.course.slug, sender("learner")
    for value in ODD_HEADERS:
        for method, path in (("GET", f"/api/v1/courses/{slug}"), ("PUT", f"{slug}/enrolment")):
            address = path if path.startswith("/") else f"/api/v1/courses/{path}"
            headers = plain | {header: value}
            response = client.open(address, method=method, headers=headers)
            assert response.status_code < 500, f"{method} {header}: {value!r}"


@pytest.mark.parametrize("value", ["", "x", "é", "\x00", "a" * 10_000, "esm_", "Bearer"])
def test_odd_tokens_let_nobody_in(house: Any, value: str):
    client = house.app.test_client()
    for kind in ("Bearer", "bearer", "Basic", ""):
        authorization = f"{kind} {value}".encode("latin-1", "replace").decode("latin-1")
        answer = client.get("/api/v1/me", environ_overrides={"HTTP_AUTHORIZATION": authorization})
        assert answer.status_code == 401
