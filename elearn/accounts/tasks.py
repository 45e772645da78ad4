"""Jobs of this room: letters about accounts, and throwing away what is no longer needed."""

from elearn.accounts import housekeeping, letters, queries
from elearn.core import mail, outbox
from elearn.core.transaction import write

mail.refuse_recipients_unless(queries.may_receive)


@outbox.task("accounts.send_link", lease_seconds=60)
def send_link(
    person_id: int | None,
    purpose: str,
    email: str,
    language: str,
    mark: str,
    onward: str | None = None,
) -> None:
    """Send a letter with a link; run twice, the second link replaces the first."""
    letters.send_link(person_id, purpose, email, language, mark, onward)


@outbox.task("accounts.send_notice", lease_seconds=60)
def send_notice(person_id: int, letter: str, mark: str) -> None:
    """Send a letter without a link."""
    letters.send_notice(person_id, letter, mark)


@outbox.task("accounts.tidy")
def tidy() -> None:
    """Delete what has served its time; run twice, the second run finds nothing."""
    with write():
        housekeeping.tidy()
