"""Where one stands, and what one can do by the link of a letter, without signing in."""

import pytest
from sqlalchemy import func, select

from elearn.core.database import db
from elearn.surveys import queries as surveys
from elearn.surveys.fields import FieldSpec
from elearn.surveys.models import FormAnswer
from elearn.webinars.models import SeatPool, WebinarText
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.pages import words
from tests.webinars.conftest import TYPED, started

ASKED_IN_ARABIC = FieldSpec("sites", "yesno", "هل تدير موقعا؟")
GIVEN = {"q-sites": "yes", "q-where": "UY", "q-pictures": "yes"}
DETAILS = {name: said for name, said in TYPED.items() if name != "consent"}


def test_a_wrong_link_opens_nothing(visitor, tour, guest_page):
    page = guest_page(tour)
    for wrong in (page[:-3] + "x/", "/registrations/x/", "/registrations/a.b.c/"):
        visitor.get(wrong, status=404)


def test_cancelling_by_the_link_gives_the_seat_to_the_next(
    make_tour, visitor, guest_page, standings
):
    tour = make_tour(seats=1)
    amina, badia = guest_page(tour), guest_page(tour, "Badia Omar")
    assert "You are number 1 in the line" in visitor.get(badia).main
    sure = visitor.get(visitor.get(amina).all("//a[contains(@href, '/cancel/')]/@href")[0])
    assert standings(tour) == {"Amina Rahimi": ["in"], "Badia Omar": ["waiting"]}
    visitor.submit(sure, "Cancel the registration")
    assert standings(tour) == {"Amina Rahimi": ["cancelled"], "Badia Omar": ["offered"]}
    offer = visitor.get(badia)
    assert "A seat is offered to you until" in offer.main
    visitor.submit(offer, "Take the seat")
    assert standings(tour)["Badia Omar"] == ["in"]


def test_a_seat_that_is_turned_down_goes_on(make_tour, visitor, guest_page, standings):
    tour = make_tour(seats=1)
    pages = [guest_page(tour, name) for name in ("Amina Rahimi", "Badia Omar", "Chen Wei")]
    visitor.submit(
        visitor.get(visitor.get(pages[0]).all("//a[contains(@href, '/cancel/')]/@href")[0]),
        "Cancel the registration",
    )
    visitor.submit(visitor.get(pages[1]), "Leave it to the next")
    assert standings(tour) == {
        "Amina Rahimi": ["cancelled"],
        "Badia Omar": ["cancelled"],
        "Chen Wei": ["offered"],
    }


def test_nobody_changes_the_registration_of_somebody_else(visitor, tour, guest_page, standings):
    amina, badia = guest_page(tour), guest_page(tour, "Badia Omar")
    theirs = visitor.get(badia).all("//section[h2]/@id")[0]
    visitor.post(amina + "act", {"act": "cancel", "registration": theirs}, status=404)
    visitor.get(f"{amina}cancel/{theirs}", status=404)
    assert standings(tour) == {"Amina Rahimi": ["in"], "Badia Omar": ["in"]}


def test_sessions_are_added_later(make_tour, writing, visitor, guest_page, standings):
    tour = make_tour(sessions=2)
    ids, tour.session_ids = tour.session_ids, tour.session_ids[:1]
    page = guest_page(tour)
    tour.session_ids = ids
    visitor.submit(visitor.get(page), "Register for these, too", sessions=tour.sessions[1])
    assert standings(tour) == {"Amina Rahimi": ["in", "in"]}
    assert "Add sessions" not in visitor.get(page).main


def test_a_seat_kept_for_a_region_goes_to_who_registers_from_there(
    cast, make_tour, writing, signed_in, standings
):
    tour = make_tour(seats=0)
    with writing():
        db.session.add(SeatPool(session_id=tour.session_ids[0], region="african", seats=1))
    signed_in(cast.learner).post(tour.form, tour.typed())
    assert standings(tour) == {"Amina Rahimi": ["in"]}


def test_details_change_until_the_session_starts(
    app, visitor, tour, guest_page, writing, standings
):
    page = guest_page(tour)
    form = visitor.get(page + "details")
    assert form.all("//input[@name='name']/@value") == ["Amina Rahimi"]
    visitor.post(page + "details", DETAILS | {"name": "Amina R. Noor", "country": "UY"})
    with app.app_context():
        row = db.session.execute(select(SignUp.name, SignUp.country, SignUp.region)).one()
    assert tuple(row) == ("Amina R. Noor", "UY", "grulac")
    with writing():
        started(tour)
    assert "Your sessions have started" in visitor.get(page + "details").main
    visitor.post(page + "details", DETAILS, status=409)
    assert standings(tour) == {"Amina R. Noor": ["in"]}


def test_older_links_can_be_made_dead(visitor, tour, guest_page):
    page = guest_page(tour)
    fresh = visitor.submit(visitor.get(page), "Make older links dead").location
    visitor.get(page, status=404)
    assert "Your registration" in visitor.get(fresh).heading


def test_a_guest_has_everything_deleted_by_the_link(app, make_tour, visitor, guest_page, standings):
    tour = make_tour(seats=1)
    page, badia = guest_page(tour), guest_page(tour, "Badia Omar")
    sure = visitor.get(page + "forget")
    visitor.submit(sure, "Delete my details")
    assert standings(tour) == {"": ["cancelled"], "Badia Omar": ["offered"]}
    with app.app_context():
        erased = db.session.execute(
            select(SignUp.email, SignUp.country).where(SignUp.erased_at.is_not(None))
        ).one()
    assert (erased.email, erased.country) == (None, "KE")
    visitor.get(page, status=404)
    visitor.get(badia)


def test_the_form_of_the_webinar_is_asked_and_answers_are_kept(
    app, visitor, tour, asking, standings
):
    asking(tour)
    typed = tour.typed("amina@example.org")
    page = visitor.post(tour.form, typed | {"q-sites": "yes"}, status=422)
    problems = words(page.all("//div[@role='alert']")[0])
    assert "In which country?" in problems
    assert "This needs your agreement" in problems
    assert page.all("//input[@name='q-sites'][@checked]/@value") == ["yes"]
    visitor.post(tour.form, typed | GIVEN)
    with app.app_context():
        response_id = db.session.scalars(select(SignUp.response_id)).one()
        assert surveys.answers_of(response_id) == {
            "sites": "yes",
            "where": "UY",
            "pictures": "yes",
        }


def test_answers_are_changed_with_the_details(app, visitor, tour, asking, guest_page):
    asking(tour)
    page = guest_page(tour)
    visitor.post(page + "details", DETAILS | GIVEN)
    assert visitor.get(page + "details").all("//select[@name='q-where']/option[@selected]/@value")
    visitor.post(page + "details", DETAILS | {"q-sites": "no", "q-pictures": "yes"})
    with app.app_context():
        response_id = db.session.scalars(select(SignUp.response_id)).one()
        assert surveys.answers_of(response_id) == {"sites": "no", "pictures": "yes"}
        assert db.session.scalar(select(func.count(FormAnswer.id))) == 2


def test_each_language_asks_its_own_form(visitor, tour, asking, writing):
    asking(tour)
    with writing():
        db.session.add(WebinarText(webinar_id=tour.id, language="ar", title="جولة"))
        db.session.flush()
    from_english = visitor.get(tour.form, headers={"Accept-Language": "ar"})
    assert from_english.page.get("dir") == "rtl"
    assert "Do you run a site?" in from_english.main
    asking(tour, "ar", [ASKED_IN_ARABIC])
    page = visitor.get(tour.form, headers={"Accept-Language": "ar"})
    assert "جولة" in page.heading
    assert "Do you run a site?" not in page.main
    assert "هل تدير موقعا؟" in page.main


def test_the_list_of_my_webinars_costs_the_same_with_one_and_with_three(
    cast, signed_in, make_tour, queries
):
    pages = signed_in(cast.learner)
    counts = []
    for sessions in (1, 2):
        tour = make_tour(sessions=sessions)
        pages.post(tour.form, tour.typed(sessions=tour.sessions))
        with queries() as sent:
            page = pages.get("/learn/webinars/")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert len(page.all("//li[contains(@class, 'work-row')]")) == 3
    first = page.all("//li[contains(@class, 'work-row')]//a/@href")[0]
    assert pages.get(first.partition("#")[0]).heading == "Your registration"


def test_registering_again_by_an_account_brings_a_cancelled_registration_back(
    cast, signed_in, tour, standings
):
    pages = signed_in(cast.learner)
    page = pages.post(tour.form, tour.typed(name="Lina Haddad")).location
    own = pages.get(page).all("//section[h2]/@id")[0]
    pages.post(page + "act", {"act": "cancel", "registration": own})
    assert standings(tour) == {"Lina Haddad": ["cancelled"]}
    pages.post(tour.form, tour.typed(name="Lina Haddad"))
    assert standings(tour) == {"Lina Haddad": ["in"]}


@pytest.mark.parametrize("what", ["nonsense", ""])
def test_an_act_nobody_knows_changes_nothing(app, visitor, tour, guest_page, what):
    page = guest_page(tour)
    visitor.post(page + "act", {"act": what, "registration": "x"})
    with app.app_context():
        assert db.session.scalars(select(Registration.state)).all() == ["in"]
