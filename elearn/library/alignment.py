"""Which sections and paragraphs of a new edition are those of an earlier one. Pure.

Sections are known by their own text and title (Jaccard 0.7 + title 0.3 >= 0.45), first in order,
then wherever they went; paragraphs by text, printed number and order inside their section, then by
text anywhere. The same two documents always give the same answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from elearn.library.chains import Edge, heaviest_chain, longest_rise
from elearn.library.identity import normalised

SECTION_LEAST = 0.45
BODY, TITLE = 0.7, 0.3
# How alike two paragraphs must be: in order in one section, with one number, anywhere else.
IN_ORDER, NUMBERED, ANYWHERE = 0.3, 0.15, 0.6
PICTURE = 0.05
# The kind of the paragraph that holds the notes of a heading.
NOTE = "note"
MOST_PAIRS = 60_000
CANDIDATES = 8
# A word that stands in so many paragraphs finds nothing.
COMMON = 40


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, list, table or figure by its key."""

    key: str
    label: str
    kind: str
    text: str
    pictures: tuple[str, ...] = ()

    @cached_property
    def same(self) -> str:
        """What is left when signs and cases do not count, and its pictures."""
        return " ".join(((normalised(self.text) or self.text), *self.pictures)).strip()

    @cached_property
    def shingles(self) -> frozenset[str]:
        return shingles(self.text) | frozenset(self.pictures)


@dataclass(frozen=True)
class Part:
    """A section with its own paragraphs."""

    key: str
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    # What stands in the sections below: a chapter without a text of its own is known by it.
    below: tuple[Paragraph, ...] = ()

    @cached_property
    def texts(self) -> tuple[Paragraph, ...]:
        """Its paragraphs, without the notes of its heading."""
        return tuple(one for one in self.paragraphs if one.kind != NOTE)

    @cached_property
    def shingles(self) -> frozenset[str]:
        known_by = self.texts or self.below
        return frozenset().union(*(one.shingles for one in known_by))

    @cached_property
    def title_shingles(self) -> frozenset[str]:
        return shingles(self.title)


@dataclass
class Alignment:
    """The keys of the new edition with those they had before, and how much was recognised."""

    sections: dict[str, str] = field(default_factory=dict)
    paragraphs: dict[str, str] = field(default_factory=dict)
    percent: float = 100.0

    @property
    def keys(self) -> dict[str, str]:
        """New key -> old key, of headings and paragraphs."""
        return self.sections | self.paragraphs


def shingles(text: str) -> frozenset[str]:
    """Return the words of a text and their pairs; for scripts without spaces, the letters."""
    words = [word for raw in text.split() if (word := normalised(raw))]
    if words and max(map(len, words)) > 24:
        letters = normalised(text)
        words = list(letters)
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets have in common: 0 nothing, 1 everything."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def with_text_below(parts: Sequence[tuple[int, Part]]) -> list[Part]:
    """Return sections, given with their levels, those without a text with what is below them."""
    found = []
    for place, (level, part) in enumerate(parts):
        below: list[Paragraph] = []
        if not part.texts:
            for deeper, inner in parts[place + 1 :]:
                if deeper <= level:
                    break
                below += inner.texts
        found.append(replace(part, below=tuple(below)))
    return found


def align(old: Sequence[Part], new: Sequence[Part]) -> Alignment:
    """Recognise the parts of an edition in the next one; both in reading order."""
    pairs = dict(section_pairs(old, new))
    found = Alignment()
    for there, here in pairs.items():
        if new[here].key and old[there].key:
            found.sections[new[here].key] = old[there].key
    matched = Matcher()
    for there, here in sorted(pairs.items()):
        matched.inside(old[there].paragraphs, new[here].paragraphs)
    matched.anywhere(
        [one for part in old for one in part.paragraphs],
        [one for part in new for one in part.paragraphs],
    )
    found.paragraphs = matched.found
    headed = [part for part in old if part.key]
    if headed:
        known = set(found.sections.values())
        found.percent = 100 * sum(part.key in known for part in headed) / len(headed)
    elif any(part.paragraphs for part in old):
        total = sum(len(part.paragraphs) for part in old)
        found.percent = 100 * len(found.paragraphs) / total
    return found


def section_pairs(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield the places of sections that are the same: those in order, then those that moved."""
    edges = list(section_edges(old, new))
    chain = heaviest_chain(edges)
    taken_old = {edge[0] for edge in chain}
    taken_new = {edge[1] for edge in chain}
    yield from ((edge[0], edge[1]) for edge in chain)
    for one, other, _weight in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        if one not in taken_old and other not in taken_new:
            taken_old.add(one)
            taken_new.add(other)
            yield one, other


def section_edges(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Edge]:
    """Yield the pairs of sections that are alike enough, and how much."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(new):
        for word in telling(part):
            by_word[word].append(place)
    for place, part in enumerate(old):
        near: Counter[int] = Counter()
        for word in telling(part):
            places = by_word.get(word, ())
            if len(places) <= COMMON or word in part.title_shingles:
                near.update(places)
        for other in likeliest(near):
            weight = section_alike(part, new[other])
            if weight >= SECTION_LEAST:
                yield place, other, weight


def telling(part: Part) -> frozenset[str]:
    """Return what finds a section: pairs of words, which few sections share, and its title."""
    pairs = {word for word in part.shingles if " " in word}
    return frozenset(pairs or part.shingles) | part.title_shingles


def likeliest(near: Counter[int]) -> list[int]:
    """Return the places worth comparing: those that share most, in order."""
    ranked = sorted(near.items(), key=lambda found: (-found[1], found[0]))
    return sorted(place for place, _count in ranked[:CANDIDATES])


def section_alike(one: Part, other: Part) -> float:
    """Return how much two sections are alike, a little more with the same number."""
    title = 1.0 if normalised(one.title) == normalised(other.title) else 0.0
    title = title or alike(one.title_shingles, other.title_shingles)
    if not one.shingles and not other.shingles:
        weight = title
    elif bool(one.texts) != bool(other.texts):
        # Text went into sections below, or came out of them: the title alone must say it.
        weight = 0.5 * (title == 1.0)
    else:
        body = alike(one.shingles, other.shingles)
        weight = max(BODY * body + TITLE * title, 0.5 * (title == 1.0 and body > 0.05))
    return weight + 0.01 * (bool(one.label) and one.label == other.label)


class Matcher:
    """Recognises paragraphs; each is recognised once."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.known: set[str] = set()

    def keep(self, one: Paragraph, other: Paragraph) -> None:
        self.found[other.key] = one.key
        self.known.add(one.key)

    def inside(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        """Recognise the paragraphs of one section in their order.

        Texts that stand once on both sides come first; only what lies between them is compared.
        """
        there = here = 0
        for place, other in [*anchors(old, new), (len(old), len(new))]:
            self.between(old[there:place], new[here:other])
            if place < len(old):
                self.keep(old[place], new[other])
            there, here = place + 1, other + 1

    def between(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        """Recognise a stretch of paragraphs by comparing each with each, unless it is very long."""
        if len(old) * len(new) > MOST_PAIRS:
            return
        edges = [
            (place, here, weight)
            for place, one in enumerate(old)
            for here, other in enumerate(new)
            if (weight := paragraph_alike(one, other)) > 0
        ]
        for place, here, _weight in heaviest_chain(edges):
            self.keep(old[place], new[here])

    def anywhere(self, old: Iterable[Paragraph], new: Iterable[Paragraph]) -> None:
        """Recognise what moved: the same text first, then what is much alike."""
        gone = [one for one in old if one.key not in self.known]
        came = [one for one in new if one.key not in self.found]
        by_text: dict[tuple[str, str], list[Paragraph]] = defaultdict(list)
        for other in came:
            by_text[other.kind, other.same].append(other)
        for one in gone:
            waiting = by_text.get((one.kind, one.same))
            if waiting and one.same:
                self.keep(one, waiting.pop(0))
        self.much_alike(
            [one for one in gone if one.key not in self.known],
            [one for one in came if one.key not in self.found],
        )

    def much_alike(self, gone: Sequence[Paragraph], came: Sequence[Paragraph]) -> None:
        by_word: dict[str, list[int]] = defaultdict(list)
        for place, other in enumerate(came):
            for word in other.shingles:
                by_word[word].append(place)
        edges: list[tuple[float, int, int]] = []
        for place, one in enumerate(gone):
            near: Counter[int] = Counter()
            for word in one.shingles:
                places = by_word.get(word, ())
                if len(places) <= COMMON:
                    near.update(places)
            edges += [
                (alike(one.shingles, came[other].shingles), place, other)
                for other in likeliest(near)
                if came[other].kind == one.kind
            ]
        for weight, place, here in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
            free = gone[place].key not in self.known and came[here].key not in self.found
            if weight >= ANYWHERE and free:
                self.keep(gone[place], came[here])


def anchors(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Return the places of texts that stand once on both sides, as far as they keep their order."""
    once_old = Counter((one.kind, one.same) for one in old)
    once_new = Counter((one.kind, one.same) for one in new)
    places = {
        (one.kind, one.same): place
        for place, one in enumerate(old)
        if one.same and once_old[one.kind, one.same] == 1
    }
    pairs = [
        (places[other.kind, other.same], here)
        for here, other in enumerate(new)
        if once_new[other.kind, other.same] == 1 and (other.kind, other.same) in places
    ]
    return [pairs[at] for at in longest_rise([place for place, _here in pairs])]


def paragraph_alike(one: Paragraph, other: Paragraph) -> float:
    """Return how much two paragraphs of one section are alike; 0 when they are not the same."""
    if one.kind != other.kind:
        return 0.0
    numbered = bool(one.label) and one.label == other.label
    if one.same and one.same == other.same:
        return 3.0 + 0.1 * numbered
    if one.kind == NOTE or not (one.text or other.text):
        # A section has one heading. Another picture stands in the place of one without words.
        return max(PICTURE, alike(one.shingles, other.shingles))
    weight = alike(one.shingles, other.shingles)
    least = NUMBERED if numbered else IN_ORDER
    return weight + 0.1 * numbered if weight >= least else 0.0


def align_by_number(old: Sequence[Part], new: Sequence[Part]) -> Alignment:
    """Recognise a translation: the same printed number is the same paragraph or section.

    Only numbers that stand once on both sides count; words of another language say nothing.
    """
    found = Alignment()
    paragraphs = by_number((one.label, one.key) for part in old for one in part.paragraphs)
    sections = by_number((part.label, part.key) for part in old if part.key)
    here = by_number((one.label, one.key) for part in new for one in part.paragraphs)
    found.paragraphs = {
        key: paragraphs[label] for label, key in here.items() if label in paragraphs
    }
    headings = by_number((part.label, part.key) for part in new if part.key)
    found.sections = {key: sections[label] for label, key in headings.items() if label in sections}
    headed = sum(bool(part.key) for part in old)
    found.percent = 100 * len(found.sections) / headed if headed else 100.0
    return found


def by_number(numbered: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the keys of the numbers that stand once."""
    pairs = [pair for pair in numbered if pair[0]]
    counts = Counter(label for label, _key in pairs)
    return {label: key for label, key in pairs if counts[label] == 1}
