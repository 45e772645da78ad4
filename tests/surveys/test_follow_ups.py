"""Months later: one letter, a page without signing in, answered once, withdrawn, stopped."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from elearn.accounts.models import Person
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from elearn.surveys import actions, following_up, operations, queries
from elearn.surveys.models import Action, FollowUp, FormAnswer, Response
from tests.cast import actor
from tests.surveys.conftest import ALL_GIVEN

LINK = re.compile(r"/follow-ups/[0-9a-f]{64}/")


@pytest.fixture
def planned(setting, cast, app, writing):
    """Lina answered the survey, chose two actions and may be asked."""
    lina = actor(app, cast.learner)
    with writing():
        operations.respond(
            setting.survey.id, setting.subject, lina.id, ALL_GIVEN, lina, title=setting.course.title
        )
    return setting


@pytest.fixture
def send(writing, run_jobs):
    """Return a function that runs the periodic job as it runs so many days from now."""

    def run(days: int = 0) -> None:
        with writing(), clock.at(clock.machine_now() + timedelta(days=days)):
            following_up.send_due()
        run_jobs()

    return run


@pytest.fixture
def link(planned, send, letters):
    """The link of the first letter."""
    send(100)
    return link_in(letters()[-1])


def link_in(letter) -> str:
    return LINK.search(letter.get_body(("plain",)).get_content()).group()


def rows(app):
    with app.app_context():
        return list(db.session.scalars(select(FollowUp).order_by(FollowUp.months)))


def test_a_yes_plans_three_letters_and_a_no_none(planned, app, cast, writing):
    first, *_more = planned_rows = rows(app)
    assert [one.months for one in planned_rows] == [3, 6, 12]
    assert first.title == planned.course.title
    omar = actor(app, cast.second_learner)
    with writing():
        given = {"overall": 3, "may-we-ask-later": "no"}
        operations.respond(planned.survey.id, planned.subject, omar.id, given, omar, title="T")
    assert len(rows(app)) == 3


def test_a_letter_is_sent_once_when_it_is_due_however_often_the_job_runs(
    planned, send, letters, app
):
    send(80)
    assert letters() == []
    send(100)
    send(100)
    (letter,) = letters()
    assert letter["Subject"] == f"What became of what you learned: {planned.course.title}"
    assert [bool(one.sent_at) for one in rows(app)] == [True, False, False]


def test_a_job_that_dies_before_its_commit_is_done_again_whole(planned, send, letters, app):
    def die() -> None:
        with app.app_context(), clock.at(clock.machine_now() + timedelta(days=100)), write():
            assert following_up.send_due() == 1
            raise InterruptedError

    with pytest.raises(InterruptedError):
        die()
    assert rows(app)[0].sent_at is None
    send(100)
    assert len(letters()) == 1


def test_no_row_holds_the_secret_of_a_link(link, app):
    secret = link.split("/")[2]
    with app.app_context():
        assert secret not in repr(db.session.execute(select(Job.args)).all())
        assert db.session.scalar(select(FollowUp.token_hash).where(FollowUp.months == 3)) != secret


def test_the_periodic_job_is_known_to_the_worker(planned, app, writing, run_jobs):
    with writing():
        outbox.enqueue("surveys.follow_up")
    assert run_jobs() == 1
    with app.app_context():
        assert db.session.scalar(select(Job.failed_at)) is None


def test_the_link_opens_without_signing_in_and_answers_once(link, visitor, app):
    page = visitor.get(link)
    assert page.heading == "What became of what you learned?"
    assert "Label every drum" in page.main
    with app.app_context():
        ids = {one.text: one.public_id for one in db.session.scalars(select(Action))}
    blocked = f"action-{ids['Train my team']}"
    data = {"q-used": "partly", "q-example": "New labels", f"{blocked}": "blocked"}
    refused = visitor.submit(page, "Send my answers", 422, **data)
    assert "Say what keeps you from doing it" in refused.main
    assert refused.all("//textarea[@id='q-example']")[0].text == "New labels"
    done = {f"action-{ids['Label every drum']}": "done", f"{blocked}-note": "No time"}
    sent = visitor.follow(visitor.submit(refused, "Send my answers", **done))
    assert sent.heading == "What you told us"
    assert "New labels" in sent.main
    visitor.post(link, data | {f"{blocked}-note": "x"}, status=410)
    with app.app_context():
        states = dict(db.session.execute(select(Action.text, Action.state)).all())
        assert states == {"Label every drum": "done", "Train my team": "blocked"}
        response = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
        assert response.person_id is None


def test_missing_answers_are_named(link, visitor):
    page = visitor.post(link, {}, status=422)
    assert page.all("//div[@role='alert']//a/@href") == ["#q-used-1"]


def test_answers_are_withdrawn_and_the_date_stays(link, visitor, app):
    visitor.post(link, {"q-used": "no", "q-hindered": ["time"]})
    page = visitor.follow(visitor.submit(visitor.get(link), "Withdraw my answers"))
    assert page.heading == "Your answers were withdrawn"
    visitor.post(link + "withdraw", status=404)
    visitor.post(link, {"q-used": "no"}, status=410)
    first = rows(app)[0]
    assert first.answered_at is not None
    assert first.withdrawn_at is not None
    with app.app_context():
        left = select(func.count(FormAnswer.id)).join(Response).where(Response.invitation_id > 0)
        assert db.session.scalar(left) == 0


def test_stop_asking_me_stops_all_later_letters(link, visitor, send, letters, app):
    visitor.follow(visitor.submit(visitor.get(link), "Stop asking me"))
    assert [one.withdrawn_at is None for one in rows(app)] == [True, False, False]
    send(400)
    assert len(letters()) == 1
    visitor.post(link, {"q-used": "yes"})


def test_a_link_dies_after_sixty_days_and_a_wrong_one_leads_nowhere(link, visitor, app, writing):
    wrong = visitor.get("/follow-ups/guessed/", status=404)
    assert "This link leads nowhere" in wrong.main
    with writing():
        old = clock.machine_now() - timedelta(days=61)
        db.session.execute(update(FollowUp).where(FollowUp.months == 3).values(sent_at=old))
    assert "more than 60 days old" in visitor.get(link, status=410).main
    for path in (link, link + "withdraw", link + "stop"):
        visitor.post(path, {"q-used": "yes"}, status=410)


def test_a_suspended_person_gets_no_letter_and_no_page(planned, send, letters, app, writing, cast):
    suspended = update(Person).where(Person.id == cast.learner.id)
    with writing():
        db.session.execute(suspended.values(suspended_at=clock.now()))
    send(100)
    assert letters() == []
    assert rows(app)[0].sent_at is None


def test_every_letter_asks_again_and_is_counted_by_itself(planned, send, letters, visitor, app):
    for days, answer in ((100, "partly"), (190, "yes"), (380, "yes")):
        send(days)
        visitor.post(link_in(letters()[-1]), {"q-used": answer, "q-trained": "2"})
    assert len({link_in(letter) for letter in letters()}) == 3
    with app.test_request_context():
        figures = queries.figures(planned.follow_up.id, planned.subject)
        lines = queries.response_lines(planned.follow_up.id, planned.subject)
    assert (figures.responses, figures.of("trained").total) == (3, 6)
    assert sorted(months for months, _answers in lines) == [3, 6, 12]


def test_withdrawing_the_survey_stops_the_letters_and_agreeing_again_plans_them(
    planned, app, cast, writing
):
    lina = actor(app, cast.learner)
    about = (planned.survey.id, planned.subject, lina.id)
    with writing():
        operations.withdraw(*about, lina)
    assert all(one.withdrawn_at for one in rows(app))
    with writing():
        operations.respond(*about, ALL_GIVEN, lina, title="Again")
    assert [one.withdrawn_at for one in rows(app)] == [None] * 3


def test_one_answers_signed_in_through_the_api_too(link, cast, signed_in):
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    first, second, _third = lina.json("GET", "/api/v1/follow-ups").json["items"]
    path = f"/api/v1/follow-ups/{first['id']}"
    omar.json("GET", path, status=404)
    assert lina.json("GET", path).json["form"]["kind"] == "follow-up"
    sent = {"answers": {"used": "yes", "trained": 2}}
    omar.json("PUT", f"{path}/response", sent, status=404)
    later = f"/api/v1/follow-ups/{second['id']}/response"
    lina.json("PUT", later, sent, status=404)
    assert lina.json("PUT", f"{path}/response", sent).json["answers"] == sent["answers"]
    lina.json("PUT", f"{path}/response", sent, status=410)
    assert lina.json("DELETE", f"{path}/response").json["answers"] == {}
    assert lina.json("DELETE", "/api/v1/follow-ups").json == {"stopped": 2}


def test_actions_of_others_are_left_alone_by_a_link(link, planned, visitor, cast, app, writing):
    with writing():
        theirs = actions.add(cast.second_learner.id, "Mine", planned.subject)
    visitor.post(link, {"q-used": "yes", f"action-{theirs}": "done"})
    with app.app_context():
        assert db.session.scalar(select(Action.state).where(Action.public_id == theirs)) == "open"


def test_a_letter_that_waits_for_an_answer_is_linked_from_the_actions_too(link, cast, signed_in):
    lina = signed_in(cast.learner)
    assert lina.get("/learn/actions/").all(f"//main//a[@href='{link}']")
    lina.post(link, {"q-used": "yes"})
    assert not lina.get("/learn/actions/").all(f"//main//a[@href='{link}']")
