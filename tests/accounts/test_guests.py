"""Guests: known by an address, without a password; not accounts until they choose one."""

from sqlalchemy import select

from elearn.accounts import guests, queries
from elearn.accounts.models import Consent, Person
from elearn.core.database import db

AMINA = "amina@example.org"


def test_an_address_is_one_person_and_is_confirmed_once(writing):
    with writing():
        first = guests.person_for(AMINA, confirmed=False, name="Amina")
        assert db.session.get_one(Person, first).email_confirmed_at is None
        assert guests.person_for(AMINA, confirmed=True, name="Other") == first
        assert guests.person_for(AMINA, confirmed=True, name="Other") == first
        db.session.expire_all()
        person = db.session.get_one(Person, first)
        assert (person.name, person.password_hash) == ("Amina", None)
        assert person.email_confirmed_at is not None
        assert len(db.session.scalars(select(Consent.id)).all()) == 1


def test_an_account_stays_as_it_is(cast, writing):
    with writing():
        person_id = guests.person_for(cast.learner.email, confirmed=True, name="Forger")
        assert person_id == cast.learner.id
        assert db.session.get_one(Person, person_id).name == "Lina Haddad"


def test_an_account_that_waits_is_not_confirmed_by_an_address_alone(writing):
    with writing():
        waits = Person(email=AMINA, name="Somebody", password_hash="-")
        db.session.add(waits)
        db.session.flush()
        assert guests.person_for(AMINA, confirmed=True, name="Amina") == waits.id
        assert db.session.get_one(Person, waits.id).email_confirmed_at is None


def test_guests_are_listed_only_when_they_are_asked_for(cast, signed_in, writing):
    with writing():
        guests.person_for(AMINA, confirmed=True, name="Amina Rahimi")
        assert AMINA not in [row.email for row in db.session.execute(queries.people())]
    admin = signed_in(cast.admin)
    assert "Amina Rahimi" not in admin.get("/admin/people/").main
    assert "Amina Rahimi" in admin.get("/admin/people/?state=guest").main
    assert "Lina Haddad" not in admin.get("/admin/people/?state=guest").main


def test_a_guest_who_registers_is_sent_a_link_to_choose_a_password(
    visitor, writing, run_jobs, letters
):
    with writing():
        guests.person_for(AMINA, confirmed=True, name="Amina Rahimi")
    wish = {"name": "A", "email": AMINA, "password": "quiet river stones", "consent": "y"}
    visitor.post("/register", wish)
    run_jobs()
    assert [one["Subject"] for one in letters()] == ["Set a new password"]
