"""From what changed between two editions to proposals for one course. Pure, but for cleaning.

A course may teach a part of its manual only, in an order of its own: what it does not teach is not
proposed, and what is new is proposed where its neighbours are taught.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courses.block_acts import name_of, same, says_title
from courses.builder import heading
from courses.drafts import Block, Passage, printed_title
from courses.manual_order import ManualOrder, SectionRow
from courses.new_sections import blocks_inside, lessons_of, new_roots, node_of, stored
from courses.paragraph_blocks import block_of
from courses.taught import Lesson, Taught
from elearn.library.changes import Change, Side

Row = dict[str, Any]

HEADING = "heading"
NO_LESSON = ("front", "glossary", "contents")
PATH = " › "


@dataclass(frozen=True)
class Editions:
    """What is known of both editions: the keys of the old one, order and texts of the new."""

    old: Collection[str]
    order: ManualOrder
    texts: Mapping[str, Passage]
    language: str


def proposals(changes: Sequence[Change], taught: Taught, editions: Editions) -> list[Row]:
    """Return the columns of each proposal, in the order of the new edition."""
    maker = Maker(taught, editions)
    rows: dict[str, Row] = {}
    for change in changes:
        for row in maker.rows(change):
            rows.setdefault(row["key"], row)
    return [row | {"position": place} for place, row in enumerate(rows.values(), start=1)]


class Maker:
    """Makes proposals for one course."""

    def __init__(self, taught: Taught, editions: Editions) -> None:
        self.taught = taught
        self.editions = editions
        self.order = editions.order
        self.roots = {
            key: root
            for root in new_roots(self.order, editions.old)
            for key in [root.key, *self.order.within(root.id), *self._headings(root)]
            if key
        }
        self.told: set[int] = set()

    def _headings(self, section: SectionRow) -> Iterator[str]:
        for child in self.order.below(section.id):
            yield child.key
            yield from self._headings(child)

    def rows(self, change: Change) -> Iterator[Row]:
        """Yield what a change proposes: nothing for what the course does not teach."""
        side = change.after or change.before
        if side is None:
            return
        if change.kind == "new" and change.key in self.taught.block:
            # An edition between these two brought it already.
            change = replace(change, kind="changed", before=None)
        if change.kind == "new" and change.key in self.roots:
            yield from self.section(self.roots[change.key], change)
        elif side.kind == HEADING:
            yield from self.heading(change)
        elif change.kind == "new":
            yield from self.paragraph(change)
        elif change.key in self.taught.block:
            yield from self.known(change)

    # -- paragraphs the course teaches --------------------------------------------------------

    def known(self, change: Change) -> Iterator[Row]:
        """Propose what became of a paragraph."""
        block = self.taught.block[change.key]
        before = block_of(change.before) if change.before else dict(block)
        after = block_of(change.after) if change.after else None
        if change.kind == "changed" and after and same(block["html"], after["html"]):
            # Its trainer wrote the same already.
            return
        edited = bool(block["edited"]) and not same(block["html"], before["html"])
        if not edited:
            before = dict(block)
        yield self.row(change, self.taught.lesson[change.key]) | {
            "before_html": before["html"],
            "after_html": after["html"] if after else "",
            "current_html": block["html"] if edited else None,
            "edited": edited,
            "blocks": [after] if after else [],
        }

    def row(self, change: Change, lesson: Lesson | None) -> Row:
        """Return the columns that every proposal has."""
        before, after = change.before, change.after
        side: Side | None = after or before
        return {
            "kind": change.kind,
            "key": change.key,
            "block_kind": side.kind if side else "para",
            "step_id": lesson.step_id if lesson else None,
            "module_id": None,
            "after_key": change.after_key,
            "section": PATH.join(side.section) if side else "",
            "title": "",
            "before_label": before.label if before else "",
            "after_label": after.label if after else "",
            "before_html": "",
            "after_html": "",
            "current_html": None,
            "blocks": [],
            "edited": False,
            "moved": change.moved or change.kind == "moved",
            "renumbered": change.renumbered or change.kind == "renumbered",
            "weight": change.weight,
        }

    # -- what is new ----------------------------------------------------------------------------

    def paragraph(self, change: Change) -> Iterator[Row]:
        """Propose a new paragraph for the lesson where others of its section are."""
        lesson = self.home(change.key)
        if change.after is None or lesson is None:
            return
        after = block_of(change.after)
        yield self.row(change, lesson) | {"after_html": after["html"], "blocks": [after]}

    def home(self, key: str) -> Lesson | None:
        """Return the lesson of the nearest paragraph of the same section, if it is taught."""
        section = self.order.section_of.get(key)
        if section is None:
            return None
        among = [one for one in self.order.own(section) if one in self.taught.lesson]
        before, after = self.order.beside(key, among) if among else (None, None)
        name = before or after
        if name is None:
            opened = self.order.by_id[section].key
            name = opened if opened in self.taught.lesson else None
        return self.taught.lesson[name] if name else None

    def section(self, root: SectionRow, change: Change) -> Iterator[Row]:
        """Propose a whole new section: as lessons, or in a lesson when it is short."""
        if root.id in self.told or root.role in NO_LESSON:
            return
        self.told.add(root.id)
        beside = self.neighbour(root)
        if beside is None:
            return
        node = node_of(root, self.order, self.editions.texts)
        common = self.row(change, None) | {"title": printed_title(root.label, root.title)}
        common |= {"block_kind": HEADING, "section": common["section"] or root.title}
        lessons = lessons_of(node, self.editions.language)
        for lesson in lessons:
            blocks = self.untaught(lesson.blocks)
            if not any(block["key"] for block in blocks):
                continue
            yield common | {
                "key": first_name(blocks) or change.key,
                "title": lesson.title[:300],
                "module_id": beside.module_id,
                "blocks": blocks,
                "after_html": joined(blocks),
            }
        if not lessons and beside:
            inside = self.untaught(blocks_inside(node, self.editions.language))
            yield common | {
                "key": first_name(inside) or change.key,
                "title": "",
                "step_id": beside.step_id,
                "blocks": inside,
                "after_html": joined(inside),
            }

    def untaught(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        """Return blocks as lessons keep them, without what the course teaches already."""
        kept = [stored(block) for block in blocks]
        return [block for block in kept if name_of(block) not in self.taught.block]

    def neighbour(self, root: SectionRow) -> Lesson | None:
        """Return the lesson beside which a new section belongs; None when none is taught.

        Its neighbours are the sections under the same heading. At the top only the paragraph
        right before it, or right after it, says whether this course is the one.
        """
        near: list[str] = [key for key in self.order.within(root.parent_id)]
        if root.parent_id is None:
            own = set(self.order.within(root.id))
            near = _touching([key for key, _section in self.order.paragraphs], own)
        among = [key for key in near if key in self.taught.lesson]
        place = self.order.place
        here = place[self.order.within(root.id)[0]]
        earlier = [key for key in among if place[key] < here]
        name = earlier[-1] if earlier else among[0] if among else None
        return self.taught.lesson[name] if name else None

    # -- headings -------------------------------------------------------------------------------

    def heading(self, change: Change) -> Iterator[Row]:
        """Propose another wording, number or place of a heading, a new one, or none."""
        before, after = change.before, change.after
        said_before = printed_title(before.label, before.text) if before else ""
        said_after = printed_title(after.label, after.text) if after else ""
        lesson = self.taught.lesson.get(change.key)
        row = self.row(change, lesson) | {"title": said_after[:300]}
        if change.kind == "new" and after:
            yield from self.new_heading(change, said_after)
        elif change.kind == "removed":
            if lesson:
                yield row | {"before_html": self.taught.block[change.key]["html"]}
        elif change.kind == "moved" and not change.renumbered:
            if lesson := lesson or self.first_lesson(change.key):
                html = heading(said_after, 2, change.key).html
                yield row | {"step_id": lesson.step_id, "before_html": html, "after_html": html}
        elif said_before != said_after:
            yield from self.reworded(row, said_before, said_after)

    def new_heading(self, change: Change, title: str) -> Iterator[Row]:
        section = self.order.opened_by(change.key)
        lesson = self.first_lesson(change.key)
        if section is None or lesson is None or self.order.by_id[section].role in NO_LESSON:
            return
        block = stored(heading(title, 3, change.key))
        yield self.row(change, lesson) | {"after_html": block["html"], "blocks": [block]}

    def first_lesson(self, key: str) -> Lesson | None:
        """Return the lesson in which the first paragraph under a heading is taught."""
        section = self.order.opened_by(key)
        within = self.order.within(section) if section is not None else []
        return next((self.taught.lesson[one] for one in within if one in self.taught.lesson), None)

    def reworded(self, row: Row, before: str, after: str) -> Iterator[Row]:
        """Propose a heading's new wording for the block, the lesson or the module it titles."""
        block = self.taught.block.get(row["key"])
        lessons, modules = self.taught.titled(before), self.taught.modules_titled(before)
        if block is None and not lessons and not modules:
            return
        plain = heading(before, 2, row["key"]).html
        edited = block is not None and not says_title(block, before)
        yield row | {
            "step_id": row["step_id"] or (lessons[0].step_id if lessons else None),
            "module_id": modules[0] if modules and not lessons and block is None else None,
            "before_html": plain,
            "after_html": heading(after, 2, row["key"]).html,
            "current_html": block["html"] if edited and block else None,
            "edited": edited,
        }


def first_name(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return the name of the first block that has one."""
    return next((name for block in blocks if (name := name_of(block))), "")


def joined(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return blocks as one piece of HTML."""
    return "\n".join(str(block["html"]) for block in blocks)


def _touching(keys: Sequence[str], own: Collection[str]) -> list[str]:
    """Return the keys right before and right after a stretch."""
    places = [at for at, key in enumerate(keys) if key in own]
    if not places:
        return []
    beside = (places[0] - 1, places[-1] + 1)
    return [keys[at] for at in beside if 0 <= at < len(keys)]
