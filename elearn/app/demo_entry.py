"""Ways in of the demonstration: a course that opens by a code or after a trainer's yes.

Somebody's request waits for an answer, and a cohort is let in. It comes about as a trainer's own
would; what a killed run left is taken up again.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from courses import lesson_text
from courses import operations as courses
from courses.entry import codes, cohorts, operations, queries, requests
from courses.entry.models import Cohort, EntryTerms
from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated, publish
from elearn.app.demo_people import Crowd, acting
from elearn.core.database import db
from elearn.core.html import clean
from elearn.core.transaction import write

TITLE = "Checking waste shipments at the border"
MADE, ASKED = timedelta(days=20), timedelta(days=3)
COHORT = "Customs training, first group"
LESSONS = (
    (
        "What to look at first",
        "<p>A shipment of waste is recognised by its papers and by its look. Compare what the"
        " papers say with what you see, smell and count; note every difference.</p>"
        "<ul><li>Is there a movement document, and does it name this very load?</li>"
        "<li>Do quantity and packing agree with it?</li>"
        "<li>Are drums closed, labelled and free of leaks?</li></ul>",
    ),
    (
        "When something does not agree",
        "<p>Keep your distance from what leaks or smells. Hold the shipment, keep people away from"
        " it and call the competent authority: it decides what happens next, not the carrier.</p>"
        "<p>Write down who you called and when, and take pictures of labels and seals.</p>",
    ),
)


def bring(crowd: Crowd, trainer: SignedIn, end: datetime, dated: Dated) -> Iterator[str]:
    """Make the course and its ways in; yield after each thing done."""
    with dated(end - MADE):
        if made_course() is None:
            with write():
                write_course(trainer)
        course = here()
        publish(course.id, trainer)
    yield "course"
    for missing, act in ways_in(crowd, course, trainer):
        if missing:
            with dated(end - ASKED), write():
                act()
        yield "way in"


def made_course() -> Course | None:
    """Return the course, or None before it is made."""
    return db.session.scalars(select(Course).where(Course.title == TITLE)).one_or_none()


def here() -> Course:
    """Return the course. Raises LookupError before it is made."""
    course = made_course()
    if course is None:
        raise LookupError(f"There is no course “{TITLE}” yet.")
    return course


def write_course(trainer: SignedIn) -> None:
    """Write the draft, in the open transaction."""
    course = courses.create_course(
        trainer,
        title=TITLE,
        summary="What officers look at first, and what they do when something does not agree.",
        audience=("Customs officers",),
        topic="Illegal traffic",
    )
    module = courses.add_module(course.id, "At the border", trainer)
    for title, html in LESSONS:
        text = lesson_text.from_html(clean(html), {}, "en")
        courses.add_lesson(course.id, module.id, title, trainer, text=text)


def ways_in(
    crowd: Crowd, course: Course, trainer: SignedIn
) -> Iterator[tuple[bool, Callable[[], object]]]:
    """Yield, for each way in, whether it is missing and the act that makes it."""
    terms = operations.Terms(door="approval", places=30, due_days=60)
    has_terms = db.session.scalar(select(EntryTerms.id).where(EntryTerms.course_id == course.id))
    yield not has_terms, lambda: operations.set_terms(course.id, terms, trainer)
    yield (
        not queries.codes_of(course.id),
        lambda: codes.make(course, trainer, label="Customs training", most_uses=25),
    )
    asking = acting(crowd.learners[0].email)
    why = "I check containers at a sea port and meet loads that I cannot judge from the papers."
    yield (
        queries.latest_request(course.id, asking.id) is None,
        lambda: requests.ask(course, asking, why),
    )
    has_cohort = db.session.scalar(select(Cohort.id).where(Cohort.name == COHORT))
    yield not has_cohort, lambda: let_in(crowd, course, trainer)


def let_in(crowd: Crowd, course: Course, trainer: SignedIn) -> None:
    """Make the cohort, put people on it and let it into the course."""
    cohort = cohorts.save(None, trainer, name=COHORT, note="Those who came to the first course.")
    cohorts.add_addresses(cohort, [one.email for one in crowd.learners[1:5]], trainer)
    cohorts.link(course, cohort, trainer)
