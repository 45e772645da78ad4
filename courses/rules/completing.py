"""What completes a course, item by item. Pure: knows an outline, what was done and answered.

A completion rule is {"share", "mark", "form", "checklist", "tier"}. Without one, every required
step is completed, quizzes at their own marks, and the course counts as completed. The mark is the
mean of the best scores in the required quizzes; one that is not passed counts as zero, since only
passed attempts leave a score; one that a trainer completed by hand, without a score, is left out.
What the released course does not have is not asked: no mark without a required quiz.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from courses import progress
from courses.rules.conditions import FULL_MARK
from courses.rules.errors import RuleUnfit

Rule = Mapping[str, Any]
Items = list[dict[str, Any]]

TIERS = ("participation", "completion")
DEFAULT: Rule = {
    "share": 100,
    "mark": None,
    "form": None,
    "checklist": None,
    "tier": "completion",
}


def checked(rule: object) -> dict[str, Any]:
    """Return the rule with all its parts; missing ones ask for what the default asks.

    Raises RuleUnfit for what cannot be kept.
    """
    if not isinstance(rule, Mapping) or set(rule) - set(DEFAULT):
        raise RuleUnfit(_l("A completion rule has share, mark, form, checklist and tier."))
    whole = {**DEFAULT, **rule}
    if not _between(whole["share"], 1, 100):
        raise RuleUnfit(_l("The share of required parts is 1 to 100 percent."))
    if whole["mark"] is not None and not _between(whole["mark"], 0, FULL_MARK):
        raise RuleUnfit(_l("The mark is 0 to 10000, in hundredths of a percent."))
    if whole["tier"] not in TIERS:
        raise RuleUnfit(_l("The certificate says “participation” or “completion”."))
    for name in ("form", "checklist"):
        if whole[name] is not None and not isinstance(whole[name], str):
            raise RuleUnfit(_l("Name the survey and the checklist by their ids."))
    return whole


def _between(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def rule_of(kept: Rule | None) -> Rule:
    """Return the rule that holds: the one kept with a course, or the default."""
    return {**DEFAULT, **kept} if kept else DEFAULT


def asks_for_all(rule: Rule) -> bool:
    """Tell whether nothing can complete the course while a required step is left."""
    return bool(rule["share"] == DEFAULT["share"])


def asked_forms(rule: Rule) -> list[str]:
    """Return the ids of the forms that the rule asks for."""
    return [rule[name] for name in ("form", "checklist") if rule[name]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What somebody did, counted: `done` of `required` steps, and of the required quizzes.

    `points` is the sum of the scores, in hundredths of a percent; `by_hand` are the quizzes that
    were completed without a score.
    """

    required: int
    done: int
    quizzes: int
    points: int
    by_hand: int

    @property
    def mean(self) -> int | None:
        """Return the mean of the scores, rounded down; None when there is nothing to mark."""
        marked = self.quizzes - self.by_hand
        return self.points // marked if marked > 0 else None


def tally(outline: progress.Outline, done: Mapping[str, int | None]) -> Tally:
    """Count what somebody did who completed these steps with these scores."""
    required = [step for step, counts in progress.steps_of(outline) if counts]
    quizzes = [step["id"] for step in required if _is_marked(step)]
    scores = [done[name] for name in quizzes if name in done]
    return Tally(
        required=len(required),
        done=sum(step["id"] in done for step in required),
        quizzes=len(quizzes),
        points=sum(score or 0 for score in scores),
        by_hand=sum(score is None for score in scores),
    )


def items(
    outline: progress.Outline,
    done: Mapping[str, int | None],
    rule: Rule = DEFAULT,
    answered: Collection[str] = (),
) -> Items:
    """Return what the rule asks, item by item, and what met it; a met trace completes the course.

    Items are those of `progress.trace`, one for each required step, or, where a share of them is
    enough, one {"rule": "share"} with {"done", "need", "required"} as its detail. Then may come
    {"rule": "mark"} with {"score", "need"}, and {"rule": "form" | "checklist"} with {"form"}.
    """
    counted = tally(outline, done)
    steps = progress.trace(outline, done) if asks_for_all(rule) else []
    return steps + further(rule, counted, answered)


def further(rule: Rule, counted: Tally, answered: Collection[str]) -> Items:
    """Return the items that are no single step: the share, the mark, the forms."""
    found: Items = []
    if not asks_for_all(rule) and counted.required:
        need = -(-rule["share"] * counted.required // 100)
        detail = {"done": counted.done, "need": need, "required": counted.required}
        found.append({"rule": "share", "met": counted.done >= need, "detail": detail})
    if rule["mark"] is not None and counted.quizzes:
        mean = counted.mean
        met = mean is None or mean >= rule["mark"]
        marked = {"score": mean, "need": rule["mark"]}
        found.append({"rule": "mark", "met": met, "detail": marked})
    for name in ("form", "checklist"):
        if rule[name]:
            detail = {"form": rule[name]}
            found.append({"rule": name, "met": rule[name] in answered, "detail": detail})
    return found


def judged(rule: Rule, counted: Tally, answered: Collection[str]) -> Items:
    """Return the same decision from what was counted: the required steps are one item."""
    found = further(rule, counted, answered)
    if asks_for_all(rule) and counted.required:
        detail = {"done": counted.done, "need": counted.required, "required": counted.required}
        met = counted.done >= counted.required
        found.insert(0, {"rule": "share", "met": met, "detail": detail})
    return found


def _is_marked(step: Mapping[str, Any]) -> bool:
    # A test before learning counts for nothing but the gain.
    return bool(step["kind"] == "quiz" and step.get("purpose") != "before")


def score(outline: progress.Outline, done: Mapping[str, int | None]) -> int | None:
    """Return the mean of the scores there are in required quizzes, as a certificate says it."""
    return progress.mean_score(progress.trace(outline, done))
