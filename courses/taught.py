"""What a course teaches of its edition: which block stands in which lesson. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.block_acts import name_of


@dataclass(frozen=True)
class Lesson:
    """A lesson of a draft with its newest text; `number` is that of its revision."""

    step_id: int
    module_id: int
    title: str
    number: int
    blocks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Taught:
    """The lessons of a course in reading order, and where each named block stands."""

    lessons: Sequence[Lesson]
    modules: Mapping[int, str] = field(default_factory=dict)
    block: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    lesson: dict[str, Lesson] = field(default_factory=dict)

    @classmethod
    def of(cls, lessons: Iterable[Lesson], modules: Mapping[int, str]) -> "Taught":
        """Return the lessons, indexed by the names of their blocks."""
        found = cls(list(lessons), modules)
        for lesson in found.lessons:
            for block in lesson.blocks:
                name = name_of(block)
                if name and name not in found.block:
                    found.block[name] = block
                    found.lesson[name] = lesson
        return found

    def titled(self, title: str) -> list[Lesson]:
        """Return the lessons whose title says this heading, alone or among others."""
        return [one for one in self.lessons if says(one.title, title)]

    def modules_titled(self, title: str) -> list[int]:
        """Return the modules whose title is this heading."""
        return [module for module, name in self.modules.items() if name == title]


def says(title: str, heading: str) -> bool:
    """Tell whether a title, which may join several headings, holds this one whole."""
    if not heading:
        return False
    return any(
        part == heading or part.startswith(f"{heading} (")
        for joined in title.split(" … ")
        for part in joined.split(" · ")
    )


def resaid(title: str, before: str, after: str) -> str:
    """Return a title with one of its headings said anew."""
    return title.replace(before, after, 1) if says(title, before) else title
