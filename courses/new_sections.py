"""Whole sections that are new in an edition, cut into lessons as an import would cut them. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.builder import Cutter, Sorted, Writer
from courses.drafts import Block, LessonDraft, Passage, titled
from courses.manual_order import ManualOrder, SectionRow
from courses.paragraph_blocks import block_of
from courses.splitting import LEAST
from courses.units import merged


@dataclass(frozen=True)
class Node:
    """A stored section with its text, in the shape the builder reads."""

    key: str
    label: str
    title: str
    level: int
    role: str
    paragraphs: Sequence[Passage]
    children: Sequence["Node"]


def new_roots(order: ManualOrder, old: Collection[str]) -> Iterator[SectionRow]:
    """Yield the topmost sections that hold nothing the course's edition had."""

    def walk(parent: int | None) -> Iterator[SectionRow]:
        for section in order.below(parent):
            keys = order.within(section.id)
            if any(key in old for key in keys):
                yield from walk(section.id)
            elif keys:
                yield section

    yield from walk(None)


def node_of(section: SectionRow, order: ManualOrder, texts: Mapping[str, Passage]) -> Node:
    """Return a section with its text and all below it."""
    return Node(
        key=section.key or f"section-{section.id}",
        label=section.label,
        title=section.title,
        level=section.level,
        role=section.role,
        paragraphs=[texts[key] for key in order.own(section.id)],
        children=[node_of(child, order, texts) for child in order.below(section.id)],
    )


def lessons_of(node: Node, language: str) -> list[LessonDraft]:
    """Return the lessons a section makes; one that is short makes none."""
    tree = Sorted(language, frozenset())
    tops = tree.body_of([node], within=node.role)
    if not tops or tree.words[node.key] < LEAST:
        return []
    writer = Writer(tree)
    units = merged(Cutter(tree).units(tops[0], "", 1))
    writer.module(titled(node), units)
    return list(writer.draft.lessons())


def blocks_inside(node: Node, language: str) -> list[Block]:
    """Return a section as it stands inside a lesson, under its heading."""
    tree = Sorted(language, frozenset())
    tops = tree.body_of([node], within=node.role)
    return list(Writer(tree).inside(tops[0], 2)) if tops else []


def stored(block: Block) -> dict[str, Any]:
    """Return a block in the form a lesson keeps; headings are ours already."""
    if block.kind == "heading" or block.key is None:
        return {
            "key": None,
            "html": block.html,
            "label": "",
            "page": None,
            "kind": "heading",
            "edited": False,
        }
    return block_of(_Keyed(block.key, block.kind, block.label, block.html, block.page))


@dataclass(frozen=True)
class _Keyed:
    key: str
    kind: str
    label: str
    html: str
    page: int | None
