"""Reads about people, organisations, roles, sign-ins and tokens. No writes, no rights."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, exists, func, select

from elearn.accounts.models import (
    Consent,
    Membership,
    Organisation,
    Person,
    SignIn,
    Token,
)
from elearn.core.clock import now
from elearn.core.database import db

# A row of columns; which ones, its query says.
Record = Row[*tuple[Any, ...]]
PROOF_LASTS = timedelta(minutes=10)

_profile = (
    select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.language,
        Person.timezone,
        Person.country,
        Person.gender,
        Person.stakeholder,
        Person.is_test,
        Person.organisation_id,
        Person.created_at,
        Organisation.public_id.label("organisation_public_id"),
        Organisation.name.label("organisation_name"),
    )
    .select_from(Person)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
)
_account = select(
    Person.id,
    Person.public_id,
    Person.email,
    Person.name,
    Person.language,
    Person.password_hash,
    Person.email_confirmed_at,
    Person.suspended_at,
).where(Person.erased_at.is_(None))


def profile_of(person_id: int) -> Record:
    """Return the person's profile: name, email, language, country, gender, stakeholder, ..."""
    return db.session.execute(_profile.where(Person.id == person_id)).one()


def person_by_email(email: str) -> Record | None:
    """Return id, public_id, name, email, language, password_hash and state of an account."""
    return db.session.execute(_account.where(Person.email == email)).one_or_none()


def account_of(person_id: int) -> Record | None:
    """Return the same of a person who is not erased."""
    return db.session.execute(_account.where(Person.id == person_id)).one_or_none()


def may_receive(email: str) -> bool:
    """Tell whether mail may go to the address: nobody suspended or erased has it."""
    refused = select(Person.id).where(Person.email == email, Person.suspended_at.is_not(None))
    return not db.session.scalar(select(exists(refused)))


def memberships_of(person_id: int) -> Sequence[Record]:
    """Return the person's roles: public_id, role, scope and the name of an organisation."""
    return db.session.execute(
        select(
            Membership.public_id,
            Membership.role,
            Membership.scope_kind,
            Membership.scope_id,
            Membership.granted_at,
            Organisation.name.label("organisation_name"),
        )
        .outerjoin(
            Organisation,
            (Organisation.id == Membership.scope_id) & (Membership.scope_kind == "organisation"),
        )
        .where(Membership.person_id == person_id)
        .order_by(Membership.role, Membership.scope_kind, Membership.id)
    ).all()


def sign_ins_of(person_id: int) -> Sequence[Record]:
    """Return the person's open sign-ins, newest first."""
    return db.session.execute(
        select(SignIn.id, SignIn.public_id, SignIn.device, SignIn.created_at, SignIn.expires_at)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now(),
        )
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
        .limit(100)
    ).all()


def proved_lately(sign_in_id: int | None) -> bool:
    """Tell whether the password was given on this sign-in within the last ten minutes."""
    proved = select(SignIn.id).where(
        SignIn.id == sign_in_id, SignIn.proved_at > now() - PROOF_LASTS
    )
    return bool(db.session.scalar(select(exists(proved))))


def tokens_of(person_id: int) -> Sequence[Record]:
    """Return the person's tokens that are not revoked, newest first; never their secrets."""
    return db.session.execute(
        select(
            Token.public_id,
            Token.name,
            Token.scopes,
            Token.created_at,
            Token.expires_at,
            (Token.expires_at <= now()).label("is_expired"),
        )
        .where(Token.person_id == person_id, Token.revoked_at.is_(None))
        .order_by(Token.created_at.desc(), Token.id.desc())
        .limit(100)
    ).all()


def consents_of(person_id: int) -> Sequence[Record]:
    """Return what the person agreed to, newest first."""
    return db.session.execute(
        select(Consent.kind, Consent.version, Consent.given_at, Consent.withdrawn_at)
        .where(Consent.person_id == person_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    ).all()


def lock_admins() -> set[int]:
    """Return the ids of the people who can act as administrators now, in the open transaction.

    PostgreSQL locks the rows, so that two administrators cannot withdraw each other at once.
    """
    return set(
        db.session.scalars(
            select(Membership.person_id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.role == "admin",
                Person.suspended_at.is_(None),
                Person.erased_at.is_(None),
            )
            .order_by(Membership.id)
            .with_for_update(of=[Membership, Person])
        )
    )


_roles = (
    select(func.aggregate_strings(cast(Membership.role, String), ","))
    .where(Membership.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)


def is_guest() -> ColumnElement[bool]:
    """Return the condition on Person that holds for guests, who are not counted as accounts.

    They have no password and no role: known by an address, they registered for something.
    """
    held = exists().where(Membership.person_id == Person.id).correlate(Person)
    return and_(Person.password_hash.is_(None), Person.erased_at.is_(None), ~held)


def people(search: str = "", role: str = "", state: str = "") -> Select[Any]:
    """Return the statement for a list of people by name; `state`: suspended, unconfirmed, guest.

    Guests are listed only when they are asked for.
    """
    statement = (
        select(
            Person.public_id,
            Person.name,
            Person.email,
            Person.country,
            Person.suspended_at,
            Person.email_confirmed_at,
            Person.created_at,
            Organisation.name.label("organisation_name"),
            _roles.label("roles"),
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(is_guest() if state == "guest" else and_(Person.erased_at.is_(None), ~is_guest()))
        .order_by(func.lower(Person.name), Person.id)
    )
    if search:
        wanted = search.lower()
        statement = statement.where(
            func.lower(Person.name).contains(wanted, autoescape=True)
            | Person.name.contains(search, autoescape=True)
            | Person.email.contains(wanted, autoescape=True)
        )
    if role:
        held = select(Membership.id).where(
            Membership.person_id == Person.id, Membership.role == role
        )
        statement = statement.where(exists(held))
    if state == "suspended":
        statement = statement.where(Person.suspended_at.is_not(None))
    if state == "unconfirmed":
        statement = statement.where(Person.email_confirmed_at.is_(None))
    return statement


def person_by_public_id(public_id: str) -> Record | None:
    """Return what an administrator sees of a person, or None."""
    return db.session.execute(
        _profile.add_columns(Person.suspended_at, Person.email_confirmed_at).where(
            Person.public_id == public_id, Person.erased_at.is_(None)
        )
    ).one_or_none()


def organisations(search: str = "") -> Select[Any]:
    """Return the statement for a list of organisations by name, with how many people each has."""
    members = (
        select(func.count())
        .select_from(Person)
        .where(Person.organisation_id == Organisation.id, Person.erased_at.is_(None))
        .correlate(Organisation)
        .scalar_subquery()
    )
    statement = select(
        Organisation.public_id,
        Organisation.name,
        Organisation.kind,
        Organisation.country,
        members.label("people"),
    ).order_by(func.lower(Organisation.name), Organisation.id)
    if search:
        statement = statement.where(
            func.lower(Organisation.name).contains(search.lower(), autoescape=True)
            | Organisation.name.contains(search, autoescape=True)
        )
    return statement


def organisation_names() -> Sequence[tuple[str, str]]:
    """Return (public_id, name) of all organisations by name."""
    rows = db.session.execute(
        select(Organisation.public_id, Organisation.name).order_by(
            func.lower(Organisation.name), Organisation.id
        )
    )
    return [(row.public_id, row.name) for row in rows]


def organisation_by_public_id(public_id: str) -> Record | None:
    """Return an organisation, or None."""
    return db.session.execute(
        select(
            Organisation.id,
            Organisation.public_id,
            Organisation.name,
            Organisation.kind,
            Organisation.country,
        ).where(Organisation.public_id == public_id)
    ).one_or_none()
