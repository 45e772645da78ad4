"""Personal tokens: shown once, stored as a hash, within scopes, until revoked."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from elearn.accounts.models import AuditEntry, Person, Token
from elearn.accounts.tokens import MOST_TOKENS
from elearn.core.api import KeptAnswer
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed


def create(client, name="Attendance script", scopes=("read",), days="30"):
    page = client.get("/account/tokens")
    answer = client.submit(
        page, "Create token", status=200, name=name, scopes=list(scopes), days=days
    )
    return answer.all("//main//code")[0].text_content()


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_is_shown_once_and_kept_as_a_hash(signed_in, cast, app):
    client = signed_in(cast.learner)
    secret = create(client)
    assert secret.startswith("esm_")
    page = client.get("/account/tokens")
    assert "Attendance script" in page.main
    assert secret not in page.text
    with app.app_context():
        token = db.session.scalars(select(Token)).one()
        assert token.token_hash == hashed(secret)
        assert (token.scopes, token.person_id) == ("read", cast.learner.id)
        assert token.expires_at - token.created_at == timedelta(days=30)
        assert secret not in str(db.session.scalars(select(AuditEntry.detail)).all())


def test_a_read_token_reads_and_does_not_change(signed_in, visitor, cast, person_row):
    secret = create(signed_in(cast.learner))
    me = visitor.json("GET", "/api/v1/me", headers=bearer(secret)).json
    assert me["id"] == cast.learner.public_id
    answer = visitor.json(
        "PATCH", "/api/v1/me", {"name": "Changed"}, status=403, headers=bearer(secret)
    )
    assert "write" in answer.json["detail"]
    assert person_row(cast.learner).name == "Lina Haddad"


def test_a_write_token_changes_but_does_not_read(signed_in, visitor, cast, person_row):
    secret = create(signed_in(cast.learner), scopes=["write"])
    visitor.json("PATCH", "/api/v1/me", {"name": "Lina H."}, headers=bearer(secret))
    assert person_row(cast.learner).name == "Lina H."
    visitor.json("GET", "/api/v1/me", status=403, headers=bearer(secret))


def test_a_token_opens_the_api_only(signed_in, visitor, cast):
    secret = create(signed_in(cast.learner), scopes=["read", "write"])
    visitor.get("/account/", status=302, headers=bearer(secret))


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic bGluYTp4", "x"])
def test_nonsense_in_the_header_opens_nothing(visitor, header):
    visitor.json("GET", "/api/v1/me", status=401, headers={"Authorization": header})


def test_a_revoked_token_is_shut_out_at_once(signed_in, visitor, cast):
    client = signed_in(cast.learner)
    secret = create(client)
    visitor.json("GET", "/api/v1/me", headers=bearer(secret))
    client.submit(client.get("/account/tokens"), "Revoke")
    visitor.json("GET", "/api/v1/me", status=401, headers=bearer(secret))


def test_a_token_ends_on_its_day(signed_in, visitor, cast, writing):
    client = signed_in(cast.learner)
    secret = create(client)
    with writing():
        db.session.execute(update(Token).values(expires_at=now() - timedelta(seconds=1)))
    visitor.json("GET", "/api/v1/me", status=401, headers=bearer(secret))
    assert "Ended" in client.get("/account/tokens").main


def test_the_token_of_a_suspended_person_opens_nothing(signed_in, visitor, cast, writing):
    secret = create(signed_in(cast.learner))
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(suspended_at=now())
        )
    visitor.json("GET", "/api/v1/me", status=401, headers=bearer(secret))


def test_nobody_sees_or_revokes_the_token_of_somebody_else(signed_in, visitor, cast, app):
    secret = create(signed_in(cast.learner))
    with app.app_context():
        public_id = db.session.scalars(select(Token.public_id)).one()
    stranger = signed_in(cast.second_learner)
    assert "Attendance script" not in stranger.get("/account/tokens").main
    stranger.post(f"/account/tokens/{public_id}/revoke", status=404)
    stranger.json("DELETE", f"/api/v1/me/tokens/{public_id}", status=404)
    visitor.json("GET", "/api/v1/me", headers=bearer(secret))


def test_tokens_are_managed_by_the_api_too(signed_in, visitor, cast, app):
    client = signed_in(cast.learner)
    body = {"name": "Script", "scopes": ["read", "write"], "days": 90}
    headers = {"Idempotency-Key": "once"}
    created = client.json("POST", "/api/v1/me/tokens", body, status=201, headers=headers).json
    [listed] = visitor.json("GET", "/api/v1/me/tokens", headers=bearer(created["token"])).json
    assert (listed["id"], listed["scopes"]) == (created["id"], ["read", "write"])
    assert set(listed) == {"id", "name", "scopes", "created_at", "expires_at", "is_expired"}
    with app.app_context():
        assert db.session.scalars(select(KeptAnswer)).all() == []
    path = f"/api/v1/me/tokens/{created['id']}"
    visitor.json("DELETE", path, status=204, headers=bearer(created["token"]))
    visitor.json("GET", "/api/v1/me", status=401, headers=bearer(created["token"]))


def test_a_token_cannot_create_tokens(signed_in, visitor, cast):
    secret = create(signed_in(cast.learner), scopes=["read", "write"])
    body = {"name": "Child", "scopes": ["read"]}
    visitor.json("POST", "/api/v1/me/tokens", body, status=403, headers=bearer(secret))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["admin"]},
        {"name": "x", "scopes": ["read"], "days": 10_000},
        {"name": "x", "scopes": ["read"], "person_id": 1},
        {"name": "", "scopes": ["read"]},
        {"name": "\x00", "scopes": ["read"]},
    ],
)
def test_the_api_refuses_tokens_that_ask_too_much(signed_in, cast, body):
    signed_in(cast.learner).json("POST", "/api/v1/me/tokens", body, status=422)


def test_there_are_only_so_many_tokens(signed_in, cast, writing):
    client = signed_in(cast.learner)
    with writing():
        for number in range(MOST_TOKENS):
            db.session.add(
                Token(
                    token_hash=hashed(str(number)),
                    person_id=cast.learner.id,
                    name=f"Script {number}",
                    expires_at=now() + timedelta(days=1),
                )
            )
    page = client.get("/account/tokens")
    answer = client.submit(page, "Create token", status=409, name="One more")
    assert "Revoke one before you create another." in answer.main


def test_a_form_without_name_or_scope_keeps_the_rest(signed_in, cast):
    client = signed_in(cast.learner)
    answer = client.submit(
        client.get("/account/tokens"), "Create token", status=422, name=" ", scopes=[], days="365"
    )
    assert "Name the program that will use it." in answer.main
    assert "Choose at least one." in answer.main
    assert answer.all("//select[@name='days']/option[@selected]/@value") == ["365"]
