"""A person's own data in this room: a copy of it, and its erasure."""

from functools import partial
from typing import Any

from sqlalchemy import select, update

from certificates import queries
from certificates.checking import record_of
from certificates.models import Award
from elearn.core import storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import after_commit

ERASED = "Erased at the holder's request."


def export(person_id: int) -> dict[str, Any]:
    """Return every certificate of the person with its facts, as plain values."""
    return {
        "certificates": [
            record_of(row).facts()
            | {
                "status": row.status,
                "status_reason": row.status_reason,
                "details_hidden": row.details_hidden,
                "signature": row.signature,
                "key_id": row.key_id,
            }
            for row in queries.everything_of(person_id)
        ]
    }


def erase(person_id: int) -> None:
    """Forget the person in the open transaction: no name, no signature over it, no PDF.

    The codes stay taken and their pages say that the certificates are no longer valid. What was
    printed and downloaded before can then not be confirmed by us; people are told so beforehand.
    """
    mine = Award.person_id == person_id
    files = list(db.session.scalars(select(Award.pdf_key).where(mine, Award.pdf_key.is_not(None))))
    db.session.execute(
        update(Award)
        .where(mine, Award.status == "valid")
        .values(status="revoked", status_reason=ERASED, status_at=now())
    )
    db.session.execute(
        update(Award)
        .where(mine)
        .values(holder_name="", signature="", details_hidden=True, pdf_key=None, pdf_problem=None)
    )
    for key in files:
        after_commit(partial(storage.delete, str(key)))
