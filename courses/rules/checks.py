"""What the publish check says of a course's rules after its parts were moved or removed."""

from flask_babel import gettext as _
from flask_babel import ngettext

from courses.checks import Finding
from courses.models import Course
from courses.rules import queries
from courses.rules.conditions import named
from courses.rules.locks import circle


def findings(course: Course) -> list[Finding]:
    """Refuse parts that wait for each other, and name conditions on parts that are gone."""
    rules = queries.current_rules(course)
    if rules is None or not rules.parts:
        return []
    outline = queries.draft_outline(course.id)
    found = []
    waiting = circle(outline, rules.parts)
    if waiting is not None:
        sentence = _(
            "“%(title)s” waits for something that itself waits for it, so neither would ever "
            "open. Change what comes before it under “Rules”.",
            title=waiting,
        )
        found.append(Finding("must", sentence))
    there = {module["id"] for module in outline}
    there |= {step["id"] for module in outline for step in module["steps"]}
    gone = len(named(rules.parts.values(), "module", "step", "quiz") - there)
    if gone:
        sentence = ngettext(
            "The rules ask for %(num)s part that is no longer in the course. It is not asked for "
            "any more.",
            "The rules ask for %(num)s parts that are no longer in the course. They are not asked "
            "for any more.",
            gone,
        )
        found.append(Finding("hint", sentence))
    return found
