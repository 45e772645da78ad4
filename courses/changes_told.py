"""What changed since a learner read it, put together for one page. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from courses.block_acts import number_in, same, without_number
from elearn.core.html import plain
from elearn.library.word_diff import diff_html


class ChangeRow(Protocol):
    """A change as `change_queries.unread_changes` gives it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def weight(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def before_html(self) -> str: ...
    @property
    def after_html(self) -> str: ...
    @property
    def release(self) -> int: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def step(self) -> str: ...
    @property
    def step_title(self) -> str: ...
    @property
    def module_title(self) -> str: ...
    @property
    def moved_from(self) -> str | None: ...


@dataclass(frozen=True)
class Shown:
    """One paragraph that changed: from what the learner read to what it says now.

    `label_before` is the number it had, when that was another one; `moved_from` the title of the
    lesson it came from, when it stands in another one now.
    """

    key: str
    kind: str
    weight: str
    label: str
    label_before: str
    before: str
    after: str
    diff: Markup
    moved_from: str


@dataclass(frozen=True)
class LessonChanges:
    """The changes of one lesson, material ones and editorial ones."""

    step: str
    title: str
    module: str
    material: list[Shown] = field(default_factory=list)
    editorial: list[Shown] = field(default_factory=list)


@dataclass
class _Joined:
    first: ChangeRow
    last: ChangeRow
    material: bool
    moved_from: str = ""


def by_lesson(rows: Iterable[ChangeRow], language: str) -> list[LessonChanges]:
    """Return the changes lesson by lesson; several of one paragraph are told as one."""
    joined: dict[str, _Joined] = {}
    for row in rows:
        known = joined.setdefault(row.key, _Joined(row, row, False))
        known.last = row
        known.moved_from = row.moved_from or known.moved_from
        known.material = known.material or row.weight == "material"
    lessons: dict[str, LessonChanges] = {}
    for one in joined.values():
        if same(one.first.before_html, one.last.after_html) and one.last.kind != "moved":
            continue
        row = one.last
        lesson = lessons.setdefault(
            row.step, LessonChanges(row.step, row.step_title, row.module_title)
        )
        told = shown(one, language)
        (lesson.material if one.material else lesson.editorial).append(told)
    return list(lessons.values())


def shown(one: _Joined, language: str) -> Shown:
    """Return a change with the difference marked, word by word."""
    html = one.first.before_html, one.last.after_html
    before, after = (plain(without_number(side)) for side in html)
    old, new = map(number_in, html)
    kind = "new" if not before else "removed" if not after else one.last.kind
    if before and after and kind in ("new", "removed"):
        kind = "changed"
    weight = "material" if one.material else "editorial"
    diff = diff_html(before, after, language)
    return Shown(
        key=one.last.key,
        kind=kind,
        weight=weight,
        label=one.last.label,
        label_before=old if old != new and after else "",
        before=before,
        after=after,
        diff=diff,
        moved_from=one.moved_from,
    )
