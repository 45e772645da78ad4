"""What accepting or editing a proposal does to the lessons. Pure, but for cleaning.

A text that its trainer edited gives way only to a decision made in sight of it: `seen` is the
`fingerprint` of the text that was shown.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from courses.block_acts import Block, name_of, relabelled, retitled, same
from courses.lesson_text import Original, from_html, said
from courses.paragraph_blocks import chosen
from courses.taught import Lesson
from courses.update_errors import LessonMovedOn, NoLongerTaught, NothingToWrite
from courses.workspace import Undo, Workspace, by_name
from elearn.core.html import clean, plain

HEADING = "heading"
GIVES_WAY = ("changed", "removed")


class Proposed(Protocol):
    """A proposal as it is stored."""

    id: int
    kind: str
    key: str
    block_kind: str
    step_id: int | None
    module_id: int | None
    title: str
    before_html: str
    after_html: str
    after_label: str
    blocks: list[dict[str, Any]]
    moved: bool


@dataclass(frozen=True)
class Decision:
    """What a trainer decided; `html` is their own text, `seen` what was shown of the lesson."""

    act: str
    html: str = ""
    seen: str | None = None


@dataclass
class Outcome:
    """What a decision came to: what undoes it, the text chosen, a lesson to be added."""

    undo: Undo = field(default_factory=Undo)
    chosen: str = ""
    lesson: list[Block] | None = None
    after: int | None = None


def fingerprint(html: str) -> str:
    """Return what a text is recognised by when a decision comes back."""
    return hashlib.sha256(said(html).encode()).hexdigest()[:16]


def carry_out(
    space: Workspace,
    proposal: Proposed,
    decision: Decision,
    originals: Mapping[str, Original],
    language: str,
) -> Outcome:
    """Accept a proposal in memory, or put the trainer's own text in.

    Raises LessonMovedOn when the lesson says something else than was shown, NoLongerTaught when
    it is gone, NothingToWrite for an edit without a text or of what has none.
    """
    live = space.block(proposal.key)
    if proposal.kind in GIVES_WAY and live is not None:
        refuse_unseen(proposal, live, decision.seen)
    if decision.act == "edit" and not plain(decision.html) and "<img" not in decision.html:
        raise NothingToWrite
    if proposal.kind == "new":
        return bring(space, proposal, decision, originals, language)
    if proposal.block_kind == HEADING and proposal.kind != "removed":
        return reword(space, proposal, decision)
    if live is None:
        raise NoLongerTaught
    return ACTS[proposal.kind](space, proposal, decision, live)


def refuse_unseen(proposal: Proposed, live: Block, seen: str | None) -> None:
    """Raise LessonMovedOn unless the text is untouched or is the one that was shown."""
    html = str(live["html"])
    if proposal.block_kind == HEADING:
        untouched = plain(html) == plain(proposal.before_html)
    else:
        untouched = same(html, proposal.before_html)
    if not untouched and seen != fingerprint(html):
        raise LessonMovedOn


def change(space: Workspace, proposal: Proposed, decision: Decision, live: Block) -> Outcome:
    """Put the new text of the manual, or the trainer's, in the place of the old."""
    new = dict(proposal.blocks[0])
    if decision.act == "edit":
        new = chosen(decision.html, proposal.key, new, proposal.after_html)
    outcome = Outcome(chosen=str(new["html"]))
    target = space.step_beside(proposal.key) if proposal.moved else None
    if target is None:
        space.replace(proposal.key, new, outcome.undo)
    else:
        space.take_out([proposal.key], outcome.undo)
        space.put(target, [new], proposal.key, outcome.undo)
    return outcome


def remove(space: Workspace, proposal: Proposed, decision: Decision, live: Block) -> Outcome:
    """Take the paragraph out of its lesson; a trainer's own text stays in its place."""
    outcome = Outcome()
    if decision.act == "edit":
        new = chosen(decision.html, proposal.key, live, proposal.before_html)
        outcome.chosen = str(new["html"])
        space.replace(proposal.key, new, outcome.undo)
    else:
        space.take_out([proposal.key], outcome.undo)
    return outcome


def renumber(space: Workspace, proposal: Proposed, decision: Decision, live: Block) -> Outcome:
    """Give the paragraph its new number; its words stay as they are."""
    _refuse_text(decision)
    if same(str(live["html"]), proposal.before_html):
        new = dict(proposal.blocks[0])
    else:
        new = relabelled(live, proposal.after_label, proposal.after_html)
    outcome = Outcome(chosen=str(new["html"]))
    space.replace(proposal.key, new, outcome.undo)
    return outcome


def move(space: Workspace, proposal: Proposed, decision: Decision, live: Block) -> Outcome:
    """Move the paragraph to where the edition has it now, in this lesson or another."""
    _refuse_text(decision)
    untouched = same(str(live["html"]), proposal.before_html)
    new = dict(proposal.blocks[0]) if untouched and proposal.blocks else live
    if not untouched and proposal.after_html:
        new = relabelled(live, proposal.after_label, proposal.after_html)
    outcome = Outcome(chosen=str(new["html"]))
    target = space.step_beside(proposal.key) or space.step_of(proposal.key)
    space.take_out([proposal.key], outcome.undo)
    if target is not None:
        space.put(target, [new], proposal.key, outcome.undo)
    return outcome


def bring(
    space: Workspace,
    proposal: Proposed,
    decision: Decision,
    originals: Mapping[str, Original],
    language: str,
) -> Outcome:
    """Put new paragraphs into their lesson, or prepare the lesson that they make."""
    blocks: list[Block] = [dict(block) for block in proposal.blocks]
    if decision.act == "edit":
        blocks = from_html(clean(decision.html), originals, language).blocks
    blocks = [one for one in blocks if not name_of(one) or space.step_of(name_of(one)) is None]
    outcome = Outcome(chosen="\n".join(str(block["html"]) for block in blocks))
    if proposal.module_id is not None:
        outcome.lesson = blocks
        outcome.undo.put = by_name(blocks)
        outcome.after = space.step_beside(proposal.key)
        return outcome
    step = proposal.step_id if proposal.step_id in space.blocks else None
    step = space.step_beside(proposal.key) if step is None else step
    if step is None:
        raise NoLongerTaught
    space.put(step, blocks, proposal.key, outcome.undo)
    return outcome


def reword(space: Workspace, proposal: Proposed, decision: Decision) -> Outcome:
    """Say a heading anew where it stands: in a lesson, as its title, as that of a module."""
    outcome = Outcome()
    if proposal.kind == "moved":
        _refuse_text(decision)
        move_section(space, proposal.key, outcome.undo)
    title = plain(decision.html) if decision.act == "edit" else proposal.title
    before = plain(proposal.before_html)
    if title != before:
        live = space.block(proposal.key)
        if live is not None:
            space.replace(proposal.key, retitled(live, title), outcome.undo)
        space.say_anew(before, title, outcome.undo)
    outcome.chosen = title
    return outcome


def move_section(space: Workspace, key: str, undo: Undo) -> None:
    """Move a section: whole lessons behind the one before them, or its blocks alone."""
    section = space.order.opened_by(key)
    if section is None:
        raise NoLongerTaught
    names = {key, *space.order.within(section), *_headings(space, section)}
    before, after = space.order.beside(key, space.names() - names)
    target = space.step_of(before or after or "")
    whole = [step for step, blocks in space.blocks.items() if blocks and _only(blocks, names)]
    if target is None:
        return
    behind: int | None = target if before else _before(space, target)
    for step in whole:
        space.place(step, space.lessons[target].module_id, behind, undo)
        behind = step
    inside = [
        name_of(block)
        for step, blocks in space.blocks.items()
        if step not in whole
        for block in blocks
        if name_of(block) in names
    ]
    if inside and not whole:
        space.put(target, space.take_out(inside, undo), key, undo)


def _headings(space: Workspace, section: int) -> list[str]:
    found: list[str] = []
    for child in space.order.below(section):
        found += [child.key, *_headings(space, child.id)]
    return found


def _only(blocks: Sequence[Block], names: set[str]) -> bool:
    return all(name_of(block) in names for block in blocks)


def _before(space: Workspace, step: int) -> int | None:
    order = [one for one in space.lessons if _same_module(space, one, step)]
    at = order.index(step)
    return order[at - 1] if at else None


def _same_module(space: Workspace, one: int, other: int) -> bool:
    lessons: dict[int, Lesson] = space.lessons
    return lessons[one].module_id == lessons[other].module_id


def _refuse_text(decision: Decision) -> None:
    if decision.act == "edit":
        raise NothingToWrite


ACTS = {"changed": change, "removed": remove, "renumbered": renumber, "moved": move}
