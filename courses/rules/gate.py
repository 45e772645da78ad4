"""The one place that decides what of a course is locked for a person, for lists and for gates.

Rows are those of `courses.queries`, which carry the rules by outer joins: a course without rules
costs nothing here.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from courses import queries
from courses.progress import Outline
from courses.queries import NOBODY, AnyRow
from courses.rules.completing import Rule, rule_of
from courses.rules.conditions import Condition, Facts, Trace, evaluate
from courses.rules.facts import Known, known_of
from courses.rules.locks import NO_LOCKS, Locks, locked_steps
from elearn.core.clock import now

Done = Mapping[str, int | None]


class Rules(NamedTuple):
    """The rules of a course as they hold now."""

    entry: Condition | None
    parts: Mapping[str, Condition]
    completion: Rule

    @property
    def conditions(self) -> list[Condition | None]:
        """Return the condition for taking part and those of the parts."""
        return [self.entry, *self.parts.values()]


def rules_of(row: AnyRow) -> Rules:
    """Return the rules that a row carries."""
    return Rules(row.entry_rule, row.part_rules or {}, rule_of(row.completion_rule))


def locks_of(
    row: AnyRow,
    person_id: int | None,
    *,
    enrolment_id: int | None,
    outline: Outline | None = None,
    done: Done | None = None,
    known: Known | None = None,
) -> Locks:
    """Return what of the course is locked for the person, by the ids of steps.

    `enrolment_id` is that of an enrolment that was not left; for everybody else nothing is done.
    Pass what was read before; the rest is read here, and only where the course has rules.
    """
    rules = rules_of(row)
    if row.rules_id is None or not (rules.entry or rules.parts):
        return NO_LOCKS
    if known is None:
        known = known_of(person_id or NOBODY, rules.conditions)
    if enrolment_id is None:
        done = {}
    elif done is None:
        done = queries.scores_of_done(enrolment_id)
    facts = facts_of(row.outline if outline is None else outline, done, known)
    opened = known.opened.get(enrolment_id or 0, frozenset())
    return locked_steps(
        rules.entry, rules.parts, facts, enrolled=enrolment_id is not None, opened=opened
    )


def facts_of(outline: Outline, done: Done, known: Known) -> Facts:
    """Return the facts on which conditions are evaluated now."""
    return Facts(now(), outline, done, known.courses, known.programmes)


def entry_trace(entry: Condition | None, person_id: int | None) -> Trace | None:
    """Return what the condition for taking part asks of a person, or None without one."""
    if entry is None:
        return None
    no_outline: list[Mapping[str, Any]] = []
    return evaluate(entry, facts_of(no_outline, {}, known_of(person_id or NOBODY, [entry])))
