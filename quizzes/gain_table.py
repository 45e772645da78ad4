"""What learners gained, as plain values: for a spreadsheet, and for the API."""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from courses.accounting import safe
from quizzes.gain import Pair
from quizzes.gain_queries import learners, scores_before_and_after

HEADS = ["learner", "country", "before", "after", "gain", "normalised_gain"]


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """Return a fraction as a decimal, halves rounded away from nothing."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def lines(course_id: int) -> list[dict[str, Any]]:
    """Return one line a learner and pair of tests: percent, points, and the normalised gain."""
    rows = scores_before_and_after([course_id])
    people = learners([row.person_id for row in rows])
    found = []
    for row in rows:
        whole = row.before is not None and row.after is not None
        pair = Pair(row.before, row.after) if whole else None
        found.append(
            {
                "learner": people[row.person_id].name,
                "country": people[row.person_id].country or "",
                "before": percent(row.before),
                "after": percent(row.after),
                "gain": percent(pair.gain) if pair else None,
                "normalised_gain": rounded(pair.normalised, 3) if pair else None,
            }
        )
    return found


def percent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def as_csv(course_id: int) -> str:
    """Return the lines as one table. Spreadsheets need the mark in front to read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for line in lines(course_id):
        # Numbers stay numbers: a lost point is no formula.
        writer.writerow(safe(line[head]) for head in HEADS)
    return "\ufeff" + out.getvalue()
