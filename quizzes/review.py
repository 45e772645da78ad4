"""What a learner is shown of questions: while the attempt is open, and after it is closed."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from elearn.library import queries as library
from quizzes import access, queries
from quizzes.errors import AttemptIsOpen, ShownLater
from quizzes.kinds import kind_of
from quizzes.queries import AnyRow
from quizzes.references import bare


def question_asked(row: AnyRow) -> dict[str, Any]:
    """Return a question of an open attempt and its saved response, never a part of the key."""
    kind = kind_of(row.kind)
    response = row.response or {}
    return {
        "position": row.position,
        "kind": row.kind,
        "points": row.points,
        **kind.shown(row.content, row.choice_order),
        "rule": kind.rule(),
        "response": row.response,
        "sequence": row.sequence or 0,
        "answered": not kind.is_empty(response),
        "doubt": kind.doubt(response, row.content) if row.response else None,
        "name": f"question-{row.position}",
        "field": kind.field,
        "template": kind.template,
    }


def questions_reviewed(attempt: AnyRow) -> list[dict[str, Any]]:
    """Return the questions of a closed attempt: what was given, what is right, why, and where.

    Raises AttemptIsOpen before submission, and ShownLater for a test before until its test after
    was handed in: keys and feedback are read nowhere else for learners.
    """
    if attempt.submitted_at is None:
        raise AttemptIsOpen
    if not access.shows_answers(attempt):
        raise ShownLater
    rows = queries.questions_with_keys(attempt.id)
    graded = {one["position"]: one for one in attempt.results or []}
    where = sources(attempt, [key for row in rows for key in row.paragraphs])
    return [_reviewed(row, graded[row.position], where) for row in rows]


def _reviewed(
    row: AnyRow, graded: Mapping[str, Any], where: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    kind = kind_of(row.kind)
    response = row.response or kind.check({}, row.content)
    earned = Fraction(graded["earned"])
    return {
        "position": row.position,
        "kind": row.kind,
        "points": row.points,
        "earned": graded["earned"],
        "correct": graded["correct"],
        "state": "done" if graded["correct"] else "attention" if earned else "error",
        "answered": not kind.is_empty(response),
        **kind.review(row.content, row.answer_key, response, row.choice_order),
        "feedback": row.answer_key.get("feedback", ""),
        "sources": [where[key] for key in row.paragraphs if key in where],
        "template": kind.template,
    }


def sources(attempt: AnyRow, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return, for each paragraph key, a label and the address where it can be read.

    That is the lesson of the course that shows it, else its place in the toolkit.
    """
    labels = queries.paragraph_labels(attempt.edition_id, keys)
    if not labels:
        return {}
    lessons: Mapping[str, tuple[str, str]] = {}
    if attempt.release_id is not None:
        lessons = queries.lessons_by_paragraph(attempt.release_id, attempt.step_public_id)
    elsewhere = _toolkit_prefix(attempt.edition_id) if labels.keys() - lessons.keys() else None
    prefix = url_for("courses.show", slug=attempt.slug)
    found = {}
    for key, row in labels.items():
        step_id, title = lessons.get(key, ("", ""))
        url = f"{elsewhere}{key}" if elsewhere else None
        if step_id:
            url = f"{prefix}{step_id}/#{key}"
        found[key] = {"label": _source_label(row, title), "url": url}
    return found


def _source_label(row: AnyRow, title: str) -> str:
    facts = [title] if title else []
    if row.label:
        facts.append(_("para. %(number)s", number=bare(row.label)))
    if row.page:
        facts.append(_("p. %(number)s", number=row.page))
    return ", ".join(facts) or str(_("Source"))


def _toolkit_prefix(edition_id: int) -> str | None:
    edition = library.edition_row(edition_id)
    if edition is None or edition.shown_at is None:
        return None
    slug, public_id = edition.tool_slug, edition.public_id
    return url_for("library.edition", slug=slug, edition_id=public_id) + "paragraph/"


def earned_points(questions: Iterable[Mapping[str, Any]]) -> Fraction:
    """Return the points earned in all, exactly."""
    return sum((Fraction(one["earned"]) for one in questions), Fraction(0))
