"""Registering: the letter decides, and only those who know the password confirm."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.accounts.models import AuditEntry, Consent, MailLink, Person
from elearn.accounts.registration import PRIVACY_VERSION
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job

NEW = {
    "name": "Nadia Ben Youssef",
    "email": "Nadia@Example.org",
    "password": "eleven small boats",
    "consent": "y",
}


def register(visitor, **changes):
    page = visitor.get("/register")
    return visitor.submit(page, "Create account", **(NEW | changes))


def test_somebody_registers_confirms_and_is_signed_in(
    visitor, run_jobs, letters, link_in, person_row, app
):
    answer = visitor.follow(register(visitor))
    assert answer.heading == "Look at your mail"
    assert person_row("nadia@example.org").email_confirmed_at is None
    run_jobs()
    [letter] = letters()
    assert letter["To"] == "nadia@example.org"
    path = link_in(letter)
    page = visitor.get(path)
    assert page.heading == "Confirm your e-mail address"
    assert person_row("nadia@example.org").email_confirmed_at is None
    answer = visitor.submit(page, "Confirm and sign in", password=NEW["password"])
    assert answer.location == "/learn/"
    assert person_row("nadia@example.org").email_confirmed_at is not None
    assert visitor.get("/account/").heading == "Your profile"
    with app.app_context():
        consent = db.session.execute(select(Consent.kind, Consent.version)).all()
        assert [tuple(row) for row in consent] == [("privacy", PRIVACY_VERSION)]
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions == ["account.register", "account.confirm", "sign-in.begin"]


def test_a_confirmation_link_works_once(visitor, run_jobs, letters, link_in):
    register(visitor)
    run_jobs()
    path = link_in(letters()[0])
    visitor.submit(visitor.get(path), "Confirm and sign in", password=NEW["password"])
    assert visitor.get(path, status=410).heading == "This link no longer works"
    visitor.post(path, {"password": NEW["password"]}, status=410)


def test_a_confirmation_link_needs_the_password_of_the_registration(
    visitor, run_jobs, letters, link_in, person_row
):
    """Whoever registers somebody else's address and waits for them to confirm gains nothing."""
    register(visitor)
    run_jobs()
    page = visitor.get(link_in(letters()[0]))
    answer = visitor.submit(page, "Confirm and sign in", status=422, password="my own password")
    assert "The password is wrong." in answer.main
    assert person_row("nadia@example.org").email_confirmed_at is None


def test_a_confirmation_link_ends_after_three_days(
    visitor, run_jobs, letters, link_in, writing, app
):
    register(visitor)
    run_jobs()
    path = link_in(letters()[0])
    with writing():
        link = db.session.scalars(select(MailLink)).one()
        assert timedelta(days=2) < link.expires_at - now() <= timedelta(days=3)
        link.expires_at = now() - timedelta(seconds=1)
    visitor.get(path, status=410)


def test_registering_again_replaces_name_password_and_link(
    visitor, run_jobs, letters, link_in, person_row
):
    register(visitor)
    run_jobs()
    register(visitor, name="Nadia B.", password="other small boats")
    run_jobs()
    first, second = (link_in(letter) for letter in letters())
    visitor.get(first, status=410)
    page = visitor.get(second)
    visitor.submit(page, "Confirm and sign in", status=422, password=NEW["password"])
    visitor.submit(page, "Confirm and sign in", password="other small boats")
    assert person_row("nadia@example.org").name == "Nadia B."


def test_a_known_address_gets_the_same_answer_and_a_letter_that_says_so(
    visitor, run_jobs, letters, cast, person_row
):
    before = person_row(cast.learner)
    known = register(visitor, email=cast.learner.email)
    unknown = register(visitor, email="somebody-new@example.org")
    assert (known.status, known.location) == (unknown.status, unknown.location)
    run_jobs()
    subjects = {letter["To"]: letter["Subject"] for letter in letters()}
    assert subjects[cast.learner.email] == "You have an account already"
    assert subjects["somebody-new@example.org"] == "Confirm your e-mail address"
    after = person_row(cast.learner)
    assert (after.name, after.password_hash) == (before.name, before.password_hash)


def test_what_was_typed_is_kept_but_not_the_password(visitor):
    answer = visitor.submit(
        visitor.get("/register"),
        "Create account",
        status=422,
        name="Nadia <b>Ben</b>",
        email="not an address",
        password="short",
    )
    [name] = answer.all("//input[@name='name']/@value")
    [email] = answer.all("//input[@name='email']/@value")
    assert (name, email) == ("Nadia <b>Ben</b>", "not an address")
    assert answer.all("//input[@name='password']/@value") == [""]
    assert "short" not in answer.all("//input/@value")
    sentences = [
        " ".join(line.text_content().split()) for line in answer.all("//*[@role='alert']//li")
    ]
    assert sentences == [
        "Write an e-mail address, such as name@example.org.",
        "Use at least 8 characters.",
        "Without your agreement we may not open an account.",
    ]


def test_fields_nobody_asked_for_change_nothing(visitor, person_row):
    visitor.get("/register")
    data = NEW | {"role": "admin", "is_test": "1", "email_confirmed_at": "2026-01-01", "id": "1"}
    visitor.post("/register", data)
    row = person_row("nadia@example.org")
    assert (row.is_test, row.email_confirmed_at) == (False, None)


@pytest.mark.parametrize(
    "email", ["a" * 250 + "@example.org", "a@b", "x@example.org\r\nBcc: y@example.org", ""]
)
def test_addresses_that_are_none_are_refused(visitor, email, app):
    visitor.submit(
        visitor.get("/register"), "Create account", status=422, **(NEW | {"email": email})
    )
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_one_address_has_one_account_however_it_is_written(visitor, app):
    for email in ("nadia@example.org", " NADIA@example.org ", "nadia@EXAMPLE.ORG"):
        register(visitor, email=email)
    with app.app_context():
        count = select(func.count()).select_from(Person).where(Person.email.like("nadia%"))
        assert db.session.scalar(count) == 1


def test_an_address_gets_five_letters_an_hour_and_no_more(visitor, run_jobs, letters):
    register(visitor)
    run_jobs()
    for _ in range(8):
        visitor.submit(visitor.get("/register/again"), "Send the letter", email="nadia@example.org")
        run_jobs()
    assert len(letters()) == 5


def test_asking_for_another_letter_answers_the_same_for_everybody(visitor, run_jobs, letters, cast):
    answers = [
        visitor.submit(visitor.get("/register/again"), "Send the letter", email=email)
        for email in (cast.learner.email, "nobody-here@example.org")
    ]
    assert {(answer.status, answer.location) for answer in answers} == {(302, "/register/mail")}
    run_jobs()
    assert letters() == []


def test_no_row_holds_a_link_or_a_password(visitor, run_jobs, letters, link_in, app):
    register(visitor)
    run_jobs()
    secret = link_in(letters()[0]).rpartition("/")[2]
    with app.app_context():
        rows = [
            str(row._mapping)
            for table in (Job, MailLink, Person)
            for row in db.session.execute(select(*table.__table__.c))
        ]
    assert rows
    assert not [row for row in rows if secret in row or NEW["password"] in row]


def test_somebody_signed_in_is_led_on(signed_in, cast):
    assert signed_in(cast.learner).get("/register", status=302).location == "/learn/"
