"""What a trainer decided in the outline review, and the document read in its light. Pure.

Kept as JSON, so that reading the same file again replays them:

    {"headings": {block id: {"level": 2, "title": "...", "role": "annex",
                             "joined": true, "left_out": true}},
     "splits": {block id: {"title": "...", "level": 2}}}

`headings` knows a heading by its block id and says only what differs from the document;
`splits` puts a new heading before a paragraph, known by the paragraph's block id with `SPLIT`
before it. `left_out` concerns the course only: the edition keeps every section.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from elearn.library.readers.model import Block, Doc, Heading, Para, Run

SPLIT = "split-"
DEEPEST = 9

Decisions = Mapping[str, Any]


def revised(doc: Doc, decisions: Decisions) -> Doc:
    """Return the document with its headings as decided; the given one is left as it is."""
    splits: Mapping[str, Any] = decisions.get("splits", {})
    said: Mapping[str, Any] = decisions.get("headings", {})
    blocks: list[Block] = []
    for block in doc.blocks:
        if block.id in splits:
            blocks.append(decided(new_heading(block, splits[block.id]), said))
        blocks.append(decided(block, said) if isinstance(block, Heading) else block)
    return replace(doc, blocks=blocks)


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
