"""A trainer accepts or dismisses a suggestion, once; accepting makes a new text of the lesson."""

from sqlalchemy import update

from courses import desk_queries, operations, suggestion_text
from courses.desk_errors import TextChanged
from courses.desk_queries import AnyRow
from courses.edits import locked, note
from courses.lesson_text import LessonText, words_of
from courses.models import Course, Step
from courses.suggestion_errors import CitedTextIsGone, SuggestionIsDecided
from courses.suggestion_models import SuggestedText
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

MOST_TRIES = 5


def accept(course: Course, step: Step, found: AnyRow, actor: SignedIn) -> None:
    """Put a suggestion into the lesson, after the text it cites, as a new text of it.

    Raises SuggestionIsDecided, CitedTextIsGone, and TextChanged when others keep saving.
    """
    tries_left = MOST_TRIES
    while True:
        tries_left -= 1
        number, text = thought_out(step.id, found, course.language)
        try:
            with write():
                claim(found.id, "accepted", actor, number + 1)
                here = desk_queries.step_of(course.id, step.public_id)
                operations.save_text(here, text, number, actor)
                note(course, actor, "accept-suggestion", suggestion=found.public_id)
            return
        except TextChanged:
            # Somebody saved beside us: it is thought out anew on their text.
            if not tries_left:
                raise


def thought_out(step_id: int, found: AnyRow, language: str) -> tuple[int, LessonText]:
    """Return the newest text with the suggestion in it, and the number of the text it is on."""
    newest = desk_queries.newest_text(step_id)
    old = newest.blocks if newest else []
    block = suggestion_text.suggested_block(found.html)
    blocks = suggestion_text.put_in(old, block, found.block_ids)
    number = newest.number if newest else 0
    db.session.rollback()
    if blocks is None:
        raise CitedTextIsGone
    return number, LessonText([dict(one) for one in blocks], words_of(blocks, language))


def dismiss(course: Course, found: AnyRow, actor: SignedIn) -> None:
    """Put a suggestion aside, in the open transaction. Raises SuggestionIsDecided."""
    claim(found.id, "dismissed", actor)
    note(locked(course.id), actor, "dismiss-suggestion", suggestion=found.public_id)


def claim(text_id: int, state: str, actor: SignedIn, revision: int | None = None) -> None:
    """Decide a suggestion that is still open. Raises SuggestionIsDecided."""
    values = {
        "state": state,
        "decided_by_id": actor.id,
        "decided_at": now(),
        "revision": revision,
    }
    open_one = SuggestedText.id == text_id, SuggestedText.state == "open"
    statement = update(SuggestedText).where(*open_one).values(values)
    if db.session.scalar(statement.returning(SuggestedText.id)) is None:
        raise SuggestionIsDecided
