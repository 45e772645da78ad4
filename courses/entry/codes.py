"""Codes that open a course: made by trainers, typed by learners, also on a phone.

`open_code` finds what a code opens. Rooms above add what they open by codes with `also_open`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update

from courses.entry import operations, queries
from courses.entry.errors import (
    CodeExpired,
    CodeNotFound,
    CodeRevoked,
    CodeUnknown,
    CodeUsedUp,
    TermsDoNotFit,
    TooManyCodes,
)
from courses.entry.models import EntryCode
from courses.models import Course
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.urls import safe_path

# Nothing that is mistaken for something else: no 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
MOST_USES = 1_000_000
MOST_CODES = 200
LONGEST_LABEL = 120


@dataclass(frozen=True)
class Door:
    """What a code opens. `enter(person)` acts in the open transaction and returns where to go.

    It raises a DomainError that says why not. Where entering may also end in waiting (not
    `at_once`), the page it leads to says what became of it.
    """

    title: str
    enter: Callable[[SignedIn], str]
    at_once: bool = True


Finder = Callable[[str], Door | None]
_finders: list[Finder] = []


def also_open(finder: Finder) -> None:
    """Let a room above open its own codes: `finder(code)` returns a door, or None."""
    if finder not in _finders:
        _finders.append(finder)


def normalised(text: str) -> str:
    """Return a code as it is kept, from what was typed: any case, with or without hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:20]


def shown(code: str) -> str:
    """Return a code as it is read out and printed: in two halves."""
    return f"{code[:4]}-{code[4:]}"


def new_code() -> str:
    """Return a new code of 8 characters: about 39 random bits."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def make(
    course: Course,
    actor: SignedIn | None,
    *,
    label: str = "",
    most_uses: int | None = None,
    expires_at: datetime | None = None,
) -> EntryCode:
    """Make a code for a course. Raises TermsDoNotFit, or TooManyCodes."""
    if most_uses is not None and not 1 <= most_uses <= MOST_USES:
        raise TermsDoNotFit(_("Give a number of uses of 1 or more, or none."))
    if expires_at is not None and expires_at <= now():
        raise TermsDoNotFit(_("A code must expire in the future."))
    if len(queries.codes_of(course.id)) >= MOST_CODES:
        raise TooManyCodes
    made = EntryCode(
        course_id=course.id,
        code=new_code(),
        label=label[:LONGEST_LABEL],
        most_uses=most_uses,
        expires_at=expires_at,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(made)
    db.session.flush()
    actor_id = actor.id if actor else None
    record(actor_id, "course.make-code", "course", course.public_id, code=made.public_id)
    return made


def revoke(course: Course, code_id: str, actor: SignedIn | None) -> None:
    """Let a code open nothing any more; who came in by it stays. Raises CodeNotFound."""
    found = db.session.execute(
        update(EntryCode)
        .where(EntryCode.course_id == course.id, EntryCode.public_id == code_id)
        .values(revoked_at=func.coalesce(EntryCode.revoked_at, now()))
        .returning(EntryCode.public_id)
    ).scalar()
    if found is None:
        raise CodeNotFound
    actor_id = actor.id if actor else None
    record(actor_id, "course.revoke-code", "course", course.public_id, code=found)


def open_code(typed: str) -> Door:
    """Return what the code opens. Raises CodeUnknown, CodeRevoked, CodeExpired or CodeUsedUp."""
    code = normalised(typed)
    found = db.session.execute(
        select(
            EntryCode.id,
            EntryCode.course_id,
            EntryCode.uses,
            EntryCode.most_uses,
            EntryCode.expires_at,
            EntryCode.revoked_at,
            Course.slug,
            Course.title,
        )
        .join(Course, Course.id == EntryCode.course_id)
        .where(EntryCode.code == code, Course.state.in_(("published", "withdrawn")))
    ).one_or_none()
    if found is None:
        return _opened_above(code)
    if found.revoked_at is not None:
        raise CodeRevoked
    if found.expires_at is not None and found.expires_at <= now():
        raise CodeExpired
    return Door(found.title, lambda person: _enter(found.id, found.course_id, found.slug, person))


def _opened_above(code: str) -> Door:
    for finder in _finders:
        door = finder(code) if code else None
        if door is not None:
            return door
    raise CodeUnknown


def _enter(code_id: int, course_id: int, slug: str, person: SignedIn) -> str:
    target = safe_path(f"/courses/{slug}/") or "/"
    if queries.standing(course_id, person.id).enrolment_id is not None:
        return target
    operations.enter(course_id, person, way="code")
    used = db.session.execute(
        update(EntryCode)
        .where(
            EntryCode.id == code_id,
            EntryCode.revoked_at.is_(None),
            or_(EntryCode.expires_at.is_(None), EntryCode.expires_at > now()),
            or_(EntryCode.most_uses.is_(None), EntryCode.uses < EntryCode.most_uses),
        )
        .values(uses=EntryCode.uses + 1)
        .returning(EntryCode.id)
    ).scalar()
    if used is None:
        raise CodeUsedUp
    return target
