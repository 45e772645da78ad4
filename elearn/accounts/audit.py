"""The audit log: who did what, when, to which thing; each entry sealed by the hash of the last."""

import hashlib
import json
from datetime import datetime
from typing import Any, cast

from flask import g, has_request_context
from sqlalchemy import Select, Table, func, insert, select

from elearn.accounts.models import AuditEntry, Person
from elearn.core.clock import now
from elearn.core.database import db, dialect_name, execute, flush, read

# Any fixed number: it names the lock that keeps the chain in one line on PostgreSQL.
CHAIN_LOCK = 703_117
START = "0" * 64

_chain_lock = select(func.pg_advisory_xact_lock(CHAIN_LOCK))
_newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
_entry = insert(cast(Table, AuditEntry.__table__))


def record(
    actor_id: int | None, action: str, thing_kind: str, thing_id: object, **detail: Any
) -> None:
    """Add an entry in the open transaction. `detail` holds what changed, never a secret."""
    flush()
    if dialect_name() == "postgresql":
        read(_chain_lock)
    previous = read(_newest).scalar()
    values: dict[str, Any] = {
        "at": now(),
        "actor_id": actor_id,
        "action": action,
        "thing_kind": thing_kind,
        "thing_id": str(thing_id),
        "detail": detail,
        "request_id": g.get("request_id") if has_request_context() else None,
        "previous_hash": previous or START,
    }
    execute(_entry, values | {"hash": seal(values)})


def seal(values: dict[str, Any]) -> str:
    """Return the hash of an entry: SHA-256 over its fields as sorted JSON."""
    at: datetime = values["at"]
    fields = {
        name: values[name]
        for name in ("actor_id", "action", "thing_kind", "thing_id", "detail", "previous_hash")
    }
    text = json.dumps(
        fields | {"at": at.isoformat()}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_entry() -> int | None:
    """Return the id of the first entry altered or cut off from its predecessor, or None."""
    previous = START
    columns = AuditEntry.__table__.c
    rows = db.session.execute(select(*columns).order_by(columns.id)).yield_per(1000)
    for entry in rows:
        values = dict(entry._mapping)
        if values["previous_hash"] != previous or seal(values) != values["hash"]:
            return int(values["id"])
        previous = values["hash"]
    return None


def entry_count() -> int:
    """Return how many entries the log has."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def entries(
    action: str = "",
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Select[Any]:
    """Return the statement for a list of entries, newest first.

    `action` is an action or the kind before its point; `person_id` finds what a person did and
    what was done to them; `since` is included, `until` is not.
    """
    statement = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.thing_kind,
            AuditEntry.thing_id,
            AuditEntry.detail,
            AuditEntry.request_id,
            Person.public_id.label("actor_public_id"),
            Person.name.label("actor_name"),
        )
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .order_by(AuditEntry.id.desc())
    )
    if action:
        statement = statement.where(
            (AuditEntry.action == action)
            | AuditEntry.action.startswith(action + ".", autoescape=True)
        )
    if person_id is not None:
        theirs = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
        statement = statement.where(
            (AuditEntry.actor_id == person_id)
            | ((AuditEntry.thing_kind == "person") & (AuditEntry.thing_id == theirs))
        )
    if since is not None:
        statement = statement.where(AuditEntry.at >= since)
    if until is not None:
        statement = statement.where(AuditEntry.at < until)
    return statement
