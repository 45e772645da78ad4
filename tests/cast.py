"""The fixed cast: who appears in every test, and in what role."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import insert, select

from elearn.accounts.models import Membership, Organisation, Person, SignIn
from elearn.accounts.session import SignedIn, _by_sign_in, _signed_in
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed, secret
from elearn.core.transaction import write

JOINED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """A person of the cast; `id` and `public_id` as in the database."""

    id: int
    public_id: str
    name: str
    email: str


@dataclass(frozen=True)
class Cast:
    learner: Member
    second_learner: Member
    trainer: Member
    second_trainer: Member
    partner: Member
    reviewer: Member
    analyst: Member
    admin: Member

    def everybody(self) -> list[Member]:
        return [getattr(self, item.name) for item in fields(self)]


ROLES = {
    "learner": None,
    "second_learner": None,
    "trainer": "trainer",
    "second_trainer": "trainer",
    "partner": "partner",
    "reviewer": "reviewer",
    "analyst": "analyst",
    "admin": "admin",
}
PEOPLE = {
    "learner": ("Lina Haddad", "lina@example.org", "KE", "female", "competent-authority"),
    "second_learner": ("Omar Diallo", "omar@example.org", "SN", "male", "customs-enforcement"),
    "trainer": ("Tomas Novak", "tomas@example.org", "SK", "male", "academia"),
    "second_trainer": ("Tala Perez", "tala@example.org", "UY", "female", "academia"),
    "partner": ("Paula Costa", "paula@example.org", "BR", "female", "regional-centre"),
    "reviewer": ("Rosa Lindqvist", "rosa@example.org", "SE", "female", "other-government"),
    "analyst": ("Ana Petrova", "ana@example.org", "BG", "female", "igo"),
    "admin": ("Adam Mensah", "adam@example.org", "GH", "male", "igo"),
}


def load_cast() -> Cast:
    """Insert the cast into an empty database."""
    with write():
        centre = db.session.execute(
            insert(Organisation)
            .values(name="Sample Centre", kind="regional-centre", country="UY")
            .returning(Organisation.id)
        ).scalar_one()
        members = {}
        for number, (part, row) in enumerate(PEOPLE.items(), start=1):
            members[part] = insert_person(part, number, row, centre)
    return Cast(**members)


def insert_person(part: str, number: int, row: tuple[str, ...], centre: int) -> Member:
    name, email, country, gender, stakeholder = row
    public_id = f"{part.replace('_', '')[:8]:0<8}{number:04d}"
    person_id = db.session.execute(
        insert(Person)
        .values(
            public_id=public_id,
            email=email,
            name=name,
            country=country,
            gender=gender,
            stakeholder=stakeholder,
            language="en",
            timezone="UTC",
            # Nobody's password has this hash: the cast signs in by `open_sign_in`.
            password_hash="opened by no password",
            email_confirmed_at=JOINED,
            created_at=JOINED,
            organisation_id=centre if part == "partner" else None,
        )
        .returning(Person.id)
    ).scalar_one()
    role = ROLES[part]
    if role:
        db.session.execute(
            insert(Membership).values(
                person_id=person_id, role=role, scope_kind="all", scope_id=0, granted_at=JOINED
            )
        )
    return Member(person_id, public_id, name, email)


def find_cast() -> Cast:
    """Return the cast as it stands in the database."""
    rows = {
        row.email: row
        for row in db.session.execute(
            select(Person.id, Person.public_id, Person.name, Person.email)
        )
    }
    found = {}
    for part, (_, email, *_rest) in PEOPLE.items():
        row = rows[email]
        found[part] = Member(row.id, row.public_id, row.name, row.email)
    db.session.rollback()
    return Cast(**found)


def open_sign_in(app: Flask, member: Member) -> str:
    """Make a sign-in for the member and return the secret its cookie would hold."""
    value = secret()
    with app.app_context(), write():
        db.session.execute(
            insert(SignIn).values(
                token_hash=hashed(value),
                person_id=member.id,
                created_at=now(),
                expires_at=now() + timedelta(days=1),
            )
        )
    return value


def actor(app: Flask, member: Member) -> SignedIn:
    """Return the member as operations receive them."""
    value = open_sign_in(app, member)
    with app.app_context():
        row = db.session.execute(_by_sign_in, {"token_hash": hashed(value), "moment": now()}).one()
        return _signed_in(row, sign_in_id=row.sign_in_id)
