"""What a trainer decided in the outline review, and the document read in its light. Pure.

Kept as JSON, so that reading the same file again replays them:

    {"headings": {block id: {"level": 2, "title": "...", "role": "annex",
                             "joined": true, "left_out": true}},
     "splits": {block id: {"title": "...", "level": 2}},
     "order": [block id, ...],
     "courses": {"each": true, "titles": {block id: "..."}},
     "pictures": {picture name: {"alt": "...", "name": "...", "width": 800, ...}}}

`headings` knows a heading by its block id and says only what differs from the document;
`splits` puts a new heading before a paragraph, known by the paragraph's block id with `SPLIT`
before it. `left_out` concerns the course only: the edition keeps every section. `order` is there
once a section was moved: all headings in their new order, each with the text up to the next one;
a heading it does not name stays behind the one it follows in the document. `courses` says whether
each part at the top becomes a course of its own; `pictures` knows a picture by the hash of its
bytes in the document and says how it is described and what stands in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from elearn.library.readers.model import Block, Doc, Heading, Para, Run

SPLIT = "split-"
DEEPEST = 9

Decisions = Mapping[str, Any]


def revised(doc: Doc, decisions: Decisions) -> Doc:
    """Return the document with its headings as decided; the given one is left as it is."""
    said: Mapping[str, Any] = decisions.get("headings", {})
    blocks = [
        decided(block, said) if isinstance(block, Heading) else block
        for stretch in stretches(doc, decisions)
        for block in stretch.blocks
    ]
    return replace(doc, blocks=blocks)


@dataclass
class Stretch:
    """A heading, joined ones too, with the text up to the next; the first may have none ("")."""

    key: str
    blocks: list[Block] = field(default_factory=list)


def stretches(doc: Doc, decisions: Decisions) -> list[Stretch]:
    """Return the document cut at its headings and splits, in the order decided."""
    splits: Mapping[str, Any] = decisions.get("splits", {})
    found = [Stretch("")]
    for block in doc.blocks:
        if block.id in splits:
            found.append(Stretch(SPLIT + block.id, [new_heading(block, splits[block.id])]))
        if isinstance(block, Heading):
            found.append(Stretch(block.id))
        found[-1].blocks.append(block)
    return in_order(found, decisions.get("order", ()))


def in_order(found: Iterable[Stretch], order: Sequence[str]) -> list[Stretch]:
    """Return the stretches in an order; those it does not name stay behind the one before them."""
    place = {key: at for at, key in enumerate(order)}
    groups: list[tuple[int, list[Stretch]]] = []
    for stretch in found:
        if groups and stretch.key not in place:
            groups[-1][1].append(stretch)
        else:
            groups.append((place.get(stretch.key, -1), [stretch]))
    groups.sort(key=lambda group: group[0])
    return [stretch for _, group in groups for stretch in group]


def new_heading(block: Block, split: Mapping[str, Any]) -> Heading:
    """Return the heading a split puts before a block."""
    title = str(split.get("title", "")) or "…"
    return Heading(
        id=SPLIT + block.id,
        lang=block.lang,
        dir=block.dir,
        src=replace(block.src, label="", style=""),
        level=bounded(split.get("level", 1)),
        runs=[Run(title)],
        evidence="review",
    )


def decided(heading: Heading, said: Mapping[str, Any]) -> Block:
    """Return the heading with its decided level and title, or as a paragraph when joined."""
    decision = said.get(heading.id)
    if not decision:
        return heading
    runs = [Run(str(decision["title"]))] if decision.get("title") else heading.runs
    if decision.get("joined"):
        return joined(heading, runs)
    revised_heading = copy(heading)
    revised_heading.level = bounded(decision.get("level", heading.level))
    revised_heading.runs = runs
    return revised_heading


def joined(heading: Heading, runs: list[Run]) -> Para:
    """Return a heading that is none as a bold paragraph: its words stay in the text."""
    label = [Run(f"{heading.label} ", "b")] if heading.label else []
    bold = [replace(run, marks="".join(sorted({*run.marks, "b"}))) for run in runs]
    return Para(
        id=heading.id,
        lang=heading.lang,
        dir=heading.dir,
        src=heading.src,
        anchors=heading.anchors,
        runs=label + bold,
    )


def bounded(level: object) -> int:
    """Return a level of 1 to 9."""
    return min(max(int(str(level)), 1), DEEPEST)


def roles(decisions: Decisions) -> dict[str, str]:
    """Return the decided role of each heading that has one: body, front, annex or glossary."""
    said: Mapping[str, Any] = decisions.get("headings", {})
    return {name: decision["role"] for name, decision in said.items() if decision.get("role")}


def left_out(decisions: Decisions) -> frozenset[str]:
    """Return the ids of the headings whose sections do not go into the course."""
    said: Mapping[str, Any] = decisions.get("headings", {})
    return frozenset(name for name, decision in said.items() if decision.get("left_out"))


def splits_into_courses(decisions: Decisions) -> bool:
    """Tell whether each part at the top becomes a course of its own."""
    return bool(decisions.get("courses", {}).get("each"))


def course_titles(decisions: Decisions) -> dict[str, str]:
    """Return the titles the trainer gave to courses, by the id of the heading of their part."""
    return dict(decisions.get("courses", {}).get("titles", {}))


def pictures(decisions: Decisions) -> Mapping[str, Mapping[str, Any]]:
    """Return what was decided of pictures, by their names in the document."""
    found: Mapping[str, Mapping[str, Any]] = decisions.get("pictures", {})
    return found
