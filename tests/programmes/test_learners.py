"""Learners and places: the page of a training, asking, waiting, answers, giving back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courses import learning
from courses.entry import codes as entry_codes
from courses.models import Enrolment
from elearn.accounts.session import person_by_id
from elearn.app.factory import create_app
from elearn.core import clock
from elearn.core.database import db
from elearn.programmes import codes, operations
from elearn.programmes.errors import DoorClosed
from elearn.programmes.models import Programme
from tests.factories.courses import published_course
from tests.factories.programmes import partner_of_run, people, running_run
from tests.factories.rules import keep_rules
from tests.pages import words


def test_a_learner_takes_a_place_sees_it_and_gives_it_back(signed_in: Any, cast: Any, writing: Any):
    with writing():
        course = published_course()
        path = f"/trainings/{running_run(courses=[course.id]).slug}/"
    pages = signed_in(cast.learner)
    page = pages.get(path)
    assert "2 places free" in page.main
    page = pages.follow(pages.submit(page, "Take a place"))
    assert "You take part" in page.main
    assert f"Complete the course “{course.title}”." in page.main
    assert "Batteries in Nairobi" in pages.get("/learn/trainings/").main
    page = pages.follow(pages.submit(pages.get(path + "leave"), "Give the place back"))
    assert "What you did is kept." in page.main


def test_a_waiting_learner_sees_the_number_and_why(signed_in: Any, cast: Any, writing: Any):
    with writing():
        run = running_run(places=1)
        path = f"/trainings/{run.slug}/"
        for person_id in people(2):
            operations.ask(run.id, person_id, None)
    pages = signed_in(cast.learner)
    page = pages.follow(pages.submit(pages.get(path), "Stand on the waiting list"))
    assert "You are number 2 on the waiting list" in page.main
    assert "Whoever waits longest gets the next one" in page.main


def test_a_code_opens_its_training_however_it_is_written(signed_in: Any, cast: Any, writing: Any):
    with writing():
        path = f"/trainings/{running_run(door='code', code='Nairobi-27').slug}/"
    pages = signed_in(cast.learner)
    page = pages.submit(pages.get(path), "Take a place", status=422, code="nothing")
    assert "This is not the code of this training." in page.main
    page = pages.follow(pages.submit(page, "Take a place", code="nairobi 27"))
    assert "You take part" in page.main


def test_a_code_typed_where_all_codes_are_typed_leads_into_its_training(
    signed_in: Any, cast: Any, writing: Any
):
    with writing():
        running_run(door="code", code="Nairobi-27", places=1)
    pages, second = signed_in(cast.learner), signed_in(cast.second_learner)
    pages.post("/join", {"code": "NOTHING"}, status=422)
    page = pages.follow(pages.post("/join", {"code": "nairobi-27"}))
    assert page.heading == "Batteries in Nairobi"
    assert "You take part" in page.main
    page = second.follow(second.post("/join", {"code": "NAIROBI27"}))
    assert "You are number 1 on the waiting list" in page.main
    assert "You are enrolled" not in page.text
    asked = second.json("POST", "/api/v1/entry-codes", {"code": "nairobi 27"}).json
    assert asked == {"title": "Batteries in Nairobi", "address": "/trainings/batteries-in-nairobi/"}


def test_a_course_waits_for_a_programme_until_its_training_is_completed(
    app: Any, signed_in: Any, cast: Any, writing: Any
):
    with writing():
        basics = published_course(title="Basics")
        further = published_course(title="Further")
        run = running_run(courses=[basics.id])
        operations.ask(run.id, cast.learner.id, None)
        programme = db.session.get_one(Programme, run.programme_id)
        public_id, title = programme.public_id, programme.title
    with app.app_context():
        keep_rules(further, entry={"programme": public_id})
    pages, path = signed_in(cast.learner), f"/courses/{further.slug}/"
    assert f"complete the training programme “{title}”" in pages.get(path).main
    pages.post(f"{path}enrol", status=409)
    with writing():
        enrolment = db.session.scalars(
            select(Enrolment.id).where(Enrolment.person_id == cast.learner.id)
        ).one()
        for step in basics.steps:
            learning.complete_step(enrolment, step.id, release_id=basics.release_id, score=9000)
    pages.post(f"{path}enrol")


def test_rooms_are_told_of_each_other_once_however_many_apps_there_are(app: Any):
    before = list(learning._when_completed), list(entry_codes._finders)
    create_app(app.extensions["settings"])
    assert (list(learning._when_completed), list(entry_codes._finders)) == before
    assert before[0].count(operations.course_completed) == 1
    assert before[1].count(codes.opened) == 1


def test_trainers_answer_requests_and_a_no_says_why(
    signed_in: Any, cast: Any, writing: Any, run_jobs: Any, letters: Any
):
    with writing():
        run = running_run(door="approval", made_by=cast.trainer.id)
        slug = run.slug
    learner, trainer = signed_in(cast.learner), signed_in(cast.trainer)
    page = learner.submit(
        learner.get(f"/trainings/{slug}/"), "Ask for a place", why="I train inspectors."
    )
    assert "You asked for a place" in learner.follow(page).main
    assert "1 request for a place waits" in trainer.get(f"/desk/runs/{slug}/").main
    listed = trainer.get(f"/desk/runs/{slug}/places/?state=asked")
    path = listed.all("//main//th/a/@href")[0]
    page = trainer.get(path)
    assert "I train inspectors." in page.main
    page = trainer.submit(page, "No, decline", status=422)
    assert "Say why. The person reads it in the letter." in page.main
    trainer.submit(page, "No, decline", reason="The places are for customs officers.")
    assert "for customs officers" in learner.get(f"/trainings/{slug}/").main
    run_jobs()
    (letter,) = [letter for letter in letters() if letter["To"] == cast.learner.email]
    assert "for customs officers" in letter.get_body(("plain",)).get_content()


def test_trainers_add_people_by_their_addresses(
    signed_in: Any, cast: Any, writing: Any, run_jobs: Any, letters: Any
):
    with writing():
        run = running_run(door="closed", made_by=cast.trainer.id, places=1)
        slug = run.slug
    pages = signed_in(cast.trainer)
    typed = f"{cast.learner.email}\n{cast.second_learner.email.upper()}\nnobody@example.org"
    page = pages.get(f"/desk/runs/{slug}/places/")
    answer = pages.submit(page, "Add these people", status=200, addresses=typed)
    assert [words(row) for row in answer.all("//tbody/tr")] == [
        f"{cast.learner.email}Has a place",
        f"{cast.second_learner.email}On the waiting list",
        "nobody@example.orgHas no account: nothing was done",
    ]
    run_jobs()
    subjects = {letter["To"]: letter["Subject"] for letter in letters()}
    assert subjects == {
        cast.learner.email: "You have a place: Batteries in Nairobi",
        cast.second_learner.email: "You are on the waiting list: Batteries in Nairobi",
    }


def test_a_place_that_trainers_take_back_goes_to_the_next(signed_in: Any, cast: Any, writing: Any):
    with writing():
        run = running_run(made_by=cast.trainer.id, places=1)
        slug = run.slug
        for member in (cast.learner, cast.second_learner):
            operations.ask(run.id, member.id, None)
    pages = signed_in(cast.trainer)
    path = pages.get(f"/desk/runs/{slug}/places/").all("//main//th/a/@href")[0]
    page = pages.follow(pages.submit(pages.get(path), "Take the place back", reason="Asked to."))
    assert "1 person moved up from the waiting list." in page.main


def test_doors_say_when_and_why_they_are_closed(writing: Any):
    with writing():
        (person_id,) = people(1)
        later = clock.now() + timedelta(days=1)
        for closed in (
            {"door": "closed"},
            {"opens_at": later},
            {"closes_at": clock.now() - timedelta(days=1)},
        ):
            run = running_run(**closed)
            with pytest.raises(DoorClosed):
                operations.ask(run.id, person_id, None)


def test_a_partner_sees_its_own_training_and_no_other(signed_in: Any, cast: Any, writing: Any):
    with writing():
        centre = partner_of_run(cast.partner.id)
        own = running_run(partner_id=centre, title="Ours", made_by=cast.trainer.id)
        other = running_run(title="Theirs")
        operations.ask(own.id, cast.learner.id, None)
        paths = own.slug, other.slug
    pages = signed_in(cast.partner)
    assert [cell.text_content() for cell in pages.get("/desk/runs/").all("//tbody//th")] == ["Ours"]
    page = pages.get(f"/desk/runs/{paths[0]}/places/")
    assert cast.learner.name in page.main
    assert cast.learner.email not in page.text
    assert "Add people" not in page.main
    pages.post(f"/desk/runs/{paths[0]}/start", status=403)
    pages.get(f"/desk/runs/{paths[0]}/figures")
    for page in ("", "places/", "figures", "figures.csv"):
        pages.get(f"/desk/runs/{paths[1]}/{page}", status=404)
    told = signed_in(cast.second_learner).get(f"/trainings/{paths[0]}/").main
    assert "Its partner, Sample Centre, sees your name, country and attendance." in told


@pytest.mark.parametrize("number", [3, 30])
def test_lists_of_places_cost_the_same_for_few_and_many(
    signed_in: Any, cast: Any, writing: Any, queries: Any, number: int
):
    with writing():
        course = published_course()
        run = running_run(courses=[course.id], made_by=cast.trainer.id, places=number)
        slug = run.slug
        for person_id in people(number):
            operations.ask(run.id, person_id, None)
    pages = signed_in(cast.trainer)
    counted = []
    for path in ("places/", "figures", ""):
        with queries() as sent:
            pages.get(f"/desk/runs/{slug}/{path}")
        counted.append(len(sent))
    assert counted == [5, 8, 6]


def test_figures_are_downloaded_with_what_was_planned(signed_in: Any, cast: Any, writing: Any):
    with writing():
        run = running_run(made_by=cast.trainer.id)
        slug = run.slug
        operations.ask(run.id, cast.learner.id, person_by_id(cast.learner.id))
    text = signed_in(cast.trainer).get(f"/desk/runs/{slug}/figures.csv").text
    assert text.lstrip("\ufeff").splitlines() == [
        "table,code,planned,enrolled,started,lessons,completed,percent,figure",
        "all,,2,1,0,0,0,0.0,",
        "gender,female,1,1,0,0,0,0.0,",
        "group,african,2,1,0,0,0,0.0,",
        "sessions,,1,0,,,,,",
        "minutes,,60,0,,,,,",
        "gain,people,,,,,,,0",
        "gain,pairs,,,,,,,0",
        "gain,before,,,,,,,",
        "gain,after,,,,,,,",
        "gain,points,,,,,,,",
        "gain,normalised,,,,,,,",
        "gain,undefined,,,,,,,0",
        "survey,asked,,,,,,,0",
        "survey,answers,,,,,,,0",
        "survey,people,,,,,,,0",
        "survey,rated,,,,,,,0",
        "survey,mean,,,,,,,",
        "survey,satisfied,,,,,,,0",
        "survey,answered_share,,,,,,,",
        "survey,satisfied_share,,,,,,,",
    ]
