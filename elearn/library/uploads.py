"""An uploaded file before it is registered: looked over, and kept."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from elearn.core import storage
from elearn.core.database import db
from elearn.library.models import Import, SourceDocument
from elearn.library.readers.child import check
from elearn.library.readers.limits import DEFAULT
from elearn.library.readers.scratch import scratch


@dataclass(frozen=True)
class Upload:
    """A file worth reading: its name as sent, its content, and the format found in it."""

    name: str
    content: bytes
    format: str


def taken(name: str, content: bytes, largest: int) -> Upload:
    """Look a file over and keep it. Raises Unreadable for what can never be read.

    Slow, so it comes before the transaction that registers the file.
    """
    found = looked_over(name, content, largest)
    storage.put(content)
    return found


def looked_over(name: str, content: bytes, largest: int) -> Upload:
    """Return a file worth reading; nothing is kept. Raises Unreadable."""
    with scratch() as folder:
        path = folder / "document"
        path.write_bytes(content)
        found = check(path, replace(DEFAULT, file_size=min(largest, DEFAULT.file_size)))
    return Upload(name, content, found.format)


def forget(storage_key: str) -> None:
    """Delete the bytes of a refused file, unless an import that was not refused is of them."""
    needed = (
        select(Import.id)
        .join(SourceDocument, SourceDocument.id == Import.source_document_id)
        .where(SourceDocument.storage_key == storage_key, Import.state != "refused")
        .limit(1)
    )
    if db.session.scalar(needed) is None:
        storage.delete(storage_key)
    db.session.rollback()
