"""Decisions of trainers on proposals. Opens its own short transactions.

What becomes of the lessons is thought out in memory first; a transaction then stores it unless a
lesson was saved meanwhile, in which case it is thought out anew. The row of each proposal decides
between two trainers: the second one is told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, true, update

from courses import operations, texts, update_queries
from courses.accepting import Decision, Outcome, carry_out
from courses.desk_errors import TextChanged
from courses.desk_queries import AnyRow
from courses.edits import note, renumber, touched
from courses.lesson_text import LessonText, words_of
from courses.models import Course, Module, Step
from courses.update_errors import (
    AlreadyDecided,
    CannotUndo,
    LessonMovedOn,
    NoLongerTaught,
    UpdateIsOver,
    UpdateIsPast,
)
from courses.update_models import EditionUpdate, Proposal
from courses.workspace import Undo, Workspace
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import queries as library

MOST_TRIES = 5
# One transaction of a bulk decision holds no more than this.
LESSONS_AT_ONCE = 3
PROPOSALS_AT_ONCE = 20
STATES = {"accept": "accepted", "edit": "edited", "decline": "declined"}
# What many proposals are chosen by, and what is done with those that are open.
WHICH: Mapping[str, ColumnElement[bool]] = {
    "untouched": Proposal.edited.is_(False),
    "editorial": and_(Proposal.edited.is_(False), Proposal.weight == "editorial"),
    "renumbered": Proposal.kind == "renumbered",
    "rest": true(),
}


@dataclass
class Decided:
    """What a decision on many proposals came to; `left` are those it had to leave open."""

    kinds: Counter[str] = field(default_factory=Counter)
    lessons: set[int] = field(default_factory=set)
    left: int = 0

    @property
    def decided(self) -> int:
        return self.kinds.total()


@dataclass
class Batch:
    """Decisions that are stored together."""

    space: Workspace
    language: str
    outcomes: list[tuple[int, str, Outcome]] = field(default_factory=list)
    touched: list[tuple[int, str]] = field(default_factory=list)
    undone: tuple[int, str] | None = None

    def texts(self) -> Iterator[tuple[int, int, LessonText]]:
        """Yield each changed lesson with the number of the text it was thought out on."""
        for step in sorted(self.space.changed):
            blocks = self.space.blocks[step]
            yield (
                step,
                self.space.lessons[step].number,
                LessonText(blocks, words_of(blocks, self.language)),
            )

    @property
    def full(self) -> bool:
        """Whether it is time to store it."""
        return len(self.space.changed) >= LESSONS_AT_ONCE or len(self.outcomes) >= PROPOSALS_AT_ONCE


def decide(
    course: Course, found: AnyRow, public_id: str, decision: Decision, actor: SignedIn | None
) -> None:
    """Accept, edit or decline one proposal of an open update.

    Raises AlreadyDecided when somebody was faster, LessonMovedOn when the trainer has not seen
    what would be lost, and what `carry_out` raises.
    """
    for attempt in range(MOST_TRIES):
        proposal: Proposal = update_queries.proposal_of(found.id, public_id)[0]
        db.session.refresh(proposal)
        if proposal.state != "open":
            raise AlreadyDecided
        batch = begun(course, found)
        outcome = thought_out(batch.space, proposal, decision, batch.language, found)
        batch.outcomes.append((proposal.id, STATES[decision.act], outcome))
        try:
            store(course.id, found.id, batch, actor)
        except TextChanged:
            if attempt + 1 == MOST_TRIES:
                raise LessonMovedOn from None
        else:
            return


def thought_out(
    space: Workspace, proposal: Proposal, decision: Decision, language: str, found: AnyRow
) -> Outcome:
    """Return what a decision comes to; declining one changes nothing."""
    if decision.act == "decline":
        return Outcome()
    originals = {}
    if decision.act == "edit" and proposal.kind == "new":
        keys = [str(block["key"]) for block in proposal.blocks if block["key"]]
        originals = library.paragraphs_by_key(found.to_edition_id, keys)
    return carry_out(space, proposal, decision, originals, language)


def begun(course: Course, found: AnyRow) -> Batch:
    """Return an empty batch on the newest texts of the course."""
    order = update_queries.order_of(found.to_edition_id)
    batch = Batch(Workspace(update_queries.taught(course.id), order), course.language)
    db.session.rollback()
    return batch


def decide_many(course: Course, found: AnyRow, which: str, actor: SignedIn | None) -> Decided:
    """Decide many open proposals at once and return what was done.

    `untouched` accepts what no trainer has edited, `editorial` those of them that are editorial,
    `renumbered` all new numbers, `rest` declines everything that is left. A text edited since the
    proposals were made is left open and marked.
    """
    act = "decline" if which == "rest" else "accept"
    done = Decided()
    for _attempt in range(MOST_TRIES):
        waiting = update_queries.open_proposals(found.id, WHICH[which])
        kinds = {proposal.id: proposal.kind for proposal in waiting}
        decided: set[int] = set()
        try:
            for batch in batches(course, found, waiting, Decision(act)):
                store(course.id, found.id, batch, actor)
                stored = {one for one, _state, _outcome in batch.outcomes}
                decided |= stored
                done.kinds.update(kinds[one] for one in stored)
                lessons = (outcome.undo.lesson for _id, _state, outcome in batch.outcomes)
                done.lessons |= batch.space.changed | {one for one in lessons if one is not None}
        except (TextChanged, AlreadyDecided):
            # Somebody was at work beside us: what is stored stays, the rest is thought out anew.
            continue
        done.left = len(kinds.keys() - decided)
        break
    return done


def batches(
    course: Course, found: AnyRow, waiting: Sequence[Proposal], decision: Decision
) -> Iterator[Batch]:
    """Yield the decisions in portions, each on texts as the last one left them."""
    batch = begun(course, found)
    for proposal in waiting:
        try:
            outcome = thought_out(batch.space, proposal, decision, batch.language, found)
        except LessonMovedOn:
            live = batch.space.block(proposal.key) or {"html": ""}
            batch.touched.append((proposal.id, str(live["html"])))
            continue
        except NoLongerTaught:
            continue
        batch.outcomes.append((proposal.id, STATES[decision.act], outcome))
        if batch.full or outcome.lesson is not None:
            yield batch
            batch = begun(course, found)
    if batch.outcomes or batch.touched:
        yield batch


def store(course_id: int, update_id: int, batch: Batch, actor: SignedIn | None) -> None:
    """Store a batch in one transaction.

    Raises TextChanged, AlreadyDecided or UpdateIsOver, having stored nothing.
    """
    changed = list(batch.texts())
    with write():
        course = touched(course_id)
        refuse_when_over(update_id)
        store_lessons(batch.space, changed, course, actor)
        for proposal_id, state, outcome in batch.outcomes:
            add_lesson(proposal_id, outcome, course, actor)
            claim(proposal_id, "open", state, outcome, actor)
        mark_touched(batch.touched)
        if batch.undone:
            take_back(*batch.undone, course, actor)
        summed: dict[str, int] = {}
        for _id, state, _outcome in batch.outcomes:
            summed[state] = summed.get(state, 0) + 1
        if summed:
            found = db.session.get_one(EditionUpdate, update_id)
            note(course, actor, "decide-edition", update=found.public_id, **summed)


def store_lessons(
    space: Workspace,
    changed: Sequence[tuple[int, int, LessonText]],
    course: Course,
    actor: SignedIn | None,
) -> None:
    """Store the texts, titles and places of lessons as they were thought out, in the open
    transaction. Raises TextChanged."""
    for step_id, number, text in changed:
        save(step_id, number, text, course, actor)
    store_titles(space)
    for step_id, module_id, after in space.placed:
        place_step(step_id, module_id, after)
    for step_id in space.removed:
        operations.remove_step(db.session.get_one(Step, step_id), actor)


def save(
    step_id: int, number: int, text: LessonText, course: Course, actor: SignedIn | None
) -> None:
    """Append a text thought out on revision `number`. Raises TextChanged when there is a newer."""
    newest = update_queries.newest_number(step_id)
    if newest != number:
        raise TextChanged(newest)
    step = db.session.get_one(Step, step_id)
    texts.add_revision(step, text, course.language, actor, after=number)


def store_titles(space: Workspace) -> None:
    """Rename the lessons and modules whose heading is said anew."""
    for kind, id_ in sorted(space.renamed):
        thing: Step | Module = (
            db.session.get_one(Step, id_) if kind == "step" else db.session.get_one(Module, id_)
        )
        thing.title = space.titles[kind, id_]


def place_step(step_id: int, module_id: int, after: int | None) -> None:
    """Put a lesson into a module: behind another lesson, or at its start."""
    step = db.session.get_one(Step, step_id)
    siblings = [
        one for one in update_queries.steps_in(step.course_id, module_id) if one.id != step_id
    ]
    ids = [one.id for one in siblings]
    at = ids.index(after) + 1 if after in ids else 0
    step.module_id = module_id
    renumber([*siblings[:at], step, *siblings[at:]])


def add_lesson(proposal_id: int, outcome: Outcome, course: Course, actor: SignedIn | None) -> None:
    """Add the lesson a whole new section makes, behind the lesson it follows."""
    if outcome.lesson is None:
        return
    proposal = db.session.get_one(Proposal, proposal_id)
    module_id = proposal.module_id
    after = db.session.get(Step, outcome.after) if outcome.after is not None else None
    if after is not None:
        module_id = after.module_id
    if module_id is None:
        raise NoLongerTaught
    text = LessonText(outcome.lesson, words_of(outcome.lesson, course.language))
    step = operations.add_lesson(course.id, module_id, proposal.title, actor, text=text)
    place_step(step.id, module_id, after.id if after else None)
    outcome.undo.lesson = step.id
    proposal.step_id = step.id
    db.session.flush()


def claim(
    proposal_id: int, from_state: str, state: str, outcome: Outcome | None, actor: SignedIn | None
) -> None:
    """Decide a proposal that is still in `from_state`. Raises AlreadyDecided."""
    decided = state != "open"
    statement = (
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == from_state)
        .where(Proposal.release_id.is_(None))
        .values(
            state=state,
            decided_by_id=actor.id if actor and decided else None,
            decided_at=now() if decided else None,
            chosen_html=outcome.chosen if outcome else None,
            undo=outcome.undo.stored() if outcome and state != "declined" else None,
        )
        .returning(Proposal.id)
    )
    if db.session.scalar(statement) is None:
        raise AlreadyDecided


def mark_touched(found: Sequence[tuple[int, str]]) -> None:
    """Mark open proposals whose text a trainer edited since they were made."""
    for proposal_id, html in found:
        db.session.execute(
            update(Proposal)
            .where(Proposal.id == proposal_id, Proposal.state == "open")
            .values(edited=True, current_html=html)
        )


def refuse_when_over(update_id: int) -> None:
    """Raise UpdateIsOver unless the update waits for decisions."""
    found = db.session.get_one(EditionUpdate, update_id, populate_existing=True)
    if found.state != "open":
        raise UpdateIsOver


def refuse_when_past(course_id: int, update_id: int) -> None:
    """Raise UpdateIsPast unless the update is the last one of its course that was not dropped."""
    if update_queries.newest_kept(course_id) != update_id:
        raise UpdateIsPast


def undo(course: Course, found: AnyRow, public_id: str, actor: SignedIn | None) -> None:
    """Take a decision back: the lesson says again what it said, the proposal is open.

    Raises CannotUndo when the text was edited or published since, UpdateIsOver.
    """
    for _attempt in range(MOST_TRIES):
        proposal: Proposal = update_queries.proposal_of(found.id, public_id)[0]
        db.session.refresh(proposal)
        if proposal.release_id is not None:
            raise CannotUndo
        if proposal.state == "open":
            return
        batch, state, proposal_id = begun(course, found), proposal.state, proposal.id
        if proposal.undo and not batch.space.restore(Undo.read(proposal.undo)):
            raise CannotUndo
        batch.undone = (proposal_id, state)
        try:
            store(course.id, found.id, batch, actor)
        except TextChanged:
            continue
        return
    raise LessonMovedOn


def take_back(proposal_id: int, state: str, course: Course, actor: SignedIn | None) -> None:
    """Open a decided proposal again."""
    claim(proposal_id, state, "open", None, actor)
    proposal = db.session.get_one(Proposal, proposal_id, populate_existing=True)
    if proposal.module_id is not None:
        proposal.step_id = None
    note(course, actor, "undo-edition", proposal=proposal.public_id, state=state)


def weigh(
    course: Course, found: AnyRow, weights: Mapping[str, str], actor: SignedIn | None
) -> None:
    """Say of proposals whether they are editorial or material, in the open transaction.

    Learners are told so with the next release. Raises UpdateIsPast.
    """
    course = touched(course.id)
    refuse_when_past(course.id, found.id)
    for public_id, weight in sorted(weights.items()):
        proposal: Proposal = update_queries.proposal_of(found.id, public_id)[0]
        proposal.weight = weight
    note(course, actor, "weigh-edition", update=found.public_id, proposals=len(weights))
