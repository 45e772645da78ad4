"""Who is in the demonstration: invented organisations, an account a role, learners."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from elearn.accounts import operations, queries
from elearn.accounts.models import Organisation
from elearn.accounts.session import SignedIn
from elearn.core.database import db

CONTENT = Path(__file__).parent / "demo_content"
PROFILE = ("language", "timezone", "country", "gender", "stakeholder")
# Roles that are held for one's own organisation only.
OF_ORGANISATION = ("partner",)


@dataclass(frozen=True)
class Story:
    """How far somebody came in a course.

    `state`: completed, in progress, failed, not started or left. `share` of the course's required
    steps done, 0 to 1. `quizzes`: for each quiz taken, the right answers of each attempt.
    """

    course: str
    state: str
    share: float
    quizzes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demonstration. `role` is empty for the learners of the crowd."""

    role: str
    name: str
    email: str
    organisation: str
    profile: dict[str, Any]
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class Crowd:
    """Everybody: `organisations` are (key, name, kind)."""

    organisations: tuple[tuple[str, str, str], ...]
    accounts: tuple[DemoPerson, ...]
    learners: tuple[DemoPerson, ...]

    def holding(self, role: str) -> DemoPerson:
        """Return the account of a role."""
        return next(person for person in self.accounts if person.role == role)

    def names(self) -> dict[str, str]:
        """Return the names of the organisations by key."""
        return {key: name for key, name, _ in self.organisations}


def read_crowd(path: Path = CONTENT / "people.toml") -> Crowd:
    """Return the people as they are written down."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return Crowd(
        tuple((one["key"], one["name"], one["kind"]) for one in written["organisation"]),
        tuple(_person(one) for one in written["account"]),
        tuple(_person(one) for one in written["learner"]),
    )


def _person(row: dict[str, Any]) -> DemoPerson:
    return DemoPerson(
        role=row.get("role", ""),
        name=row["name"],
        email=row["email"],
        organisation=row.get("organisation", ""),
        profile={name: row[name] for name in PROFILE if name in row},
        stories=tuple(
            Story(
                one["course"],
                one["state"],
                float(one["steps_done"]),
                tuple(tuple(attempts) for attempts in one["right_answers"]),
            )
            for one in row.get("story", [])
        ),
    )


def organisation_id(name: str) -> int | None:
    """Return the id of the organisation with this name, or None."""
    return db.session.scalar(select(Organisation.id).where(Organisation.name == name))


def add_organisation(name: str, kind: str) -> None:
    """Register an organisation, unless its name is known. In the open transaction."""
    if organisation_id(name) is None:
        operations.save_organisation(None, name=name, kind=kind, country=None)


def add_person(person: DemoPerson, names: dict[str, str], password_hash: str) -> None:
    """Open the account of a person and give their role, once. In the open transaction."""
    organisation = organisation_id(names[person.organisation]) if person.organisation else None
    found = queries.person_by_email(person.email)
    person_id = (
        found.id
        if found
        else operations.create_person(
            email=person.email,
            name=person.name,
            password_hash=password_hash,
            organisation_id=organisation,
            **person.profile,
        ).id
    )
    if person.role in OF_ORGANISATION and organisation is not None:
        operations.grant(person_id, person.role, None, "organisation", organisation)
    elif person.role not in ("", "learner"):
        operations.grant(person_id, person.role, None)


def acting(email: str) -> SignedIn:
    """Return a person of the demonstration as operations know those who act."""
    account = queries.person_by_email(email)
    if account is None:
        raise LookupError(f"{email} has no account yet.")
    profile = queries.profile_of(account.id)
    held = queries.memberships_of(account.id)
    return SignedIn(
        id=account.id,
        public_id=account.public_id,
        name=account.name,
        email=account.email,
        language=account.language,
        timezone=profile.timezone,
        organisation_id=profile.organisation_id,
        memberships=frozenset((one.role, one.scope_kind, one.scope_id) for one in held),
    )
