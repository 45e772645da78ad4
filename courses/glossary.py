"""The glossary of a course: what its edition defines, with the words of its trainers on top. Pure.

An edition's terms and a trainer's are joined by the folded term, so that a new edition changes the
meanings nobody touched and never takes away a trainer's wording.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal, Protocol

LONGEST_TERM = 200
LONGEST_MEANING = 4000
# So many letters make an index that saves scrolling; below, it is one more thing to read.
FEWEST_FOR_LETTERS = 15

State = Literal["manual", "reworded", "own", "left"]


class Defined(Protocol):
    """A term an edition defines."""

    @property
    def term(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def paragraph_key(self) -> str | None: ...


class Said(Protocol):
    """What trainers say of a term: a row of CourseTerm with its author's name."""

    @property
    def key(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def meaning(self) -> str | None: ...
    @property
    def original(self) -> str | None: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def linked(self) -> bool: ...
    @property
    def author(self) -> str | None: ...
    @property
    def updated_at(self) -> datetime: ...


@dataclass(frozen=True)
class Entry:
    """A term of the course's glossary.

    `state`: as the `manual` has it, `reworded` by a trainer, a trainer's `own`, or reworded and
    `left` by a later edition that no longer defines it. `manual` is what the edition says now,
    `original` what it said when the trainer reworded it.
    """

    key: str
    term: str
    meaning: str
    state: State
    hidden: bool = False
    linked: bool = True
    kind: str = "term"
    paragraph: str | None = None
    manual: str | None = None
    original: str | None = None
    author: str | None = None
    updated_at: datetime | None = None

    @property
    def id(self) -> str:
        """The name of the term in addresses and anchors, the same in every release."""
        return f"t-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"

    @property
    def seen(self) -> str:
        """What the term said, in short: to notice that somebody changed it meanwhile."""
        said = f"{self.term}\n{self.meaning}\n{self.manual}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def manual_changed(self) -> bool:
        """Whether the manual says something else than when the trainer reworded the term."""
        return self.state == "left" or (self.state == "reworded" and self.manual != self.original)


def key_of(term: str) -> str:
    """Return a term as it is compared: without case and spaces, accents kept."""
    return " ".join(unicodedata.normalize("NFKC", term).casefold().split())[:300]


def clean_words(text: str) -> str:
    """Return a plain text without characters that show nothing, white space folded."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(char for char in folded if unicodedata.category(char) not in ("Cc", "Cs", "Co"))


def entries(manual: Iterable[Defined], said: Iterable[Said], language: str) -> list[Entry]:
    """Return the glossary of a course in alphabetical order, hidden terms among the others."""
    return in_order(overlaid(manual, said).values(), language)


def overlaid(manual: Iterable[Defined], said: Iterable[Said]) -> dict[str, Entry]:
    """Return the terms of a course by their keys."""
    own = {row.key: row for row in said}
    found: dict[str, Entry] = {}
    for term in manual:
        key = key_of(term.term)
        if key and key not in found:
            found[key] = _with_manual(key, term, own.get(key))
    for key, row in own.items():
        if key not in found and row.meaning is not None:
            found[key] = _without_manual(row)
    return found


def _with_manual(key: str, term: Defined, row: Said | None) -> Entry:
    reworded = row is not None and row.meaning is not None
    return Entry(
        key=key,
        term=term.term,
        meaning=(row.meaning if row else None) or term.meaning,
        state="reworded" if reworded else "manual",
        hidden=row.hidden if row else False,
        linked=row.linked if row else True,
        kind=term.kind,
        paragraph=term.paragraph_key,
        manual=term.meaning,
        original=row.original if row else None,
        author=row.author if row else None,
        updated_at=row.updated_at if row else None,
    )


def _without_manual(row: Said) -> Entry:
    return Entry(
        key=row.key,
        term=row.term,
        meaning=row.meaning or "",
        state="own" if row.original is None else "left",
        hidden=row.hidden,
        linked=row.linked,
        original=row.original,
        author=row.author,
        updated_at=row.updated_at,
    )


def in_order(found: Iterable[Entry], language: str) -> list[Entry]:
    """Return terms as a dictionary of the language orders them."""
    return sorted(found, key=lambda entry: (sort_key(entry.term, language), entry.key))


def sort_key(term: str, language: str) -> str:
    """Return what a term is ordered by: accents and, in Arabic, the article do not count.

    Chinese goes by GB 18030, whose common characters stand in the order of pinyin.
    """
    if language.startswith("zh"):
        return term.casefold().encode("gb18030", "replace").decode("latin-1")
    bare = "".join(_bare(char) for char in unicodedata.normalize("NFKC", term.casefold()))
    bare = "".join(char for char in bare if char.isalnum() or char == " ")
    return bare.removeprefix("ال") if language.startswith("ar") else bare


def _bare(char: str) -> str:
    """Return a letter without what does not count in the order: é is e, but й is no и."""
    first = unicodedata.normalize("NFKD", char)[0]
    return first if first < "\u0250" or char in "ёأإآ" else char


def letter_of(term: str, language: str) -> str:
    """Return the letter a term stands under; nothing in Chinese, # for what is no letter."""
    if language.startswith("zh"):
        return ""
    first = sort_key(term, language)[:1].upper()
    return first if first.isalpha() else "#"


def by_letter(
    terms: Sequence[dict[str, str]], language: str
) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the terms of a release under their letters; a short list stands under none."""
    if len(terms) < FEWEST_FOR_LETTERS:
        return [("", list(terms))] if terms else []
    groups = groupby(terms, key=lambda term: letter_of(term["term"], language))
    return [(letter, list(group)) for letter, group in groups]
