"""What learners of a run gained, and what they thought of it. Pure; exact until it is shown.

A mean of fewer than five people is never public: see `public_gain` and `public_survey`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from elearn.accounts.small_cells import SMALLEST
from quizzes.gain import gain_of, pairs_of
from quizzes.gain_table import rounded

# Of the five answers to "overall", these are satisfied.
SATISFIED = (4, 5)

# A subject of a survey (one course), and a person.
Asked = tuple[str, int]


@dataclass(frozen=True)
class Gained:
    """The tests before and after of `people`, in `pairs`; a pair is one learner in one course.

    Scores in percent and `points`; `normalised` is the mean of (after - before) /
    (100 - before), without the `undefined` pairs that had everything right before. None is
    hidden, or of nobody.
    """

    people: int | None = 0
    pairs: int | None = 0
    before: Fraction | None = None
    after: Fraction | None = None
    points: Fraction | None = None
    normalised: Fraction | None = None
    undefined: int | None = 0

    def as_data(self) -> dict[str, Any]:
        """Return them as plain values: one decimal, the normalised gain three."""
        return asdict(self) | {
            "before": shown(self.before, 1),
            "after": shown(self.after, 1),
            "points": shown(self.points, 1),
            "normalised": shown(self.normalised, 3),
        }


@dataclass(frozen=True)
class Survey:
    """The surveys at the end of the courses: `answers` of the `asked`, once a learner and course.

    `mean` (1 to 5) and `satisfied` (4 or 5) are of the `rated` answers that say how good the course
    was, given by `people`. None is hidden, or of nobody.
    """

    asked: int | None = 0
    answers: int | None = 0
    people: int | None = 0
    rated: int | None = 0
    mean: Fraction | None = None
    satisfied: int | None = 0

    @property
    def answered_share(self) -> Fraction | None:
        """The percent of the asked that answered."""
        return percent(self.answers, self.asked)

    @property
    def satisfied_share(self) -> Fraction | None:
        """The percent of the rated answers that are satisfied."""
        return percent(self.satisfied, self.rated)

    def as_data(self) -> dict[str, Any]:
        """Return them as plain values: shares in percent with one decimal, the mean with two."""
        return asdict(self) | {
            "mean": shown(self.mean, 2),
            "answered_share": shown(self.answered_share, 1),
            "satisfied_share": shown(self.satisfied_share, 1),
        }


def gained(scores: Sequence[tuple[int, int | None, int | None]]) -> Gained:
    """Return the figures of (person, before, after), scores in hundredths of a percent."""
    gain = gain_of(pairs_of((before, after) for _person, before, after in scores))
    both = {person for person, before, after in scores if before is not None and after is not None}
    return Gained(
        people=len(both),
        pairs=gain.pairs,
        before=_hundredth(gain.before),
        after=_hundredth(gain.after),
        points=_hundredth(gain.points),
        normalised=gain.normalised,
        undefined=gain.undefined,
    )


def survey(asked: Collection[Asked], answers: Mapping[Asked, int | None]) -> Survey:
    """Return the figures of who was asked and what was answered to "overall", None if nothing.

    Whoever answered before reading everything counts as asked.
    """
    rated = {who: value for who, value in answers.items() if value is not None}
    values = list(rated.values())
    return Survey(
        asked=len({*asked, *answers}),
        answers=len(answers),
        people=len({person for _subject, person in rated}),
        rated=len(rated),
        mean=Fraction(sum(values), len(values)) if values else None,
        satisfied=sum(value in SATISFIED for value in values),
    )


def percent(part: int | None, whole: int | None) -> Fraction | None:
    """Return the part in percent of the whole; None of nobody or of the hidden."""
    return Fraction(part * 100, whole) if part is not None and whole else None


def shown(value: Fraction | None, places: int) -> float | None:
    """Return a figure to so many decimals, halves rounded away from nothing."""
    told = rounded(value, places)
    return None if told is None else float(told)


def _hundredth(value: Fraction | None) -> Fraction | None:
    return None if value is None else value / 100


# -- what everybody may see -----------------------------------------------------------------------


def public_gain(given: Gained) -> Gained:
    """Return the figures without any of fewer than five people."""
    if _few(given.people):
        return Gained(None, None, undefined=None)
    left = (given.pairs or 0) - (given.undefined or 0)
    told = replace(given, undefined=None) if 0 < (given.undefined or 0) < SMALLEST else given
    return replace(told, normalised=None) if left < SMALLEST else told


def public_survey(given: Survey) -> Survey:
    """Return the figures without any of fewer than five people."""
    answers = None if _few(given.answers) else given.answers
    asked = None if _few(given.asked) else given.asked
    if _few(given.people):
        return Survey(asked, answers, None, None, None, None)
    satisfied = None if _few(given.satisfied) else given.satisfied
    return replace(given, asked=asked, answers=answers, satisfied=satisfied)


def _few(people: int | None) -> bool:
    return people is None or people < SMALLEST
