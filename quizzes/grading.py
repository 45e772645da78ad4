"""Grading: pure and exact. No float, no database: the same answers always give the same score.

Points earned are fractions. The score in hundredths of a percent is rounded down, and only for
showing; whether an attempt is passed is decided by comparing the exact fraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizzes.kinds import kind_of

WHOLE = 10_000


@dataclass(frozen=True)
class Asked:
    """A question as an attempt asks it, with its key. `points` is a whole number above 0."""

    position: int
    kind: str
    answer_key: Mapping[str, Any]
    points: int


@dataclass(frozen=True)
class Graded:
    """What one question brought: 0 <= earned <= points."""

    position: int
    points: int
    earned: Fraction

    @property
    def correct(self) -> bool:
        return self.earned == self.points

    @property
    def partly(self) -> bool:
        return 0 < self.earned < self.points


@dataclass(frozen=True)
class Result:
    """The result of an attempt; `score` in hundredths of a percent, rounded down."""

    questions: tuple[Graded, ...]
    earned: Fraction
    total: int
    score: int
    passed: bool

    def rows(self) -> list[dict[str, Any]]:
        """Return what the attempt keeps: points as exact fractions in text."""
        return [
            {
                "position": one.position,
                "points": one.points,
                "earned": str(one.earned),
                "correct": one.correct,
            }
            for one in self.questions
        ]


def grade(
    questions: Iterable[Asked], responses: Mapping[int, Mapping[str, Any]], pass_mark: int
) -> Result:
    """Grade the latest response to each question; one that is missing earns nothing.

    `pass_mark` in hundredths of a percent. Raises ValueError when there is nothing to earn.
    """
    graded = tuple(_grade_one(question, responses.get(question.position)) for question in questions)
    total = sum(one.points for one in graded)
    if total <= 0:
        raise ValueError("An attempt needs at least one point to earn.")
    earned = sum((one.earned for one in graded), Fraction(0))
    return Result(graded, earned, total, score_of(earned, total), passes(earned, total, pass_mark))


def score_of(earned: Fraction, total: int) -> int:
    """Return the share earned in hundredths of a percent, rounded down."""
    return int(earned * WHOLE // total)


def passes(earned: Fraction, total: int, pass_mark: int) -> bool:
    """Tell whether earned / total reaches the pass mark, without rounding anything."""
    return earned * WHOLE >= pass_mark * total


def _grade_one(question: Asked, response: Mapping[str, Any] | None) -> Graded:
    kind = kind_of(question.kind)
    earned = Fraction(0)
    if response is not None and not kind.is_empty(response):
        earned = kind.grade(response, question.answer_key, question.points)
    return Graded(question.position, question.points, earned)
