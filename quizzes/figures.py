"""How questions did, from first attempts only: later ones know the feedback. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

# Fewer answers say more about chance than about the question.
ENOUGH = 10
EASY, HARD = 9000, 3000


@dataclass(frozen=True)
class Figure:
    """`answers` to a question, and its facility: the mean share earned, hundredths of a percent."""

    answers: int
    facility: int

    @property
    def verdict(self) -> str:
        """One of: few, easy, hard, fine."""
        if self.answers < ENOUGH:
            return "few"
        return "easy" if self.facility >= EASY else "hard" if self.facility <= HARD else "fine"


def figures(results: Iterable[tuple[int, int, Mapping[str, Any]]]) -> dict[int, Figure]:
    """Return the figure of each question, by question id, exactly; shares are rounded down."""
    sums: dict[int, tuple[int, Fraction]] = {}
    for _attempt, question_id, row in results:
        answers, total = sums.get(question_id, (0, Fraction(0)))
        share = Fraction(row["earned"]) / row["points"]
        sums[question_id] = (answers + 1, total + share)
    return {
        question_id: Figure(answers, int(total * 10_000 // answers))
        for question_id, (answers, total) in sums.items()
    }
