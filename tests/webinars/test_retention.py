"""How long names and answers are kept, and what stays without them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from certificates import operations as awards
from elearn.accounts import privacy as accounts
from elearn.accounts.models import Person
from elearn.core import clock
from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys.models import FormAnswer
from elearn.webinars.registration import retention
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.factories.awards import facts
from tests.factories.webinars import TOUR
from tests.webinars.conftest import TYPED

DETAILS = {name: said for name, said in TYPED.items() if name != "consent"}
AFTER = TOUR + timedelta(minutes=60, days=365)


@pytest.fixture
def forget(writing):
    """Return a function that runs the daily job at a moment."""

    def run(moment):
        with clock.at(moment), writing():
            retention.forget_old()

    return run


def rows(app, column):
    with app.app_context():
        return list(db.session.scalars(select(column).order_by(SignUp.id)))


def test_guests_and_answers_are_forgotten_when_their_time_is_over(
    app, visitor, tour, asking, guest_page, forget, standings
):
    asking(tour)
    page = guest_page(tour)
    given = {"q-sites": "no", "q-pictures": "yes"}
    visitor.post(page + "details", DETAILS | given)
    with app.app_context():
        before = db.session.scalar(select(func.count(Person.id)).where(Person.name != ""))
    forget(AFTER - timedelta(seconds=1))
    assert rows(app, SignUp.name) == ["Amina Rahimi"]
    forget(AFTER)
    forget(AFTER)
    assert (rows(app, SignUp.name), rows(app, SignUp.email)) == ([""], [None])
    assert rows(app, SignUp.country) == ["KE"]
    assert standings(tour) == {"": ["in"]}
    with app.app_context():
        assert db.session.scalar(select(func.count(FormAnswer.id))) == 0
        assert db.session.scalar(select(func.count(Person.id)).where(Person.name != "")) < before
    visitor.get(page, status=404)


def test_an_account_keeps_its_name_and_loses_its_answers(
    app, cast, signed_in, tour, asking, forget
):
    asking(tour)
    pages = signed_in(cast.learner)
    given = {"q-sites": "no", "q-pictures": "yes"}
    pages.post(tour.form, tour.typed(name="Lina Haddad") | given)
    forget(AFTER)
    assert rows(app, SignUp.name) == ["Lina Haddad"]
    assert rows(app, SignUp.response_id) == [None]
    with app.app_context():
        assert db.session.get_one(Person, cast.learner.id).email == cast.learner.email


def test_a_guest_with_a_certificate_stays_a_person(app, tour, guest_page, writing, forget):
    guest_page(tour)
    with writing():
        guest = db.session.scalars(select(Person).where(Person.name == "Amina Rahimi")).one()
        awards.issue(**facts(guest))
    forget(AFTER)
    with app.app_context():
        kept = db.session.scalars(select(Person.email).where(Person.name == "Amina Rahimi")).one()
    assert kept == "amina@example.org"
    assert rows(app, SignUp.email) == [None]


def test_what_no_letter_confirmed_is_deleted(app, visitor, tour, forget):
    visitor.post(tour.form, tour.typed("amina@example.org"))
    forget(now() + timedelta(days=5))
    assert rows(app, SignUp.name) == ["Amina Rahimi"]
    forget(now() + timedelta(days=7))
    assert rows(app, SignUp.name) == []


def test_a_copy_holds_what_one_registered_for(app, cast, signed_in, tour):
    signed_in(cast.learner).post(tour.form, tour.typed(name="Lina Haddad"))
    with app.app_context():
        copy = accounts.export(cast.learner.id)["webinars"]
    assert [(one["slug"], one["state"]) for one in copy["registrations"]] == [(tour.slug, "in")]


def test_erasing_an_account_gives_its_seat_to_the_next(
    app, cast, signed_in, make_tour, guest_page, writing, standings
):
    tour = make_tour(seats=1)
    signed_in(cast.learner).post(tour.form, tour.typed(name="Lina Haddad"))
    guest_page(tour)
    with writing():
        accounts.erase(cast.learner.id, None)
    assert standings(tour) == {"": ["cancelled"], "Amina Rahimi": ["offered"]}
    with app.app_context():
        assert db.session.scalars(select(Registration.reason)).all() == ["", ""]
