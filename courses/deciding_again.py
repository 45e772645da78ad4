"""Decisions on a new edition made again, after a release or after the update was finished.

No release changes: the draft does, from what was decided to what is decided now, in one
transaction, and the next release tells learners. What the earlier decision did is taken back in
memory first; where the trainer edited its text since, theirs goes only in sight of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from courses import deciding, update_queries
from courses.accepting import GIVES_WAY, HEADING, Decision, Outcome, fingerprint
from courses.block_acts import Block, anchor_of, name_of
from courses.builder import heading
from courses.deciding import MOST_TRIES, STATES, Batch
from courses.desk_errors import TextChanged
from courses.desk_queries import AnyRow
from courses.edition_updates import cited
from courses.edits import note, touched
from courses.lesson_text import from_html
from courses.models import Course
from courses.update_errors import (
    AlreadyDecided,
    CannotDecideAgain,
    DecidedLikeThat,
    LessonMovedOn,
)
from courses.update_models import Proposal
from courses.workspace import Undo, Workspace, by_name
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.html import clean
from elearn.core.transaction import write
from elearn.library import queries as library


@dataclass(frozen=True)
class Stood:
    """The decision that stood; the row must still say so when the new one is stored."""

    state: str
    decided_at: datetime | None
    undo: Undo | None


def decide_again(
    course: Course, found: AnyRow, public_id: str, decision: Decision, actor: SignedIn | None
) -> None:
    """Decide a proposal that was decided already, against the draft as it is.

    Declining brings the old text back, unless the trainer wrote another since, which stays.
    Raises UpdateIsPast, AlreadyDecided when somebody was faster, LessonMovedOn when the trainer has
    not seen what would be lost, CannotDecideAgain, DecidedLikeThat, and what `carry_out` raises.
    """
    for _attempt in range(MOST_TRIES):
        proposal: Proposal = update_queries.proposal_of(found.id, public_id)[0]
        db.session.refresh(proposal)
        if proposal.state == "open":
            deciding.decide(course, found, public_id, decision, actor)
            return
        undo = Undo.read(proposal.undo) if proposal.undo else None
        stood = Stood(proposal.state, proposal.decided_at, undo)
        batch = deciding.begun(course, found)
        told = shown_now(batch.space, proposal)
        outcome = thought_out_again(batch, proposal, stood, decision, found)
        if found.state == "done":
            cite(batch.space, proposal, decision, found)
        batch.outcomes.append((proposal.id, STATES[decision.act], outcome))
        try:
            store(course.id, found, batch, stood, told, actor)
        except TextChanged:
            continue
        return
    raise LessonMovedOn


def shown_now(space: Workspace, proposal: Proposal) -> str:
    """Return what the draft says of a proposal before it is decided again."""
    if proposal.kind == "new":
        blocks = (space.block(name) for block in proposal.blocks if (name := name_of(block)))
        return "\n".join(str(block["html"]) for block in blocks if block)
    if proposal.block_kind == HEADING and proposal.kind != "removed":
        title = proposal.chosen_html
        return heading(title, 2, proposal.key).html if title else proposal.before_html
    live = keyed(space, proposal.key) or space.block(proposal.key)
    return str(live["html"]) if live else ""


def keyed(space: Workspace, key: str) -> Block | None:
    """Give a paragraph that is the trainer's own since the update was finished its key again."""
    for step, blocks in space.blocks.items():
        for at, block in enumerate(blocks):
            if not block["key"] and block["kind"] != HEADING and anchor_of(block) == key:
                space.blocks[step] = [*blocks[:at], block | {"key": key}, *blocks[at + 1 :]]
                return space.blocks[step][at]
    return None


def thought_out_again(
    batch: Batch, proposal: Proposal, stood: Stood, decision: Decision, found: AnyRow
) -> Outcome:
    """Take back in memory what stood, and return what the new decision comes to."""
    space, undo = batch.space, stood.undo
    intact = undo is None or space.restore(undo)
    if intact and decision.act != "edit" and STATES[decision.act] == stood.state:
        raise DecidedLikeThat
    if not intact:
        live = space.block(proposal.key)
        if live is None or proposal.kind not in GIVES_WAY or proposal.block_kind == HEADING:
            raise CannotDecideAgain
        if decision.seen != fingerprint(str(live["html"])):
            raise LessonMovedOn
    elif undo is not None:
        if undo.lesson is not None and decision.act != "decline":
            return rewritten(batch, undo.lesson, proposal, decision, found)
        # What stood before the earlier decision was given up with it, in sight of it.
        live = space.block(proposal.key)
        decision = replace(decision, seen=fingerprint(str(live["html"])) if live else None)
    return deciding.thought_out(space, proposal, decision, batch.language, found)


def rewritten(
    batch: Batch, lesson: int, proposal: Proposal, decision: Decision, found: AnyRow
) -> Outcome:
    """Write the lesson of a new section anew: it stays the lesson that learners know."""
    batch.space.removed.remove(lesson)
    blocks: list[dict[str, Any]] = [dict(block) for block in proposal.blocks]
    if decision.act == "edit":
        keys = [str(block["key"]) for block in blocks if block["key"]]
        originals = library.paragraphs_by_key(found.to_edition_id, keys)
        db.session.rollback()
        blocks = from_html(clean(decision.html), originals, batch.language).blocks
    batch.space.set(lesson, blocks)
    chosen = "\n".join(str(block["html"]) for block in blocks)
    return Outcome(undo=Undo(put=by_name(blocks), lesson=lesson), chosen=chosen)


def cite(space: Workspace, proposal: Proposal, decision: Decision, found: AnyRow) -> None:
    """Let the lessons that change cite the edition on which the course stands."""
    rows = {row.key: row for row in library.paragraphs_of(found.to_edition_id)}
    declined = update_queries.declined_keys(found.id) - {proposal.key}
    if decision.act == "decline" and proposal.kind != "moved":
        declined.add(proposal.key)
    db.session.rollback()
    for step in space.changed:
        space.blocks[step] = [cited(block, rows, declined) for block in space.blocks[step]]


def store(
    course_id: int,
    found: AnyRow,
    batch: Batch,
    stood: Stood,
    told: str,
    actor: SignedIn | None,
) -> None:
    """Store the decision in one transaction. Raises TextChanged, AlreadyDecided, UpdateIsPast."""
    changed = list(batch.texts())
    ((proposal_id, state, outcome),) = batch.outcomes
    with write():
        course = touched(course_id)
        deciding.refuse_when_past(course_id, found.id)
        deciding.store_lessons(batch.space, changed, course, actor)
        deciding.add_lesson(proposal_id, outcome, course, actor)
        proposal = db.session.get_one(Proposal, proposal_id, populate_existing=True)
        if proposal.told_html is None and proposal.release_id is not None:
            proposal.told_html = told
        if state == "declined" and proposal.module_id is not None:
            proposal.step_id = None
        db.session.flush()
        claim(proposal_id, stood, state, outcome, actor)
        note(
            course,
            actor,
            "decide-edition-again",
            update=found.public_id,
            proposal=proposal.public_id,
            before=stood.state,
            after=state,
        )


def claim(
    proposal_id: int, stood: Stood, state: str, outcome: Outcome, actor: SignedIn | None
) -> None:
    """Exchange the decision that stood for another. Raises AlreadyDecided."""
    moment = now()
    statement = (
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == stood.state)
        .where(Proposal.decided_at == stood.decided_at)
        .values(
            state=state,
            decided_by_id=actor.id if actor else None,
            decided_at=moment,
            again_at=moment,
            chosen_html=outcome.chosen or None,
            undo=outcome.undo.stored() if state != "declined" else None,
            release_id=None,
        )
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(statement) is None:
        raise AlreadyDecided
