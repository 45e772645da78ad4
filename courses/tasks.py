"""Jobs of courses."""

from courses import drafting
from elearn.core import outbox
from elearn.core.errors import DomainError
from elearn.core.transaction import write


@outbox.task("courses.build_draft", lease_seconds=300, most_attempts=5)
def build_draft(import_id: int) -> None:
    """Make the draft course of a confirmed import; a refusal gives the outline back."""
    try:
        drafting.build_all(import_id)
    except DomainError as refusal:
        with write():
            drafting.reopen(import_id, str(refusal))
        raise outbox.GiveUp(str(refusal)) from refusal
