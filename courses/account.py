"""The balance of an import: where every character of the document ended, or why it was dropped.

Reading accounts for what came in and what the model holds; here the rest of the way is followed,
from the model into lessons, the description of the course and the glossary. Nothing is taken on
trust: what a lesson holds is counted in its own markup. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.drafts import CourseDraft, titled
from courses.lesson_text import KEY
from elearn.core.html import plain
from elearn.library.decisions import revised
from elearn.library.readers.ledger import counted
from elearn.library.readers.model import Block, Doc, Heading, Note
from elearn.library.readers.model_html import noted
from elearn.library.readers.text import shown, solid
from elearn.library.sections import SectionNode, walk_sections

# Where characters may end besides lessons, by the fate of their section.
SET_ASIDE = {"front": "description", "title": "description", "glossary": "glossary"}
# Why a section that was read is in no course, by its fate.
REASONS = {"contents": "contents", "left-out": "left-out", "empty": "empty-heading"}
MOST_MISSING = 200


@dataclass
class Balance:
    """Characters (but spaces) by where they ended; `missing` says what is nowhere."""

    where: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    pieces: Counter[str] = field(default_factory=Counter)
    missing: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return sum(piece["characters"] for piece in self.missing)

    def add(self, fate: str, characters: int, inside: bool) -> None:
        """Count characters of a section with that fate, or of a lesson (`inside`)."""
        if inside:
            self.where["lessons"] += characters
        elif fate in SET_ASIDE:
            self.where[SET_ASIDE[fate]] += characters
        else:
            reason = REASONS.get(fate, "empty-heading")
            self.dropped[reason] += characters
            self.pieces[reason] += 1

    def miss(self, text: str, characters: int, page: int | None) -> None:
        self.missing.append({"text": shown(text), "characters": characters, "page": page})


@dataclass(frozen=True)
class Made:
    """A course as it is made: its draft, and the markup of its lessons as it is stored."""

    title: str
    draft: CourseDraft
    html: Sequence[Sequence[str]]


def as_drafted(title: str, draft: CourseDraft) -> Made:
    """Return a course with the markup of its lessons before it is cleaned, for a look ahead."""
    return Made(title, draft, [[b.html for b in lesson.blocks] for lesson in draft.lessons()])


def balance(
    doc: Doc, sections: Iterable[SectionNode], courses: Sequence[Made], decisions: Mapping[str, Any]
) -> Balance:
    """Follow every block of the document as decided into the courses made of it."""
    found = Balance()
    kept = Kept(courses)
    weights = Weights(doc, revised(doc, decisions), decisions)
    for section in walk_sections(sections):
        follow(found, section, kept, weights)
    for block_id, block in weights.left.items():
        characters = weights.of(block_id)
        if characters:
            found.miss(text_at(block), characters, block.src.page)
    for note in weights.unused_notes():
        found.dropped["note-without-reference"] += note
        found.pieces["note-without-reference"] += 1
    return found


def follow(found: Balance, section: SectionNode, kept: "Kept", weights: "Weights") -> None:
    """Follow one section: its heading, and the passages under it."""
    fate, course, number = kept.fate_of(section.key)
    before = found.where["lessons"]
    if section.key:
        characters = weights.take(section.key)
        inside = number is not None or fate == "module"
        if section.key in weights.retitled:
            found.dropped["retitled"] += characters
            found.pieces["retitled"] += 1
        elif not inside or kept.shows(course, titled(section)):
            found.add(fate, characters, inside)
        elif titled(section) in kept.dropped:
            found.add("empty", characters, inside=False)
        else:
            found.miss(section.title, characters, section.page)
    for passage in section.paragraphs:
        # The notes of a heading were counted with it.
        characters = weights.take(passage.key)
        there = kept.characters.get(passage.key)
        if there is None:
            if fate in SET_ASIDE or fate in REASONS:
                found.add(fate, characters, False)
            elif characters:
                found.miss(passage.text, characters, passage.page)
            continue
        found.where["lessons"] += min(characters, there)
        if there < characters:
            found.miss(passage.text, characters - there, passage.page)
    found.sections.append(
        {
            "title": titled(section),
            "level": section.level,
            "page": section.page,
            "became": fate,
            "course": kept.titles[course] if course is not None else "",
            "lesson": number,
            "characters": found.where["lessons"] - before,
        }
    )


class Kept:
    """What the courses hold: characters by paragraph, titles, the fates of headings."""

    def __init__(self, courses: Sequence[Made]) -> None:
        self.titles = [course.title for course in courses]
        self.characters: Counter[str] = Counter()
        self.fates: dict[str, tuple[str, int, int | None]] = {}
        self.words: list[str] = []
        self.dropped = {text for course in courses for text in course.draft.dropped}
        for at, course in enumerate(courses):
            self.take(at, course)

    def take(self, at: int, course: Made) -> None:
        said = [course.title]
        for lesson, html in zip(course.draft.lessons(), course.html, strict=True):
            said.append(lesson.title)
            for block, markup in zip(lesson.blocks, html, strict=False):
                if block.key and KEY.fullmatch(block.key):
                    self.characters[block.key] += solid(plain(markup))
                elif block.kind == "heading":
                    said.append(plain(markup))
        said += [module.title for module in course.draft.modules]
        self.words.append("\n".join(" ".join(text.split()) for text in said))
        for key, fate in course.draft.fates.items():
            self.fates.setdefault(key, (fate.kind, at, fate.lesson))

    def fate_of(self, key: str) -> tuple[str, int | None, int | None]:
        return self.fates.get(key, ("empty", None, None))

    def shows(self, course: int | None, title: str) -> bool:
        """Tell whether a heading stands in the course, as a title or inside a lesson."""
        return course is not None and " ".join(title.split())[:200] in self.words[course]


class Weights:
    """The characters of every block, its notes with it, as the document has them; each is taken
    once. A heading the trainer made has none of the document's."""

    def __init__(self, doc: Doc, decided: Doc, decisions: Mapping[str, Any]) -> None:
        self.left: dict[str, Block] = {block.id: block for block in decided.blocks}
        self.notes: dict[str, Note] = dict(doc.notes)
        self.sizes: dict[str, int] = dict.fromkeys(self.left, 0)
        said: Mapping[str, Any] = decisions.get("headings", {})
        self.retitled = {key for key, decision in said.items() if decision.get("title")}
        for block in doc.blocks:
            self.sizes[block.id] = characters_of([block]) + sum(self._notes(block))

    def _notes(self, block: Block) -> Iterator[int]:
        for key in noted(block):
            note = self.notes.pop(key, None)
            if note is not None:
                yield characters_of(note.blocks)

    def of(self, block_id: str) -> int:
        return self.sizes[block_id]

    def take(self, block_id: str) -> int:
        """Return the characters of a block; a second asking finds none."""
        return self.sizes[block_id] if self.left.pop(block_id, None) is not None else 0

    def unused_notes(self) -> list[int]:
        return [characters_of(note.blocks) for note in self.notes.values()]


def characters_of(blocks: list[Block]) -> int:
    return counted(Doc(blocks=blocks))["characters"]


def text_at(block: Block) -> str:
    return block.title if isinstance(block, Heading) else block.kind


def account(reading: Mapping[str, Any], found: Balance, courses: Sequence[Made]) -> dict[str, Any]:
    """Return the whole account as JSON: reading, what became of the text, whether all is there.

    `in_document` is `read` and `dropped_at_reading` and, where a reader lost sight of something,
    `unaccounted`; `read` is the sum of what follows it.
    """
    came = reading["counts_in"].get("characters", 0)
    gone = Counter({drop["reason"]: 0 for drop in reading["dropped"]})
    # Heads and feet of pages, comments and addresses stand beside the text that readers count.
    beside = sum(drop.get("characters", 0) for drop in reading["dropped"] if drop.get("beside"))
    pieces: Counter[str] = Counter()
    for drop in reading["dropped"]:
        gone[drop["reason"]] += drop.get("characters", 0)
        pieces[drop["reason"]] += drop.get("more", 1)
    reasons = [
        {"reason": reason, "at": "reading", "pieces": pieces[reason], "characters": size}
        for reason, size in sorted(gone.items())
    ] + [
        {"reason": reason, "at": "outline", "pieces": found.pieces[reason], "characters": size}
        for reason, size in sorted(found.dropped.items())
    ]
    read = reading["counts_out"].get("characters", 0)
    left = read + sum(gone.values()) - beside
    characters = {
        "in_document": max(came, left) + beside,
        "dropped_at_reading": sum(gone.values()),
        "unaccounted": max(0, came - left),
        "read": read,
        "lessons": found.where["lessons"],
        "description": found.where["description"],
        "glossary": found.where["glossary"],
        "dropped_in_outline": sum(found.dropped.values()),
        "missing": found.lost,
    }
    return {
        "complete": bool(reading["complete"]) and not found.lost,
        "characters": characters,
        "dropped": reasons,
        "missing": found.missing[:MOST_MISSING],
        "sections": found.sections,
        "courses": [outline_of(course) for course in courses if course.draft.lesson_count],
    }


def outline_of(course: Made) -> dict[str, Any]:
    """Return the lessons of a course with what each holds."""
    lessons = []
    number = 0
    for module in course.draft.modules:
        for lesson in module.lessons:
            number += 1
            html = course.html[number - 1]
            labels = [block.label for block in lesson.blocks if block.label]
            pages = [block.page for block in lesson.blocks if block.page]
            lessons.append(
                {
                    "number": number,
                    "module": module.title,
                    "title": lesson.title,
                    "words": lesson.words,
                    "characters": sum(solid(plain(markup)) for markup in html),
                    "paragraphs": [labels[0], labels[-1]] if labels else [],
                    "pages": [min(pages), max(pages)] if pages else [],
                }
            )
    return {"title": course.title, "lessons": lessons}
