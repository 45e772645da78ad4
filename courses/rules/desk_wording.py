"""What the page of rules says: parts with their conditions in words, choices, versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses import progress
from courses.models import Course
from courses.queries import AnyRow
from courses.rules import completing, facts, queries, wording
from courses.rules.conditions import Condition, CourseFact, Facts, ProgrammeFact, evaluate, named
from courses.rules.models import CourseRules
from courses.rules.wording import Line
from courses.views.wording import rule_words
from elearn.core.clock import now

# Stands for the course itself where an address names a part.
WHOLE = "course"


@dataclass(frozen=True)
class PartLine:
    """A part of a course, and in words what comes before it."""

    id: str
    title: str
    kind: str
    condition: Line | None


def condition_of(rules: CourseRules | None, part: str) -> Condition | None:
    """Return the condition of a part, or of the course itself."""
    if rules is None:
        return None
    return rules.entry if part == WHOLE else rules.parts.get(part)


def part_lines(course: Course, rules: CourseRules | None) -> list[PartLine]:
    """Return the course and its parts in reading order, with their conditions in words."""
    outline = queries.draft_outline(course.id)
    told = described(course, rules, outline)
    lines = [PartLine(WHOLE, _("Taking part in the course"), "course", told.get(WHOLE))]
    for module in outline:
        lines.append(PartLine(module["id"], module["title"], "module", told.get(module["id"])))
        lines += [
            PartLine(step["id"], step["title"], step["kind"], told.get(step["id"]))
            for step in module["steps"]
        ]
    return lines


def described(
    course: Course, rules: CourseRules | None, outline: progress.Outline
) -> dict[str, Line]:
    """Return every condition of the rules in words, by the part it belongs to."""
    if rules is None:
        return {}
    trees = ({WHOLE: rules.entry} if rules.entry else {}) | rules.parts
    asked = named(trees.values(), "course")
    titles = queries.courses_named(course.id, sorted(asked)) if asked else {}
    programmes = facts.programme_titles() if named(trees.values(), "programme") else {}
    known = Facts(
        now(),
        outline,
        {},
        {name: CourseFact(title, "", False) for name, title in titles.items()},
        {name: ProgrammeFact(title, False) for name, title in programmes.items()},
    )
    return {
        name: wording.trace_line(evaluate(one, known), course.slug) for name, one in trees.items()
    }


def choices(course: Course, part: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a condition of the part may name, in groups: its value and its words."""
    groups: dict[str, list[tuple[str, str]]] = {}
    if part != WHOLE:
        outline = queries.draft_outline(course.id)
        steps = [step for module in outline for step in module["steps"] if step["id"] != part]
        groups[_("A module completed")] = [
            (f"module:{module['id']}", module["title"])
            for module in outline
            if module["id"] != part
        ]
        groups[_("A quiz passed with a mark")] = [
            (f"quiz:{step['id']}", step["title"]) for step in steps if step["kind"] == "quiz"
        ]
        groups[_("A lesson read, or a quiz passed at its own mark")] = [
            (f"step:{step['id']}", step["title"]) for step in steps
        ]
    groups[_("Another course completed")] = [
        (f"course:{row.public_id}", row.title) for row in queries.courses_to_name(course.id)
    ]
    groups[_("A training programme completed")] = [
        (f"programme:{name}", title) for name, title in facts.programme_titles().items()
    ]
    return groups


def version_lines(rows: Sequence[AnyRow], outline: progress.Outline) -> list[dict[str, Any]]:
    """Return the versions of the rules, each with what completed the course under it."""
    return [
        {
            "number": row.number,
            "made_at": row.made_at,
            "made_by": row.made_by,
            "completion": rule_sentence(row.completion, outline),
            "conditions": len(row.parts) + (row.entry is not None),
        }
        for row in rows
    ]


def rule_sentence(rule: Mapping[str, Any] | None, outline: progress.Outline) -> str:
    """Return in one sentence what completes the course."""
    whole = completing.rule_of(rule)
    return rule_words(completing.items(outline, {}, whole), whole["tier"])
