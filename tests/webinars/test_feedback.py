"""Feedback after a session: by the link of the letter, once, without a name; it certifies."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from certificates.models import Award
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys import editing, installing
from elearn.surveys.fields import FieldSpec
from elearn.surveys.models import Response
from elearn.webinars.attendance import attendance, feedback, settling
from elearn.webinars.models import WebinarText
from elearn.webinars.registration import links
from elearn.webinars.registration.registration_models import SignUp
from tests.factories.attending import add, make_hall
from tests.factories.webinars import make_sign_up

SENT = {"q-overall": "5", "q-missing": "More time"}


@pytest.fixture
def hall(writing, cast):
    """A session that ended: Lina was there for all of it, Omar is in."""
    with writing():
        installing.ensure()
        made = make_hall(cast)
        attendance.tick(made.rows()[1], {made.registrations["lina"]: 60}, None)
    return made


@pytest.fixture
def page_of(app, hall):
    """Return a function that gives the path of somebody's feedback."""

    def path(name: str) -> str:
        with app.test_request_context():
            sign_up = db.session.get_one(SignUp, hall.registration(name).sign_up_id)
            return f"{links.path_of(sign_up)}feedback/{hall.registrations[name]}/"

    return path


def make_survey(language="en"):
    form = editing.create(None, kind="survey", title="In short", language=language)
    overall = FieldSpec("overall", "scale", "How good?", required=True, options={"most": 5})
    editing.put_fields(form.id, [overall])
    editing.open_form(form, None)
    return form.public_id


def settle(hall):
    settling.complete(*hall.rows(), None)


def answered(app):
    with app.app_context():
        return db.session.execute(
            select(Response.subject, Person.name)
            .join(Person, Person.id == Response.person_id)
            .where(Response.withdrawn_at.is_(None))
        ).all()


def test_feedback_is_given_by_the_link_once_read_again_and_withdrawn(
    hall, page_of, visitor, signed_in, cast, app
):
    path = page_of("lina")
    page = visitor.get(path)
    assert page.heading == "How was this webinar?"
    done = visitor.follow(visitor.submit(page, "Send my answers", **SENT))
    assert "Your answers are kept" in done.main
    assert answered(app) == [(f"webinar:{hall.session}", "Lina Haddad")]
    assert "More time" in visitor.get(path).main
    assert "answered this form already" in visitor.post(path, SENT, status=409).main
    desk = f"/desk/webinars/{hall.slug}/sessions/{hall.session}/feedback/"
    figures = signed_in(cast.partner).get(desk)
    assert "1 answer" in figures.main
    assert "More time" in figures.main
    assert "Lina" not in figures.main
    confirm = visitor.get(path + "withdrawal")
    visitor.follow(visitor.submit(confirm, "Withdraw my answers"))
    assert answered(app) == []


def test_wrong_answers_are_named_and_what_was_typed_stays(page_of, visitor, app):
    page = visitor.post(page_of("lina"), {"q-missing": "Keep me"}, status=422)
    assert "Please answer: All in all" in page.main
    assert page.all("//textarea[@id='q-missing']")[0].text == "Keep me"
    assert answered(app) == []


def test_a_certificate_that_waited_for_feedback_is_issued_by_it(
    hall, page_of, visitor, writing, app, run_jobs
):
    with writing():
        hall.rows()[0].feedback_needed = True
        settle(hall)
    run_jobs()
    with app.app_context():
        assert db.session.scalars(select(Award.holder_name)).all() == []
    visitor.submit(visitor.get(page_of("lina")), "Send my answers", **SENT)
    run_jobs()
    with app.app_context():
        assert db.session.scalars(select(Award.holder_name)).all() == ["Lina Haddad"]


def test_asked_is_who_was_there_once_it_is_over(hall, page_of, visitor, writing):
    lina, omar = page_of("lina"), page_of("omar")
    # Until attendance is complete nobody knows that Omar was not there.
    visitor.get(omar)
    with writing():
        settle(hall)
    visitor.get(lina)
    assert "of those who were there" in visitor.get(omar, status=409).main
    with writing():
        attendance.click(hall.rows()[1], hall.registration("omar"), None)
    visitor.get(omar)
    with writing():
        hall.rows()[1].starts_at = now() - timedelta(minutes=30)
    visitor.get(lina, status=409)
    visitor.post(lina, SENT, status=409)


def test_the_page_of_a_registration_and_the_letter_lead_there(hall, page_of, visitor, writing):
    path = page_of("lina")
    own = visitor.get(path.partition("feedback/")[0])
    assert own.all(f"//a[@href='{path}']/text()") == ["Give feedback"]
    visitor.submit(visitor.get(path), "Send my answers", **SENT)
    own = visitor.get(path.partition("feedback/")[0])
    assert own.all(f"//a[@href='{path}']/text()") == ["Read your feedback"]


def test_organisers_choose_the_survey_of_a_language(
    hall, page_of, visitor, signed_in, cast, writing, app
):
    with writing():
        short, french = make_survey(), make_survey("fr")
    desk, paula = f"/desk/webinars/{hall.slug}/feedback/", signed_in(cast.partner)
    page = paula.get(desk)
    offered = page.all("//select/option/text()")
    assert offered[0] == "The survey for webinars this site comes with"
    assert "In short" in offered
    assert french not in page.all("//select/option/@value")
    paula.follow(paula.submit(page, "Ask this survey", **{"en-form": short}))
    assert visitor.get(page_of("lina")).heading == "In short"
    refused = paula.post(f"{desk}en", {"en-form": french}, status=422)
    assert "open survey in this language" in refused.main
    with app.app_context():
        assert db.session.scalars(select(WebinarText.feedback_form_id)).one() is not None
    # What was answered is read again, though another survey is asked since.
    visitor.submit(visitor.get(page_of("lina")), "Send my answers", **{"q-overall": "4"})
    paula.post(f"{desk}en", {"en-form": ""})
    assert visitor.get(page_of("lina")).heading == "In short"
    assert visitor.get(page_of("omar")).heading == "How was this webinar?"


def test_an_account_gives_and_withdraws_feedback_by_the_api(hall, signed_in, cast, app):
    lina, paula = signed_in(cast.learner), signed_in(cast.partner)
    own = f"/api/v1/webinar-registrations/{hall.registrations['lina']}/feedback"
    assert lina.json("GET", own).json["title"] == "How was this webinar?"
    lina.json("PUT", f"{own}/response", {"answers": {"overall": 4}}, status=204)
    assert lina.json("GET", f"{own}/response").json["answers"] == {"overall": 4}
    session = f"/api/v1/webinars/{hall.slug}/sessions/{hall.session}/feedback"
    figures = paula.json("GET", session).json["items"][0]["figures"]
    assert (figures["responses"], figures["asked"]) == (1, 2)
    signed_in(cast.second_learner).json("GET", own, status=404)
    lina.json("DELETE", f"{own}/response", status=204)
    lina.json("GET", f"{own}/response", status=404)
    assert answered(app) == []
    chosen = paula.json("GET", f"/api/v1/webinars/{hall.slug}/feedback-forms").json
    assert chosen == {"items": [{"language": "en", "form": None, "state": None}]}


def test_the_public_learns_the_mean_of_five_answers_and_no_fewer(hall, writing, cast, visitor, app):
    with writing():
        for number in range(5):
            person = Person(name="P", email=f"p{number}@example.org", language="en")
            db.session.add(person)
            db.session.flush()
            add(hall, f"p{number}", make_sign_up(hall.rows()[0], name="P", person_id=person.id))
    overall = [5, 4, 4, 3, 5]
    for number, value in enumerate(overall):
        assert means(app, hall) == {}
        with writing():
            entrance = entrance_of(hall, f"p{number}")
            feedback.answer(entrance, {"overall": value}, None)
    assert means(app, hall) == {hall.session: (5, Fraction(21, 5))}
    told = visitor.json("GET", f"/api/v1/webinars/{hall.slug}/feedback").json
    assert told == [{"session": hall.session, "answers": 5, "mean": 4.2}]


def entrance_of(hall, name):
    registration = hall.registration(name)
    webinar, session = hall.rows()
    sign_up = db.session.get_one(SignUp, registration.sign_up_id)
    return feedback.Entrance(registration, sign_up, session, webinar)


def means(app, hall):
    with app.app_context():
        return feedback.public_means(hall.webinar_id)
