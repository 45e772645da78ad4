"""Letters of a kind to people: what they are for, and how they are asked for."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from elearn.accounts import queries
from elearn.core import mail


@dataclass(frozen=True)
class Kind:
    """A kind of letter. One that is not `optional` is sent whatever people prefer."""

    label: object
    optional: bool = True


KINDS: dict[str, Kind] = {
    "enrolled": Kind(_l("You were enrolled on a course")),
    "approved": Kind(_l("A trainer answered your request to take part"), optional=False),
    "place": Kind(_l("Your place in a training, and places from the waiting list"), optional=False),
    "due-soon": Kind(_l("Something is due soon")),
    "nudge": Kind(_l("A trainer writes to you about a course")),
    "completed": Kind(_l("You completed a course or a training")),
    "certificate": Kind(_l("Your certificates"), optional=False),
    "changes": Kind(_l("Something you learned has changed")),
    "answer": Kind(_l("A trainer answered your question")),
    "follow-up": Kind(_l("What became of what you learned, months later")),
}


def tell(person_id: int, kind: str, *, mark: str, template: str = "", **context: Any) -> None:
    """Queue a letter of a kind to a person, in the open transaction.

    `mark` names the occasion ("enrolled:abc"): a letter with the same mark goes to a person once.
    `template` is that of the kind unless it is given; `context` holds plain values only.
    """
    account = queries.account_of(person_id)
    if account is None or account.suspended_at:
        return
    mail.send_later(account.email, template or kind, account.language, **context)
