"""The audit log: who did what, when, to which thing; each entry sealed by the hash of the last."""

import hashlib
import json
from datetime import datetime
from typing import Any

from flask import g, has_request_context
from sqlalchemy import func, insert, select

from elearn.accounts.models import AuditEntry
from elearn.core.clock import now
from elearn.core.database import db, dialect_name

# Any fixed number: it names the lock that keeps the chain in one line on PostgreSQL.
CHAIN_LOCK = 703_117
START = "0" * 64


def record(
    actor_id: int | None, action: str, thing_kind: str, thing_id: object, **detail: Any
) -> None:
    """Add an entry in the open transaction. `detail` holds what changed, never a secret."""
    if dialect_name() == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    previous = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
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
    db.session.execute(insert(AuditEntry).values(hash=seal(values), **values))


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
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        values = {column.name: getattr(entry, column.name) for column in entry.__table__.c}
        if entry.previous_hash != previous or seal(values) != entry.hash:
            return entry.id
        previous = entry.hash
    return None
