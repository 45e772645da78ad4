"""A trainer asks the provider of suggestions: what is sent, under which consent, how often.

The asking itself is the work of a job (courses.suggestion_answers).
"""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from courses import desk_queries, suggestion_queries, suggestion_text
from courses.edits import note
from courses.models import Course, Step
from courses.suggestion_errors import (
    MOST_BLOCKS,
    MOST_CHARACTERS,
    ConsentChanged,
    EnoughForToday,
    NothingChosen,
    NotInTheLesson,
    RequestIdIsTaken,
    TooMuchChosen,
)
from courses.suggestion_models import SuggestionRequest
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import ALPHABET, PUBLIC_ID_LENGTH, public_id
from elearn.suggestions import queries as suggestions
from elearn.suggestions.operations import locked_setting
from elearn.suggestions.provider import Block

TASK = "courses.ask_provider"
ID = re.compile(rf"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}")

_new_request = (
    upsert(SuggestionRequest)
    .on_conflict_do_nothing(index_elements=["public_id"])
    .returning(SuggestionRequest.id)
)


@dataclass(frozen=True)
class Wanted:
    """What a trainer agreed to send: these blocks of that text, under that consent text.

    `id` is that of the request to be; sent twice, it is one request.
    """

    kind: str
    block_ids: tuple[str, ...]
    revision: int
    consent_version: int
    id: str = ""


@dataclass(frozen=True)
class Ready:
    """A request that can be made: the blocks were found, the provider can be asked."""

    wanted: Wanted
    blocks: list[Block]
    provider: str

    @property
    def characters(self) -> int:
        return sum(len(block.text) for block in self.blocks)


def chosen(step: Step, revision: int, block_ids: tuple[str, ...]) -> list[Block]:
    """Return the chosen blocks of a text of the lesson, in its order.

    Raises NothingChosen, TooMuchChosen, NotInTheLesson, and PartNotFound for an unknown text.
    """
    wanted = set(block_ids)
    if not wanted:
        raise NothingChosen
    known = suggestion_text.sendable(desk_queries.revision_of(step.id, revision).blocks)
    blocks = [block for block in known if block.id in wanted]
    if len(blocks) < len(wanted):
        raise NotInTheLesson
    if len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        raise TooMuchChosen
    return blocks


def prepared(step: Step, wanted: Wanted) -> Ready:
    """Find the blocks and the provider, before any transaction.

    Raises SuggestionsAreOff, ProviderCannotBeAsked, and what `chosen` raises.
    """
    provider, _key = suggestions.provider_in_use()
    return Ready(wanted, chosen(step, wanted.revision, wanted.block_ids), provider)


def ask(course: Course, step: Step, ready: Ready, actor: SignedIn) -> str:
    """Queue a request and return its id; the same id again changes nothing.

    Raises SuggestionsAreOff, ConsentChanged, EnoughForToday, RequestIdIsTaken.
    """
    wanted, setting = ready.wanted, locked_setting()
    if (known := request_known(step, wanted.id, actor)) is not None:
        return known
    stands = suggestions.setting_in_use()
    if (stands.consent_version, stands.provider) != (wanted.consent_version, ready.provider):
        raise ConsentChanged
    if suggestion_queries.made_today(actor.id) >= setting.daily_limit:
        raise EnoughForToday(setting.daily_limit, suggestion_queries.seconds_left_today())
    values = {
        "public_id": wanted.id or public_id(),
        "person_id": actor.id,
        "course_id": course.id,
        "step_id": step.id,
        "kind": wanted.kind,
        "language": course.language,
        "revision": wanted.revision,
        "block_ids": [block.id for block in ready.blocks],
        "characters": ready.characters,
        "provider": ready.provider,
        "consent_id": setting.consent_id,
        "asked_at": now(),
    }
    request_id = db.session.execute(_new_request, values).scalar_one()
    outbox.enqueue(TASK, request_id=request_id)
    note(
        course,
        actor,
        "ask-suggestions",
        request=values["public_id"],
        kind=wanted.kind,
        blocks=len(ready.blocks),
        characters=ready.characters,
    )
    return str(values["public_id"])


def request_known(step: Step, id_: str, actor: SignedIn) -> str | None:
    """Return the id when this very request was made already. Raises RequestIdIsTaken."""
    if not id_:
        return None
    if not ID.fullmatch(id_):
        raise RequestIdIsTaken
    row = db.session.execute(
        select(SuggestionRequest.person_id, SuggestionRequest.step_id).where(
            SuggestionRequest.public_id == id_
        )
    ).one_or_none()
    if row is None:
        return None
    if (row.person_id, row.step_id) != (actor.id, step.id):
        raise RequestIdIsTaken
    return id_
