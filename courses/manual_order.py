"""Where the paragraphs of an edition stand: their order and the sections above them. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol


class SectionRow(Protocol):
    """A section as it is stored."""

    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
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


@dataclass(frozen=True)
class ManualOrder:
    """An edition's paragraphs in reading order, each with the id of its section."""

    paragraphs: Sequence[tuple[str, int]]
    sections: Sequence[SectionRow] = field(default=())

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each paragraph stands; a heading stands before the first one of its section."""
        places = {key: number for number, (key, _section) in enumerate(self.paragraphs)}
        for section in self.sections:
            first = next((places[key] for key in self.within(section.id)), None)
            if section.key and first is not None and section.key not in places:
                places[section.key] = first
        return places

    @cached_property
    def section_of(self) -> dict[str, int]:
        """The section of each paragraph; that of a heading is the section it opens."""
        known = {section.key: section.id for section in self.sections if section.key}
        return known | dict(self.paragraphs)

    @cached_property
    def by_id(self) -> dict[int, SectionRow]:
        return {section.id: section for section in self.sections}

    @cached_property
    def _own(self) -> dict[int, list[str]]:
        keys: dict[int, list[str]] = {}
        for key, section in self.paragraphs:
            keys.setdefault(section, []).append(key)
        return keys

    @cached_property
    def _below(self) -> dict[int | None, list[SectionRow]]:
        below: dict[int | None, list[SectionRow]] = {}
        for section in self.sections:
            below.setdefault(section.parent_id, []).append(section)
        return below

    def own(self, section_id: int) -> list[str]:
        """Return the paragraphs of a section, without those of the sections below it."""
        return self._own.get(section_id, [])

    def below(self, section_id: int | None) -> list[SectionRow]:
        """Return the sections directly below one; below None, those at the top."""
        return self._below.get(section_id, [])

    def within(self, section_id: int | None) -> list[str]:
        """Return the paragraphs of a section and of all below it, in reading order."""
        keys = list(self.own(section_id)) if section_id is not None else []
        for section in self.below(section_id):
            keys += self.within(section.id)
        return keys

    def opened_by(self, key: str) -> int | None:
        """Return the section that a heading opens, or None."""
        return next((one.id for one in self.sections if one.key and one.key == key), None)

    def beside(self, key: str, among: Collection[str]) -> tuple[str | None, str | None]:
        """Return the nearest of the paragraphs `among` before and after the place of a key.

        Those of its own section are preferred to nearer ones of another.
        """
        here = self.place.get(key)
        if here is None:
            return None, None
        own = [one for one in self.own(self.section_of[key]) if one in among]
        return _neighbours(here, own or list(among), self.place)


def _neighbours(
    here: int, among: Iterable[str], place: dict[str, int]
) -> tuple[str | None, str | None]:
    before = after = None
    for one in among:
        there = place.get(one)
        if there is None:
            continue
        if there < here and (before is None or there > place[before]):
            before = one
        # A heading shares the place of its first paragraph, which comes after it.
        elif there >= here and (after is None or there < place[after]):
            after = one
    return before, after
