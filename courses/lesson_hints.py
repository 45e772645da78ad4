"""What the checks of a course know of its draft, and the hints for one lesson."""

from collections.abc import Mapping, Sequence

from courses import desk_queries
from courses.checks import Facts, Finding, Look
from courses.desk_queries import AnyRow
from courses.lesson_pieces import pieces_of
from courses.models import Course, LessonRevision


def lesson_facts(
    rows: Sequence[AnyRow], texts: Mapping[int, LessonRevision], counted: frozenset[int]
) -> list[Facts]:
    """Return what the check knows of each step of a draft, in reading order.

    `counted` holds the ids of the modules that count for completion.
    """
    return [
        Facts(
            public_id=row.public_id,
            kind=row.kind,
            title=row.title,
            module_title=row.module_title,
            ready=row.ready,
            required=row.required and row.module_id in counted,
            words=row.words,
            pieces=pieces_of(texts[row.id].blocks) if row.id in texts else (),
        )
        for row in rows
    ]


def hints_for(course: Course, step_id: str) -> list[Finding]:
    """Return what could be better in one lesson of a draft, in the reader's language."""
    texts = desk_queries.newest_texts(course.id)
    rows = desk_queries.outline_rows(course.id)
    facts = lesson_facts(rows, texts, frozenset())
    look = Look(facts, course.language)
    return [finding for one in facts if one.public_id == step_id for finding in look.at_lesson(one)]
