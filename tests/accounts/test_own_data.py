"""One's own data: the copy, and the erasure of the account, on pages and in the API."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courses import learning
from courses.models import Enrolment
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.programmes import operations
from elearn.programmes.models import Place
from tests.cast import Cast
from tests.factories.courses import enrolled, published_course
from tests.factories.programmes import people, running_run


@pytest.fixture
def training(writing: Any, cast: Cast) -> Any:
    """A training with one place, held by Lina, for whom one course is finished."""
    with writing():
        done, more = published_course(title="Done"), published_course(title="Unfinished")
        run = running_run(courses=[done.id, more.id], order="any-order", places=1)
        enrolment = enrolled(cast.learner.id, done.id)
        for step in done.steps:
            learning.complete_step(enrolment, step.id, release_id=done.release_id, score=9000)
        operations.ask(run.id, cast.learner.id, None)
        operations.ask(run.id, people(1)[0], None)
        return run.id


def test_a_learner_takes_a_copy_on_the_page_and_by_the_api(
    signed_in: Any, cast: Cast, training: int
):
    pages = signed_in(cast.learner)
    page = pages.get("/account/data")
    (link,) = page.all("//main//a[text()='Download the copy']/@href")
    answer = pages.client.get(link)
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    copy = json.loads(answer.text)
    assert [one["course"] for one in copy["courses"]["enrolments"]] == ["Done", "Unfinished"]
    assert [one["title"] for one in copy["trainings"]] == ["Batteries in Nairobi"]
    assert len(copy["certificates"]["certificates"]) == 1
    sent = pages.json("GET", "/api/v1/me/data").json["data"]
    # What was done meanwhile, and nothing else, may differ.
    assert {**sent, "acts": []} == {**copy, "acts": []}


def test_erasing_asks_for_the_password_gives_the_place_on_and_signs_out(
    app: Flask, signed_in: Any, cast: Cast, password: str, training: int
):
    pages = signed_in(cast.learner)
    page = pages.get("/account/data")
    (link,) = page.all("//main//a[text()='Erase my account']/@href")
    form = pages.get(link)
    button = "Erase my account for good"
    assert "Write your password." in pages.submit(form, button, status=422).main
    told = pages.submit(form, button, status=422, password="not the password")
    assert "The password is wrong." in told.main
    home = pages.follow(pages.submit(form, button, password=password))
    assert "Your account is erased." in home.text
    assert "/sign-in" in (pages.get("/account/", status=302).location or "")
    with app.app_context():
        person = db.session.get_one(Person, cast.learner.id)
        assert (person.name, person.email) == ("", f"{cast.learner.public_id}@erased.invalid")
        states = db.session.scalars(select(Place.state).order_by(Place.number)).all()
        assert states == ["withdrawn", "in"]
        left = select(Enrolment.left_at.is_not(None)).order_by(Enrolment.id)
        mine = db.session.scalars(left.where(Enrolment.person_id == cast.learner.id)).all()
        assert mine == [False, True]


def test_the_api_erases_with_the_password_and_never_by_a_token(
    signed_in: Any, cast: Cast, password: str, visitor: Any
):
    pages = signed_in(cast.learner)
    made = pages.json(
        "POST", "/api/v1/me/tokens", {"name": "x", "scopes": ["read", "write"]}, status=201
    )
    bearer = {"Authorization": f"Bearer {made.json['token']}"}
    told = visitor.json(
        "POST", "/api/v1/me/erasure", {"password": password}, status=403, headers=bearer
    )
    assert "A token cannot erase an account." in str(told.json)
    pages.json("POST", "/api/v1/me/erasure", {"password": "wrong one here"}, status=422)
    pages.json("POST", "/api/v1/me/erasure", {"password": password}, status=204)
    pages.json("GET", "/api/v1/me", status=401)


def test_the_last_administrator_is_told_why_not(signed_in: Any, cast: Cast, password: str):
    pages = signed_in(cast.admin)
    form = pages.get("/account/erase")
    told = pages.submit(form, "Erase my account for good", status=409, password=password)
    assert "This is the last administrator." in told.main
    assert pages.get("/account/").heading
