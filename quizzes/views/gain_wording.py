"""What pages say about learning: scores before and after, and what lies between."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from quizzes.gain import Gain, Pair, histogram
from quizzes.gain_queries import scores_before_and_after
from quizzes.gain_table import rounded
from quizzes.queries import AnyRow
from quizzes.wording import percent


def own(attempt: AnyRow) -> dict[str, str] | None:
    """Return a learner's score before, after and the gain, beside an attempt at one of the pair.

    None when there is nothing to compare.
    """
    if attempt.purpose == "check":
        return None
    test_id = attempt.pool_id if attempt.purpose == "before" else attempt.quiz_id
    rows = scores_before_and_after([attempt.course_id], [attempt.person_id])
    for row in rows:
        if row.test_id == test_id and row.before is not None and row.after is not None:
            pair = Pair(row.before, row.after)
            return {
                "before": percent(pair.before),
                "after": percent(pair.after),
                "gain": points(Fraction(pair.gain)),
            }
    return None


def points(hundredths: Fraction | None) -> str:
    """Return a gain in points with its sign and one decimal, in the reader's language."""
    if hundredths is None:
        return ""
    value = rounded(hundredths / 100, 1)
    sign = "+" if hundredths > 0 else ""
    return sign + str(format_decimal(value, format="#,##0.0"))


def score(hundredths: Fraction | None) -> str:
    """Return a mean score in percent with one decimal."""
    if hundredths is None:
        return ""
    return str(format_percent(rounded(hundredths / 10_000, 3), format="#,##0.0%"))


def share(value: Fraction | None) -> str:
    """Return a normalised gain with three decimals."""
    return "" if value is None else str(format_decimal(rounded(value, 3), "0.000"))


def figures(gain: Gain) -> list[tuple[str, str]]:
    """Return the figures of a group as (words, figure)."""
    return [
        (_("Learners with both tests"), str(format_decimal(gain.pairs))),
        (_("Mean before"), score(gain.before)),
        (_("Mean after"), score(gain.after)),
        (_("Mean gain in points"), points(gain.points)),
        (_("Mean normalised gain"), share(gain.normalised)),
    ]


def undefined_words(gain: Gain) -> str:
    """Return how many have no normalised gain; nothing when all have one."""
    if not gain.undefined:
        return ""
    return str(
        ngettext(
            "%(num)s learner had everything right before, so there is no normalised gain for them.",
            "%(num)s learners had everything right before, so there is no normalised gain for"
            " them.",
            gain.undefined,
        )
    )


def histogram_rows(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return the classes of gain with the number of learners in each."""
    words = _("%(least)s to under %(most)s points", least="{least}", most="{most}")
    return [
        {"words": words.format(least=least, most=most), "learners": count}
        for least, most, count in histogram(pairs)
    ]


def learner_rows(rows: Sequence[AnyRow], people: dict[int, AnyRow]) -> list[dict[str, str]]:
    """Return one line a learner and pair of tests."""
    gone = _("Account erased")
    lines = []
    for row in rows:
        person = people.get(row.person_id)
        pair = None
        if row.before is not None and row.after is not None:
            pair = Pair(row.before, row.after)
        lines.append(
            {
                "learner": (person.name if person else "") or gone,
                "country": (person.country if person else "") or "",
                "before": "" if row.before is None else percent(row.before),
                "after": "" if row.after is None else percent(row.after),
                "gain": points(Fraction(pair.gain)) if pair else "",
                "normalised": share(pair.normalised) if pair else "",
            }
        )
    return lines
