"""What a trainer does for one learner or several: decide, move dates, enrol, let go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.entry import operations as entering
from courses.entry import requests
from courses.entry.models import EntryRequest
from courses.models import Completion, Course, Enrolment, StepProgress
from courses.roster import extending
from courses.rules.models import Override
from elearn.accounts.models import AuditEntry
from elearn.core.clock import now
from elearn.core.database import db
from tests.cast import actor
from tests.courses.roster.places import MOMENT, base, due, page_of, subjects
from tests.factories.courses import enrolled, published_course


def test_the_page_of_a_learner_shows_steps_dates_scores_and_attempts(
    desk, course, lina, cast, signed_in
):
    learner = signed_in(cast.learner)
    quiz = f"/courses/{course.slug}/{course.quiz.public_id}/quiz"
    learner.post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    learner.post(f"{quiz}/start")
    page = desk.get(page_of(course, lina))
    rows = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]]
        for row in page.page.xpath("//table/tbody/tr")
    }
    assert page.heading == "Lina Haddad"
    assert rows["Why waste matters"][0] == "Completed"
    assert rows["Check what you know"][4] == "1"
    assert "1 of 4 required parts" in page.main


def test_a_learner_of_another_course_is_not_here(desk, course, lina, writing, cast):
    with writing():
        other = published_course(title="Another", trainer_id=cast.trainer.id)
    desk.get(page_of(other, lina), status=404)


def test_a_step_is_completed_by_hand_with_its_reason(app, desk, course, lina):
    step = course.lesson("law").public_id
    form = desk.get(f"{page_of(course, lina)}steps/{step}")
    desk.submit(form, "Decide", status=422, kind="done", reason="  ")
    page = desk.follow(desk.submit(form, "Decide", kind="done", reason="Read it on paper"))
    assert "Counts as completed: What the Convention asks" in page.main
    assert "Read it on paper" in page.main
    with app.app_context():
        done = select(StepProgress.completed_at).where(StepProgress.enrolment_id == lina[0])
        assert db.session.scalar(done) is not None
        entry = select(AuditEntry).where(AuditEntry.action == "course.override-done")
        assert db.session.scalars(entry).one().thing_id == course.public_id


def test_the_last_step_by_hand_completes_the_course(app, desk, course, lina):
    for name in ("why", "law", "work", "quiz"):
        path = f"{page_of(course, lina)}steps/{course.lesson(name).public_id}"
        desk.post(path, {"kind": "done", "reason": "Took part in the workshop"})
    with app.app_context():
        assert db.session.scalars(select(Completion)).one().enrolment_id == lina[0]


def test_an_open_door_is_closed_again_and_what_is_done_stays_done(app, desk, course, lina):
    path = page_of(course, lina)
    desk.post(
        f"{path}steps/{course.lesson('law').public_id}", {"kind": "open", "reason": "Knows it"}
    )
    desk.post(
        f"{path}steps/{course.lesson('why').public_id}", {"kind": "done", "reason": "Read it"}
    )
    page = desk.follow(desk.submit(desk.get(path), "Undo"))
    assert "Undone on" in page.main
    with app.app_context():
        done = db.session.scalars(select(Override).where(Override.kind == "done")).one()
    desk.post(f"{path}overrides/{done.public_id}/undo", status=404)


def test_a_date_is_moved_told_and_put_back(app, desk, course, lina, run_jobs, letters):
    path = page_of(course, lina)
    page = desk.follow(
        desk.submit(desk.get(path), "Move the date", days="10", reason="The network was down")
    )
    assert "no date →" in page.main
    assert "The network was down" in page.main
    first = due(app, lina)
    assert timedelta(days=9) < first - now() < timedelta(days=10)
    desk.post(f"{path}extend", {"days": "5", "reason": "Again"})
    assert due(app, lina) == first + timedelta(days=5)
    run_jobs()
    told = "A new date for your course: Handling waste with care"
    assert set(subjects(letters)) == {("lina@example.org", told)}
    desk.follow(desk.submit(desk.get(path), "Put the earlier date back"))
    assert due(app, lina) == first
    desk.post(f"{path}take-back", status=409)


def test_a_date_that_is_past_moves_from_today():
    past = MOMENT - timedelta(days=30)
    assert extending.moved(past, 7, MOMENT) == MOMENT + timedelta(days=7)


@pytest.mark.parametrize(("days", "reason"), [("0", "x"), ("366", "x"), ("x", "x"), ("5", "")])
def test_what_cannot_move_a_date_is_said_at_its_field(app, desk, course, lina, days, reason):
    desk.post(f"{page_of(course, lina)}extend", {"days": days, "reason": reason}, status=422)
    assert due(app, lina) is None


def test_several_dates_move_at_once_for_exactly_those_shown(app, desk, course, lina, cast, writing):
    with writing():
        omar = enrolled(cast.second_learner.id, course.id)
        paula = enrolled(cast.partner.id, course.id)
        omar_id = db.session.get_one(Enrolment, omar).public_id
    page = desk.get(f"{base(course)}extend?who={lina[1]}&who={omar_id}")
    assert "2 learners get a new date" in page.main
    desk.submit(page, "Move the dates", days="7", reason="Holidays")
    with app.app_context():
        moved = select(Enrolment.id).where(Enrolment.due_at.is_not(None))
        assert set(db.session.scalars(moved)) == {lina[0], omar}
        assert paula not in set(db.session.scalars(moved))


def test_who_is_enrolled_by_hand_is_told_once_and_asks_for_nothing_any_more(
    app, desk, course, cast, writing, run_jobs, letters
):
    omar = actor(app, cast.second_learner)
    with writing():
        entering.set_terms(course.id, entering.Terms(door="approval"), None)
        requests.ask(db.session.get_one(Course, course.id), omar, "I weigh batteries.")
    desk.submit(desk.get(f"{base(course)}enrol"), "Enrol", email=cast.second_learner.email)
    run_jobs()
    ours = [one for one in letters() if one["To"] == cast.second_learner.email]
    assert [one["Subject"] for one in ours] == ["You are enrolled: Handling waste with care"]
    with app.app_context():
        assert db.session.scalars(select(EntryRequest.state)).all() == ["taken-back"]


def test_nobody_is_enrolled_by_hand_when_every_place_is_taken(app, desk, course, cast, writing):
    with writing():
        enrolled(cast.learner.id, course.id)
        entering.set_terms(course.id, entering.Terms(places=1), None)
    form = desk.get(f"{base(course)}enrol")
    told = desk.submit(form, "Enrol", email=cast.second_learner.email, status=422)
    assert "There are 0 free places on this course." in told.main
    assert told.all("//input[@name='email']/@value")[0] == cast.second_learner.email
    sent = {"email": cast.second_learner.email}
    path = f"/api/v1/courses/{course.slug}/learners"
    answer = desk.json("POST", path, sent, status=409)
    assert "There are 0 free places on this course." in str(answer)
    with app.app_context():
        assert db.session.scalars(select(Enrolment.person_id)).all() == [cast.learner.id]


def test_somebody_is_enrolled_by_address_and_taken_off_again(app, desk, course, cast):
    form = desk.get(f"{base(course)}enrol")
    page = desk.follow(desk.submit(form, "Enrol", email=" LINA@example.org "))
    assert page.heading == "Lina Haddad"
    assert "By a trainer" in page.main
    again = desk.submit(form, "Enrol", status=422, email="lina@example.org")
    assert "on the course already" in again.main
    unknown = desk.submit(form, "Enrol", status=422, email="nobody@example.org")
    assert "No account has this address" in unknown.main
    ask = desk.get(page.all("//a[contains(@href, 'let-go')]/@href")[0])
    gone = desk.follow(desk.submit(ask, "Take off the course"))
    assert "What they did is kept" in gone.main
    back = desk.follow(desk.submit(form, "Enrol", email="lina@example.org"))
    assert back.heading == "Lina Haddad"
