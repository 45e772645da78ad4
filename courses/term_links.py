"""Terms of the glossary become links in the text of a lesson, each where it first stands. Pure.

Whole words only, the longest term first; never in links, headings, table heads or code, nor in the
paragraph that defines the term. In Arabic a word is whole with its article and the particles
written onto it, too. Words are not inflected: in Russian a term is linked in the case it is listed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from courses.reading_time import UNSPACED

NEVER_IN = frozenset(
    {"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "dfn", "code", "pre", "kbd", "var"}
)
# Languages that make a plural by an s: "wastes" leads to "waste".
PLURAL_BY_S = frozenset({"en", "es", "fr"})
SHORTEST_WORD = 3
SHORTEST_PLURAL = 5
LONGEST_ABBREVIATION = 6

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>|<!--.*?-->", re.S)
_LETTER = rf"[^\W_{UNSPACED}]"
# Entities first, so that none is taken for a word.
_TOKEN = re.compile(rf"&(?:#\w+|\w+);|[{UNSPACED}]|{_LETTER}+")
_PIECE = re.compile(rf"[{UNSPACED}]|{_LETTER}+|\s+|.", re.S)
# The Arabic article, and the particles that are written onto the word after them.
_ARTICLE = "ال"
_PARTICLES = re.compile(r"[وف]?(?:ال|بال|كال|لل|[بكل])?")
LONGEST_PARTICLES = 4
_HYPHENS, _APOSTROPHES = "-\u2010\u2011", "'\u2019"
_IN_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")
_BEFORE = re.compile(rf"\w[{_HYPHENS}]")
# No word goes on after it, no compound, no document symbol such as UNEP/CHW.13.
_AFTER = rf"(?!{_LETTER}|[{_HYPHENS}]\w|/\w+[./]\d)"


@dataclass(frozen=True)
class Linkable:
    """A term to link: its id in the glossary, and the key of the paragraph that defines it."""

    id: str
    term: str
    paragraph: str | None = None


class Candidate(NamedTuple):
    """A term and the pattern of how it may stand in a text."""

    term: Linkable
    pattern: str


class TermLinks:
    """Makes links to the glossary at `address` out of terms; one for all lessons of a course."""

    def __init__(self, terms: Iterable[Linkable], address: str, language: str) -> None:
        self.address, self.arabic = address, language.split("-")[0] == "ar"
        self.by_first_word: dict[str, list[Candidate]] = {}
        ways = [(way, term) for term in terms for way in ways_to_say(term.term)]
        for way, term in sorted(ways, key=lambda one: (-len(one[0]), one[0], one[1].id)):
            pattern, first = pattern_of(way, language), _TOKEN.search(way)
            if pattern and first:
                word = first[0].casefold()
                # A word may stand in its plural: NGOs, wastes.
                keys = (word.removeprefix(_ARTICLE),) if self.arabic else (word, word + "s")
                for key in keys:
                    self.by_first_word.setdefault(key, []).append(Candidate(term, pattern))

    def for_lesson(self) -> Callable[[str, str | None], str]:
        """Return what links the terms in the blocks of one lesson, called in their order.

        It takes the markup of a block and the key of its paragraph.
        """
        linked: set[str] = set()

        def link(html: str, paragraph: str | None = None) -> str:
            return self.linked(html, paragraph, linked) if self.by_first_word else html

        return link

    def linked(self, html: str, paragraph: str | None, done: set[str]) -> str:
        """Return markup with links at terms that are not in `done` yet, and add them to it."""
        parts: list[str] = []
        inside, place = 0, 0
        for tag in _TAG.finditer(html):
            text = html[place : tag.start()]
            parts.append(text if inside else self.with_links(text, paragraph, done))
            parts.append(tag[0])
            place = tag.end()
            if tag[2] and tag[2].lower() in NEVER_IN:
                inside = max(0, inside + (-1 if tag[1] else 1))
        rest = html[place:]
        parts.append(rest if inside else self.with_links(rest, paragraph, done))
        return "".join(parts)

    def with_links(self, text: str, paragraph: str | None, done: set[str]) -> str:
        """Return a stretch of text between two tags with its links."""
        parts: list[str] = []
        kept = passed = 0
        for token in _TOKEN.finditer(text):
            candidates = self.beginning_with(token[0].casefold())
            if not candidates or token.start() < passed:
                continue
            found = longest_at(text, token.start(), candidates)
            if found is None:
                continue
            # What is linked already, or defined here, hides the shorter terms inside it.
            term, words = found
            passed = token.start() + len(words)
            if term.id in done or (paragraph and paragraph == term.paragraph):
                continue
            done.add(term.id)
            parts.append(text[kept : token.start()])
            parts.append(f'<a class="term" href="{self.address}#{term.id}">{words}</a>')
            kept = passed
        return "".join([*parts, text[kept:]]) if parts else text

    def beginning_with(self, word: str) -> list[Candidate]:
        """Return the terms that may begin with a word of a text."""
        found = self.by_first_word.get(word)
        for length in range(1, LONGEST_PARTICLES + 1) if self.arabic and found is None else ():
            if found is None and _PARTICLES.fullmatch(word[:length]):
                found = self.by_first_word.get(word[length:])
        return found or []


def longest_at(
    text: str, place: int, candidates: Iterable[Candidate]
) -> tuple[Linkable, str] | None:
    """Return the longest of the terms that stands at a place of a text, and its words."""
    if _BEFORE.fullmatch(text[max(0, place - 2) : place]):
        return None
    for term, pattern in candidates:
        found = _compiled(pattern).match(text, place)
        if found:
            return term, found[0]
    return None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # Compiling takes longer than reading a lesson, so it waits until the first word is met.
    return re.compile(pattern)


def ways_to_say(term: str) -> list[str]:
    """Return how a text may say a term: "extended producer responsibility (EPR)" is two ways."""
    found = _IN_BRACKETS.fullmatch(term)
    if not found:
        return [term]
    return [found[1], found[2]] if is_abbreviation(found[2]) else [found[1]]


def pattern_of(term: str, language: str) -> str | None:
    """Return the pattern of how a term may stand in markup, or None for one never linked.

    Abbreviations and names with capitals inside keep their case ("BAT" is no bat); other words
    may begin with a capital or not. Words of less than three letters are not linked, nor single
    ideographs.
    """
    pieces = _PIECE.findall(term)
    words = [piece for piece in pieces if piece[0].isalnum()]
    if not words or (len(words) == 1 and len(words[0]) < SHORTEST_WORD):
        spaced_abbreviation = bool(words) and len(words[0]) > 1 and is_abbreviation(words[0])
        if not spaced_abbreviation:
            return None
    written = [_pattern_of_piece(piece) for piece in pieces]
    if language.split("-")[0] == "ar":
        written = [_with_article(piece) for piece in pieces]
        written[0] = _PARTICLES.pattern + written[0]
    return "".join(written) + _plural(words[-1], pieces[-1], language) + _AFTER


def _pattern_of_piece(piece: str) -> str:
    if piece.isspace():
        return r"\s+"
    if piece in _HYPHENS:
        return f"[{_HYPHENS}]"
    if piece in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    if not piece[0].isalnum():
        return re.escape(escape(piece, quote=False))
    if is_abbreviation(piece) or piece[0].lower() == piece[0].upper():
        return re.escape(piece)
    rest = piece[1:].lower() if piece.isupper() else piece[1:]
    either = f"[{re.escape(piece[0].lower())}{re.escape(piece[0].upper())}]{re.escape(rest)}"
    return f"(?:{either}|{re.escape(piece)})" if piece.isupper() else either


def _with_article(piece: str) -> str:
    bare = piece.removeprefix(_ARTICLE)
    if not bare or not "\u0600" <= piece[0] <= "\u06ff" or not piece[0].isalnum():
        return _pattern_of_piece(piece)
    return f"(?:{_ARTICLE})?{re.escape(bare)}"


def _plural(word: str, last: str, language: str) -> str:
    if word != last or not word[-1].isalpha() or word[-1] in "sSxz":
        return ""
    if language.split("-")[0] not in PLURAL_BY_S:
        return ""
    return "s?" if is_abbreviation(word) or len(word) >= SHORTEST_PLURAL else ""


def is_abbreviation(word: str) -> bool:
    """Tell whether the case of a word's letters says something: EPR, PCBs, pH, one capital."""
    if word.isupper() and word.isalpha():
        return len(word) <= LONGEST_ABBREVIATION
    return any(char.isupper() for char in word[1:]) or (len(word) == 1 and word.isupper())
