"""Codes: made to be read out, typed by anybody, opening what they say and no more."""

from datetime import timedelta

import pytest

from courses.entry import codes
from courses.entry.codes import ALPHABET, Door, also_open, normalised, shown
from elearn.core.clock import now
from tests.pages import Pages


def test_a_code_holds_nothing_that_is_mistaken_for_something_else():
    made = {codes.new_code() for _ in range(200)}
    assert len(made) == 200
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["K7MP3XQD", "k7mp-3xqd", " K7MP 3XQD ", "k7mp–3xqd"])
def test_a_code_is_typed_in_any_way(typed):
    assert normalised(typed) == "K7MP3XQD"
    assert shown("K7MP3XQD") == "K7MP-3XQD"


def test_a_learner_types_a_code_on_a_phone_and_is_in(desk, signed_in):
    desk.terms(door="closed")
    code = desk.code()
    lina = signed_in(desk.cast.learner)
    answer = lina.submit(lina.get("/join"), "Go on", code=shown(code).lower())
    assert answer.location == desk.path
    assert "Start" in lina.follow(answer).main
    assert desk.enrolments()[desk.learner.id].way == "code"


def test_a_link_carries_the_code_through_registration_and_confirming(
    desk, visitor, run_jobs, letters
):
    desk.terms(door="closed")
    code = shown(desk.code())
    page = visitor.get(f"/join?code={code}")
    told = visitor.submit(page, "Go on", status=200)
    assert "The code is right" in told.main
    assert "Handling waste with care" in told.main
    (register,) = told.all("//main//a[text()='Create an account']/@href")
    form = visitor.get(register)
    data = {"name": "Nour", "email": "nour@example.org", "password": "eleven small boats"}
    visitor.submit(form, "Create account", consent="y", **data)
    run_jobs()
    text = letters()[-1].get_body(("plain",)).get_content()
    (link,) = [line for line in text.splitlines() if "/confirm/" in line]
    path = link.partition("//")[2].partition("/")[2]
    done = visitor.submit(visitor.get(f"/{path}"), "Confirm and sign in", password=data["password"])
    assert done.location == f"/join?code={code}"
    inside = visitor.submit(visitor.follow(done), "Go on")
    assert inside.location == desk.path
    assert len(desk.enrolments()) == 1


def test_every_code_that_opens_nothing_says_why(desk, signed_in):
    once, over, gone = (
        desk.code(most_uses=1),
        desk.code(expires_at=now() + timedelta(days=1)),
        desk.code(),
    )
    tomas, lina = signed_in(desk.cast.trainer), signed_in(desk.cast.learner)
    tomas.submit(tomas.get(f"{desk.desk_path}codes"), "Take back")
    said = {}
    for name, code, status in (("gone", gone, 409), ("wrong", "ABCD-EFGH", 422)):
        answer = lina.json("POST", "/api/v1/entry-codes", {"code": code}, status=status)
        said[name] = answer.json["detail"]
    assert "taken back" in said["gone"]
    assert "letter by letter" in said["wrong"]
    with desk.app.app_context():
        from elearn.core import clock

        with clock.at(now() + timedelta(days=2)), pytest.raises(codes.CodeExpired):
            codes.open_code(over)
    lina.json("POST", "/api/v1/entry-codes", {"code": once})
    omar = signed_in(desk.cast.second_learner)
    used = omar.json("POST", "/api/v1/entry-codes", {"code": once}, status=409).json
    assert "as often as it may be" in used["detail"]
    assert list(desk.enrolments()) == [desk.learner.id]


def test_a_code_used_twice_by_one_person_counts_once(desk, signed_in):
    code, lina = desk.code(most_uses=2), signed_in(desk.cast.learner)
    for _ in range(2):
        lina.post("/join", {"code": code})
    tomas = signed_in(desk.cast.trainer)
    assert [one["uses"] for one in tomas.json("GET", f"{desk.api}/entry-codes").json] == [1]


def test_a_code_does_not_open_a_full_course_and_says_what_to_do(desk, signed_in):
    desk.terms(places=1)
    signed_in(desk.cast.second_learner).post(f"{desk.path}enrol")
    refused = signed_in(desk.cast.learner).post("/join", {"code": desk.code()}, status=409)
    assert "All places on this course are taken" in refused.main
    assert refused.all("//main//a[text()='See the other courses']")


def test_guessing_is_counted_and_stopped_and_right_codes_are_not_counted(desk, app):
    code = desk.code()
    guesser = Pages(app)
    for _ in range(60):
        guesser.post("/join", {"code": code}, status=200)
    for _ in range(50):
        guesser.post("/join", {"code": "ABCD-EFGH"}, status=422)
    stopped = guesser.post("/join", {"code": code}, status=429)
    assert "Too many" in stopped.main


def test_a_room_above_opens_its_own_codes(desk, signed_in):
    def finder(code):
        run = Door("A run", lambda person: f"/somewhere/{person.public_id}")
        return run if code == "RUN4TEST" else None

    also_open(finder)
    try:
        lina = signed_in(desk.cast.learner)
        answer = lina.post("/join", {"code": "run4-test"})
        assert answer.location == f"/somewhere/{desk.learner.public_id}"
        lina.post("/join", {"code": "RUN5-TEST"}, status=422)
    finally:
        codes._finders.remove(finder)
