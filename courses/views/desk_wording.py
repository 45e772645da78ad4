"""What desk pages say: words and addresses resolved once, before any loop over rows."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from courses import desk_queries
from courses.models import Course
from courses.views import wording

COURSE_STATES = {
    "draft": _l("Draft"),
    "published": _l("Published"),
    "withdrawn": _l("Withdrawn"),
}
STATE_SHAPES = {"draft": "todo", "published": "done", "withdrawn": "locked"}


# Stands for the public id of a part in an address that is resolved once for a whole list.
ANY = "ANY"


def part_addresses(slug: str) -> dict[str, str]:
    """Return where each kind of step is edited, with `ANY` in place of its id."""
    return {
        "lesson": url_for("courses_desk_lessons.edit", slug=slug, step_id=ANY),
        "quiz": url_for("quizzes_desk.index", slug=slug, step_id=ANY),
    }


def modules_with_steps(course: Course) -> list[dict[str, Any]]:
    """Return the modules of a draft with the steps in them, ready to be shown."""
    addresses = part_addresses(course.slug)
    words: dict[int, str] = {}
    kinds = {"lesson": _("Lesson"), "quiz": _("Quiz")}
    empty, not_ready, optional = _("Empty"), _("Not ready"), _("Not required")
    steps: dict[int, list[dict[str, Any]]] = {}
    totals: dict[int, int] = {}
    times: dict[int, str] = {}
    for row in desk_queries.outline_rows(course.id):
        totals[row.module_id] = totals.get(row.module_id, 0) + row.minutes
        if row.minutes not in times:
            times[row.minutes] = wording.time_range(row.minutes)
        if row.words not in words:
            words[row.words] = ngettext("%(num)s word", "%(num)s words", row.words)
        lesson = row.kind == "lesson"
        missing = (empty if not row.words else "") if lesson else "" if row.ready else not_ready
        steps.setdefault(row.module_id, []).append(
            {
                "id": row.public_id,
                "title": row.title,
                "url": addresses[row.kind].replace(ANY, row.public_id),
                "kind": kinds[row.kind],
                "words": words[row.words] if lesson and row.words else "",
                "minutes": times[row.minutes],
                "missing": missing,
                "optional": "" if row.required else optional,
            }
        )
    return [
        {
            "id": module.public_id,
            "title": module.title,
            "counted": module.counted,
            "minutes": wording.time_range(totals.get(module.id, 0)),
            "steps": steps.get(module.id, []),
        }
        for module in desk_queries.modules_of(course.id)
    ]
