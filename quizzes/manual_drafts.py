"""What trainers do with drafts from the manual: make them, approve, dismiss, take back.

Making works everything out before it opens its short transactions; the others are called inside
`transaction.write()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from courses.models import Course
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import draft_queries, draft_reading, operations
from quizzes.drafting.draft import Draft
from quizzes.drafts import MOST_PARAGRAPHS, QuestionDraft, prepare
from quizzes.errors import DraftChanged, DraftIsDecided, NoSuchDraft
from quizzes.models import ManualDraft, Question
from quizzes.queries import AnyRow

ROWS_AT_ONCE = 40

_new = (
    insert(ManualDraft)
    .on_conflict_do_nothing(index_elements=["course_id", "fingerprint"])
    .returning(ManualDraft.id)
)


@dataclass(frozen=True)
class Made:
    """What a run brought: drafts that are new, and open ones whose words changed."""

    new: int
    changed: int


def make_drafts(course: Course, actor: SignedIn | None, *, wide: bool = False) -> Made:
    """Add the drafts the rules find in what the course teaches; call it outside `write()`.

    What was decided stays decided, and what is open gets the words the manual has now. `wide`
    reads boxes, notes and annexes as well.
    """
    course_id, public_id = course.id, course.public_id
    there = draft_queries.known(course_id)
    rows = [
        row_of(course_id, place, draft)
        for place, draft in enumerate(draft_reading.drafts_for(course, wide=wide), start=1)
        if is_news(draft, there.get(draft.fingerprint))
    ]
    new = changed = 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        with write():
            added, reworded = store(rows[start : start + ROWS_AT_ONCE], there)
            new, changed = new + added, changed + reworded
            if start + ROWS_AT_ONCE >= len(rows) and new + changed:
                _note(actor, "make", "draft", public_id, new=new, changed=changed)
    return Made(new, changed)


def is_news(draft: Draft, there: AnyRow | None) -> bool:
    """Tell whether a draft is not there yet, or there with other words and not decided."""
    return there is None or (there.state == "open" and there.digest != draft.digest)


def row_of(course_id: int, place: int, draft: Draft) -> dict[str, Any]:
    """Return a draft as it is stored, its words cleaned. Slow: outside any transaction."""
    ready = prepare(
        draft.kind,
        prompt=draft.prompt,
        feedback=draft.feedback,
        paragraphs=draft.paragraphs[:MOST_PARAGRAPHS],
        topic=draft.section,
        **draft.raw,
    )
    return {
        "course_id": course_id,
        "fingerprint": draft.fingerprint,
        "digest": draft.digest,
        "position": place,
        "rule": draft.rule,
        "kind": ready.kind,
        "content": ready.content,
        "answer_key": ready.answer_key,
        "paragraphs": ready.paragraphs,
        "topic": ready.topic,
        "module_id": draft.module_id,
        "aside": draft.aside,
    }


def store(rows: Sequence[dict[str, Any]], there: Mapping[str, AnyRow]) -> tuple[int, int]:
    """Insert what is new and reword what is open; return how many of each."""
    new = changed = 0
    for row in rows:
        if row["fingerprint"] not in there:
            new += db.session.scalar(_new, row) is not None
            continue
        statement = (
            update(ManualDraft)
            .where(
                ManualDraft.id == there[row["fingerprint"]].id,
                ManualDraft.state == "open",
                ManualDraft.digest != row["digest"],
            )
            .values(row)
            .returning(ManualDraft.id)
        )
        changed += db.session.scalar(statement) is not None
    return new, changed


def approve(
    course_id: int,
    public_id: str,
    quiz_id: int,
    actor: SignedIn | None,
    *,
    seen: str | None = None,
    words: QuestionDraft | None = None,
) -> Question:
    """Make a draft a question at the end of a quiz of its course, once.

    `words` are the trainer's own, prepared before; without them it is taken as it is, if its
    digest is still the one that was `seen`. Raises NoSuchDraft, DraftIsDecided, DraftChanged.
    """
    draft = _decided(course_id, public_id, "approved", actor)
    if words is None and seen is not None and seen != draft.digest:
        raise DraftChanged
    question = operations.add_question(quiz_id, words or as_written(draft), actor)
    if question.course_id != course_id:
        raise NoSuchDraft
    db.session.execute(
        update(ManualDraft).where(ManualDraft.id == draft.id).values(question_id=question.id)
    )
    _note(
        actor, "approve", "draft", public_id, question=question.public_id, edited=words is not None
    )
    return question


def as_written(draft: ManualDraft) -> QuestionDraft:
    """Return a draft as a question its trainer did not change."""
    return QuestionDraft(
        kind=draft.kind,
        content=draft.content,
        answer_key=draft.answer_key,
        paragraphs=draft.paragraphs,
        topic=draft.topic,
    )


def dismiss(course_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Say that a draft is not wanted: it never comes back by itself. Can be taken back.

    Raises NoSuchDraft, DraftIsDecided.
    """
    _decided(course_id, public_id, "dismissed", actor)
    _note(actor, "dismiss", "draft", public_id)


def reopen(course_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Take a dismissed draft back. Raises NoSuchDraft, DraftIsDecided for one that is none."""
    _settled(course_id, public_id, "dismissed", state="open", decided_by_id=None, decided_at=None)
    _note(actor, "reopen", "draft", public_id)


def _decided(course_id: int, public_id: str, state: str, actor: SignedIn | None) -> ManualDraft:
    who = actor.id if actor else None
    return _settled(course_id, public_id, "open", state=state, decided_by_id=who, decided_at=now())


def _settled(course_id: int, public_id: str, before: str, **values: Any) -> ManualDraft:
    """Change a draft that is in the state it should be in: the database decides races."""
    here = (ManualDraft.course_id == course_id, ManualDraft.public_id == public_id)
    found = db.session.scalars(
        update(ManualDraft)
        .where(*here, ManualDraft.state == before)
        .values(values)
        .returning(ManualDraft),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        there = db.session.scalar(select(func.count(ManualDraft.id)).where(*here))
        raise DraftIsDecided if there else NoSuchDraft
    return found


def _note(actor: SignedIn | None, act: str, thing: str, public_id: str, **detail: Any) -> None:
    record(actor.id if actor else None, f"{thing}.{act}", thing, public_id, **detail)
