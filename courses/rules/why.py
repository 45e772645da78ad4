"""“Why?”: the whole rule of a course for one learner, item by item, and what is still locked."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from courses import progress, queries
from courses.queries import AnyRow
from courses.rules import answers, completing, gate, wording
from courses.rules.conditions import Trace
from courses.rules.locks import Locks
from courses.rules.queries import answered_by, form_titles
from courses.rules.wording import Line


class LockedParts(NamedTuple):
    """Parts that one and the same condition locks."""

    titles: tuple[str, ...]
    reason: str
    lines: tuple[Line, ...]
    trace: Trace
    steps: tuple[str, ...]


class Why(NamedTuple):
    """The completion rule and the locks for one learner, in words and as data."""

    tier: str
    met: bool
    lines: tuple[Line, ...]
    items: tuple[dict[str, Any], ...]
    locked: tuple[LockedParts, ...]


def why(row: AnyRow, person_id: int, locks: Locks | None = None) -> Why:
    """Return what the rules ask of the learner whose enrolment the row carries, and what met it.

    `locks` are those of the gate where it has decided already, or null to ask it.
    """
    done = queries.scores_of_done(row.enrolment_id)
    answered = answered_by(person_id) if answers.asks_forms(row) else answers.NOTHING
    items = answers.items_for(row, done, answered)
    rule = completing.rule_of(row.completion_rule)
    titles = {name: form.title for name, form in form_titles(completing.asked_forms(rule)).items()}
    if locks is None:
        locks = gate.locks_of(row, person_id, enrolment_id=row.enrolment_id, done=done)
    return Why(
        tier=rule["tier"],
        met=progress.is_complete(items),
        lines=tuple(wording.item_line(item, row.slug, titles) for item in items),
        items=tuple(items),
        locked=tuple(locked_parts(row, locks)),
    )


def locked_parts(row: AnyRow, locks: Locks) -> list[LockedParts]:
    """Return what is locked, parts with the same reason together, in reading order."""
    steps: dict[Trace, list[Mapping[str, Any]]] = {}
    for step, _counts in progress.steps_of(row.outline):
        if step["id"] in locks:
            steps.setdefault(locks[step["id"]], []).append(step)
    return [
        LockedParts(
            tuple(step["title"] for step in group),
            wording.reason(trace, enrolled=True),
            (wording.trace_line(trace, row.slug),),
            trace,
            tuple(step["id"] for step in group),
        )
        for trace, group in steps.items()
    ]
