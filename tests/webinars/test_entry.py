"""Ways into a webinar besides its open door: requests, invitations, delegations, its form."""

import pytest
from sqlalchemy import func, select

from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys.models import Form
from elearn.webinars.models import WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import SignUp

AMINA = "amina@example.org"
MEMBERS = "Badia Omar; badia@example.org\nChen Wei\tchen@example.org\n\nDina Kamau"


@pytest.fixture
def paula(cast, signed_in):
    """The organiser."""
    return signed_in(cast.partner)


@pytest.fixture
def asked_for(make_tour, guest_page):
    """A webinar whose organisers approve, with two requests."""
    tour = make_tour(door="approval")
    guest_page(tour)
    guest_page(tour, "Badia Omar")
    return tour


def test_requests_are_answered_together_and_a_no_needs_its_reason(
    paula, asked_for, standings, visitor
):
    page = paula.get(asked_for.desk + "/requests/")
    assert "amina@example.org" in page.main
    first, second = page.all("//input[@name='request']/@value")
    refused = paula.post(
        asked_for.desk + "/requests/", {"request": [first], "answer": "no"}, status=422
    )
    assert refused.all("//input[@name='request'][@checked]/@value") == [first]
    paula.post(
        asked_for.desk + "/requests/",
        {"request": [first], "answer": "no", "reason": "For customs officers only."},
    )
    paula.post(asked_for.desk + "/requests/", {"request": [first, second], "answer": "yes"})
    assert standings(asked_for) == {"Amina Rahimi": ["declined"], "Badia Omar": ["in"]}
    assert "No request waits" in paula.get(asked_for.desk + "/requests/").main


def test_requests_for_a_session_that_is_over_hold_up_nobody_elses(
    paula, make_tour, guest_page, standings, writing
):
    tour = make_tour(door="approval", sessions=2)
    guest_page(tour)
    page = paula.get(tour.desk + "/requests/")
    chosen = {"request": page.all("//input[@name='request']/@value"), "answer": "yes"}
    with writing():
        over = db.session.get_one(WebinarSession, tour.session_ids[0])
        over.state, over.cancelled_at = "cancelled", now()
    assert (
        "1 request is answered." in paula.follow(paula.post(tour.desk + "/requests/", chosen)).text
    )
    assert standings(tour) == {"Amina Rahimi": ["asked", "in"]}


def test_requests_show_what_was_answered(paula, make_tour, asking, visitor, link_in, run_jobs):
    tour = make_tour(door="approval")
    asking(tour)
    given = {"q-sites": "yes", "q-where": "UY", "q-pictures": "yes"}
    visitor.post(tour.form, tour.typed(AMINA) | given)
    run_jobs()
    visitor.post(link_in(AMINA, "Confirm"))
    page = paula.get(tour.desk + "/requests/")
    assert "Uruguay" in page.main


def test_the_list_of_requests_costs_the_same_with_one_and_with_three(
    paula, make_tour, guest_page, queries
):
    tour = make_tour(door="approval")
    counts = []
    for names in (["Amina Rahimi"], ["Badia Omar", "Chen Wei"]):
        for name in names:
            guest_page(tour, name)
        with queries() as sent:
            paula.get(tour.desk + "/requests/")
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["/requests/", "/invitations/", "/registration-form/"])
@pytest.mark.parametrize(("member", "status"), [("learner", 404), ("trainer", 404), ("admin", 200)])
def test_only_organisers_see_their_desk(cast, signed_in, tour, page, member, status):
    signed_in(getattr(cast, member)).get(tour.desk + page, status=status)


def test_a_webinar_by_invitation_lets_in_only_whom_its_letter_reached(
    app, paula, make_tour, visitor, run_jobs, link_in, standings
):
    tour = make_tour(door="invitation", listed=False)
    assert "by invitation" in visitor.get(tour.form).main
    visitor.post(tour.form, tour.typed(AMINA), status=403)
    pasted = {"addresses": "Amina@Example.org, not-an-address; amina@example.org"}
    answer = paula.post(tour.desk + "/invitations/", pasted, status=200)
    assert "1 invitation is on its way" in answer.main
    assert answer.all("//textarea")[0].text.strip() == "not-an-address"
    run_jobs()
    link = link_in(AMINA, "invited")
    page = visitor.get(link)
    assert AMINA in page.main
    assert not page.all("//input[@name='email']")
    mine = visitor.post(link, tour.typed("other@example.org")).location
    assert "You are in" in visitor.get(mine).main
    visitor.post(link, tour.typed())
    assert standings(tour) == {"Amina Rahimi": ["in"]}
    with app.app_context():
        assert db.session.scalars(select(SignUp.email)).all() == [AMINA]
    assert "Registered" in paula.get(tour.desk + "/invitations/").main


def test_a_revoked_invitation_opens_nothing_and_a_new_letter_replaces_the_link(
    paula, make_tour, visitor, run_jobs, link_in
):
    tour = make_tour(door="invitation")
    paula.post(tour.desk + "/invitations/", {"addresses": AMINA}, status=200)
    run_jobs()
    link = link_in(AMINA)
    page = paula.get(tour.desk + "/invitations/")
    paula.submit(page, "Revoke")
    visitor.get(link, status=410)
    paula.submit(paula.get(tour.desk + "/invitations/"), "Send again")
    run_jobs()
    visitor.get(link, status=410)
    visitor.get(link_in(AMINA))


def test_two_hundred_addresses_are_invited_at_once_and_no_more(paula, tour):
    many = "\n".join(f"guest{number}@example.org" for number in range(201))
    page = paula.post(tour.desk + "/invitations/", {"addresses": many}, status=422)
    assert "at most 200" in page.main


def test_an_account_that_was_invited_registers_by_signing_in(
    cast, paula, make_tour, signed_in, standings
):
    tour = make_tour(door="invitation")
    lina = signed_in(cast.learner)
    lina.post(tour.form, tour.typed(), status=403)
    paula.post(tour.desk + "/invitations/", {"addresses": cast.learner.email}, status=200)
    lina.post(tour.form, tour.typed(name="Lina Haddad"))
    assert standings(tour) == {"Lina Haddad": ["in"]}


@pytest.fixture
def delegation(make_tour, guest_page, visitor):
    """A webinar with four seats, and the page of the delegation of somebody who is in."""
    tour = make_tour(seats=3, delegations=True)
    tour.head = guest_page(tour) + "delegation/"
    return tour


def written(tour, members=MEMBERS):
    said = {"organisation": "Ministry of Environment", "members": members, "consent": "y"}
    return said | {"sessions": tour.sessions}


def test_a_delegation_takes_a_seat_for_each_and_members_are_told(
    app, delegation, visitor, run_jobs, link_in, standings
):
    visitor.post(delegation.head, written(delegation))
    assert standings(delegation) == {
        "Amina Rahimi": ["in"],
        "Badia Omar": ["in"],
        "Chen Wei": ["in"],
        "Dina Kamau": ["waiting"],
    }
    run_jobs()
    mine = link_in("badia@example.org", "You were registered")
    page = visitor.get(mine)
    assert "Ministry of Environment" in page.main
    visitor.submit(visitor.get(mine + "forget"), "Delete my details")
    assert standings(delegation)["Dina Kamau"] == ["offered"]
    visitor.get(mine, status=404)
    told = visitor.get(delegation.head).main
    assert "Dina Kamau" in told
    assert "Badia Omar" not in told


def test_letters_about_a_member_without_an_address_go_to_whoever_leads(
    delegation, visitor, run_jobs, letters
):
    visitor.post(delegation.head, written(delegation, "Dina Kamau"))
    run_jobs()
    about = [one for one in letters() if "Dina Kamau" in one.as_string()]
    assert [one["To"] for one in about] == [AMINA] * len(delegation.sessions)


def test_lines_that_cannot_be_read_are_named_and_nothing_is_lost(delegation, visitor, standings):
    wrong = "Badia Omar; badia@example.org\n; nobody@example.org\nChen Wei; chen@"
    page = visitor.post(delegation.head, written(delegation, wrong), status=422)
    assert "Line 2" in page.main
    assert "Line 3" in page.main
    assert page.all("//textarea")[0].text.strip().splitlines() == wrong.splitlines()
    assert list(standings(delegation)) == ["Amina Rahimi"]


def test_fifty_members_and_no_more(delegation, visitor, standings):
    many = "\n".join(f"Guest Number{number}" for number in range(51))
    page = visitor.post(delegation.head, written(delegation, many), status=422)
    assert "at most 50 members" in page.main
    assert list(standings(delegation)) == ["Amina Rahimi"]


def test_a_member_who_registered_before_keeps_their_own_registration(
    app, delegation, visitor, guest_page, standings
):
    guest_page(delegation, "Badia Omar")
    page = visitor.post(delegation.head, written(delegation)).location
    assert "Registered before: Badia Omar" in visitor.get(page).main
    with app.app_context():
        assert (
            db.session.scalar(select(SignUp.delegation_id).where(SignUp.name == "Badia Omar"))
            is None
        )


def test_a_member_with_an_account_has_it_on_their_list(app, cast, delegation, visitor, signed_in):
    before = people(app)
    visitor.post(delegation.head, written(delegation, f"Lina; {cast.learner.email}"))
    assert people(app) == before
    assert "You are in" in signed_in(cast.learner).get("/learn/webinars/").main


def people(app):
    with app.app_context():
        return db.session.scalar(select(func.count(Person.id)))


def test_only_members_of_ones_own_delegation_are_cancelled(
    delegation, visitor, guest_page, standings
):
    other = guest_page(delegation, "Omar Said")
    visitor.post(delegation.head, written(delegation, "Dina Kamau"))
    theirs = visitor.get(other).all("//section[h2]/@id")[0]
    visitor.post(delegation.head + "cancel", {"registration": theirs}, status=404)
    visitor.submit(visitor.get(delegation.head), "Cancel")
    assert standings(delegation)["Omar Said"] == ["in"]
    assert standings(delegation)["Dina Kamau"] == ["cancelled"]


def test_no_delegations_where_the_organisers_want_none(tour, guest_page, visitor):
    visitor.get(guest_page(tour) + "delegation/", status=403)


def test_the_organiser_makes_the_form_and_it_is_asked_once_it_is_open(app, paula, tour, visitor):
    page = paula.get(tour.desk + "/registration-form/")
    made = paula.submit(page, "Make a form").location
    field = {"label": "Do you run a site?", "kind": "yesno", "depends": ""}
    paula.post(made + "fields/new", field)
    assert "Do you run a site?" not in visitor.get(tour.form).main
    paula.post(made + "act", {"act": "open"})
    assert "Do you run a site?" in visitor.get(tour.form).main
    paula.post(tour.desk + "/registration-form/en", {"en-form": ""})
    assert "Do you run a site?" not in visitor.get(tour.form).main
    with app.app_context():
        assert db.session.scalars(select(Form.organisation_id)).one() is not None


def test_a_form_of_others_cannot_be_chosen(app, paula, tour, asking, writing):
    form_id = asking(tour)
    with writing():
        form = db.session.scalars(select(Form).where(Form.public_id == form_id)).one()
        form.organisation_id = None
        db.session.scalars(select(WebinarText)).one().form_id = None
    paula.post(tour.desk + "/registration-form/en", {"en-form": form_id}, status=422)
    paula.post(tour.desk + "/registration-form/fr", {"fr-form": form_id}, status=404)
