"""“Who would pass?”: a completion rule tried on everybody who is enrolled. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses import progress
from courses.models import Course
from courses.rules import completing
from courses.rules.completing import Items, Rule
from courses.rules.queries import Standing, standings
from elearn.core.paging import Page

STATES = ("completed", "would", "lacking")


@dataclass(frozen=True)
class Tried:
    """A learner under the rule: completed already, would complete now, or lacks something."""

    enrolment: str
    name: str
    state: str
    lacking: Items


@dataclass(frozen=True)
class Trial:
    """How many would pass, and one page of learners: those who lack something last."""

    counts: dict[str, int]
    page: Page


def tried(course: Course, rule: Rule, number: int = 1, size: int = 25) -> Trial:
    """Try a checked rule on everybody who is enrolled on the course and has not left it."""
    learners = sorted(
        (_try(standing, rule) for standing in standings(course, rule)),
        key=lambda one: STATES.index(one.state),
    )
    counts = {state: sum(one.state == state for one in learners) for state in STATES}
    start = (number - 1) * size
    rows: Sequence[Tried] = learners[start : start + size]
    return Trial(counts, Page(rows, number, len(learners) > start + size))


def _try(standing: Standing, rule: Rule) -> Tried:
    items = completing.judged(rule, standing.counted, standing.answered)
    lacking = [item for item in items if not item["met"]]
    if standing.completed:
        return Tried(standing.enrolment, standing.name, "completed", [])
    state = "would" if progress.is_complete(items) else "lacking"
    return Tried(standing.enrolment, standing.name, state, lacking)
