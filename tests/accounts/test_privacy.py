"""A copy of one's data, and its erasure, in this room (R-86)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.accounts import audit, housekeeping, operations, privacy
from elearn.accounts.errors import LastAdmin
from elearn.accounts.models import (
    AuditEntry,
    Consent,
    FailedSignIn,
    MailLink,
    Person,
    SignIn,
    Token,
)
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db

CANARY = "Canary Q. Zwitscher"
EMAIL = "canary.zwitscher@example.org"
MARKS = ("anary", "Zwitscher", "canary-token", "canary-device")


@pytest.fixture
def canary(app, visitor, run_jobs, letters, link_in, writing):
    """Somebody who used every part of this room."""
    data = {"name": CANARY, "email": EMAIL, "password": "eleven small boats", "consent": "y"}
    visitor.post("/register", data)
    run_jobs()
    visitor.post(link_in(letters()[0]), {"password": data["password"]})
    visitor.json(
        "POST", "/api/v1/me/tokens", {"name": "canary-token", "scopes": ["read"]}, status=201
    )
    key = {"Idempotency-Key": "k"}
    visitor.json("PATCH", "/api/v1/me", {"country": "KE"}, headers=key)
    change = {"email": "canary.new@example.org", "password": data["password"]}
    visitor.post("/account/email", change)
    visitor.post("/reset", {"email": EMAIL})
    visitor.post("/account/password", {"password": data["password"], "new_password": "9 trains go"})
    run_jobs()
    with app.app_context():
        return db.session.scalars(select(Person.id).where(Person.email == EMAIL)).one()


def everything_in(app):
    """Return all rows of all tables as text."""
    with app.app_context():
        return {
            table.name: "\n".join(str(tuple(row)) for row in db.session.execute(select(table)))
            for table in db.metadata.sorted_tables
        }


def test_a_copy_holds_what_is_kept_and_no_secret(app, canary):
    with app.app_context():
        copy = privacy.export(canary)
        own = db.session.get_one(Person, canary)
        secrets = [own.password_hash]
        for table in (SignIn, Token, MailLink):
            secrets += db.session.scalars(select(table.token_hash).where(table.person_id == canary))
    text = json.dumps(copy, ensure_ascii=False)
    assert copy["profile"]["name"] == CANARY
    assert copy["profile"]["country"] == "KE"
    assert {link["purpose"] for link in copy["links_sent"]} == {
        "confirm",
        "reset",
        "change-email",
    }
    assert [token["name"] for token in copy["tokens"]] == ["canary-token"]
    assert [consent["kind"] for consent in copy["consents"]] == ["privacy"]
    assert len(copy["sign_ins"]) == 2
    assert "account.register" in {act["action"] for act in copy["acts"]}
    assert len(secrets) >= 6
    assert not [secret for secret in secrets if secret in text]
    assert "hash" not in text


def test_every_table_of_this_room_that_names_a_person_is_in_the_copy(app, canary):
    """Schema-driven: a new table with a person column fails here until the copy has it."""
    copied = {"person", "membership", "sign_in", "mail_link", "token", "consent", "audit_entry"}
    with_person = {
        table.name
        for table in db.metadata.sorted_tables
        if table.name in own_tables()
        and (table.name == "person" or any(points_to_person(column) for column in table.columns))
    }
    assert with_person == copied


def own_tables():
    return {
        mapper.local_table.name
        for mapper in Person.registry.mappers
        if mapper.class_.__module__ == "elearn.accounts.models"
    }


def points_to_person(column):
    return any(key.column.table.name == "person" for key in column.foreign_keys)


def test_erasing_leaves_no_trace_of_the_person(app, canary, writing, visitor):
    assert any(mark in text for text in everything_in(app).values() for mark in MARKS)
    with writing():
        privacy.erase(canary, None)
    left = {
        name: mark for name, text in everything_in(app).items() for mark in MARKS if mark in text
    }
    assert left == {}
    visitor.get("/account/", status=302)
    visitor.post("/sign-in", {"email": EMAIL, "password": "9 trains go"}, status=422)


def test_erasing_keeps_the_count_the_group_and_the_log_whole(app, canary, writing):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Person))
    with writing():
        privacy.erase(canary, None)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == before
        row = db.session.get(Person, canary)
        assert (row.country, row.name, row.password_hash) == ("KE", "", None)
        assert row.erased_at is not None
        assert db.session.scalars(select(Consent.withdrawn_at)).one() is not None
        assert audit.first_broken_entry() is None
        last = select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
        assert db.session.scalar(last) == "account.erase"


def test_the_address_of_an_erased_person_is_free_again(app, canary, writing):
    with writing():
        privacy.erase(canary, None)
        operations.create_person(email=EMAIL, name="Somebody else", password_hash=None)


def test_the_last_administrator_is_not_erased(cast, writing):
    with writing(), pytest.raises(LastAdmin):
        privacy.erase(cast.admin.id, None)


def test_what_was_kept_for_a_while_goes_in_its_time(
    app, visitor, cast, password, writing, run_jobs
):
    long_ago = now() - timedelta(days=400)
    with writing():
        db.session.add_all(
            [
                SignIn(token_hash="1" * 64, person_id=cast.learner.id, expires_at=long_ago),
                SignIn(
                    token_hash="2" * 64,
                    person_id=cast.learner.id,
                    expires_at=now() + timedelta(days=1),
                    ended_at=long_ago,
                ),
                SignIn(
                    token_hash="3" * 64,
                    person_id=cast.learner.id,
                    expires_at=now() + timedelta(days=1),
                ),
                MailLink(
                    token_hash="4" * 64,
                    person_id=cast.learner.id,
                    purpose="reset",
                    email="x@example.org",
                    expires_at=long_ago,
                ),
                Token(
                    token_hash="5" * 64, person_id=cast.learner.id, name="x", expires_at=long_ago
                ),
                FailedSignIn(key="email:x", at=long_ago),
                FailedSignIn(key="email:y", at=now()),
                Person(email="never@example.org", name="Never Came", created_at=long_ago),
                Person(email="late@example.org", name="Came Late", created_at=now()),
            ]
        )
        outbox.enqueue("accounts.tidy")
    assert run_jobs() == 1
    with app.app_context():
        assert db.session.scalars(select(SignIn.token_hash)).all() == ["3" * 64]
        assert db.session.scalars(select(MailLink)).all() == []
        assert db.session.scalars(select(Token)).all() == []
        assert db.session.scalars(select(FailedSignIn.key)).all() == ["email:y"]
        emails = set(db.session.scalars(select(Person.email)))
        assert "never@example.org" not in emails
        assert {"late@example.org", cast.learner.email} <= emails


def test_an_unconfirmed_account_somebody_made_use_of_stays(app, cast, writing):
    long_ago = now() - timedelta(days=400)
    with writing():
        person = operations.create_person(
            email="listed@example.org",
            name="On A List",
            password_hash=None,
            confirmed=False,
            created_at=long_ago,
        )
        operations.grant(person.id, "trainer", None)
        housekeeping.tidy()
    with app.app_context():
        found = select(Person.name).where(Person.email == "listed@example.org")
        assert db.session.scalar(found) == "On A List"
