"""Signing in and out: new sessions, dead cookies, safe ways on, equal answers, counted guesses."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from elearn.accounts import passwords, throttle
from elearn.accounts.models import AuditEntry, FailedSignIn, Person, SignIn
from elearn.core.clock import now
from elearn.core.database import db
from tests.pages import Pages


def sign_in(client, member, password, status=302, path="/sign-in"):
    return client.submit(
        client.get(path), "Sign in", status=status, email=member.email, password=password
    )


def cookie_of(client):
    return client.client.get_cookie("session").value


def with_cookie(app, value):
    stranger = Pages(app)
    stranger.client.set_cookie("session", value)
    return stranger


def test_the_right_password_opens_the_account_and_is_recorded(visitor, cast, password, app):
    answer = sign_in(visitor, cast.learner, password)
    assert answer.location == "/learn/"
    assert visitor.get("/account/").heading == "Your profile"
    with app.app_context():
        entry = db.session.execute(
            select(AuditEntry.actor_id, AuditEntry.action, AuditEntry.thing_id)
        ).one()
        assert tuple(entry) == (cast.learner.id, "sign-in.begin", cast.learner.public_id)


def test_the_address_may_be_typed_in_any_case(visitor, cast, password):
    page = visitor.get("/sign-in")
    visitor.submit(page, "Sign in", email="  LINA@Example.ORG ", password=password)
    assert visitor.get("/account/").status == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor, cast, password):
    wrong = sign_in(visitor, cast.learner, "not the password", status=422)
    page = visitor.get("/sign-in")
    unknown = visitor.submit(
        page, "Sign in", status=422, email="nobo@example.org", password="not the password"
    )
    assert "The e-mail address or the password is wrong." in wrong.main
    token = "//input[@name='csrf_token']/@value"
    left = wrong.text.replace(cast.learner.email, "E").replace(wrong.all(token)[0], "T")
    right = unknown.text.replace("nobo@example.org", "E").replace(unknown.all(token)[0], "T")
    assert left == right


def test_signing_in_drops_whatever_the_visitor_session_held(app, visitor, cast, password):
    """No fixation: neither the session nor its CSRF secret survives (R-14)."""
    with visitor.client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "f" * 40
        session["_user_id"] = "a secret somebody else knows"
    page = visitor.get("/sign-in")
    before = cookie_of(visitor)
    visitor.submit(page, "Sign in", email=cast.learner.email, password=password)
    assert cookie_of(visitor) != before
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "f" * 40
        assert session["_user_id"] != "a secret somebody else knows"
    with_cookie(app, before).get("/account/", status=302)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, visitor, cast, password):
    sign_in(visitor, cast.learner, password)
    copied = cookie_of(visitor)
    assert with_cookie(app, copied).get("/account/").status == 200
    visitor.submit(visitor.get("/account/"), "Sign out")
    assert with_cookie(app, copied).get("/account/", status=302).location.startswith("/sign-in")
    assert with_cookie(app, copied).json("GET", "/api/v1/me", status=401).status == 401


def test_signing_in_anew_ends_the_sign_in_before(app, visitor, cast, password):
    sign_in(visitor, cast.learner, password)
    copied = cookie_of(visitor)
    data = {"email": cast.second_learner.email, "password": password}
    visitor.post("/sign-in", data)
    with_cookie(app, copied).get("/account/", status=302)


def test_signing_out_everywhere_ends_every_device(app, visitor, client, cast, password):
    sign_in(visitor, cast.learner, password)
    sign_in(client, cast.learner, password)
    copies = [cookie_of(visitor), cookie_of(client)]
    visitor.submit(visitor.get("/account/sign-ins"), "Sign out everywhere")
    for copy in copies:
        with_cookie(app, copy).get("/account/", status=302)


def test_one_device_can_be_signed_out_and_only_ones_own(app, visitor, client, cast, password):
    phone = visitor.client.post
    phone(
        "/sign-in",
        data={
            "email": cast.learner.email,
            "password": password,
            "csrf_token": visitor.token(),
        },
        headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/140.0"},
    )
    sign_in(client, cast.learner, password)
    page = client.get("/account/sign-ins")
    assert "Firefox, Android" in page.main
    [path] = page.all("//main//td//form/@action")
    stranger = Pages(app).sign_in(cast.second_learner)
    stranger.post(path, status=404)
    visitor.get("/account/")
    client.post(path)
    visitor.get("/account/", status=302)
    client.get("/account/")


def test_a_sign_in_ends_by_itself(app, client, cast, writing):
    client.sign_in(cast.learner)
    client.get("/account/")
    with writing():
        db.session.execute(update(SignIn).values(expires_at=now() - timedelta(seconds=1)))
    client.get("/account/", status=302)


@pytest.mark.parametrize("where", ["suspended_at", "erased_at"])
def test_a_suspended_or_erased_person_is_out_at_once(app, client, cast, writing, where):
    client.sign_in(cast.learner)
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values({where: now()})
        )
    client.get("/account/", status=302)
    client.json("GET", "/api/v1/me", status=401)


def test_only_the_owner_learns_that_an_account_is_suspended(visitor, cast, password, writing):
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(suspended_at=now())
        )
    wrong = sign_in(visitor, cast.learner, "not the password", status=422)
    right = sign_in(visitor, cast.learner, password, status=422)
    assert "suspended" not in wrong.main
    assert "This account is suspended." in right.main


def test_an_unconfirmed_owner_is_sent_another_link(
    visitor, cast, password, writing, run_jobs, letters
):
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(email_confirmed_at=None)
        )
    answer = sign_in(visitor, cast.learner, password, status=422)
    assert "we have just sent you a new link" in answer.main
    run_jobs()
    assert [letter["Subject"] for letter in letters()] == ["Confirm your e-mail address"]


SAFE = ["/account/tokens", "/courses/?q=waste&page=2", "/%09/x"]
UNSAFE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "https://evil.example",
    "http:///evil.example",
    "/\tevil",
    "\t//evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "evil.example",
    "@evil.example",
    "//example.org@evil.example",
    "//еvil.example",
    "/\x00",
    "",
]


@pytest.mark.parametrize("target", SAFE)
def test_signing_in_leads_to_the_page_that_was_wanted(visitor, cast, password, target):
    response = visitor.client.post(
        "/sign-in",
        query_string={"next": target},
        data={
            "email": cast.learner.email,
            "password": password,
            "csrf_token": visitor.token(),
        },
    )
    assert response.location == target


@pytest.mark.parametrize("target", UNSAFE)
def test_signing_in_never_leads_elsewhere(visitor, cast, password, target):
    response = visitor.client.post(
        "/sign-in",
        query_string={"next": target},
        data={
            "email": cast.learner.email,
            "password": password,
            "csrf_token": visitor.token(),
        },
    )
    assert response.location == "/learn/"


def test_a_visitor_is_brought_back_to_the_page_they_wanted(visitor, cast, password):
    answer = visitor.get("/account/tokens", status=302)
    assert answer.location == "/sign-in?next=/account/tokens"
    assert sign_in(visitor, cast.learner, password, path=answer.location).location == (
        "/account/tokens"
    )


def guess(client, email, password="not the password", **options):
    data = {"email": email, "password": password, "csrf_token": client.token()}
    return client.client.post("/sign-in", data=data, **options).status_code


def test_the_eleventh_guess_at_an_account_is_not_even_checked(visitor, cast, password):
    codes = [guess(visitor, cast.learner.email) for _ in range(10)]
    assert codes == [422] * 10
    assert guess(visitor, cast.learner.email, password) == 429
    assert guess(visitor, "nobody@example.org") == 422


def test_guesses_at_an_account_that_does_not_exist_are_counted_alike(visitor, cast):
    codes = [guess(visitor, "nobody@example.org") for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_throttled_visitor_is_told_how_long_and_what_else_to_do(visitor, cast, password):
    for _ in range(10):
        guess(visitor, cast.learner.email)
    answer = sign_in(visitor, cast.learner, password, status=429)
    assert "Wait 15 minutes, or set a new password by mail." in answer.main
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    [typed] = answer.all("//input[@name='email']/@value")
    assert typed == cast.learner.email


def test_the_fifty_first_guess_from_an_address_is_refused_whoever_it_is_at(visitor, cast, password):
    codes = [guess(visitor, f"person{number}@example.org") for number in range(50)]
    assert codes == [422] * 50
    assert guess(visitor, cast.learner.email, password) == 429
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert guess(visitor, cast.learner.email, password, environ_overrides=elsewhere) == 302


def test_an_own_account_does_not_buy_more_guesses_from_an_address(visitor, cast, password):
    for number in range(49):
        guess(visitor, f"person{number}@example.org")
    assert guess(visitor, cast.learner.email, password) == 302
    assert guess(visitor, "person49@example.org") == 422
    assert guess(visitor, "person50@example.org") == 429


def test_every_door_that_asks_for_the_password_shares_the_count(app, client, cast, password):
    client.sign_in(cast.learner)
    for _ in range(5):
        data = {"email": "new@example.org", "password": "wrong one"}
        client.post("/account/email", data, status=422)
    for _ in range(5):
        data = {"new_password": "nine slow trains", "password": "wrong one"}
        client.post("/account/password", data, status=422)
    assert guess(Pages(app), cast.learner.email, password) == 429


def test_guesses_are_forgotten_after_a_quarter_of_an_hour(visitor, cast, password, writing):
    for _ in range(10):
        guess(visitor, cast.learner.email)
    with writing():
        db.session.execute(
            update(FailedSignIn).values(at=now() - throttle.WINDOW - timedelta(seconds=1))
        )
    assert guess(visitor, cast.learner.email, password) == 302


def test_a_success_forgets_the_guesses_at_that_account(visitor, cast, password, app):
    for _ in range(9):
        guess(visitor, cast.learner.email)
    assert guess(visitor, cast.learner.email, password) == 302
    with app.app_context():
        left = db.session.scalars(
            select(FailedSignIn.key).where(FailedSignIn.key.startswith("email:"))
        ).all()
        assert left == []


def test_addresses_of_one_ipv6_network_are_counted_together():
    one, two = throttle.address_key("2001:db8::1"), throttle.address_key("2001:db8::ffff:2")
    assert one == two != throttle.address_key("2001:db8:0:1::1")
    assert throttle.address_key("192.0.2.1") != throttle.address_key("192.0.2.2")
    assert throttle.address_key(None).startswith("address:")


def test_failed_attempts_are_recorded_without_the_address_that_was_typed(visitor, cast, app):
    guess(visitor, cast.learner.email)
    guess(visitor, "nobody@example.org")
    with app.app_context():
        rows = db.session.execute(
            select(AuditEntry.action, AuditEntry.thing_id, AuditEntry.detail).order_by(
                AuditEntry.id
            )
        ).all()
        assert [tuple(row) for row in rows] == [
            ("sign-in.fail", cast.learner.public_id, {}),
            ("sign-in.fail", "unknown", {}),
        ]


def test_an_outdated_hash_is_renewed_when_its_owner_signs_in(visitor, cast, writing, person_row):
    old = passwords.PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash("quiet lorry 7")
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(password_hash=old)
        )
    sign_in(visitor, cast.learner, "quiet lorry 7")
    renewed = person_row(cast.learner).password_hash
    assert renewed != old
    assert sign_in(Pages(visitor.app), cast.learner, "quiet lorry 7").status == 302


def test_finding_the_person_of_a_request_takes_one_statement(client, cast, queries):
    client.sign_in(cast.learner)
    with queries() as sent:
        client.get("/account/password")
    assert len(sent) == 1


def test_a_get_never_signs_anybody_out(client, cast):
    client.sign_in(cast.learner)
    client.get("/sign-out", status=405)
    client.get("/language?to=fr", status=405)
    assert client.get("/account/").heading == "Your profile"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/language", "/register", "/reset"])
def test_forms_of_other_sites_are_refused(client, cast, password, path, app):
    data = {"email": cast.learner.email, "password": password, "to": "fr"}
    assert client.client.post(path, data=data).status_code == 400
    data["csrf_token"] = "forged"
    assert client.client.post(path, data=data).status_code == 400
    token = client.token()
    del data["csrf_token"]
    assert client.client.post(f"{path}?csrf_token={token}", data=data).status_code == 400
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_the_language_switch_keeps_the_page_and_the_choice(visitor):
    visitor.get("/about")
    answer = visitor.post("/language", {"to": "ar", "next": "/about"})
    assert answer.location == "/about"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/about").page.getroottree().getroot().get("dir") == "rtl"


def test_the_language_switch_goes_nowhere_else_and_knows_only_our_languages(visitor):
    answer = visitor.post("/language", {"to": "tlh", "next": "//evil.example"})
    assert answer.location == "/"
    assert "language=" not in answer.headers.get("Set-Cookie", "")


def test_personal_pages_are_not_stored_by_browsers(client, cast):
    client.sign_in(cast.learner)
    headers = client.get("/account/").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]
