"""Whose registration a line of an attendance report is: sure, unsure or unknown. Pure.

Sure is what a person would not look at twice: the mark we gave the provider, the address, the same
words of a name that only one registration has, or a name that differs from one registration's in
no more than a letter or a left-out word, and from all others in more. What two registrations could
be, or what is only like one, waits in a queue. Nobody is matched by one word of a name.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from elearn.webinars.attendance.names import readings_of, words_of

State = Literal["matched", "unsure", "unknown"]
How = Literal["mark", "address", "name", "likeness", ""]

# Likeness in percent from which a line waits with candidates, and is matched without asking.
UNSURE_FROM = 55
SURE_FROM = 90
# By so much the second candidate must be less like.
AHEAD = 8
MOST_CANDIDATES = 5
# So many namesakes chance may bring at most: of a name that is the same, of one that is like.
MOST_NAMED_ALIKE = 0.6
MOST_ALIKE = 0.3
# Few registrations say little of how frequent a name is.
ENOUGH = 100
# Words shorter than this are compared letter by letter only.
SHORTEST_LIKE = 4
# A word so many registrations share leads to nobody by itself.
COMMON = 60


@dataclass(frozen=True)
class Known:
    """A registration: its public id, the name it was made under, its address."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class Seen:
    """A line of a report."""

    name: str
    email: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Match:
    """Whose a line is; `key` for matched ones, `candidates`, likeliest first, for unsure ones."""

    state: State
    how: How = ""
    key: str | None = None
    likeness: int = 0
    candidates: list[str] = field(default_factory=list)


UNKNOWN = Match("unknown")


def matched(lines: Iterable[Seen], registrations: Sequence[Known]) -> list[Match]:
    """Return for each line whose it is."""
    roster = Roster(registrations)
    return [roster.match(line) for line in lines]


class Roster:
    """Registrations, laid out to be found by mark, address and words of names."""

    def __init__(self, registrations: Sequence[Known]) -> None:
        self.keys = {one.key for one in registrations}
        self.by_address = {one.email.casefold(): one.key for one in registrations if one.email}
        self.words = {one.key: words_of(one.name) for one in registrations}
        self.by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.holders: dict[str, list[str]] = defaultdict(list)
        self.shortened: dict[str, set[str]] = defaultdict(set)
        for key, words in self.words.items():
            self.by_words[tuple(sorted(words))].append(key)
            for word in set(words):
                self.holders[word].append(key)
        for word in self.holders:
            for short in _shortened(word):
                self.shortened[short].add(word)
        self._like: dict[str, dict[str, float]] = {}

    def match(self, line: Seen) -> Match:
        """Return whose a line is."""
        if line.mark in self.keys:
            return Match("matched", "mark", line.mark, 100)
        addressed = self.by_address.get(line.email.strip().casefold()) if line.email else None
        readings = readings_of(line.name)
        named = self._same_words(readings)
        if addressed:
            # A shared address under the name of somebody else who is registered.
            if len(named) == 1 and named[0] != addressed:
                return Match("unsure", "address", None, 100, [addressed, named[0]])
            return Match("matched", "address", addressed, 100)
        if len(named) == 1 and self._namesakes(named[0]) <= MOST_NAMED_ALIKE:
            return Match("matched", "name", named[0], 100)
        if named:
            return Match("unsure", "name", None, 100, named[:MOST_CANDIDATES])
        return self._most_like(readings)

    def _same_words(self, readings: list[tuple[str, ...]]) -> list[str]:
        for words in readings:
            found = self.by_words.get(tuple(sorted(words)))
            if found:
                return found if len(words) > 1 or len(found) > 1 else []
        return []

    def _most_like(self, readings: list[tuple[str, ...]]) -> Match:
        scores: dict[str, tuple[int, bool]] = {}
        for words in readings:
            for key in self._near(words):
                scored = score(words, self.words[key])
                scores[key] = max(scores.get(key, (0, False)), scored)
        ranked = sorted(scores.items(), key=lambda one: (-one[1][0], one[0]))
        ranked = [one for one in ranked if one[1][0] >= UNSURE_FROM][:MOST_CANDIDATES]
        if not ranked:
            return UNKNOWN
        (key, (likeness, close)), *others = ranked
        apart = not others or others[0][1][0] <= likeness - AHEAD
        if close and likeness >= SURE_FROM and apart and self._namesakes(key) <= MOST_ALIKE:
            return Match("matched", "likeness", key, likeness)
        return Match("unsure", "likeness", None, likeness, [one for one, _ in ranked])

    def _namesakes(self, key: str) -> float:
        """Return how many people with two words of this name chance alone would bring.

        Of the two rarest words, each as frequent as it is among all registrations.
        """
        often = sorted(len(self.holders[word]) for word in set(self.words[key]))[:2]
        return math.prod(often) / max(len(self.words), ENOUGH)

    def _near(self, words: tuple[str, ...]) -> set[str]:
        """Return the registrations that share a word, or one like it, rarest words first."""
        pools = [
            (sum(len(self.holders[one]) for one in like), like)
            for like in (self._words_like(word) for word in words)
            if like
        ]
        pools.sort(key=lambda pool: pool[0])
        found: set[str] = set()
        for size, like in pools:
            if found and size > COMMON:
                break
            found.update(key for one in like for key in self.holders[one])
        return found

    def _words_like(self, word: str) -> dict[str, float]:
        """Return words of registered names that are this one, or but a letter off."""
        known = self._like.get(word)
        if known is None:
            near = {one for short in _shortened(word) for one in self.shortened[short]}
            known = {one: likeness_of(word, one) for one in near}
            known = {one: like for one, like in known.items() if like}
            self._like[word] = known
        return known


def _shortened(word: str) -> set[str]:
    """Return the word, and it without each of its letters: words a letter apart share one."""
    if len(word) < SHORTEST_LIKE:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def likeness_of(one: str, other: str) -> float:
    """Return 1 for the same word, less for one with a letter more, less, other or swapped, or 0."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORTEST_LIKE or abs(len(one) - len(other)) > 1:
        return 0.0
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return 0.9
    left, right = one[at:], other[at:]
    swapped = left[1:2] == right[:1] and left[:1] == right[1:2] and left[2:] == right[2:]
    near = swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
    return 0.9 if near else 0.0


def score(seen: tuple[str, ...], known: tuple[str, ...]) -> tuple[int, bool]:
    """Return how like a seen name is to a known one, in percent, and whether it is close.

    Close: two words at least are the same or a letter off, not more than one of them is off, and
    every word of the shorter name is found in the longer one, whose first is not left out.
    """
    pairs, with_first = _paired(seen, known)
    full = [like for like in pairs if like >= 0.9]
    shorter, longer = sorted((len(seen), len(known)))
    inexact = sum(like < 1 for like in pairs)
    close = (
        len(full) >= 2
        and len(full) == shorter
        and inexact <= 1
        and longer - shorter <= 1
        and with_first
    )
    told = sum(pairs)
    likeness = round(100 * (0.75 * told / max(shorter, 1) + 0.25 * told / max(longer, 1)))
    if len(pairs) < 2:
        # One word in common: a candidate where it is all that was written, else another person.
        likeness = min(likeness, UNSURE_FROM if shorter == 1 else UNSURE_FROM - 1)
    return min(likeness, 100), close


def _paired(seen: tuple[str, ...], known: tuple[str, ...]) -> tuple[list[float], bool]:
    """Return the likeness of words paired one to one, and whether the first of both are paired.

    The most alike are paired first; an initial is somewhat like every word it begins.
    """
    pairs = sorted(
        (
            (likeness_of(one, other) or _initial(one, other), i, j)
            for i, one in enumerate(seen)
            for j, other in enumerate(known)
        ),
        reverse=True,
    )
    taken_seen: set[int] = set()
    taken_known: set[int] = set()
    found: list[float] = []
    for like, i, j in pairs:
        if like and i not in taken_seen and j not in taken_known:
            taken_seen.add(i)
            taken_known.add(j)
            found.append(like)
    return found, 0 in taken_seen and 0 in taken_known


def _initial(one: str, other: str) -> float:
    return 0.6 if min(len(one), len(other)) == 1 and one[0] == other[0] else 0.0
