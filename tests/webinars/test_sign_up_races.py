"""Two tabs, one person: the database decides, once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.webinars.models import SeatPool
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.pages import Pages

AMINA = "amina@example.org"
TABS = 2


def in_two_tabs(act):
    """Do the same in two tabs at the same moment; return what each was told."""
    gate = Barrier(TABS)

    def one(tab):
        gate.wait(30)
        return act(tab)

    with ThreadPoolExecutor(TABS) as pool:
        return list(pool.map(one, range(TABS)))


def sent(pages, path, data):
    """Send a form from each tab of a person at once; return the two statuses."""
    forms = [data | {"csrf_token": tab.token()} for tab in pages]
    return in_two_tabs(lambda tab: pages[tab].client.post(path, data=forms[tab]).status_code)


@pytest.fixture
def kept(app):
    """Return a function that counts rows of a table."""

    def count(table, *where):
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(table).where(*where))

    return count


def test_an_address_registered_in_two_tabs_at_once_is_one_sign_up_with_one_seat(
    app, make_tour, kept, run_jobs, link_in, standings
):
    tour = make_tour(sessions=2)
    typed = tour.typed(AMINA, sessions=tour.sessions)
    assert sent([Pages(app), Pages(app)], tour.form, typed) == [302, 302]
    assert (kept(SignUp), kept(Registration)) == (1, 2)
    assert standings(tour) == {"Amina Rahimi": ["unconfirmed", "unconfirmed"]}
    run_jobs()
    link = link_in(AMINA, "Confirm")
    assert set(sent([Pages(app), Pages(app)], link, {})) <= {302, 303, 409, 410}
    assert standings(tour) == {"Amina Rahimi": ["in", "in"]}
    assert kept(Person, Person.email == AMINA) == 1
    with app.app_context():
        assert db.session.scalars(select(SeatPool.taken)).all() == [1, 1]


def test_a_member_registered_in_two_tabs_at_once_has_one_seat(
    app, cast, make_tour, kept, standings
):
    tour = make_tour()
    tabs = [Pages(app).sign_in(cast.learner) for _ in range(TABS)]
    assert sent(tabs, tour.form, tour.typed()) == [302, 302]
    assert (kept(SignUp), kept(Registration)) == (1, 1)
    assert list(standings(tour).values()) == [["in"]]
    with app.app_context():
        assert db.session.scalars(select(SeatPool.taken)).all() == [1]
