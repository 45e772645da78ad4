"""Questions that cite a paragraph which a new edition changed, until somebody looks at them."""

from collections.abc import Iterable

from flask_babel import ngettext

from courses import update_queries
from courses.checks import Finding
from courses.models import Course
from quizzes import desk_queries
from quizzes.queries import AnyRow


def outdated(course_id: int, items: Iterable[AnyRow]) -> dict[int, int]:
    """Return, by question id, the edition that changed what a question cites.

    A question that was revised since the edition was proposed, or said to be still right for it,
    is not among them, nor is a retired one; a change that is decided again asks again.
    """
    changed = update_queries.changed_paragraphs(course_id)
    found: dict[int, int] = {}
    for item in items if changed else ():
        editions = [
            changed[key].to_edition_id
            for key in item.paragraphs
            if key in changed and is_news(changed[key], item)
        ]
        if editions and item.retired_at is None:
            found[item.question_id] = max(editions)
    return found


def is_news(change: AnyRow, item: AnyRow) -> bool:
    """Tell whether a paragraph changed after the question was revised, and after it was checked."""
    if change.changed_at <= item.revised_at:
        return False
    if change.to_edition_id > (item.checked_edition_id or 0):
        return True
    return item.checked_at is not None and bool(change.changed_at > item.checked_at)


def findings(course: Course) -> list[Finding]:
    """Return a hint for each quiz of a course with such questions, for the publish check."""
    hints = []
    for quiz in desk_queries.quizzes_of_course(course.id):
        count = len(outdated(course.id, desk_queries.items_of(quiz.id)))
        if count:
            sentence = ngettext(
                "%(num)s question cites a paragraph that changed in the new edition.",
                "%(num)s questions cite a paragraph that changed in the new edition.",
                count,
            )
            hints.append(Finding("hint", sentence, quiz.public_id, quiz.title))
    return hints
