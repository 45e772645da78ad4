"""R-35 and the headers: every kind of answer is guarded, and every error helps without telling."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable

from elearn.app.factory import create_app
from elearn.core.access import anyone
from elearn.core.database import db
from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from elearn.core.web import Blueprint
from tests.pages import Pages

PROBLEM = "application/problem+json"
SECRET_WORDS = "swordfish in table person"

failing = Blueprint("failing", __name__)
ERRORS = {
    "not-found": (NotFound("There is no such thing."), 404),
    "forbidden": (Forbidden("This is not yours."), 403),
    "conflict": (Conflict("Somebody was faster."), 409),
    "invalid": (Invalid("This cannot be."), 422),
    "too-many": (TooMany("Too often.", retry_after=7), 429),
    "too-large": (RequestEntityTooLarge(), 413),
    "unavailable": (ServiceUnavailable(retry_after=9), 503),
    "database": (OperationalError("SELECT", {}, RuntimeError(SECRET_WORDS)), 503),
    "no connection": (NoConnectionLeft(SECRET_WORDS), 503),
    "data": (DataError("SELECT", {}, ValueError(SECRET_WORDS)), 400),
    "unexpected": (RuntimeError(SECRET_WORDS), 500),
}


@failing.get("/failing/<name>", access=anyone)
def on_a_page(name: str) -> str:
    raise ERRORS[name][0]


@failing.get("/api/v1/failing/<name>", access=anyone)
def on_the_api(name: str) -> str:
    raise ERRORS[name][0]


@pytest.fixture(scope="module")
def live_app(
    whole_app: Flask,
    restore: Callable[[], None],
    data_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The application as people meet it: errors are answered, not passed on to the tests.

    On SQLite it has a copy of the database: two engines on a file that is put back after each
    test would pull it from under each other.
    """
    settings = replace(whole_app.extensions["settings"], public_url="https://learn.example.org")
    if settings.database.startswith("sqlite"):
        folder = tmp_path_factory.mktemp("live")
        shutil.copyfile(data_folder / "original.db", folder / "elearn.db")
        settings = replace(settings, database_url=f"sqlite:///{folder / 'elearn.db'}")
    app = create_app(settings)
    app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    app.register_blueprint(failing)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def live(live_app: Flask, app: Flask) -> Pages:
    return Pages(live_app)


def check_headers(answer) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(headers.getlist("X-Content-Type-Options")) == 1
    assert headers["X-Request-ID"]


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/api/v1/courses", 200),
    ("GET", "/health/live", 200),
    ("GET", "/account/", 302),
    ("GET", "/api/v1/me", 401),
    ("GET", "/nowhere", 404),
    ("GET", "/api/v1/nowhere", 404),
    ("DELETE", "/", 405),
    ("POST", "/sign-in", 400),
    ("HEAD", "/", 200),
    ("OPTIONS", "/", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_kind_of_answer_has_its_headers(live, method, path, status):
    answer = live.client.open(path, method=method)
    assert answer.status_code == status
    check_headers(answer)


def test_static_files_are_guarded_and_kept_by_browsers(live):
    path = live.get("/").all("//link[@rel='stylesheet']/@href")[0]
    answer = live.client.get(path)
    check_headers(answer)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    answer.close()


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_on_a_page_is_a_page_with_its_request(live, name):
    status = ERRORS[name][1]
    answer = live.get(f"/failing/{name}", status=status)
    check_headers(answer)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["X-Request-ID"] in answer.main


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_on_the_api_is_a_problem_with_its_request(live, name):
    status = ERRORS[name][1]
    answer = live.json("GET", f"/api/v1/failing/{name}", status=status)
    check_headers(answer)
    assert answer.headers["Content-Type"] == PROBLEM
    assert (answer.json["status"], answer.json["request_id"]) == (
        status,
        answer.headers["X-Request-ID"],
    )
    assert answer.json["detail"]


@pytest.mark.parametrize("name", ["database", "data", "unexpected"])
@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_nothing_of_the_inside_is_shown(live, name, prefix):
    answer = live.client.get(f"{prefix}/failing/{name}")
    said = answer.text + str(answer.headers)
    for inside in (
        SECRET_WORDS,
        "Traceback",
        "RuntimeError",
        "SELECT",
        "sqlalchemy",
        ".py",
        "/work",
    ):
        assert inside not in said


@pytest.mark.parametrize(("name", "seconds"), [("too-many", "7"), ("unavailable", "9")])
def test_an_error_that_passes_says_when_to_try_again(live, name, seconds):
    assert live.client.get(f"/failing/{name}").headers["Retry-After"] == seconds
    assert int(live.client.get("/failing/database").headers["Retry-After"]) > 0


def test_a_domain_error_says_its_own_sentence(live):
    assert "Somebody was faster." in live.get("/failing/conflict", status=409).main
    problem = live.json("GET", "/api/v1/failing/conflict", status=409).json
    assert (problem["detail"], problem["code"]) == ("Somebody was faster.", "conflict")


def test_every_request_has_an_id_of_its_own(live):
    ids = {live.client.get("/nowhere").headers["X-Request-ID"] for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"[0-9a-z]{12}", one) for one in ids)


def test_an_id_sent_along_is_not_believed(live):
    sent = {"X-Request-ID": "<script>alert(1)</script>"}
    assert live.client.get("/nowhere", headers=sent).headers["X-Request-ID"] != sent["X-Request-ID"]


def test_a_method_that_is_not_there_names_those_that_are(live):
    answer = live.client.delete("/sign-in")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(re.split(r",\s*", answer.headers["Allow"]))


def test_a_body_too_large_is_refused_on_pages_and_on_the_api(live, live_app):
    before = live_app.config["MAX_CONTENT_LENGTH"]
    live_app.config["MAX_CONTENT_LENGTH"] = 1_000
    try:
        page = live.client.post("/sign-in", data={"email": "x" * 2_000})
        api = live.client.patch("/api/v1/me", data=b"x" * 2_000, content_type="application/json")
    finally:
        live_app.config["MAX_CONTENT_LENGTH"] = before
    assert (page.status_code, page.mimetype) == (413, "text/html")
    assert api.status_code in (401, 413)
    assert api.content_type == PROBLEM


def test_personal_pages_are_not_kept_by_browsers_and_public_ones_are_asked_for(
    live, live_app, cast
):
    assert live.client.get("/").headers["Cache-Control"] in ("no-cache", "private, no-cache")
    signed_in = Pages(live_app).sign_in(cast.learner)
    answer = signed_in.client.get("/account/", base_url="https://learn.example.org")
    assert answer.headers["Cache-Control"] == "no-store" or answer.status_code == 302
    assert "Cookie" in answer.headers["Vary"]


def test_browsers_are_told_to_stay_with_https(live):
    secure = live.client.get("/", base_url="https://learn.example.org")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in live.client.get("/").headers


def test_a_form_without_its_token_is_refused_with_what_to_do(live):
    answer = live.client.post("/sign-in", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "Reload and retry" in answer.text


def test_a_route_that_does_not_say_who_may_enter_does_not_start():
    rooms = Blueprint("open_doors", __name__)
    with pytest.raises(TypeError):
        rooms.get("/anything")(lambda: "")
