"""Paragraphs as authors name them: printed numbers, ranges of them, or keys. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

LONGEST_RANGE = 20
_RANGE = re.compile(r"(\d{1,6})[-–](\d{1,6})")
_SEPARATORS = re.compile(r"[,;\s]+")


class Named(Protocol):
    """A paragraph with its key and its printed number."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


def names_in(text: str) -> list[str]:
    """Return the names in a list such as "12, 14-16; b-0123456789ab", ranges written out."""
    names: list[str] = []
    for part in _SEPARATORS.split(re.sub(r"\s*[-–]\s*(?=\d)", "-", text.strip())):
        bounds = _RANGE.fullmatch(part)
        if bounds and 0 <= int(bounds[2]) - int(bounds[1]) < LONGEST_RANGE:
            names += [str(number) for number in range(int(bounds[1]), int(bounds[2]) + 1)]
        elif part:
            names.append(part)
    return list(dict.fromkeys(names))


def spellings(names: Iterable[str]) -> set[str]:
    """Return the ways these numbers may be printed: 12, 12., (12), 12)."""
    return {form for name in names for form in (name, f"{name}.", f"({name})", f"{name})")}


def bare(label: str) -> str:
    """Return a printed number without its brackets and full stop."""
    return label.strip(" .()")


def keys_named(names: Sequence[str], paragraphs: Sequence[Named]) -> tuple[list[str], list[str]]:
    """Return the keys of the named paragraphs, and the names nobody bears.

    A number printed more than once means its first paragraph.
    """
    known: dict[str, str] = {}
    for one in paragraphs:
        known.setdefault(one.key, one.key)
        if bare(one.label):
            known.setdefault(bare(one.label), one.key)
    unknown = [name for name in names if bare(name) not in known]
    return [known[bare(name)] for name in names if bare(name) in known], unknown


def names_of(keys: Sequence[str], paragraphs: Sequence[Named]) -> str:
    """Return keys as an author would name them."""
    labels = {one.key: bare(one.label) or one.key for one in paragraphs}
    return ", ".join(labels.get(key, key) for key in keys)
