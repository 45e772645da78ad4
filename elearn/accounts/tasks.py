"""Jobs of this room: letters about accounts, and throwing away what is no longer needed."""

from elearn.accounts import digest, housekeeping, letters, mailing, posting, queries
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


@outbox.task(mailing.SEND, lease_seconds=60)
def send_letter(letter_id: int, person_id: int, mark: str) -> None:
    """Do with a letter of a kind what its person wants; run twice, the second finds it done."""
    posting.send(letter_id, mark)


@outbox.task("accounts.send_digests", lease_seconds=300)
def send_digests() -> None:
    """Queue the weekly letters that are due where it is Monday morning."""
    digest.queue_all()


@outbox.task("accounts.tidy")
def tidy() -> None:
    """Delete what has served its time; run twice, the second run finds nothing."""
    with write():
        housekeeping.tidy()
