"""Units: stretches of a document that become one lesson each; small ones are merged. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.drafts import Passage, Source, titled
from courses.splitting import HARD_MAX, LEAST, MERGE_UP_TO, SOFT_MAX

LONGEST_TITLE = 100
LARGEST_TITLE = 300


@dataclass(frozen=True)
class Part:
    """A stretch of a section: all of it, its own text only, or a numbered slice of its text.

    `depth` counts from the module (0); `headed` is false for the text of a module itself.
    """

    section: Source
    passages: Sequence[Passage]
    children: Sequence[Source] = ()
    depth: int = 0
    number: int = 1
    of: int = 1
    headed: bool = True

    @property
    def title(self) -> str:
        title = titled(self.section)
        return f"{title} ({self.number}/{self.of})" if self.of > 1 else title


@dataclass(frozen=True)
class Unit:
    """What becomes one lesson. `parent` is the section under which it may be merged."""

    parts: tuple[Part, ...]
    words: int
    parent: str

    def is_about(self, section: Source | None) -> bool:
        """Tell whether it is the section, or several stretches each under its own heading."""
        return len(self.parts) > 1 or self.parts[0].section is section

    @property
    def base(self) -> int:
        """The least depth among the parts that have a heading."""
        return min((part.depth for part in self.parts if part.headed), default=0)

    @property
    def title(self) -> str:
        """The title of its section, or those of the sections merged in it."""
        headed = [part for part in self.parts if part.headed and part.depth == self.base]
        names = [part.title for part in headed or self.parts[:1]]
        text = " · ".join(names)
        if len(text) > LONGEST_TITLE and len(names) > 1:
            text = f"{names[0]} … {names[-1]}"
        return text[:LARGEST_TITLE]


def with_lead(lead: Unit, rest: list[Unit]) -> list[Unit]:
    """Put a section's own short text, or its bare heading, before the first unit under it."""
    first = rest[0]
    limit = SOFT_MAX if lead.words >= LEAST else HARD_MAX
    if lead.words and lead.words + first.words > limit:
        return [lead, *rest]
    joined = Unit(lead.parts + first.parts, lead.words + first.words, first.parent)
    return [joined, *rest[1:]]


def merged(units: list[Unit]) -> list[Unit]:
    """Merge neighbours under one parent while they stay small, then join what is still tiny."""
    result: list[Unit] = []
    for unit in units:
        if result and may_merge(result[-1], unit, MERGE_UP_TO):
            result[-1] = join(result[-1], unit)
        else:
            result.append(unit)
    return without_slivers(result)


def without_slivers(units: list[Unit]) -> list[Unit]:
    """Join units too short for a lesson with a neighbour under the same parent."""
    result = list(units)
    while (pair := sliver_and_neighbour(result)) is not None:
        first, second = pair
        result[first : second + 1] = [join(result[first], result[second])]
    return result


def sliver_and_neighbour(units: list[Unit]) -> tuple[int, int] | None:
    """Return the places of a unit too short for a lesson and of the neighbour to join it to."""
    for index, unit in enumerate(units):
        if unit.words >= LEAST:
            continue
        beside = [
            place
            for place in (index - 1, index + 1)
            if 0 <= place < len(units) and may_merge(units[place], unit, SOFT_MAX)
        ]
        if beside:
            place = min(beside, key=lambda place: units[place].words)
            return min(index, place), max(index, place)
    return None


def may_merge(one: Unit, other: Unit, limit: int) -> bool:
    """Tell whether two neighbours stand under one parent and fit into one lesson."""
    return one.parent == other.parent and one.words + other.words <= limit


def join(one: Unit, other: Unit) -> Unit:
    """Return both as one unit."""
    return Unit(one.parts + other.parts, one.words + other.words, one.parent)
