"""The lessons of a course in memory, while decisions on proposals are carried out. Pure.

Nothing is stored here: `Workspace` collects what becomes of lessons, titles and places, and what
it takes to undo it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.block_acts import Block, Kept, find, name_of, put_back, put_in, same, taken_out
from courses.manual_order import ManualOrder
from courses.taught import Lesson, Taught, resaid


@dataclass
class Undo:
    """What a decision took away and brought, in the form it is stored."""

    kept: list[tuple[int, Kept]] = field(default_factory=list)
    put: dict[str, str] = field(default_factory=dict)
    titles: list[tuple[str, int, str, str]] = field(default_factory=list)
    steps: list[tuple[int, int, int | None]] = field(default_factory=list)
    lesson: int | None = None

    def stored(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "kept": [[step, one.block, one.before, one.at] for step, one in self.kept],
            "put": self.put,
            "titles": [list(one) for one in self.titles],
            "steps": [list(one) for one in self.steps],
            "lesson": self.lesson,
        }

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Undo":
        """Return what was stored."""
        return cls(
            kept=[(step, Kept(block, before, at)) for step, block, before, at in stored["kept"]],
            put=dict(stored["put"]),
            titles=[(kind, id_, old, new) for kind, id_, old, new in stored["titles"]],
            steps=[(step, module, after) for step, module, after in stored["steps"]],
            lesson=stored["lesson"],
        )


class Workspace:
    """The lessons as they would be; `changed` names those whose text is another now."""

    def __init__(self, taught: Taught, order: ManualOrder) -> None:
        self.order = order
        self.lessons: dict[int, Lesson] = {one.step_id: one for one in taught.lessons}
        self.blocks: dict[int, list[Block]] = {
            one.step_id: [dict(block) for block in one.blocks] for one in taught.lessons
        }
        self.titles: dict[tuple[str, int], str] = {
            ("step", one.step_id): one.title for one in taught.lessons
        } | {("module", module): title for module, title in taught.modules.items()}
        self.changed: set[int] = set()
        self.renamed: set[tuple[str, int]] = set()
        # Lessons that change their place: the step, its module, the step it comes after.
        self.placed: list[tuple[int, int, int | None]] = []
        self.removed: list[int] = []

    # -- looking --------------------------------------------------------------------------------

    def step_of(self, name: str) -> int | None:
        """Return the lesson in which a block stands."""
        return next((step for step, found in self.blocks.items() if _has(found, name)), None)

    def block(self, name: str) -> Block | None:
        """Return the named block as it is now."""
        step = self.step_of(name)
        return None if step is None else self.blocks[step][find(self.blocks[step], name) or 0]

    def names(self) -> set[str]:
        """Return the names of all blocks."""
        return {name_of(block) for found in self.blocks.values() for block in found} - {""}

    def step_beside(self, key: str, but: Collection[str] = ()) -> int | None:
        """Return the lesson in which the neighbours of a key stand."""
        before, after = self.order.beside(key, self.names() - set(but) - {key})
        name = before or after
        return self.step_of(name) if name else None

    # -- changing -------------------------------------------------------------------------------

    def set(self, step: int, blocks: list[Block]) -> None:
        self.blocks[step] = blocks
        self.changed.add(step)

    def replace(self, name: str, new: Block, undo: Undo) -> None:
        """Put a block in the place of the named one."""
        step = self.step_of(name)
        if step is None:
            return
        at = find(self.blocks[step], name) or 0
        before = name_of(self.blocks[step][at - 1]) if at else ""
        undo.kept.append((step, Kept(self.blocks[step][at], before, at)))
        undo.put[name] = str(new["html"])
        self.set(step, [*self.blocks[step][:at], new, *self.blocks[step][at + 1 :]])

    def take_out(self, names: Collection[str], undo: Undo) -> list[Block]:
        """Take the named blocks out of their lessons and return them in order."""
        found: list[Block] = []
        for step, blocks in list(self.blocks.items()):
            left, kept = taken_out(blocks, names)
            if kept:
                undo.kept += [(step, one) for one in kept]
                found += [one.block for one in kept]
                self.set(step, left)
        return found

    def put(self, step: int, new: Sequence[Block], key: str, undo: Undo) -> None:
        """Put blocks into a lesson where the edition has the key."""
        undo.put |= {name: str(block["html"]) for block in new if (name := name_of(block))}
        self.set(step, put_in(self.blocks[step], new, key, self.order))

    def say_anew(self, before: str, after: str, undo: Undo) -> None:
        """Say a heading anew in the titles of lessons and modules."""
        for (kind, id_), title in list(self.titles.items()):
            new = resaid(title, before, after) if kind == "step" else title
            if kind == "module" and title == before:
                new = after
            if new != title:
                self.titles[kind, id_] = new[:300]
                self.renamed.add((kind, id_))
                undo.titles.append((kind, id_, title, new[:300]))

    def place(self, step: int, module: int, after: int | None, undo: Undo) -> None:
        """Move a whole lesson into a module, behind another lesson or to the start."""
        order = list(self.lessons)
        at = order.index(step)
        before = order[at - 1] if at else None
        undo.steps.append((step, self.lessons[step].module_id, before))
        self.placed.append((step, module, after))

    # -- and back -------------------------------------------------------------------------------

    def restore(self, undo: Undo) -> bool:
        """Take a decision back; return False, changing nothing, when its text was edited since."""
        for name, html in undo.put.items():
            block = self.block(name)
            if undo.lesson is None and (block is None or not same(str(block["html"]), html)):
                return False
        if any(self.titles.get((kind, id_)) != new for kind, id_, _old, new in undo.titles):
            return False
        if undo.lesson is not None:
            return self._drop_lesson(undo)
        steps = dict.fromkeys(step for step, _kept in undo.kept)
        if not all(step in self.blocks for step in steps):
            return False
        there = [one for one in undo.kept if self.step_of(name_of(one[1].block)) == one[0]]
        for _step, one in there:
            self.replace(name_of(one.block), one.block, Undo())
        stays = {name_of(one.block) for _step, one in there}
        self.take_out(undo.put.keys() - stays, Undo())
        for step in steps:
            kept = [one for place, one in undo.kept if place == step]
            gone = [one for one in kept if name_of(one.block) not in stays]
            if gone:
                self.set(step, put_back(self.blocks[step], gone))
        for kind, id_, old, _new in undo.titles:
            self.titles[kind, id_] = old
            self.renamed.add((kind, id_))
        self.placed += reversed(undo.steps)
        return True

    def _drop_lesson(self, undo: Undo) -> bool:
        lesson = undo.lesson
        if lesson is None or lesson not in self.blocks:
            return False
        there = by_name(self.blocks[lesson])
        if there.keys() != undo.put.keys() or any(
            not same(html, undo.put[name]) for name, html in there.items()
        ):
            return False
        self.removed.append(lesson)
        return True


def by_name(blocks: Sequence[Block]) -> dict[str, str]:
    """Return the markup of blocks by their names; that of those without one together."""
    found = {name: str(block["html"]) for block in blocks if (name := name_of(block))}
    nameless = [str(block["html"]) for block in blocks if not name_of(block)]
    return found | ({"": "\n".join(nameless)} if nameless else {})


def _has(blocks: Sequence[Block], name: str) -> bool:
    return find(blocks, name) is not None
