"""Letters of a kind to people: what they are for, and how they are asked for.

A letter is a row and a job, written with the change it tells of. Whether, how and in which
language it is sent is decided by the worker (`posting.py`), from what is true then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts.mail_models import Letter
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import execute
from elearn.core.ids import public_id
from elearn.core.mail import Attachment
from elearn.core.transaction import writing

SEND = "accounts.send_letter"
LONGEST_MARK = 80
# The weekly letter is a letter, too; nobody chooses it but by choosing "weekly" for a kind.
DIGEST = "digest"
WEEKLY = _l("Weekly letter")


@dataclass(frozen=True)
class Kind:
    """A kind of letter. One that is not `optional` is sent at once whatever people prefer."""

    label: object
    what: object
    optional: bool = True


KINDS: dict[str, Kind] = {
    "enrolled": Kind(
        _l("You were enrolled on a course"),
        _l("Where the course is, and until when to finish it, if that is set."),
    ),
    "approved": Kind(
        _l("A trainer answered your request to take part"),
        _l("Whether you may take part, and what to do next."),
        optional=False,
    ),
    "place": Kind(
        _l("Your place in a training, and places from the waiting list"),
        _l("Whether you have a place, wait for one, or one became free for you."),
        optional=False,
    ),
    "due-soon": Kind(
        _l("Something is due soon"),
        _l("A week before a course that you have not finished should be finished."),
    ),
    "nudge": Kind(
        _l("A trainer writes to you about a course"),
        _l("What trainers write to learners of their courses."),
    ),
    "completed": Kind(
        _l("You completed a course or a training"),
        _l("When the certificate comes later, or there is none."),
    ),
    "certificate": Kind(
        _l("Your certificates"),
        _l("When one is ready, was replaced or was revoked."),
        optional=False,
    ),
    "changes": Kind(
        _l("Something you learned has changed"),
        _l("When a new edition says something else than what you have read."),
    ),
    "answer": Kind(
        _l("A trainer answered your question"),
        _l("Where the answer stands."),
    ),
    "follow-up": Kind(
        _l("What became of what you learned, months later"),
        _l("A few questions about the actions you chose at the end of a course."),
    ),
    "webinar": Kind(
        _l("Webinars you registered for"),
        _l("Your seat or place in the line, and when a session is moved or cancelled."),
        optional=False,
    ),
    "webinar-reminder": Kind(
        _l("Reminders of webinars you registered for"),
        _l("A week, a day and an hour before a session, and what is kept of it afterwards."),
    ),
    "training": Kind(
        _l("The report of a training you run or are the partner of"),
        _l("When it is handed in, sent back or accepted."),
        optional=False,
    ),
}


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter; it is drawn in their language."""

    id: int
    name: str
    email: str
    language: str
    timezone: str


@dataclass(frozen=True)
class Drawn:
    """What a letter says, and what is attached to it."""

    context: dict[str, Any]
    attachments: tuple[Attachment, ...] = ()


# From the template and the context kept with the letter; None when it is no longer true.
Reader = Callable[[str, dict[str, Any], Recipient], Drawn | None]
_readers: dict[str, Reader] = {}


def read_when_sent(kind: str, reader: Reader) -> None:
    """Let `reader` say what letters of a kind tell, when they are sent, in the reader's language.

    A letter of which it says nothing (None) is not sent: what it was to tell is no longer true.
    """
    _readers[kind] = reader


def drawn(kind: str, template: str, context: dict[str, Any], to: Recipient) -> Drawn | None:
    """Return what a letter says now, or None when it should not be sent any more."""
    reader = _readers.get(kind)
    said = reader(template, context, to) if reader else Drawn(context)
    return said and Drawn({"name": to.name} | said.context, said.attachments)


# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_add = (
    insert(Letter).on_conflict_do_nothing(index_elements=["person_id", "mark"]).returning(Letter.id)
)


def tell(person_id: int, kind: str, *, mark: str, template: str = "", **context: Any) -> None:
    """Queue a letter of a kind to a person, in the open transaction: two short statements.

    `mark` (at most 80 characters) names the occasion ("enrolled:abc"): a letter with the same mark
    goes to a person once. `template` is that of the kind unless it is given. `context` holds plain
    values only; the worker adds `name`, the person's. `link` is where its line in the weekly
    letter leads. Raises LookupError for an unknown kind, ValueError for a mark that is too long.
    """
    if kind not in KINDS:
        raise LookupError(f"No letter is of the kind {kind}.")
    queue(person_id, kind, mark, template or kind, context)


def queue(person_id: int, kind: str, mark: str, template: str, context: dict[str, Any]) -> None:
    """Write the letter and its job unless the person was told before."""
    if not writing():
        raise RuntimeError("A letter is queued in the transaction it tells of.")
    if len(mark) > LONGEST_MARK:
        raise ValueError(f"The mark {mark} is longer than {LONGEST_MARK} characters.")
    values = {
        "person_id": person_id,
        "kind": kind,
        "mark": mark,
        "template": template,
        "context": context,
        "state": "queued",
        "subject": "",
        "problem": "",
        "asked_at": now(),
        "sent_at": None,
    }
    letter_id = execute(_add, values).scalar()
    if letter_id is not None:
        # Whose it is stands with the job: what a mail server said of an address goes with them.
        outbox.enqueue(SEND, letter_id=letter_id, person_id=person_id, mark=public_id())
