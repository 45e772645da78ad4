"""The job that asks the provider and keeps its answer, with no transaction open while it thinks.

A job that is killed may run again: what may have been sent is not sent twice. Such a request is
interrupted, and the trainer decides whether to ask anew.
"""

import structlog
from sqlalchemy import insert, update

from courses import desk_queries, suggestion_text
from courses.suggestion_models import SuggestedText, SuggestionRequest
from courses.suggestion_text import Usable
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from elearn.suggestions import queries as suggestions
from elearn.suggestions import running
from elearn.suggestions.errors import SuggestionsAreOff
from elearn.suggestions.running import TIMEOUT_SECONDS, Answer

log = structlog.get_logger("suggestions")


def answer(request_id: int, seconds: float = TIMEOUT_SECONDS) -> None:
    """Ask the provider what a request wants to know and keep what can be used of the answer."""
    if not begun(request_id):
        return
    request = db.session.get_one(SuggestionRequest, request_id, populate_existing=True)
    step_id, provider, sent = request.step_id, request.provider, request.block_ids
    text = desk_queries.revision_of(step_id, request.revision)
    blocks = [block for block in suggestion_text.sendable(text.blocks) if block.id in sent]
    kind, language = request.kind, request.language
    try:
        name, key = suggestions.provider_in_use()
    except DomainError as refusal:
        off = isinstance(refusal, SuggestionsAreOff)
        settle(request_id, Answer("off" if off else "unloadable", 0), [], {})
        return
    db.session.rollback()
    if name != provider:
        # The trainer agreed to send it to the other one.
        settle(request_id, Answer("off", 0), [], {})
        return
    said = running.suggest(name, key, kind, blocks, language, seconds)
    kept, dropped = suggestion_text.usable(said.items, sent, present(step_id))
    settle(request_id, said, kept, dropped)


def begun(request_id: int) -> bool:
    """Take a waiting request; one that an earlier run had taken is interrupted."""
    asking = SuggestionRequest.id == request_id, SuggestionRequest.state == "asking"
    with write():
        taken = db.session.scalar(
            update(SuggestionRequest)
            .where(SuggestionRequest.id == request_id, SuggestionRequest.state == "waiting")
            .values(state="asking")
            .returning(SuggestionRequest.id)
        )
        if taken is None:
            values = {"state": "ended", "outcome": "interrupted", "ended_at": now()}
            db.session.execute(update(SuggestionRequest).where(*asking).values(values))
    return taken is not None


def present(step_id: int) -> set[str]:
    """Return the ids of the blocks of the lesson as it is now."""
    newest = desk_queries.newest_text(step_id)
    found = suggestion_text.ids_of(newest.blocks) if newest else set()
    db.session.rollback()
    return found


def settle(request_id: int, said: Answer, kept: list[Usable], dropped: dict[str, int]) -> None:
    """Keep the answer of a request that still waits for it, and end the request."""
    outcome = "nothing" if said.outcome == "answered" and not kept else said.outcome
    values = {
        "state": "ended",
        "outcome": outcome,
        "problem": said.problem,
        "dropped": dropped,
        "milliseconds": said.milliseconds,
        "ended_at": now(),
    }
    with write():
        asking = SuggestionRequest.id == request_id, SuggestionRequest.state == "asking"
        statement = update(SuggestionRequest).where(*asking).values(values)
        if db.session.scalar(statement.returning(SuggestionRequest.id)) is None:
            return
        for position, one in enumerate(kept):
            text = {"request_id": request_id, "position": position, "html": one.html}
            db.session.execute(insert(SuggestedText).values(text | {"block_ids": one.block_ids}))
    log.info("asked", request=request_id, outcome=outcome, milliseconds=said.milliseconds)
