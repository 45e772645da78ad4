"""Requests: a learner asks with a why, a trainer answers, and both read what became of it."""

import pytest

from courses.entry import operations, requests
from courses.entry.errors import NothingToAsk, RequestIsAnswered


@pytest.fixture
def asked(desk, signed_in):
    """The learner, who asked on the page."""
    desk.terms(door="approval")
    lina = signed_in(desk.cast.learner)
    page = lina.get(desk.path)
    (ask,) = page.all("//main//a[text()='Ask to take part']/@href")
    empty = lina.submit(lina.get(ask), "Ask the trainers", status=422)
    assert "Say why you want to take part" in empty.main
    lina.submit(lina.get(ask), "Ask the trainers", why="I inspect waste shipments.")
    return lina


def subjects(letters):
    return [(str(one["To"]), str(one["Subject"])) for one in letters()]


def test_asking_is_seen_by_both_and_twice_changes_nothing(desk, asked, signed_in):
    assert "The trainers have not answered yet" in asked.get(desk.path).main
    asked.post(f"{desk.path}request", {"why": "Once more."})
    tomas = signed_in(desk.cast.trainer)
    assert "Requests" in tomas.get(desk.desk_path).main
    assert "(1)" in tomas.get(desk.desk_path).main
    page = tomas.get(f"{desk.desk_path}requests")
    assert "Lina Haddad" in page.main
    assert "I inspect waste shipments." in page.main
    assert "Once more." not in page.main


def test_a_yes_enrols_and_writes_once(desk, asked, signed_in, run_jobs, letters):
    tomas = signed_in(desk.cast.trainer)
    tomas.submit(tomas.get(f"{desk.desk_path}requests"), "Let in")
    run_jobs()
    assert subjects(letters) == [
        ("lina@example.org", "You may take part: Handling waste with care")
    ]
    assert desk.enrolments()[desk.learner.id].way == "approval"
    assert "Start" in asked.get(desk.path).main
    assert "Approved" in tomas.get(f"{desk.desk_path}requests?show=answered").main


def test_a_no_needs_its_reason_which_the_learner_reads(desk, asked, signed_in, run_jobs, letters):
    tomas = signed_in(desk.cast.trainer)
    page = tomas.get(f"{desk.desk_path}requests")
    missing = tomas.submit(page, "Decline", status=422)
    assert "Give the reason" in missing.main
    tomas.submit(page, "Decline", reason="It is for customs officers.")
    run_jobs()
    assert subjects(letters)[0][1] == "Your request to take part: Handling waste with care"
    shown = asked.get(desk.path)
    assert "It is for customs officers." in shown.main
    assert shown.all("//main//a[text()='Ask again']")
    assert desk.enrolments() == {}
    asked.submit(asked.get(f"{desk.path}request"), "Ask the trainers", why="I am one.")
    assert asked.json("GET", f"{desk.api}/entry-request").json["state"] == "open"


def test_a_request_is_taken_back(desk, asked):
    asked.submit(asked.get(f"{desk.path}request"), "Take the request back")
    assert asked.json("GET", f"{desk.api}/entry-request").json["state"] == "taken-back"
    asked.json("DELETE", f"{desk.api}/entry-request", status=404)
    assert asked.get(desk.path).all("//main//a[text()='Ask to take part']")


def test_of_two_answers_one_counts(desk, asked):
    with desk.app.app_context():
        from courses.entry import queries

        request_id = queries.latest_request(desk.course.id, desk.learner.id).public_id
    desk.do(lambda course: requests.approve(course, request_id, desk.trainer))
    with pytest.raises(RequestIsAnswered):
        desk.do(lambda course: requests.decline(course, request_id, "Late.", desk.trainer))


def test_a_yes_without_a_place_keeps_the_request(desk, asked, signed_in):
    desk.terms(places=1)
    desk.do(lambda course: operations.enter(course.id, desk.second_learner))
    desk.terms(door="approval", places=1)
    tomas = signed_in(desk.cast.trainer)
    refused = tomas.submit(tomas.get(f"{desk.desk_path}requests"), "Let in", status=409)
    assert "0 free places" in refused.main
    assert asked.json("GET", f"{desk.api}/entry-request").json["state"] == "open"


def test_who_left_an_approved_course_comes_back_without_asking(desk, asked, signed_in):
    tomas = signed_in(desk.cast.trainer)
    tomas.submit(tomas.get(f"{desk.desk_path}requests"), "Let in")
    asked.post(f"{desk.path}leave")
    asked.submit(asked.get(desk.path), "Come back to this course")
    assert desk.enrolments()[desk.learner.id].left_at is None


def test_nobody_asks_for_what_is_open(desk):
    with pytest.raises(NothingToAsk):
        desk.do(lambda course: requests.ask(course, desk.learner, "Why not."))
