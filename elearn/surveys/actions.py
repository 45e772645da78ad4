"""What learners chose to do, and what became of it. Call inside `transaction.write()`."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select, update

from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys.errors import ActionNeedsWords, ActionNotFound, TooManyActions, WhyIsItBlocked
from elearn.surveys.fields import LONGEST_ACTION, LONGEST_TEXT
from elearn.surveys.models import ACTION_STATES, Action
from elearn.surveys.queries import MOST_OWN

# An action somebody added without any course.
OWN = "own"


def add_chosen(person_id: int, subject: str, texts: Sequence[str]) -> None:
    """Add what was chosen at the end of a form, unless it stands in the list already."""
    there = set(
        db.session.scalars(
            select(Action.text).where(Action.person_id == person_id, Action.subject == subject)
        )
    )
    for text in texts:
        if text not in there:
            add(person_id, text, subject)
            there.add(text)


def add(person_id: int, text: str, subject: str = OWN) -> str:
    """Add an action to the person's list and return its id.

    Raises ActionNeedsWords, or TooManyActions beyond 200.
    """
    text = _words(text)
    count = db.session.scalar(select(func.count()).where(Action.person_id == person_id)) or 0
    if count >= MOST_OWN:
        raise TooManyActions
    values = {"person_id": person_id, "subject": subject, "text": text, "created_at": now()}
    return db.session.execute(
        insert(Action).values(values).returning(Action.public_id)
    ).scalar_one()


def change(
    person_id: int,
    public_id: str,
    *,
    state: str | None = None,
    note: str | None = None,
    text: str | None = None,
) -> None:
    """Say what became of an action of the person's own, or put it into other words.

    Raises ActionNotFound, ActionNeedsWords, or WhyIsItBlocked for a blocked one without a note.
    """
    known = db.session.execute(
        select(Action.id, Action.state, Action.note, Action.text)
        .where(Action.public_id == public_id, Action.person_id == person_id)
        .with_for_update()
    ).one_or_none()
    if known is None or (state is not None and state not in ACTION_STATES):
        raise ActionNotFound
    values = {
        "state": known.state if state is None else state,
        "note": known.note if note is None else note.strip()[:LONGEST_TEXT],
        "text": known.text if text is None else _words(text),
    }
    if values["state"] == "blocked" and not values["note"]:
        raise WhyIsItBlocked
    if values != {"state": known.state, "note": known.note, "text": known.text}:
        values["changed_at"] = now()
        db.session.execute(update(Action).where(Action.id == known.id).values(values))


def _words(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_ACTION:
        raise ActionNeedsWords
    return text
