"""What of a lesson can be sent to a provider, and what of its answer can be used. Pure.

A block is known by its name (courses.block_acts); one written by hand by what it says.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html as markup

from courses.block_acts import name_of
from courses.lesson_text import SUGGESTED, block_of, has_content, one_element, serialised
from elearn.core.errors import Invalid
from elearn.core.html import clean, plain
from elearn.suggestions.provider import LONGEST_TEXT, MOST_SUGGESTIONS, Block

LessonBlock = Mapping[str, Any]
Item = tuple[str, list[str]]
# Why a suggestion is not shown.
REASONS = ("unreadable", "too-long", "too-many", "empty", "no-source", "not-sent", "gone")


@dataclass(frozen=True)
class Usable:
    """A suggestion that can be shown: clean markup, one element, and the blocks it cites."""

    html: str
    block_ids: list[str]


def id_of(block: LessonBlock) -> str:
    """Return the id under which a block is sent."""
    return name_of(block) or f"t-{hashlib.sha256(str(block['html']).encode()).hexdigest()[:12]}"


def ids_of(blocks: Sequence[LessonBlock]) -> set[str]:
    """Return the ids of all blocks."""
    return {id_of(block) for block in blocks}


def sendable(blocks: Sequence[LessonBlock]) -> list[Block]:
    """Return the blocks that say something, in their order; what stands twice is listed once."""
    found = {id_of(block): plain(str(block["html"])) for block in reversed(blocks)}
    return [Block(id_, text) for id_, text in reversed(found.items()) if text]


def usable(
    items: Sequence[Item | None], sent: Collection[str], present: Collection[str]
) -> tuple[list[Usable], dict[str, int]]:
    """Return what of an answer can be shown, and of the rest how many were dropped why.

    A suggestion must cite blocks, and only such as were sent and still stand in the lesson: one
    that names anything else was not made from what it was given.
    """
    kept: list[Usable] = []
    dropped: Counter[str] = Counter()
    for item in items:
        reason = problem_with(item, sent, present)
        html = "" if reason or item is None else cleaned(item[0])
        if not reason and not html:
            reason = "empty"
        if not reason and len(kept) == MOST_SUGGESTIONS:
            reason = "too-many"
        if reason or item is None:
            dropped[reason] += 1
        else:
            kept.append(Usable(html, list(dict.fromkeys(item[1]))))
    return kept, dict(dropped)


def problem_with(item: Item | None, sent: Collection[str], present: Collection[str]) -> str:
    """Return why an item cannot be used, or nothing."""
    if item is None:
        return "unreadable"
    text, ids = item
    if len(text) > LONGEST_TEXT:
        return "too-long"
    if not ids:
        return "no-source"
    if not all(id_ in sent for id_ in ids):
        return "not-sent"
    return "" if all(id_ in present for id_ in ids) else "gone"


def cleaned(text: str) -> str:
    """Return a text as one clean element without links and pictures; nothing when it is empty.

    Where a link would lead is not seen when the words are read, so none comes from a machine.
    """
    try:
        element = markup.fragment_fromstring(one_element(clean(text), None))
    except Invalid:
        return ""
    markup.etree.strip_tags(element, "a", "img")
    for inner in element.iterdescendants():
        inner.attrib.pop("id", None)
    return serialised(element) if has_content(element) else ""


def suggested_block(html: str) -> dict[str, Any]:
    """Return a suggestion as a block of a lesson, marked as what it is."""
    element = markup.fragment_fromstring(html)
    classes = (element.get("class") or "").split()
    element.set("class", " ".join([*classes, SUGGESTED]))
    return block_of(element, None, None)


def put_in(
    blocks: Sequence[LessonBlock], new: LessonBlock, cited: Collection[str]
) -> list[LessonBlock] | None:
    """Return the blocks with a new one after the last that it cites; None when none is there."""
    places = [at for at, block in enumerate(blocks) if id_of(block) in cited]
    if not places:
        return None
    at = places[-1] + 1
    return [*blocks[:at], new, *blocks[at:]]
