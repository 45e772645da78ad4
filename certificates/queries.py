"""Reads about awards and keys: prepared statements, column rows. No writes, no rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select

from certificates.codes import normalise
from certificates.models import STATUSES, Award, SigningKey
from elearn.accounts.models import Person
from elearn.core.database import read

AwardRow = Row[*tuple[Any, ...]]
MOST_SEARCHED = 120

# Table columns, not mapped attributes: rows come several times faster without the mapper.
_award = Award.__table__
_key = SigningKey.__table__
_with_key = select(
    *(column for column in _award.c if column.name != "replaced_by_id"), _key.c.public_key
).select_from(_award.join(_key, _key.c.kid == _award.c.key_id))
_by_code = _with_key.where(_award.c.code == bindparam("code"))
_by_public_id = _with_key.where(_award.c.public_id == bindparam("public_id"))
_by_id = _with_key.where(_award.c.id == bindparam("award_id"))
_newest_first = (_award.c.issued_at.desc(), _award.c.id.desc())
_of_person = (
    _with_key.where(_award.c.person_id == bindparam("person_id"), _award.c.status != "replaced")
    .order_by(*_newest_first)
    .limit(100)
)
_everything_of = _with_key.where(_award.c.person_id == bindparam("person_id")).order_by(_award.c.id)
_current = (
    _with_key.where(
        _award.c.person_id == bindparam("person_id"),
        _award.c.subject_key == bindparam("subject_key"),
    )
    .order_by(_award.c.lineage.desc())
    .limit(1)
)
_keys = select(
    SigningKey.kid, SigningKey.public_key, SigningKey.active_from, SigningKey.active_until
).order_by(SigningKey.id)


def award_by_code(code: str) -> AwardRow | None:
    """Return the award with this code (twenty characters, no hyphens), with its public key."""
    return read(_by_code, {"code": code}).one_or_none()


def award_by_public_id(public_id: str) -> AwardRow | None:
    """Return the award with this public id, with its public key."""
    return read(_by_public_id, {"public_id": public_id}).one_or_none()


def award_by_id(award_id: int) -> AwardRow | None:
    """Return the award with this id, with its public key."""
    return read(_by_id, {"award_id": award_id}).one_or_none()


def awards_of(person_id: int) -> Sequence[AwardRow]:
    """Return a person's awards but the replaced ones, newest first, at most 100."""
    return read(_of_person, {"person_id": person_id}).all()


def everything_of(person_id: int) -> Sequence[AwardRow]:
    """Return all awards of a person, replaced ones too, oldest first."""
    return read(_everything_of, {"person_id": person_id}).all()


def current_award(person_id: int, subject_key: str) -> AwardRow | None:
    """Return the latest award of a person for a subject, whatever its status."""
    values = {"person_id": person_id, "subject_key": subject_key}
    return read(_current, values).one_or_none()


def all_awards(searched: str = "", status: str = "") -> Select[*tuple[Any, ...]]:
    """Return the statement of everybody's awards, newest first, for the desk.

    `searched` is a code as typed, or part of a holder's name, title or e-mail address.
    """
    statement: Select[*tuple[Any, ...]] = (
        select(
            Award.public_id,
            Award.code,
            Award.holder_name,
            Award.title,
            Award.status,
            Award.issued_at,
            Award.pdf_key,
            Award.pdf_problem,
        )
        .join(Person, Person.id == Award.person_id)
        .order_by(*_newest_first)
    )
    if status in STATUSES:
        statement = statement.where(Award.status == status)
    searched = " ".join(searched.split())[:MOST_SEARCHED]
    code = normalise(searched)
    if code:
        return statement.where(Award.code == code)
    if searched:
        columns = (Award.holder_name, Award.title, Person.email)
        return statement.where(
            or_(*(column.icontains(searched, autoescape=True) for column in columns))
        )
    return statement


def signing_keys() -> Sequence[AwardRow]:
    """Return every key that ever signed, oldest first: kid, public_key, active_from and _until."""
    return read(_keys).all()
