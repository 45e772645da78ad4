"""Surveys of the demonstration: most of those who completed a course said what they think of it.

Dated when they completed it, through the operation every learner's page calls; what a killed run
left is taken up again. Half of them agreed to be asked in 3, 6 and 12 months.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from courses.access import open_taken
from courses.course_forms import answer
from courses.models import Completion, Course, Enrolment
from elearn.accounts.models import Person
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import acting
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.surveys import installing, queries
from elearn.surveys.seeds import END_OF_COURSE, MAY_WE_ASK

LATER = timedelta(minutes=20)
# Every so manieth does not answer, as people do.
SILENT = 4
OVERALL = (5, 4, 5, 3, 4, 5, 4)
SCALES = ("relevant", "objectives-met", "level", "clear", "language", "connection", "will-use")
MISSING = (
    "A list of permits we must ask for in my country.",
    "",
    "More photographs of good and bad stores.",
    "Examples from small workshops.",
)
ACTIONS = (
    ("Label every drum in our store", "Write down every load that comes in"),
    ("Show my team how to keep broken batteries apart",),
    (),
    ("Check the permits of those who take our waste",),
)


def bring(courses: Iterable[Course], dated: Dated) -> Iterator[str]:
    """Install the forms, then let learners answer; yield after each thing done."""
    with write():
        installing.ensure()
    yield "forms"
    for course in courses:
        yield from asked(course, dated)


def asked(course: Course, dated: Dated) -> Iterator[str]:
    """Let those who completed a course answer, once; yield after each answer."""
    form = queries.current_form(END_OF_COURSE, "en")
    if form is None:
        return
    for number, (email, moment) in enumerate(completed(course.id), start=1):
        person = acting(email)
        subject = f"course:{course.public_id}"
        if number % SILENT and not queries.has_answered(person.id, form.public_id, subject):
            with dated(moment + LATER), write():
                taken = open_taken(course.slug, person)
                answer(taken, form.public_id, answers(number), person)
            yield "survey"


def completed(course_id: int) -> list[tuple[str, Any]]:
    """Return the addresses of those who completed the course, and when, first ones first."""
    rows = db.session.execute(
        select(Person.email, Completion.completed_at)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .where(Enrolment.course_id == course_id)
        .order_by(Completion.completed_at, Completion.id)
    ).all()
    return [(row.email, row.completed_at) for row in rows]


def answers(number: int) -> dict[str, Any]:
    """Return what the so manieth learner answers."""
    overall = OVERALL[number % len(OVERALL)]
    scales = {
        key: max(1, min(5, overall + (number + place) % 3 - 1)) for place, key in enumerate(SCALES)
    }
    return scales | {
        "overall": overall,
        "missing": MISSING[number % len(MISSING)],
        "actions": list(ACTIONS[number % len(ACTIONS)]),
        MAY_WE_ASK: "yes" if number % 2 else "no",
    }
