"""What learning changed: the test before against the test after. Pure and exact.

Scores are whole hundredths of a percent; means are fractions of them, rounded only when shown. The
normalised gain of a pair is (after - before) / (100 - before): the part of what was missing that
was learned. Somebody who had everything right before has none; how many those are is told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = 10_000
# One class of the histogram: ten points.
WIDTH = 1_000


@dataclass(frozen=True)
class Pair:
    """The scores of one learner before and after, hundredths of a percent."""

    before: int
    after: int

    @property
    def gain(self) -> int:
        """What was gained, in hundredths of a point; less than nothing when it was lost."""
        return self.after - self.before

    @property
    def normalised(self) -> Fraction | None:
        """The part of what was missing that was learned; None when nothing was missing."""
        if self.before == FULL:
            return None
        return Fraction(self.gain, FULL - self.before)


@dataclass(frozen=True)
class Gain:
    """The figures of a group. Means are None without a pair; scores in hundredths of a percent.

    `undefined` of the pairs have no normalised gain and are left out of its mean alone.
    """

    pairs: int
    before: Fraction | None
    after: Fraction | None
    normalised: Fraction | None
    undefined: int

    @property
    def points(self) -> Fraction | None:
        """The mean gain in hundredths of a point."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def pairs_of(scores: Iterable[tuple[int | None, int | None]]) -> list[Pair]:
    """Return the pairs among (before, after): those who have both."""
    return [
        Pair(before, after) for before, after in scores if before is not None and after is not None
    ]


def gain_of(pairs: Sequence[Pair]) -> Gain:
    """Return the figures of these pairs, exactly."""
    normalised = [pair.normalised for pair in pairs]
    known = [one for one in normalised if one is not None]
    return Gain(
        pairs=len(pairs),
        before=_mean([Fraction(pair.before) for pair in pairs]),
        after=_mean([Fraction(pair.after) for pair in pairs]),
        normalised=_mean(known),
        undefined=len(normalised) - len(known),
    )


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def histogram(pairs: Iterable[Pair]) -> list[tuple[int, int, int]]:
    """Return (from, to, learners) for each class of ten points of gain between the extremes.

    Points are whole; a class holds its lower end, not its upper one.
    """
    counts = Counter(pair.gain // WIDTH for pair in pairs)
    if not counts:
        return []
    points = WIDTH // 100
    return [
        (place * points, (place + 1) * points, counts[place])
        for place in range(min(counts), max(counts) + 1)
    ]
