"""Changing what opens an account: password by mail, password, e-mail address (R-17, R-19)."""

from datetime import timedelta

from sqlalchemy import select, update

from elearn.accounts.models import AuditEntry, MailLink, Person
from elearn.core.clock import now
from elearn.core.database import db
from tests.pages import Pages, csrf_in

NEW_PASSWORD = "nine slow trains"


def ask_for_reset(visitor, email):
    return visitor.submit(visitor.get("/reset"), "Send me a link", email=email)


def test_a_forgotten_password_is_set_anew_by_mail(
    app, visitor, client, cast, password, run_jobs, letters, link_in
):
    client.sign_in(cast.learner)
    assert visitor.follow(ask_for_reset(visitor, cast.learner.email)).heading == (
        "Look at your mail"
    )
    run_jobs()
    path = link_in(letters()[0])
    page = visitor.get(path)
    assert page.heading == "Choose a new password"
    client.get("/account/")
    answer = visitor.submit(page, "Set the password", new_password=NEW_PASSWORD)
    assert "The new password is set." in visitor.follow(answer).main
    client.get("/account/", status=302)
    old = {"email": cast.learner.email, "password": password}
    visitor.post("/sign-in", old, status=422)
    visitor.post("/sign-in", old | {"password": NEW_PASSWORD})
    run_jobs()
    assert [letter["Subject"] for letter in letters()] == [
        "Set a new password",
        "Your password was changed",
    ]


def test_a_reset_answers_the_same_for_everybody_and_writes_only_to_people_here(
    visitor, cast, run_jobs, letters
):
    known = ask_for_reset(visitor, cast.learner.email)
    unknown = ask_for_reset(visitor, "nobody@example.org")
    assert (known.status, known.location) == (unknown.status, unknown.location)
    run_jobs()
    assert [letter["To"] for letter in letters()] == [cast.learner.email]


def test_a_reset_link_works_once_and_for_thirty_minutes(
    visitor, cast, run_jobs, letters, link_in, writing
):
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    first = link_in(letters()[0])
    visitor.submit(visitor.get(first), "Set the password", new_password=NEW_PASSWORD)
    visitor.get(first, status=410)
    visitor.post(first, {"new_password": "other slow trains"}, status=410)
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    second = link_in(letters()[-1])
    with writing():
        link = db.session.scalars(select(MailLink).where(MailLink.used_at.is_(None))).one()
        assert link.expires_at - link.created_at == timedelta(minutes=30)
        link.expires_at = now() - timedelta(seconds=1)
    visitor.post(second, {"new_password": "other slow trains"}, status=410)


def test_a_newer_link_replaces_the_one_before(visitor, cast, run_jobs, letters, link_in):
    for _ in range(2):
        ask_for_reset(visitor, cast.learner.email)
        run_jobs()
    first, second = (link_in(letter) for letter in letters())
    visitor.get(first, status=410)
    visitor.get(second)


def test_a_mail_scanner_that_opens_the_link_changes_nothing(
    app, visitor, cast, password, run_jobs, letters, link_in, person_row
):
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    path = link_in(letters()[0])
    before = person_row(cast.learner).password_hash
    for _ in range(3):
        Pages(app).get(path)
        Pages(app).client.head(path)
    assert person_row(cast.learner).password_hash == before
    visitor.submit(visitor.get(path), "Set the password", new_password=NEW_PASSWORD)


def test_a_reset_link_dies_with_the_address_it_was_sent_to(
    visitor, cast, run_jobs, letters, link_in, writing
):
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    path = link_in(letters()[0])
    with writing():
        moved = update(Person).where(Person.id == cast.learner.id)
        db.session.execute(moved.values(email="lina@elsewhere.example.org"))
    visitor.get(path, status=410)
    visitor.post(path, {"new_password": NEW_PASSWORD}, status=410)


def test_a_link_for_one_purpose_opens_no_other_door(visitor, cast, run_jobs, letters, link_in):
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    secret = link_in(letters()[0]).rpartition("/")[2]
    visitor.get(f"/confirm/{secret}", status=410)
    visitor.post(f"/confirm/{secret}", {"password": "x"}, status=410)


def test_guessed_links_are_counted_with_guessed_passwords(visitor, cast, password):
    for number in range(50):
        visitor.post(f"/reset/guess{number}", {"new_password": NEW_PASSWORD}, status=410)
    visitor.post("/reset/guess50", {"new_password": NEW_PASSWORD}, status=429)
    data = {"email": cast.learner.email, "password": password}
    visitor.post("/sign-in", data, status=429)


def test_the_owner_of_a_throttled_account_can_still_reset_and_then_sign_in(
    visitor, cast, password, run_jobs, letters, link_in
):
    data = {"email": cast.learner.email, "password": "wrong one"}
    for _ in range(10):
        visitor.post("/sign-in", data, status=422)
    visitor.post("/sign-in", data, status=429)
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    page = visitor.get(link_in(letters()[0]))
    visitor.submit(page, "Set the password", new_password=NEW_PASSWORD)
    visitor.post("/sign-in", data | {"password": NEW_PASSWORD})


def test_a_weak_new_password_is_refused_and_the_link_still_works(
    visitor, cast, run_jobs, letters, link_in
):
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    page = visitor.get(link_in(letters()[0]))
    page = visitor.submit(page, "Set the password", status=422, new_password="Lina Haddad")
    assert "This is your name or e-mail address." in page.main
    visitor.submit(page, "Set the password", new_password=NEW_PASSWORD)


def test_links_in_letters_lead_to_the_configured_site_whatever_host_was_sent(
    app, visitor, cast, run_jobs, letters
):
    elsewhere = {
        "base_url": "http://evil.example",
        "headers": {"X-Forwarded-Host": "evil.example"},
    }
    token = csrf_in(visitor.client.get("/reset", **elsewhere).get_data(as_text=True))
    data = {"email": cast.learner.email, "csrf_token": token}
    assert visitor.client.post("/reset", data=data, **elsewhere).status_code == 302
    run_jobs()
    text = letters()[0].get_body(("plain",)).get_content()
    assert app.extensions["settings"].origin + "/reset/" in text
    assert "evil" not in bytes(letters()[0]).decode()


def test_changing_the_password_needs_the_old_one_and_signs_other_devices_out(
    app, signed_in, cast, password, run_jobs, letters
):
    here, elsewhere = signed_in(cast.learner), signed_in(cast.learner)
    copied = here.client.get_cookie("session").value
    page = here.get("/account/password")
    page = here.submit(
        page, "Change password", status=422, password="wrong one", new_password=NEW_PASSWORD
    )
    assert "The password is wrong." in page.main
    here.submit(page, "Change password", password=password, new_password=NEW_PASSWORD)
    here.get("/account/")
    elsewhere.get("/account/", status=302)
    thief = Pages(app)
    thief.client.set_cookie("session", copied)
    thief.get("/account/", status=302)
    run_jobs()
    [letter] = letters()
    assert (letter["To"], letter["Subject"]) == (
        cast.learner.email,
        "Your password was changed",
    )


def change_email(client, new, password):
    page = client.get("/account/email")
    return client.submit(page, "Send a link to the new address", email=new, password=password)


def test_a_new_address_counts_once_its_link_was_used_and_the_old_one_is_told(
    signed_in, cast, password, run_jobs, letters, link_in, person_row, app
):
    here, elsewhere = signed_in(cast.learner), signed_in(cast.learner)
    assert here.follow(change_email(here, "Lina@New.example.org", password)).heading == (
        "Look at your mail"
    )
    run_jobs()
    [letter] = letters()
    assert letter["To"] == "lina@new.example.org"
    page = here.get(link_in(letter))
    assert person_row(cast.learner).id == cast.learner.id
    here.submit(page, "Change the address")
    assert person_row("lina@new.example.org").id == cast.learner.id
    elsewhere.get("/account/", status=302)
    here.get("/account/")
    run_jobs()
    assert (letters()[-1]["To"], letters()[-1]["Subject"]) == (
        cast.learner.email,
        "Your e-mail address was changed",
    )
    with app.app_context():
        details = db.session.execute(select(AuditEntry.action, AuditEntry.detail)).all()
        assert ("account.change-email", {}) in [tuple(row) for row in details]


def test_changing_the_address_needs_the_password(signed_in, cast, password, run_jobs, letters):
    here = signed_in(cast.learner)
    page = here.get("/account/email")
    answer = here.submit(
        page,
        "Send a link to the new address",
        status=422,
        email="new@example.org",
        password="wrong one",
    )
    assert answer.all("//input[@name='email']/@value") == ["new@example.org"]
    run_jobs()
    assert letters() == []


def test_an_address_somebody_has_gets_the_same_answer_and_its_owner_is_told(
    signed_in, cast, password, run_jobs, letters, person_row
):
    here = signed_in(cast.learner)
    taken = change_email(here, cast.second_learner.email, password)
    free = change_email(here, "free@example.org", password)
    assert (taken.status, taken.location) == (free.status, free.location)
    run_jobs()
    assert {letter["To"]: letter["Subject"] for letter in letters()} == {
        cast.second_learner.email: "You have an account already",
        "free@example.org": "Confirm your new e-mail address",
    }


def test_an_address_taken_meanwhile_is_not_taken_twice(
    signed_in, cast, password, run_jobs, letters, link_in, person_row, writing
):
    here = signed_in(cast.learner)
    change_email(here, "free@example.org", password)
    run_jobs()
    with writing():
        moved = update(Person).where(Person.id == cast.second_learner.id)
        db.session.execute(moved.values(email="free@example.org"))
    page = here.get(link_in(letters()[0]))
    answer = here.submit(page, "Change the address", status=409)
    assert "Another account uses this e-mail address." in answer.main
    assert person_row(cast.learner).id == cast.learner.id


def test_only_the_person_who_asked_can_use_the_link(
    signed_in, cast, password, run_jobs, letters, link_in, person_row, visitor
):
    change_email(signed_in(cast.learner), "shared@example.org", password)
    run_jobs()
    path = link_in(letters()[0])
    visitor.get(path, status=302)
    stranger = signed_in(cast.second_learner)
    stranger.get(path, status=410)
    stranger.post(path, status=410)
    assert person_row(cast.second_learner).email == cast.second_learner.email
    owner = signed_in(cast.learner)
    owner.submit(owner.get(path), "Change the address")


def test_a_suspended_person_gets_no_letter_not_even_one_that_waits(
    visitor, cast, run_jobs, letters, writing
):
    ask_for_reset(visitor, cast.learner.email)
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(suspended_at=now())
        )
    run_jobs()
    assert letters() == []


def test_letters_carry_names_literally(signed_in, cast, password, run_jobs, letters, writing):
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(name="<b>Lina</b> {{ 7*7 }}")
        )
    here = signed_in(cast.learner)
    page = here.get("/account/password")
    here.submit(page, "Change password", password=password, new_password=NEW_PASSWORD)
    run_jobs()
    [letter] = letters()
    assert "Hello <b>Lina</b> {{ 7*7 }}," in letter.get_body(("plain",)).get_content()
    assert "Hello &lt;b&gt;Lina&lt;/b&gt; {{ 7*7 }}," in letter.get_body(("html",)).get_content()


def test_a_letter_is_written_in_the_language_of_its_reader(
    visitor, cast, run_jobs, letters, writing
):
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(language="ar"))
    ask_for_reset(visitor, cast.learner.email)
    run_jobs()
    html = letters()[0].get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in html
