"""A training of the demonstration: a programme, one run of it underway, people who wait.

It comes about through the operations of the desk and of learners; what a killed run left is taken
up again. Whoever gets a place takes the course already or has completed it, so no story of one
changes, and the figures of the training tell what they gained and thought of it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import Crowd, acting
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import operations
from elearn.programmes.models import Programme, Run
from elearn.programmes.operations import Details, RunDetails

NAME = "introduction-to-esm"
TITLE = "Sound management for inspectors"
TAKING = ("completed", "in progress")
# Before the end of the stories.
PLANNED, BEGUN, ASKED = timedelta(days=20), timedelta(days=10), timedelta(days=9)
DETAILS = Details(
    title=TITLE,
    summary="Inspectors learn what the Convention asks and practise it on real documents.",
    audience=("customs-enforcement", "local-authority"),
    objectives=(
        "Tell a hazardous waste from another by its papers",
        "Ask the three questions before a shipment leaves",
    ),
    needs="Inspectors see containers of waste every week and have nobody to ask.",
    places=12,
)


def bring(
    crowd: Crowd, course: Course, trainer: SignedIn, end: datetime, dated: Dated
) -> Iterator[str]:
    """Make the programme, run it and let learners ask for places; yield after each thing done."""
    admin = acting(crowd.holding("admin").email)
    with dated(end - PLANNED):
        programme = made_programme(course, trainer)
        yield "programme"
        run = proposed(programme, acting(crowd.holding("partner").email), trainer, end)
    yield "run"
    with dated(end - BEGUN), write():
        if run.state == "proposed":
            operations.approve(run.id, admin)
            operations.start(run.id, trainer)
    yield "started"
    for email in askers(crowd):
        with dated(end - ASKED), write():
            person = acting(email)
            operations.ask(run.id, person.id, person)
        yield "asked"


def made_programme(course: Course, trainer: SignedIn) -> Programme:
    """Return the programme, made when it is not there yet."""
    with write():
        found = db.session.scalars(select(Programme).where(Programme.title == TITLE)).one_or_none()
        if found is None:
            found = operations.create_programme(DETAILS, trainer)
            operations.add_course(found.id, course.id, trainer)
            operations.add_session(found.id, "Papers on the table", trainer, minutes=180)
            operations.publish(found.id, trainer)
    return found


def proposed(programme: Programme, partner: SignedIn, trainer: SignedIn, end: datetime) -> Run:
    """Return the run, proposed when it is not there yet."""
    details = RunDetails(
        title=f"{TITLE}, first group",
        summary="Two weeks at your own desk, then half a day together.",
        starts_on=(end - BEGUN).date(),
        ends_on=(end + timedelta(days=30)).date(),
        zone="Africa/Nairobi",
        languages=("en",),
        country="KE",
        venue="Training room of the centre",
        partner_id=partner.organisation_id,
        places=DETAILS.places,
        attendance_percent=70,
        plan={"learners": 12, "women": 6, "sessions": 1, "minutes": 180, "groups": {"african": 4}},
    )
    with write():
        found = db.session.scalars(
            select(Run).where(Run.programme_id == programme.id)
        ).one_or_none()
        return found or operations.clone(programme.id, details, trainer)


def askers(crowd: Crowd) -> list[str]:
    """Return who asks, in order: as many as there are places, and some who will wait."""
    taking = [
        person.email
        for person in crowd.learners
        if any(story.course == NAME and story.state in TAKING for story in person.stories)
    ]
    return [*taking[: DETAILS.places + 2], crowd.holding("learner").email]
