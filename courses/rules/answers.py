"""What completes a course for one person, with the forms they answered: read only where asked."""

from collections.abc import Mapping, Sequence

from courses import enrolment_queries, progress
from courses.progress import Standing
from courses.queries import AnyRow
from courses.rules import completing, queries
from courses.rules.completing import Items
from elearn.accounts.session import SignedIn

# Form and subject of every answer.
Answered = frozenset[tuple[str, str]]
NOTHING: Answered = frozenset()


def asks_forms(row: AnyRow) -> bool:
    """Tell whether the rule that a row carries asks for a form."""
    return bool(completing.asked_forms(completing.rule_of(row.completion_rule)))


def answered_for(row: AnyRow, person: SignedIn | None) -> Answered:
    """Return what the person answered, read only when the course's rule asks for a form."""
    subject = enrolment_queries.subject_key(row.public_id)
    return frozenset(one for one in answered_for_many([row], person) if one[1] == subject)


def answered_for_many(rows: Sequence[AnyRow], person: SignedIn | None) -> Answered:
    """Return what the person answered, read once for all these courses, or not at all."""
    if person is None or not any(asks_forms(row) for row in rows):
        return NOTHING
    return queries.answered_by(person.id)


def items_for(row: AnyRow, done: Mapping[str, int | None], answered: Answered) -> Items:
    """Return what the rule of the course asks of somebody who did and answered this."""
    rule = completing.rule_of(row.completion_rule)
    subject = enrolment_queries.subject_key(row.public_id)
    forms = [form for form, about in answered if about == subject]
    return completing.items(row.outline, done, rule, forms)


def is_complete(
    row: AnyRow, standing: Standing, done: Mapping[str, int | None], answered: Answered
) -> bool:
    """Tell whether everything is done that the rule of the course asks for.

    Without a rule of its own the `standing` says it: no item need be made.
    """
    if row.completion_rule is None:
        return standing.complete
    return progress.is_complete(items_for(row, done, answered))
