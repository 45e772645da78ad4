"""What pages say about quizzes, resolved once before any loop over rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from quizzes.clock import is_over
from quizzes.models import Quiz
from quizzes.queries import AnyRow
from quizzes.review import earned_points
from quizzes.wording import percent, when


def rules(quiz: AnyRow) -> list[str]:
    """Return the rules of a quiz as sentences."""
    asked = quiz.questions if quiz.draw is None else min(quiz.draw, quiz.questions)
    if quiz.purpose == "before":
        return rules_before(asked, quiz.time_limit)
    lines = [
        ngettext("%(num)s question.", "%(num)s questions.", asked),
        _("You pass with %(mark)s of the points.", mark=percent(quiz.pass_mark)),
        time_rule(quiz.time_limit),
        attempts_rule(quiz),
    ]
    return [*lines, _("Every answer is saved at once. You see the result after you submit.")]


def rules_before(asked: int, minutes: int | None) -> list[str]:
    """Return the rules of a test before learning."""
    return [
        ngettext("%(num)s question.", "%(num)s questions.", asked),
        _(
            "You take it once, before you learn. Nobody passes or fails it, and it counts for"
            " neither your mean score nor your certificate."
        ),
        time_rule(minutes),
        _(
            "Every answer is saved at once. You see your score after you hand it in, and the right"
            " answers once you have taken the test after."
        ),
    ]


def time_rule(minutes: int | None) -> str:
    """Return how much time there is."""
    if minutes is None:
        return str(_("There is no time limit."))
    return str(
        ngettext(
            "You have %(num)s minute from the start.",
            "You have %(num)s minutes from the start.",
            minutes,
        )
    )


def attempts_rule(quiz: AnyRow | Quiz) -> str:
    """Return how often the quiz may be tried."""
    if quiz.attempts == 0:
        return str(_("You can try as often as you like; the best result counts."))
    return str(
        ngettext(
            "You can try once, then wait %(wait)s before the next try; the best result counts.",
            "You can try %(num)s times, then wait %(wait)s before the next tries;"
            " the best result counts.",
            quiz.attempts,
            wait=duration(quiz.wait_minutes),
        )
    )


def duration(minutes: int) -> str:
    """Return a length of time in hours where it is whole hours, else in minutes."""
    if minutes and minutes % 60 == 0:
        return str(ngettext("%(num)s hour", "%(num)s hours", minutes // 60))
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


def attempt_rows(
    history: Sequence[AnyRow], moment: datetime, purpose: str = "check"
) -> list[dict[str, Any]]:
    """Return attempts for a table: number, when, state in shape and words, score, id."""
    words = {"passed": _("Passed"), "failed": _("Not passed"), "open": _("Open")}
    if purpose == "before":
        words["passed"] = _("Handed in")
    over, name = _("Time is over"), _("Attempt %(number)s", number="{number}")
    rows = []
    for row in history:
        if row.submitted_at is None:
            expired = is_over(row.deadline, moment)
            state = ("waiting", over) if expired else ("current", words["open"])
        else:
            state = ("done", words["passed"]) if row.passed else ("error", words["failed"])
        rows.append(
            {
                "id": row.public_id,
                "number": row.number,
                "name": name.format(number=row.number),
                "when": when(row.submitted_at or row.started_at),
                "state": state,
                "score": "" if row.score is None else percent(row.score),
                "open": row.submitted_at is None,
            }
        )
    return rows


def best(history: Sequence[AnyRow]) -> str | None:
    """Return the best score of these attempts, or None when none was graded."""
    scores = [row.score for row in history if row.score is not None]
    return percent(max(scores)) if scores else None


def deadline(moment: datetime | None) -> str | None:
    """Return until when answers count."""
    return None if moment is None else when(moment)


def points(earned: Fraction) -> str:
    """Return points with two decimals at most, rounded down: none look more than they are."""
    exact = Decimal(earned.numerator) / Decimal(earned.denominator)
    return str(format_decimal(exact.quantize(Decimal("0.01"), ROUND_DOWN).normalize()))


def with_headings(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each question its heading and what it is worth, in words."""
    heading = _("Question %(number)s of %(total)s", number="{number}", total=len(questions))
    worth = {
        count: ngettext("%(num)s point", "%(num)s points", count)
        for count in {one["points"] for one in questions}
    }
    for one in questions:
        one["heading"] = heading.format(number=one["position"])
        one["worth"] = worth[one["points"]]
    return questions


def review_words() -> dict[str, str]:
    """Return the words of a review that stand at every choice."""
    return {
        "chosen_right": _("Your answer, right"),
        "chosen_wrong": _("Your answer, not right"),
        "right": _("Right answer"),
        "given": _("Your answer"),
        "none": _("No answer"),
        "read": _("Read it again:"),
    }


def result(attempt: AnyRow, questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the result of an attempt in words."""
    return points_of(questions, attempt.score, attempt.pass_mark) | {
        "when": when(attempt.submitted_at)
    }


def points_of(questions: Sequence[Mapping[str, Any]], score: int, pass_mark: int) -> dict[str, Any]:
    """Return score, pass mark and points in words, and each question's state and points."""
    right, partly, wrong, none = _("Right"), _("Partly right"), _("Not right"), _("Not answered")
    words = {"done": right, "attention": partly, "error": wrong}
    of = _("%(earned)s of %(total)s", earned="{earned}", total="{total}")
    earned = {text: points(Fraction(text)) for text in {one["earned"] for one in questions}}
    return {
        "score": percent(score),
        "pass_mark": percent(pass_mark),
        "points": _(
            "%(earned)s of %(total)s points",
            earned=points(earned_points(questions)),
            total=sum(one["points"] for one in questions),
        ),
        "states": {
            one["position"]: words[one["state"]] if one["answered"] else none for one in questions
        },
        "earned": {
            one["position"]: of.format(earned=earned[one["earned"]], total=one["points"])
            for one in questions
        },
    }
