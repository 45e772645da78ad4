"""Registering: with an account, and by an address that a letter confirms. One person once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.accounts.models import Person
from elearn.core import clock
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.registration import confirming
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.webinars.conftest import TYPED, path_in

AMINA = "amina@example.org"


def people(app):
    with app.app_context():
        return db.session.scalar(select(func.count(Person.id)))


def sign_ups(app, tour):
    with app.app_context():
        rows = db.session.execute(
            select(SignUp.email, SignUp.person_id, SignUp.confirmed_at).where(
                SignUp.webinar_id == tour.id
            )
        )
        return rows.all()


@pytest.fixture
def ask(visitor, run_jobs):
    """Fill in the form as a visitor, and let the letter be sent."""

    def act(tour, email=AMINA, **more):
        answer = visitor.post(tour.form, tour.typed(email, **more))
        assert answer.location == f"{tour.form}/mail"
        run_jobs()

    return act


@pytest.fixture
def confirmed(ask, visitor, link_in):
    """Register by an address and follow its letter; return the path of the page that follows."""

    def act(tour, email=AMINA, **more):
        ask(tour, email, **more)
        return visitor.post(link_in(email, "Confirm")).location

    return act


def test_somebody_with_an_account_is_in_at_once(cast, signed_in, tour, standings):
    pages = signed_in(cast.learner)
    form = pages.get(tour.form)
    assert form.all("//input[@name='name']/@value") == ["Lina Haddad"]
    assert form.all("//select[@name='country']//option[@selected]/@value") == ["KE"]
    assert not form.all("//input[@name='email']")
    page = pages.post(tour.form, tour.typed(name="Lina Haddad")).location
    assert "You are in" in pages.get(page).main
    assert standings(tour) == {"Lina Haddad": ["in"]}


def test_an_address_is_in_once_its_letter_is_answered(app, visitor, ask, tour, link_in, standings):
    before = people(app)
    ask(tour)
    assert (standings(tour), people(app)) == ({"Amina Rahimi": ["unconfirmed"]}, before)
    link = link_in(AMINA, "Confirm")
    for _ in range(2):
        assert "Confirm my registration" in visitor.get(link).main
    assert standings(tour) == {"Amina Rahimi": ["unconfirmed"]}
    page = visitor.post(link).location
    assert "You are in" in visitor.get(page).main
    assert (standings(tour), people(app)) == ({"Amina Rahimi": ["in"]}, before + 1)
    visitor.post(link, status=410)
    visitor.get(link, status=410)


def test_a_link_works_for_three_days_and_no_longer(app, ask, visitor, tour, letters, standings):
    ask(tour)
    with app.app_context():
        sign_up_id = db.session.scalars(select(SignUp.id)).one()
    for days, status in ((4, 410), (2, 200)):
        with app.app_context(), clock.at(now() - timedelta(days=days)):
            before = {path_in(one) for one in letters()}
            confirming.send(sign_up_id, "en", f"mark{days}")
        link = ({path_in(one) for one in letters()} - before).pop()
        visitor.get(link, status=status)
    ended = re.sub(r"\.[0-9a-f]+/$", ".7fffffff/", link)
    visitor.post(ended, status=410)
    assert standings(tour) == {"Amina Rahimi": ["unconfirmed"]}


def test_the_page_says_the_same_of_known_and_unknown_addresses(
    cast, visitor, tour, letters, run_jobs
):
    answers = []
    for email in (AMINA, cast.learner.email):
        answer = visitor.post(tour.form, tour.typed(email))
        answers.append((answer.status, answer.location, answer.text))
    assert answers[0] == answers[1]
    run_jobs()
    assert sorted(one["To"] for one in letters()) == sorted([AMINA, cast.learner.email])
    assert len({one["Subject"] for one in letters()}) == 1


def test_the_letter_to_an_account_makes_the_registration_the_accounts(
    app, cast, confirmed, tour, signed_in
):
    before = people(app)
    confirmed(tour, cast.learner.email)
    assert [row.person_id for row in sign_ups(app, tour)] == [cast.learner.id]
    assert people(app) == before
    assert "You are in" in signed_in(cast.learner).get("/learn/webinars/").main


@pytest.mark.parametrize("again", [AMINA, " Amina@Example.ORG ", "AMINA@EXAMPLE.ORG"])
def test_an_address_registers_once_however_it_is_written(
    app, confirmed, ask, tour, link_in, standings, again
):
    confirmed(tour)
    ask(tour, again, name="Somebody Else")
    assert standings(tour) == {"Amina Rahimi": ["in"]}
    assert link_in(AMINA, "registered already").startswith("/registrations/")


def test_two_tabs_of_one_account_are_one_registration(app, cast, signed_in, tour, standings):
    tabs = [signed_in(cast.learner) for _ in range(2)]
    for tab in tabs:
        tab.post(tour.form, tour.typed(name="Lina Haddad"))
    assert standings(tour) == {"Lina Haddad": ["in"]}


def test_an_account_and_its_own_address_are_one_registration(
    app, cast, ask, signed_in, tour, link_in, visitor, standings
):
    ask(tour, cast.learner.email)
    signed_in(cast.learner).post(tour.form, tour.typed(name="Lina Haddad"))
    assert standings(tour) == {"Lina Haddad": ["in"]}
    visitor.get(link_in(cast.learner.email, "Confirm"), status=410)


def test_a_second_letter_adds_the_session_that_was_asked_for_later(
    make_tour, confirmed, ask, visitor, link_in, standings
):
    tour = make_tour(sessions=2)
    confirmed(tour)
    ask(tour, name="Forger", sessions=tour.sessions)
    assert standings(tour) == {"Amina Rahimi": ["in", "unconfirmed"]}
    visitor.post(link_in(AMINA, "Confirm"))
    assert standings(tour) == {"Amina Rahimi": ["in", "in"]}


def test_one_sign_up_is_for_all_sessions_of_a_series(make_tour, confirmed, standings, visitor):
    tour = make_tour(sessions=3, sign_up="all")
    assert not visitor.get(tour.form).all("//input[@name='sessions']")
    confirmed(tour, sessions=[])
    assert standings(tour) == {"Amina Rahimi": ["in"] * 3}


@pytest.mark.parametrize("missing", ["name", "country", "stakeholder", "consent", "sessions"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(make_tour, visitor, standings, missing):
    tour = make_tour(sessions=2)
    page = visitor.post(tour.form, tour.typed(AMINA, **{missing: ""}), status=422)
    assert page.all("//div[@role='alert']//a")
    assert page.all("//input[@name='email']/@value") == [AMINA]
    assert page.all("//input[@name='affiliation']/@value") == [TYPED["affiliation"]]
    assert standings(tour) == {}


def test_gender_need_not_be_answered(make_tour, visitor, standings):
    tour = make_tour()
    form = visitor.get(tour.form)
    assert form.all("//input[@name='gender'][@checked]/@value") == [""]
    typed = {name: one for name, one in tour.typed(AMINA).items() if name != "gender"}
    visitor.post(tour.form, typed)
    assert standings(tour) == {"Amina Rahimi": ["unconfirmed"]}


def test_who_waits_is_told_the_place_in_the_line(make_tour, confirmed, visitor, standings):
    tour = make_tour(seats=1)
    confirmed(tour)
    page = confirmed(tour, "badia@example.org", name="Badia Omar")
    assert "You are number 1 in the line" in visitor.get(page).main
    assert standings(tour) == {"Amina Rahimi": ["in"], "Badia Omar": ["waiting"]}


def test_a_webinar_for_accounts_sends_visitors_to_sign_in(make_tour, visitor, standings):
    tour = make_tour(guests=False)
    assert "for people with an account" in visitor.get(tour.form).main
    visitor.post(tour.form, tour.typed(AMINA), status=403)
    assert standings(tour) == {}


def test_nobody_writes_to_an_address_again_and_again(visitor, tour, letters, run_jobs):
    for _ in range(7):
        visitor.post(tour.form, tour.typed(AMINA))
    run_jobs()
    assert len([one for one in letters() if one["To"] == AMINA]) == 5


def test_a_guest_cannot_sign_in_and_becomes_an_account_by_choosing_a_password(
    app, confirmed, visitor, tour, run_jobs, link_in, client
):
    confirmed(tour)
    wish = {"name": "Amina", "email": AMINA, "password": "quiet river stones", "consent": "y"}
    visitor.post("/register", wish)
    run_jobs()
    link = link_in(AMINA, "password")
    client.post("/sign-in", {"email": AMINA, "password": wish["password"]}, status=422)
    visitor.post(link, {"new_password": "quiet river stones"})
    client.post("/sign-in", {"email": AMINA, "password": wish["password"]})
    assert "You are in" in client.get("/learn/webinars/").main
    with app.app_context():
        assert db.session.scalar(select(func.count(Registration.id))) == 1
