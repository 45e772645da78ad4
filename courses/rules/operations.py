"""What trainers do with the rules of a course. Call inside `transaction.write()`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from courses import progress
from courses.models import Course
from courses.rules import completing, conditions, queries
from courses.rules.conditions import Condition
from courses.rules.errors import RulesChanged, RulesInACircle, RuleUnfit
from courses.rules.facts import programme_titles
from courses.rules.locks import circle
from courses.rules.models import CourseRules
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.database import db

# As many parts as a course may have with a condition of their own.
MOST_PARTS = 300


def change_rules(
    course: Course,
    entry: object,
    parts: object,
    completion: object,
    actor: SignedIn | None,
    *,
    based_on: int | None = None,
) -> CourseRules:
    """Give a course a new version of its rules, or return the one that says the same already.

    They hold at once, for everybody who has not completed the course; a completion stays. A
    learner who meets them completes at the next act, or by asking for it. What held before and is
    sent again is not looked at again, and dropped where its part is gone. `based_on` is the
    number of the version that was open, 0 for none. Raises RuleUnfit for what cannot be kept or
    met, RulesInACircle, and RulesChanged when there is a newer version.
    """
    _lock(course, entry, parts)
    newest = _newest_number(course.id)
    if based_on is not None and based_on != newest:
        raise RulesChanged
    current = queries.current_rules(course)
    outline = queries.draft_outline(course.id)
    values = {
        "entry": _checked_entry(entry),
        "parts": _checked_parts(parts, outline, current.parts if current else {}),
        "completion": _checked_completion(completion, course, current),
    }
    _check_names(course, _new_ones(values, current), outline)
    _refuse_circles(course, values, outline)
    if current is not None and all(getattr(current, key) == values[key] for key in values):
        return current
    return _keep(course, current, newest + 1, values, actor)


def _keep(
    course: Course,
    current: CourseRules | None,
    number: int,
    values: dict[str, Any],
    actor: SignedIn | None,
) -> CourseRules:
    actor_id = actor.id if actor else None
    made = CourseRules(course_id=course.id, number=number, made_by_id=actor_id, **values)
    db.session.add(made)
    db.session.flush()
    course.rules_id = made.id
    db.session.flush()
    before = {key: getattr(current, key) if current else None for key in values}
    facts = {"number": number, "before": before, "after": values}
    record(actor_id, "course.change-rules", "course", course.public_id, **facts)
    return made


def _lock(course: Course, entry: object, parts: object) -> None:
    # Two courses that are made to wait for each other at the same moment meet here.
    trees = [entry, *(parts.values() if isinstance(parts, Mapping) else ())]
    asked = conditions.named([one for one in trees if isinstance(one, Mapping)], "course")
    db.session.execute(
        select(Course.id)
        .where(Course.public_id.in_([course.public_id, *sorted(map(str, asked))]))
        .order_by(Course.id)
        .with_for_update()
    ).all()
    db.session.refresh(course, ["rules_id"])


def _newest_number(course_id: int) -> int:
    statement = select(func.max(CourseRules.number)).where(CourseRules.course_id == course_id)
    return db.session.scalar(statement) or 0


def _checked_entry(entry: object) -> dict[str, Any] | None:
    if entry is None:
        return None
    found = conditions.checked(entry)
    if conditions.named([found], "module", "step", "quiz"):
        raise RuleUnfit(
            _l(
                "Nobody has done a part of the course before taking part in it. Ask for a "
                "course, a programme or a date."
            )
        )
    return found


def _checked_parts(
    parts: object, outline: progress.Outline, before: Mapping[str, Any]
) -> dict[str, Any]:
    if not isinstance(parts, Mapping) or len(parts) > MOST_PARTS:
        raise RuleUnfit(_l("Conditions of parts are an object: the id of a part, its condition."))
    known = {module["id"] for module in outline}
    known |= {step["id"] for module in outline for step in module["steps"]}
    for name in parts:
        if name not in known and name not in before:
            raise RuleUnfit(_l("This course has no part “%(name)s”.", name=str(name)[:40]))
    found = {name: conditions.checked(one) for name, one in parts.items() if one is not None}
    return {name: one for name, one in found.items() if name in known}


def _new_ones(values: Mapping[str, Any], current: CourseRules | None) -> list[Condition | None]:
    """Return the conditions that did not hold before."""
    if current is None:
        return [values["entry"], *values["parts"].values()]
    parts = values["parts"].items()
    new: list[Condition | None] = [one for name, one in parts if current.parts.get(name) != one]
    return new if values["entry"] == current.entry else [values["entry"], *new]


def _checked_completion(
    completion: object, course: Course, current: CourseRules | None
) -> dict[str, Any]:
    rule = completing.checked(completion)
    if current is not None and current.completion == rule:
        return rule
    counted = completing.tally(queries.outline_that_holds(course), {})
    if rule["mark"] is not None and not counted.quizzes:
        raise RuleUnfit(
            _l("This course has no required quiz, so nobody could reach an average mark.")
        )
    found = queries.form_titles(completing.asked_forms(rule))
    for name, kind in (("form", "survey"), ("checklist", "checklist")):
        if rule[name] and (rule[name] not in found or found[rule[name]].kind != kind):
            raise RuleUnfit(_l("There is no form with this id that could be asked for."))
        if rule[name] and found[rule[name]].state != "open":
            raise RuleUnfit(_l("This form is not open, so nobody could answer it."))
    return rule


def _check_names(course: Course, trees: list[Condition | None], outline: progress.Outline) -> None:
    modules = {module["id"] for module in outline}
    kinds = {step["id"]: step["kind"] for module in outline for step in module["steps"]}
    quizzes = {name for name, kind in kinds.items() if kind == "quiz"}
    asked = conditions.named(trees, "course")
    if course.public_id in asked:
        raise RulesInACircle(course.title)
    there = {
        "module": modules,
        "step": set(kinds),
        "quiz": quizzes,
        "course": set(queries.courses_named(course.id, sorted(asked))) if asked else set(),
    }
    if conditions.named(trees, "programme"):
        there["programme"] = set(programme_titles())
    for kind, names in there.items():
        unknown = sorted(conditions.named(trees, kind) - names)
        if unknown:
            raise RuleUnfit(
                _l(
                    "A condition names a %(kind)s that is not there: %(name)s.",
                    kind=kind,
                    name=unknown[0],
                )
            )


def _refuse_circles(course: Course, values: Mapping[str, Any], outline: progress.Outline) -> None:
    title = circle(outline, values["parts"])
    if title is not None:
        raise RulesInACircle(title)
    waits = {
        row.public_id: conditions.named([row.entry, *row.parts.values()], "course")
        for row in queries.all_rules()
    }
    waits[course.public_id] = conditions.named(
        [values["entry"], *values["parts"].values()], "course"
    )
    seen: set[str] = set()
    ahead = set(waits[course.public_id])
    while ahead:
        name = ahead.pop()
        if name == course.public_id:
            raise RulesInACircle(course.title)
        if name not in seen:
            seen.add(name)
            ahead |= waits.get(name, frozenset())
