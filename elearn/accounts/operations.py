"""Acts on people, roles and organisations: check, write, record. Never commit, never see the web.

`actor` is the signed-in person who acts, or None for the system, a command or a job.
"""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import access, audit, links, profiles, queries
from elearn.accounts.errors import (
    AddressIsTaken,
    LastAdmin,
    NameIsTaken,
    NoSuchOrganisation,
    NoSuchPerson,
    NoSuchThing,
    NotYours,
)
from elearn.accounts.models import Membership, Organisation, Person, SignIn, Token
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db

# No public id looks like this.
UNCHANGED = "unchanged"


def create_person(
    *,
    email: str,
    name: str,
    password_hash: str | None,
    confirmed: bool = True,
    actor: SignedIn | None = None,
    **profile: Any,
) -> Person:
    """Create an account; `email` is already normalised. Raises AddressIsTaken."""
    person = Person(
        email=email,
        name=name,
        password_hash=password_hash,
        email_confirmed_at=now() if confirmed else None,
        **profile,
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:
        raise AddressIsTaken from error
    audit.record(actor_id(actor), "account.create", "person", person.public_id)
    return person


def update_profile(
    person_id: int,
    actor: SignedIn | None,
    *,
    languages: list[str],
    organisation: str | None = UNCHANGED,
    **values: Any,
) -> None:
    """Change the profile fields given; `organisation` is a public id, empty or None for none.

    Raises NotAnswered for a value that is not offered, NoSuchOrganisation, NoSuchPerson.
    """
    changes = profiles.checked(values, languages)
    if organisation != UNCHANGED:
        changes["organisation_id"] = organisation_id(organisation) if organisation else None
    before = db.session.get(Person, person_id)
    if before is None or before.erased_at:
        raise NoSuchPerson
    changed = [field for field, value in changes.items() if getattr(before, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(before, field, changes[field])
    db.session.flush()
    # Which fields, not what they hold: the log outlives the account.
    audit.record(actor_id(actor), "account.update", "person", before.public_id, fields=changed)


def grant(
    person_id: int,
    role: str,
    actor: SignedIn | None,
    scope_kind: str = "all",
    scope_id: int = 0,
) -> None:
    """Give a person a role, everywhere or for one thing; granting twice changes nothing.

    Raises NotYours when the actor may not grant it, NoSuchPerson.
    """
    refusal = access.can_grant(actor, role, scope_kind, scope_id)
    if refusal:
        raise NotYours(refusal.reason)
    public_id = person_public_id(person_id)
    values = {
        "person_id": person_id,
        "role": role,
        "scope_kind": scope_kind,
        "scope_id": scope_id,
        "granted_by_id": actor_id(actor),
    }
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Membership).values(values))
    except IntegrityError:
        return
    audit.record(
        actor_id(actor),
        "role.grant",
        "person",
        public_id,
        role=role,
        scope_kind=scope_kind,
        scope_id=scope_id,
    )


def withdraw(person_id: int, membership: str, actor: SignedIn | None) -> None:
    """Take a role away; `membership` is its public id.

    Raises NoSuchThing, NotYours, and LastAdmin for the last administrator.
    """
    held = db.session.execute(
        select(Membership.id, Membership.role, Membership.scope_kind, Membership.scope_id).where(
            Membership.person_id == person_id, Membership.public_id == membership
        )
    ).one_or_none()
    if held is None:
        raise NoSuchThing
    refusal = access.can_grant(actor, held.role, held.scope_kind, held.scope_id)
    if refusal:
        raise NotYours(refusal.reason)
    if held.role == "admin":
        refuse_last_admin(person_id)
    db.session.execute(delete(Membership).where(Membership.id == held.id))
    audit.record(
        actor_id(actor),
        "role.withdraw",
        "person",
        person_public_id(person_id),
        role=held.role,
        scope_kind=held.scope_kind,
        scope_id=held.scope_id,
    )


def suspend(person_id: int, actor: SignedIn | None) -> None:
    """Shut a person out at once, on every device and for every token; nothing is deleted.

    Raises NotYours, NoSuchPerson, and LastAdmin for the last administrator.
    """
    refusal = access.can_suspend(actor, person_id)
    if refusal:
        raise NotYours(refusal.reason)
    public_id = person_public_id(person_id)
    if "admin" in {held.role for held in queries.memberships_of(person_id)}:
        refuse_last_admin(person_id)
    moment = now()
    suspended = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.suspended_at.is_(None))
        .values(suspended_at=moment)
        .returning(Person.id)
    )
    if suspended is None:
        return
    end_sign_ins(person_id)
    db.session.execute(
        update(Token)
        .where(Token.person_id == person_id, Token.revoked_at.is_(None))
        .values(revoked_at=moment)
    )
    links.spend_all(person_id)
    audit.record(actor_id(actor), "account.suspend", "person", public_id)


def restore(person_id: int, actor: SignedIn | None) -> None:
    """Let a suspended person sign in again. Raises NotYours, NoSuchPerson."""
    refusal = access.can_suspend(actor, person_id)
    if refusal:
        raise NotYours(refusal.reason)
    restored = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.suspended_at.is_not(None))
        .values(suspended_at=None)
        .returning(Person.public_id)
    )
    if restored is not None:
        audit.record(actor_id(actor), "account.restore", "person", restored)


def end_sign_ins(person_id: int, keep: int | None = None) -> None:
    """End the person's sign-ins on all devices, but for the sign-in `keep`."""
    statement = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if keep is not None:
        statement = statement.where(SignIn.id != keep)
    db.session.execute(statement.values(ended_at=now()))


def save_organisation(
    actor: SignedIn | None, *, name: str, kind: str, country: str | None, public_id: str = ""
) -> str:
    """Create an organisation, or change the one with this public id; return its public id.

    Raises NameIsTaken, NoSuchOrganisation.
    """
    values = {"name": name, "kind": kind, "country": country or None}
    try:
        with db.session.begin_nested():
            saved = _write_organisation(values, public_id)
    except IntegrityError as error:
        raise NameIsTaken from error
    action = "organisation.update" if public_id else "organisation.create"
    audit.record(actor_id(actor), action, "organisation", saved, **values)
    return saved


def _write_organisation(values: dict[str, Any], public_id: str) -> str:
    if not public_id:
        statement = insert(Organisation).values(values).returning(Organisation.public_id)
        return db.session.execute(statement).scalar_one()
    changed = db.session.scalar(
        update(Organisation)
        .where(Organisation.public_id == public_id)
        .values(values)
        .returning(Organisation.public_id)
    )
    if changed is None:
        raise NoSuchOrganisation
    return str(changed)


def organisation_id(public_id: str) -> int:
    """Return the id of an organisation. Raises NoSuchOrganisation."""
    found = queries.organisation_by_public_id(public_id)
    if found is None:
        raise NoSuchOrganisation
    return int(found.id)


def refuse_last_admin(person_id: int) -> None:
    """Raise LastAdmin when nobody else could act as administrator."""
    if not queries.lock_admins() - {person_id}:
        raise LastAdmin


def person_public_id(person_id: int) -> str:
    """Return the person's public id. Raises NoSuchPerson."""
    account = queries.account_of(person_id)
    if account is None:
        raise NoSuchPerson
    return str(account.public_id)


def actor_id(actor: SignedIn | None) -> int | None:
    """Return what the audit log keeps of an actor."""
    return actor.id if actor else None
