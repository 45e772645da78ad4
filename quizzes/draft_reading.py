"""What a course teaches of its manual, as the rules for drafts read it. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from courses import glossary_queries, update_queries
from courses.glossary import Entry
from courses.models import Course
from elearn.library import queries as library
from quizzes import draft_queries
from quizzes.drafting.course import drafts_of
from quizzes.drafting.definitions import Defined, bare
from quizzes.drafting.draft import Draft
from quizzes.drafting.source import Passage
from quizzes.drafting.words import folded
from quizzes.kinds import kind_of
from quizzes.queries import AnyRow


def drafts_for(course: Course, *, wide: bool = False) -> list[Draft]:
    """Return the drafts the rules make of a course, but for those that are questions already,
    module by module.

    `wide` reads boxes, notes and annexes as well.
    """
    passages = passages_of(course)
    found = drafts_of(passages, terms_of(course, passages), course.language, wide=wide)
    asked = [Asked(row) for row in draft_queries.wordings(course.id)]
    wanted = [draft for draft in found if not any(one.is_like(draft) for one in asked)]
    order = {module: place for place, module in enumerate(one.module_id for one in passages)}
    return sorted(wanted, key=lambda draft: order.get(draft.module_id, len(order)))


def passages_of(course: Course) -> list[Passage]:
    """Return the paragraphs the lessons teach, in their order; edited ones say other words."""
    taught = update_queries.taught(course.id)
    blocks = [
        (lesson.module_id, str(block["key"]))
        for lesson in taught.lessons
        for block in lesson.blocks
        if block.get("key") and not block.get("edited")
    ]
    originals = update_queries.originals(course, [key for _module, key in blocks])
    sections = library.sections_of(course.edition_id) if course.edition_id else []
    annexes = {section.id for section in sections if section.role == "annex"}
    return [
        passage_of(originals[key], module_id, annexes)
        for module_id, key in blocks
        if key in originals
    ]


def passage_of(row: AnyRow, module_id: int, annexes: set[int]) -> Passage:
    return Passage(
        key=row.key,
        kind=row.kind,
        html=row.html,
        label=row.label,
        section=row.section_title,
        section_id=row.section_id,
        module_id=module_id,
        annex=row.section_id in annexes,
        text=row.text,
    )


def terms_of(course: Course, passages: Sequence[Passage]) -> list[Defined]:
    """Return the terms of the course's glossary, each with the place where it is first used.

    One that a trainer reworded or added is not asked for, but may be a wrong choice.
    """
    texts = [(folded(one.text), one) for one in passages if not one.annex]
    return [
        placed(entry, texts)
        for entry in glossary_queries.entries_of(course)
        if entry.kind == "term" and not entry.hidden
    ]


def placed(entry: Entry, texts: Iterable[tuple[str, Passage]]) -> Defined:
    """Return a term with the first passage of the course that uses it."""
    wanted = folded(bare(entry.term))
    place = next((one for text, one in texts if wanted in text), None)
    if place is None or entry.state != "manual" or entry.paragraph is None:
        return Defined(entry.term, entry.meaning, "", taught=False)
    return Defined(entry.term, entry.meaning, entry.paragraph, place.module_id, place.section)


class Asked:
    """A question the course has, as far as a draft could repeat it."""

    def __init__(self, row: AnyRow) -> None:
        raw = kind_of(row.kind).raw_of(row.content, row.answer_key)
        self.prompt = folded(row.content["prompt"])
        self.right = frozenset(right_of(raw))
        self.paragraphs = frozenset(row.paragraphs)

    def is_like(self, draft: Draft) -> bool:
        """Tell whether a draft asks for the same: the same answer from the same paragraph."""
        if draft.rule == "duty":
            return False
        right = frozenset(map(folded, draft.right))
        return self.right == right and not self.paragraphs.isdisjoint(draft.paragraphs)


def right_of(raw: Mapping[str, Any]) -> list[str]:
    """Return the right answers of a question with choices."""
    return [folded(row["text"]) for row in raw.get("choices", ()) if row["correct"]]
