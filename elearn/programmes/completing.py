"""The rule that completes a run. Pure: facts in, the trace of the rule out.

In order or in any order, every required course that is still offered is completed; of `some`, at
least `needed` courses. Where attendance is asked for, so is its share of the minutes of required
sessions. A run that asks for nothing is never completed by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Trace = list[dict[str, Any]]


@dataclass(frozen=True)
class CourseFact:
    """A course of the run for one person. One that is no longer offered is not asked for."""

    title: str
    required: bool
    completed: bool
    offered: bool = True


@dataclass(frozen=True)
class Rule:
    """What the run asks for; `required_minutes` are those of its required sessions together."""

    order: str
    needed: int | None
    attendance_percent: int
    required_minutes: int = 0


def trace(rule: Rule, courses: Sequence[CourseFact], attended_minutes: int) -> Trace:
    """Return the parts of the rule, each with whether it is met and by what."""
    items = _courses(rule, courses)
    if rule.attendance_percent:
        items.append(_attendance(rule, attended_minutes))
    return items


def is_complete(items: Trace) -> bool:
    """Tell whether something was asked for and all of it is met."""
    return bool(items) and all(item["met"] for item in items)


def _courses(rule: Rule, courses: Sequence[CourseFact]) -> Trace:
    if rule.order == "some":
        done = [course.title for course in courses if course.completed]
        needed = rule.needed or 0
        if not needed:
            return []
        detail = {"needed": needed, "of": len(courses), "completed": done}
        return [{"rule": "some-courses", "met": len(done) >= needed, "detail": detail}]
    return [
        {"rule": "course", "met": course.completed, "detail": {"title": course.title}}
        for course in courses
        if course.required and (course.offered or course.completed)
    ]


def _attendance(rule: Rule, attended: int) -> dict[str, Any]:
    detail = {
        "percent": rule.attendance_percent,
        "attended": attended,
        "minutes": rule.required_minutes,
    }
    met = attended * 100 >= rule.attendance_percent * rule.required_minutes
    return {"rule": "attendance", "met": met, "detail": detail}
