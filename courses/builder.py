"""Turn a reviewed section tree into modules and lessons. Pure; the rules, in order:

- a top section is a module; a document whose top sections have no sections below them is one
  module, and so is a short one of which many top sections are too short for a lesson; a single top
  section around everything is the title of the document;
- a lesson is a section below a module: split at its own headings over 900 words, between its
  paragraphs over 1,200; neighbours under one parent are merged while they make 600 or less;
- annexes become a last module that does not count, tiny ones together; the glossary and the front
  matter become no lessons.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from courses import reading_time, splitting
from courses.drafts import (
    Block,
    CourseDraft,
    Fate,
    LessonDraft,
    ModuleDraft,
    Passage,
    Source,
    titled,
)
from courses.lesson_text import KEY
from courses.splitting import HARD_MAX, LEAST, MERGE_UP_TO, SOFT_MAX
from courses.units import Part, Unit, merged, with_lead, without_slivers

NOT_BODY = ("front", "annex", "glossary", "contents")
DEEPEST_HEADING = 6
# A document of so many words is one module when more than this share of its parts is tiny.
SHORT_DOCUMENT = 3000
MANY_TINY = 0.34


def build(
    sections: Sequence[Source],
    *,
    title: str,
    language: str = "en",
    left_out: Iterable[str] = (),
    reference_title: str = "Reference",
) -> CourseDraft:
    """Return the draft of a course made of the sections.

    `title` is the document's; `left_out` holds keys of sections the trainer does not want.
    """
    sorted_tree = Sorted(language, frozenset(left_out))
    tops = sorted_tree.body_of(sections)
    while len(tops) == 1 and sorted_tree.below[tops[0].key]:
        sorted_tree.draft.fates[tops[0].key] = Fate("title")
        sorted_tree.draft.front += tops[0].paragraphs
        tops = sorted_tree.below[tops[0].key]
    writer = Writer(sorted_tree)
    cutter = Cutter(sorted_tree)
    if sorted_tree.has_modules(tops):
        for section in tops:
            writer.module(titled(section), cutter.module(section), of=section)
    else:
        flat = [unit for section in tops for unit in cutter.units(section, "", 1)]
        writer.module(title, merged(flat))
    annexes = [unit for annex in sorted_tree.annexes for unit in cutter.units(annex, "", 1)]
    writer.module(reference_title, without_slivers(annexes), counted=False)
    for section in (*tops, *sorted_tree.annexes):
        if section.key not in writer.draft.fates:
            sorted_tree.mark(section, "empty")
    return writer.draft


class Sorted:
    """What is body and what goes elsewhere, and how many words each section holds."""

    def __init__(self, language: str, left_out: frozenset[str]) -> None:
        self.language = language
        self.left_out = left_out
        self.draft = CourseDraft()
        self.words: dict[str, int] = {}
        self.below: dict[str, list[Source]] = {}
        self.annexes: list[Source] = []

    def has_modules(self, tops: Sequence[Source]) -> bool:
        """Tell whether the top sections are worth a module each."""
        words = [self.words[section.key] for section in tops]
        tiny = sum(count < LEAST for count in words)
        if sum(words) <= SHORT_DOCUMENT and tiny >= 2 and tiny > len(words) * MANY_TINY:
            return False
        return any(self.below[section.key] for section in tops)

    def body_of(self, sections: Iterable[Source], within: str = "body") -> list[Source]:
        """Set aside what is no lesson and return the rest, measured; annexes keep their parts."""
        return [section for section in sections if self.is_body(section, within)]

    def is_body(self, section: Source, within: str) -> bool:
        if section.key in self.left_out:
            self.mark(section, "left-out")
            return False
        if section.role in NOT_BODY and section.role != within:
            self.set_aside(section)
            return False
        self.measure(section)
        return True

    def set_aside(self, section: Source) -> None:
        """Keep annexes for the last module, front matter and glossary for the course itself."""
        if section.role == "annex":
            self.annexes.append(section)
            self.measure(section)
            return
        passages = list(all_passages(section))
        if section.role == "front":
            self.draft.front += passages
        elif section.role == "glossary":
            self.draft.glossary += [passage.key for passage in passages]
        self.mark(section, section.role)

    def measure(self, section: Source) -> None:
        """Know what is below a section, and the words of both."""
        below = self.below[section.key] = self.body_of(section.children, section.role)
        own = sum(self.count(passage.text) for passage in section.paragraphs)
        self.words[section.key] = own + sum(self.words[child.key] for child in below)

    def count(self, text: str) -> int:
        """Return the words of a text in the language of the course."""
        return reading_time.word_count(text, self.language)

    def mark(self, section: Source, kind: str) -> None:
        """Say of a section and all below it what they become."""
        self.draft.fates[section.key] = Fate(kind)
        for child in section.children:
            self.mark(child, kind)


class Cutter:
    """Cuts sections into units by their length."""

    def __init__(self, tree: Sorted) -> None:
        self.tree = tree

    def module(self, section: Source) -> list[Unit]:
        """Return the lessons of a module; a short module is one lesson."""
        if self.tree.words[section.key] <= MERGE_UP_TO or not self.tree.below[section.key]:
            return self.units(section, "", 0)
        return self.under(section, 0)

    def units(self, section: Source, parent: str, depth: int) -> list[Unit]:
        """Return the section as one unit, or cut at its headings or between its paragraphs."""
        total, below = self.tree.words[section.key], self.tree.below[section.key]
        whole = Unit((Part(section, section.paragraphs, below, depth),), total, parent)
        if total <= SOFT_MAX and not self.has_long_table(section):
            return [whole] if total else []
        if not below:
            return self.slices(section, parent, depth)
        cut = self.under(section, depth)
        if total <= HARD_MAX and any(unit.words < LEAST for unit in cut):
            return [whole]
        return cut

    def under(self, section: Source, depth: int) -> list[Unit]:
        """Return the units of a section that is cut: its own text and its sections, merged."""
        found = [
            unit
            for child in self.tree.below[section.key]
            for unit in self.units(child, section.key, depth + 1)
        ]
        own = self.slices(section, section.key, depth)
        if len(own) > 1:
            return merged(own + found)
        lead = own[0] if own else self.bare_heading(section, depth)
        if not found:
            return [lead] if lead.words else []
        return merged(with_lead(lead, found))

    def slices(self, section: Source, parent: str, depth: int) -> list[Unit]:
        """Return the own text of a section, in parts when it is too long for one lesson."""
        pieces = splitting.parts(section.paragraphs, self.tree.count)
        return [
            Unit(
                (Part(section, piece, (), depth, number, len(pieces), headed=depth > 0),),
                sum(self.tree.count(passage.text) for passage in piece),
                parent,
            )
            for number, piece in enumerate(pieces, start=1)
        ]

    def bare_heading(self, section: Source, depth: int) -> Unit:
        parts = (Part(section, (), (), depth),) if depth > 0 else ()
        return Unit(parts, 0, section.key)

    def has_long_table(self, section: Source) -> bool:
        if any(splitting.is_long_table(passage) for passage in section.paragraphs):
            return True
        return any(self.has_long_table(child) for child in self.tree.below[section.key])


class Writer:
    """Writes units out as lessons, and notes what became of each heading."""

    def __init__(self, tree: Sorted) -> None:
        self.tree = tree
        self.draft = tree.draft
        self.number = 0

    def module(
        self, title: str, units: list[Unit], *, of: Source | None = None, counted: bool = True
    ) -> None:
        """Add a module made of the units, unless there are none."""
        if not units:
            return
        # An only lesson has the module's title, unless that would hide its section's own.
        alone = counted and len(units) == 1 and units[0].is_about(of)
        lessons = tuple(self.lesson(unit, title if alone else unit.title) for unit in units)
        self.draft.modules.append(ModuleDraft(title, lessons, counted))
        if of is not None:
            self.draft.fates[of.key] = Fate("module")

    def lesson(self, unit: Unit, title: str) -> LessonDraft:
        """Write one unit out: no heading for a single section, its title says it."""
        self.number += 1
        single = len(unit.parts) == 1
        blocks: list[Block] = []
        for part in unit.parts:
            level = 2 + part.depth - unit.base
            if part.headed and not single:
                blocks.append(heading(part.title, level, part.section.key))
            blocks += [block_of(passage) for passage in part.passages]
            for child in part.children:
                blocks += self.inside(child, 2 if single else level + 1)
            kind = "lesson" if part.depth == unit.base else "inside"
            self.draft.fates.setdefault(part.section.key, Fate(kind, self.number))
        while blocks and blocks[-1].kind == "heading":
            self.draft.dropped.append(blocks.pop().text)
        words = sum(self.tree.count(block.text) for block in blocks)
        html = "".join(block.html for block in blocks)
        minutes = reading_time.minutes(words, html, self.tree.language)
        return LessonDraft(title, tuple(blocks), words, minutes)

    def inside(self, section: Source, level: int) -> Iterator[Block]:
        """Write out a section that stays inside a lesson, under its heading."""
        self.draft.fates[section.key] = Fate("inside", self.number)
        yield heading(titled(section), level, section.key)
        for passage in section.paragraphs:
            yield block_of(passage)
        for child in self.tree.below[section.key]:
            yield from self.inside(child, level + 1)


def heading(text: str, level: int, key: str) -> Block:
    """Return a heading inside a lesson; its key is its anchor, for links from other lessons."""
    tag = f"h{min(level, DEEPEST_HEADING)}"
    anchor = f' id="{key}"' if KEY.fullmatch(key) else ""
    html = f"<{tag}{anchor}>{escape(text, quote=False)}</{tag}>"
    return Block(None, "heading", html, text=text)


def block_of(passage: Passage) -> Block:
    return Block(passage.key, passage.kind, passage.html, passage.label, passage.page, passage.text)


def all_passages(section: Source) -> Iterator[Passage]:
    """Yield the passages of a section and of all below it."""
    yield from section.paragraphs
    for child in section.children:
        yield from all_passages(child)
