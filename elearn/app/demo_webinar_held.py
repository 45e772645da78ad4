"""A webinar of the demonstration that was held: who was there, a report, certificates, feedback.

Outside production only: there, acts happen when it is loaded, and no session is planned in the
past. One line of the report waits in its queue. What a killed run left is taken up.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from elearn.accounts import queries as accounts
from elearn.accounts.session import SignedIn
from elearn.app import demo_people
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import Crowd, acting
from elearn.core import clock
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.surveys import installing
from elearn.webinars import planning, scheduling
from elearn.webinars.attendance import feedback, joining, polls, report_pieces, reports, settling
from elearn.webinars.attendance.attendance_models import AttendanceReport
from elearn.webinars.attendance.zoom_reports import Option, Poll
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.planning import Settings, Text
from elearn.webinars.registration import registration_queries, signing_up
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.registration.signing_up import Details
from elearn.webinars.scheduling import Planned

TITLE = "Used batteries in the storeroom: an hour of questions"
SUMMARY = (
    "How long, how many, in what and beside what: four questions about used batteries that wait"
    " for their collection, answered from the toolkit."
)
ZONE = "Europe/Zurich"
# Before the end of the stories: planned, held, reported.
PLANNED, HELD, REPORTED = timedelta(days=40), timedelta(days=18), timedelta(days=17)
HOUR = time(10)
# Minutes of each learner, in the order of the crowd; who has none was not there.
MINUTES = (60, 58, 55, 20, 60, 49, 0, 60)
# A name that is like one of the learners' and the same as nobody's.
UNSURE = "K. Asiamah"
# Of who was there, and gave feedback: how good it was.
OVERALL = (5, 4, 5, 4, 4)
POLL = Poll(
    "Does your storeroom have a floor that holds acid?",
    (Option("Yes", 3), Option("No", 2), Option("I must look", 2)),
)


def bring(crowd: Crowd, end: datetime, dated: Dated) -> Iterator[str]:
    """Plan, hold, count and certify what is missing; yield after each act."""
    partner = acting(crowd.holding("partner").email)
    people = [acting(one.email) for one in crowd.learners[: len(MINUTES)]]
    with dated(end - PLANNED):
        held_on = (end - HELD).date()
        if clock.now().date() >= held_on:
            return
        yield from plan(crowd, partner, held_on)
        yield from take_part(people)
    with dated(end - REPORTED):
        yield from count(people, partner)
        yield from say(people)


def found() -> tuple[Webinar, WebinarSession] | None:
    """Return the webinar and its session, or None before they are made."""
    row = db.session.execute(
        select(Webinar, WebinarSession)
        .join(WebinarText, WebinarText.webinar_id == Webinar.id)
        .join(WebinarSession, WebinarSession.webinar_id == Webinar.id)
        .where(WebinarText.title == TITLE)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def here() -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session."""
    made = found()
    assert made is not None
    return made


def plan(crowd: Crowd, partner: SignedIn, held_on: date) -> Iterator[str]:
    """Make the webinar with its session, open to everybody."""
    if found() is not None:
        return
    owner = demo_people.organisation_id(crowd.names()["centre"])
    with write():
        installing.ensure()
        settings = Settings(zone=ZONE)
        webinar = planning.create_webinar(
            Text(TITLE, SUMMARY), settings, partner, organisation_id=owner
        )
        planned = Planned(
            day=held_on,
            hour=HOUR,
            language="en",
            zone=ZONE,
            seats=40,
            address="https://meet.example.org/storeroom",
        )
        session = scheduling.add_session(webinar.id, planned, partner)
        scheduling.open_session_now(webinar.id, session.id, partner)
        planning.publish(webinar.id, partner)
    yield "webinar"


def take_part(people: list[SignedIn]) -> Iterator[str]:
    """Register the learners."""
    for person in people:
        webinar, session = here()
        if registration_queries.sign_up_by_person(webinar.id, person.id) is None:
            profile = accounts.profile_of(person.id)
            details = Details(
                profile.name, country=profile.country, stakeholder=profile.stakeholder, zone=ZONE
            )
            with write():
                signing_up.sign_up(webinar, person, details, [session.public_id], {})
            yield "registered"


def count(people: list[SignedIn], partner: SignedIn) -> Iterator[str]:
    """Send the report, count it, write a poll down, and say that the attendance is complete."""
    webinar, session = here()
    place = report_pieces.Place(webinar.slug, session.public_id, partner)
    kept = db.session.scalar(
        select(AttendanceReport.public_id).where(
            AttendanceReport.session_id == session.id, AttendanceReport.state != "dropped"
        )
    )
    if kept is None:
        kept = report_pieces.keep(place, "participants.csv", reports.read(session, table(people)))
        yield "report"
    if session.settled_at is None:
        report_pieces.settle(place, kept)
        with write():
            polls.add(*here(), [POLL], partner)
            settling.complete(*here(), partner)
        yield "counted"


def table(people: list[SignedIn]) -> bytes:
    """Return the report as a conferencing system would write it."""
    lines = [
        f"{accounts.profile_of(person.id).name},{person.email},{minutes}"
        for person, minutes in zip(people, MINUTES, strict=True)
        if minutes
    ]
    return "\n".join(["Name,Email,Minutes", *lines, f"{UNSURE},,35", ""]).encode()


def say(people: list[SignedIn]) -> Iterator[str]:
    """Give the feedback of some."""
    for person, overall in zip(people, OVERALL, strict=False):
        webinar, session = here()
        if feedback.answered_of(session.public_id, person.id) is None:
            sign_up, registration = db.session.execute(
                select(SignUp, Registration)
                .join(Registration, Registration.sign_up_id == SignUp.id)
                .where(Registration.session_id == session.id, SignUp.person_id == person.id)
            ).one()
            entrance = joining.Entrance(registration, sign_up, session, webinar)
            with write():
                feedback.answer(entrance, {"overall": overall, "relevant": overall}, person)
            yield "feedback"
