"""What a reviewed document becomes before it is stored: modules, lessons, blocks. Pure.

`Source` and `Passage` say what is read of the library's section tree, so that the split rules
can be tried on any tree of that shape.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol


class Passage(Protocol):
    """A paragraph, list, table, figure or box of a section."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def page(self) -> int | None: ...


class Source(Protocol):
    """A section with its own passages and the sections below it."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def paragraphs(self) -> Sequence[Passage]: ...
    @property
    def children(self) -> Sequence["Source"]: ...


@dataclass(frozen=True)
class Block:
    """One piece of a lesson; `key` names the paragraph it carries, headings have none."""

    key: str | None
    kind: str
    html: str
    label: str = ""
    page: int | None = None
    text: str = ""


@dataclass(frozen=True)
class LessonDraft:
    title: str
    blocks: tuple[Block, ...]
    words: int
    minutes: int


@dataclass(frozen=True)
class ModuleDraft:
    title: str
    lessons: tuple[LessonDraft, ...]
    counted: bool = True


@dataclass(frozen=True)
class Fate:
    """What a heading of the document becomes: a module, a lesson, a heading inside one ..."""

    kind: str
    lesson: int | None = None


@dataclass
class CourseDraft:
    """The draft: `front` describes the course, `glossary` holds keys, neither is a lesson.

    `fates` says for each section key what it becomes; `dropped` lists headings without a text.
    """

    modules: list[ModuleDraft] = field(default_factory=list)
    front: list[Passage] = field(default_factory=list)
    glossary: list[str] = field(default_factory=list)
    fates: dict[str, Fate] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def lessons(self) -> Iterator[LessonDraft]:
        for module in self.modules:
            yield from module.lessons

    @cached_property
    def lesson_count(self) -> int:
        return sum(len(module.lessons) for module in self.modules)

    @cached_property
    def minutes(self) -> int:
        """Minutes of the modules that count; reference reading is extra."""
        counted = (module for module in self.modules if module.counted)
        return sum(lesson.minutes for module in counted for lesson in module.lessons)


def titled(section: Source) -> str:
    """Return the heading as printed: its number and its title ("II. Duties", "2.1 Storage")."""
    return printed_title(section.label, section.title)


def printed_title(label: str, title: str) -> str:
    """Return a number and a title as they are printed."""
    stop = "." if _SIMPLE.fullmatch(label) else ""
    return f"{label}{stop} {title}".strip()


_SIMPLE = re.compile(r"\d+|[A-Z]|[IVXLC]+")
