"""The keys that sign awards: the one in use lies in a file, all public halves in the database."""

from functools import lru_cache
from pathlib import Path

from flask import current_app
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from certificates.models import SigningKey
from certificates.signing import Signer, load_or_create
from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db

# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_publish = (
    insert(SigningKey).on_conflict_do_nothing(index_elements=["kid"]).returning(SigningKey.kid)
)


@lru_cache(maxsize=8)
def _read(path: Path, changed: float) -> Signer:
    return load_or_create(path, create=False)


def signer_in_use() -> Signer:
    """Return the signer of the settings; in development its file is made at first use.

    Raises KeyIsMissing or KeyIsUnusable. A replaced file is noticed without a restart.
    """
    settings: Settings = current_app.extensions["settings"]
    path = settings.signing_key_path
    if not path.is_file():
        load_or_create(path, create=not settings.production)
    return _read(path, path.stat().st_mtime)


def publish(signer: Signer) -> None:
    """Keep the public half in the open transaction; a new key ends the time of the one before.

    Keys are never removed: awards signed in their time are checked with them for ever.
    """
    moment = now()
    new = db.session.scalar(
        _publish,
        {"kid": signer.kid, "public_key": signer.public_key, "active_from": moment},
    )
    if new is not None:
        others = SigningKey.kid != signer.kid
        db.session.execute(
            update(SigningKey)
            .where(others, SigningKey.active_until.is_(None))
            .values(active_until=moment)
        )
