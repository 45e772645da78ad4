"""The account of a new edition: where its characters are in a course that follows it. Pure.

The document goes into the edition whole; from there every paragraph is in a lesson, in a proposal
that is open or declined, replaced by a text of the trainer's, or outside the course for a reason.
What is in none of these is missing, and the account says so.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from courses.account import Balance, Weights, text_at
from courses.block_acts import name_of
from courses.drafts import Passage, printed_title
from courses.manual_order import ManualOrder, SectionRow
from courses.taught import Taught
from elearn.core.html import plain
from elearn.library.decisions import revised
from elearn.library.identity import normalised
from elearn.library.readers.model import Doc
from elearn.library.readers.text import shown, solid
from elearn.library.sections import SectionNode, walk_sections

# Where characters of an edition are, for one course.
PLACES = (
    "lessons",
    "own",
    "open",
    "declined",
    "description",
    "glossary",
    "not-taught",
    "missing",
)
STATES = {"open": "open", "declined": "declined", "edited": "own"}
ROLES = {"front": "description", "contents": "description", "glossary": "glossary"}
MOST_MISSING = 200
_NUMBER = re.compile(r'<span class="number">.*?</span>', re.S)


class Proposed(Protocol):
    """A proposal as it is stored."""

    key: str
    state: str
    blocks: list[dict[str, Any]]


def stored_balance(
    doc: Doc, sections: Iterable[SectionNode], html: Sequence[str], decisions: Mapping[str, Any]
) -> Balance:
    """Follow every block of a document into its edition, whose paragraphs are `html`, in order."""
    found = Balance()
    weights = Weights(doc, revised(doc, decisions), decisions)
    kept = iter(html)
    for section in walk_sections(sections):
        before = found.where["edition"]
        notes = 0
        for passage in section.paragraphs:
            there = solid(plain(next(kept, "")))
            notes += there if passage.kind == "note" else 0
            take(found, weights.take(passage.key), there, passage.text, passage.page)
        if section.key in weights.retitled:
            found.dropped["retitled"] += weights.take(section.key)
            found.pieces["retitled"] += 1
        elif section.key:
            title = solid(printed_title(section.label, section.title)) + notes
            take(found, weights.take(section.key), title, section.title, section.page)
        found.sections.append(
            {
                "title": printed_title(section.label, section.title),
                "level": section.level,
                "page": section.page,
                "became": "edition",
                "course": "",
                "lesson": None,
                "characters": found.where["edition"] - before,
            }
        )
    for block_id, block in weights.left.items():
        if characters := weights.of(block_id):
            found.miss(text_at(block), characters, block.src.page)
    for size in weights.unused_notes():
        found.dropped["note-without-reference"] += size
        found.pieces["note-without-reference"] += 1
    return found


def take(found: Balance, characters: int, there: int, text: str, page: int | None) -> None:
    """Count what of a block is there; what is not is missed."""
    found.where["edition"] += min(characters, there)
    if there < characters:
        found.miss(text, characters - there, page)


def course_account(
    order: ManualOrder,
    texts: Mapping[str, Passage],
    old: Collection[str],
    taught: Taught,
    proposals: Iterable[Proposed],
) -> dict[str, Any]:
    """Return where the characters of an edition are in a course that follows it.

    `old` are the keys of the edition the course comes from.
    """
    course = Course(order, old, taught, proposals)
    sizes = dict.fromkeys(PLACES, 0)
    missing: list[dict[str, Any]] = []

    def count(place: str, text: str, characters: int, page: int | None) -> None:
        sizes[place] += characters
        if place == "missing" and characters:
            missing.append({"text": shown(text), "characters": characters, "page": page})

    for section in order.sections:
        title = printed_title(section.label, section.title)
        count(course.heading(section, title), title, solid(title), None)
        for key in order.own(section.id):
            row = texts[key]
            count(course.paragraph(section, row), row.text, solid(plain(row.html)), row.page)
    return {
        "complete": not sizes["missing"],
        "characters": {"edition": sum(sizes.values()), **sizes},
        "missing": missing[:MOST_MISSING],
    }


class Course:
    """Finds the place of paragraphs and headings in one course."""

    def __init__(
        self,
        order: ManualOrder,
        old: Collection[str],
        taught: Taught,
        proposals: Iterable[Proposed],
    ) -> None:
        self.order, self.old, self.taught = order, old, taught
        self.state: dict[str, str] = {}
        for one in proposals:
            names = [name_of(block) for block in one.blocks]
            self.state |= dict.fromkeys([one.key, *filter(None, names)], one.state)
        headings = (
            plain(str(block["html"]))
            for lesson in taught.lessons
            for block in lesson.blocks
            if block["kind"] == "heading"
        )
        said = [*taught.modules.values(), *(one.title for one in taught.lessons), *headings]
        self.words = "\n".join(" ".join(text.split()) for text in said)

    def paragraph(self, section: SectionRow, row: Passage) -> str:
        """Return where a paragraph is."""
        block, state = self.taught.block.get(row.key), self.state.get(row.key, "")
        if block is not None and words(str(block["html"])) == words(row.html):
            return "lessons"
        if state in STATES:
            return STATES[state]
        if block is not None:
            return "own" if block["edited"] else "missing"
        return self.outside(section, row.key, state)

    def outside(self, section: SectionRow, key: str, state: str) -> str:
        """Return why something is not in the course, if there is a reason."""
        if section.role in ROLES:
            return ROLES[section.role]
        # What was there before was not taught before; what was accepted was taken out since.
        if key in self.old or state:
            return "not-taught"
        near = (one for one in self.order.own(section.id) if one != key)
        return "missing" if any(one in self.taught.block for one in near) else "not-taught"

    def heading(self, section: SectionRow, title: str) -> str:
        """Return where a heading is: shown, proposed, or with what stands under it."""
        if " ".join(title.split()) in self.words:
            return "lessons"
        state = self.state.get(section.key, "") if section.key else ""
        if state in STATES:
            return STATES[state]
        within = self.order.within(section.id)
        states = {self.state.get(key, "") for key in within}
        if len(states) == 1 and (one := states.pop()) in STATES and section.key not in self.old:
            return STATES[one]
        if section.role in ROLES:
            return ROLES[section.role]
        known = not section.key or section.key in self.old or state
        if known or not any(key in self.taught.block for key in within):
            return "not-taught"
        return "missing"


def words(html: str) -> str:
    """Return what a paragraph says, without its number, signs and cases."""
    said = plain(_NUMBER.sub("", html))
    return normalised(said) or said
