"""A person's notes as one plain text, to take away."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext as _

from courses.margin.wording import place
from courses.queries import AnyRow


def as_text(rows: Sequence[AnyRow]) -> str:
    """Return the notes course by course and lesson by lesson, each under the words it is about."""
    parts = []
    bookmark = _("Bookmark")
    for _slug, of_course in groupby(rows, key=lambda row: row.slug):
        first, *rest = of_course
        parts.append(f"{first.course}\n{'=' * len(first.course)}")
        for row in (first, *rest):
            marks = f" [{bookmark}]" if row.bookmarked else ""
            parts.append(f"{row.lesson}{marks}\n> {place(row)['words']}")
            if row.text:
                parts.append(row.text)
    return "\n\n".join(parts) + "\n" if parts else ""
