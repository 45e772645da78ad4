"""Jobs of the library."""

from elearn.core import outbox
from elearn.library import reading


@outbox.task("library.read_import", lease_seconds=300, most_attempts=3)
def read_import(import_id: int) -> None:
    """Read an uploaded document."""
    reading.read_import(import_id)
