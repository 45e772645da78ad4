"""How far a learner is, what comes next, and why. Pure: knows an outline and what is done.

An outline is the one kept with a release: modules with steps, known by their public ids. What
counts is a required step of a counted module; everything else is extra reading.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Outline = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as a contents list shows it."""

    id: str
    title: str
    kind: str
    minutes: int
    required: bool
    done: bool
    current: bool
    score: int | None = None


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module with its steps. `done` of `required` required steps are completed."""

    id: str
    title: str
    summary: str
    counted: bool
    minutes: int
    steps: tuple[StepState, ...]
    required: int
    done: int
    current: bool
    objectives: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return self.required > 0 and self.done == self.required


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is: `done` of `required` steps; `percent` is rounded down."""

    done: int
    required: int
    minutes_left: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.required if self.required else 0

    @property
    def complete(self) -> bool:
        return self.required > 0 and self.done == self.required


def steps_of(outline: Outline) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every step in reading order, and whether it is needed for completion."""
    for module in outline:
        for step in module["steps"]:
            yield step, bool(module["counted"] and step["required"])


def required_steps(outline: Outline) -> list[str]:
    """Return the ids of the steps that are needed for completion, in reading order."""
    return [step["id"] for step, required in steps_of(outline) if required]


def standing(outline: Outline, done: Collection[str]) -> Standing:
    """Return how far somebody is who completed the steps `done`."""
    required = completed = minutes = 0
    for step, counts in steps_of(outline):
        if not counts:
            continue
        required += 1
        if step["id"] in done:
            completed += 1
        else:
            minutes += step["minutes"]
    return Standing(completed, required, minutes)


def percentage(outline: Outline, done: Collection[str]) -> int:
    """Return the part of the required steps that is done, in percent, rounded down."""
    return standing(outline, done).percent


def next_step(
    outline: Outline,
    done: Collection[str],
    last: str | None = None,
    locked: Collection[str] = (),
) -> str | None:
    """Return the step that "Continue" opens, or None when nothing is left to read.

    It is the step opened last if that is not completed; else the next open step after it; else
    the first required step that is open; else any open step. Never one that is locked.
    """
    order = list(steps_of(outline))
    ids = [step["id"] for step, _ in order]
    start = ids.index(last) if last in ids else 0
    required = {step["id"] for step, counts in order if counts}
    open_ones = [one for one in ids if one not in done and one not in locked]
    if last in open_ones:
        return last
    still_open = set(open_ones)
    ahead = [one for one in ids[start:] if one in still_open]
    for candidates in (_only(ahead, required), _only(open_ones, required), open_ones):
        if candidates:
            return candidates[0]
    return None


def _only(ids: list[str], wanted: set[str]) -> list[str]:
    return [one for one in ids if one in wanted]


def contents(
    outline: Outline,
    done: Mapping[str, int | None] | Collection[str],
    current: str | None = None,
) -> list[ModuleState]:
    """Return the modules with the state of each step. `done` may give the scores of quizzes."""
    scores = done if isinstance(done, Mapping) else {}
    return [_module(module, done, scores, current) for module in outline]


def _module(
    module: Mapping[str, Any],
    done: Collection[str],
    scores: Mapping[str, int | None],
    current: str | None,
) -> ModuleState:
    counted = bool(module["counted"])
    steps = tuple(
        StepState(
            id=step["id"],
            title=step["title"],
            kind=step["kind"],
            minutes=step["minutes"],
            required=counted and bool(step["required"]),
            done=step["id"] in done,
            current=step["id"] == current,
            score=scores.get(step["id"]),
        )
        for step in module["steps"]
    )
    return ModuleState(
        id=module["id"],
        title=module["title"],
        summary=module.get("summary", ""),
        counted=counted,
        minutes=module["minutes"],
        steps=steps,
        required=sum(step.required for step in steps),
        done=sum(step.required and step.done for step in steps),
        current=any(step.current for step in steps),
        objectives=tuple(module.get("objectives", ())),
    )


def trace(
    outline: Outline, done: Mapping[str, int | None] | Collection[str]
) -> list[dict[str, Any]]:
    """Return what the completion rule asks, item by item, and what met it.

    Each item is {"rule": "read" | "pass", "met": bool, "detail": {"step", "title", "score"}};
    `score` is in hundredths of a percent and only there for quizzes that have one; `purpose`
    "before" marks a test that is done when it is handed in.
    """
    scores: Mapping[str, int | None] = done if isinstance(done, Mapping) else {}
    items = []
    for step, counts in steps_of(outline):
        if not counts:
            continue
        detail = {"step": step["id"], "title": step["title"]}
        score = scores.get(step["id"])
        if score is not None:
            detail["score"] = score
        if step.get("purpose") == "before":
            detail["purpose"] = "before"
        rule = "pass" if step["kind"] == "quiz" else "read"
        items.append({"rule": rule, "met": step["id"] in done, "detail": detail})
    return items


def is_complete(items: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a trace meets the rule: there is something to do and all of it is done."""
    return bool(items) and all(item["met"] for item in items)


def mean_score(items: Sequence[Mapping[str, Any]]) -> int | None:
    """Return the mean of the scores in a trace, rounded down; None when there is none.

    Scores are whole hundredths of a percent, so that nothing is rounded up.
    """
    scores = [item["detail"]["score"] for item in items if "score" in item["detail"]]
    return sum(scores) // len(scores) if scores else None
