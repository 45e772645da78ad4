"""A training of the demonstration that is over: two sessions, a group of 34, a report to decide on.

It goes by attendance alone and enrols nobody on a course. What a killed run left is taken up.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import Crowd, acting
from elearn.core import clock
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import (
    attendance,
    groups,
    lineage,
    operations,
    run_reports,
    session_operations,
)
from elearn.programmes.groups import Counted
from elearn.programmes.models import Place, Programme, Run
from elearn.programmes.operations import Details, RunDetails
from elearn.programmes.run_reports import Words
from elearn.programmes.session_models import Attendance, ClassSession
from elearn.programmes.session_operations import Planned

PROGRAMME = "Used batteries: a day for those who collect them"
RUN = "Used batteries: a day in Jakarta"
ZONE = "Asia/Jakarta"
# Before the end of the stories.
HELD, REPORTED = timedelta(days=20), timedelta(days=14)
SESSIONS = (("Sorting and packing by hand", time(9), 120), ("Acid, eyes and skin", time(13), 90))
# Minutes of each learner in both sessions, in the order of the crowd.
MINUTES = ((120, 90), (120, 90), (120, 75), (110, 90), (120, 90), (60, 0), (120, 90), (0, 0))
GROUP = {
    ("female", "25-34"): 9,
    ("female", "35-49"): 8,
    ("female", "50-64"): 3,
    ("male", "18-24"): 5,
    ("male", "25-34"): 6,
    ("not-stated", "not-stated"): 3,
}
WORDS = Words(
    what_happened="Eight people from offices and workshops learned to sort and pack used"
    " batteries. In the afternoon 34 collectors tried the same at their yard, with gloves and"
    " goggles of their own size.",
    difficulties="Two people had to leave at noon. The yard has no water to rinse eyes with.",
    advice="Bring goggles in two sizes, and a bottle of clean water for every table.",
    cost_note="Room and lunch were paid by the centre; goggles cost about as much as the lunch.",
)


def bring(crowd: Crowd, trainer: SignedIn, end: datetime, dated: Dated) -> Iterator[str]:
    """Make the programme, run it, count the group, hand in the report; yield after each act."""
    partner = acting(crowd.holding("partner").email)
    with dated(end - HELD):
        if _programme() is None:
            with write():
                make_programme(trainer)
            yield "programme"
        if db.session.scalar(select(Run.id).where(Run.title == RUN)) is None:
            with write():
                propose(trainer, partner)
            yield "run"
        yield from take_part([one.email for one in crowd.learners[: len(MINUTES)]], trainer)
        yield from meet(trainer)
    with dated(end - REPORTED):
        yield from report(trainer)


def make_programme(trainer: SignedIn) -> None:
    """Make a programme of two sessions and publish it."""
    details = Details(
        title=PROGRAMME,
        summary="One day, hands on: how used batteries are sorted, packed and handed over.",
        audience=("informal-sector", "carrier", "local-authority"),
        objectives=("Sort and pack used batteries", "Help somebody who got acid in the eyes"),
        needs="People are hurt by acid where batteries are broken open by hand.",
    )
    programme = operations.create_programme(details, trainer)
    for title, _hour, minutes in SESSIONS:
        operations.add_session(programme.id, title, trainer, minutes=minutes)
    operations.publish(programme.id, trainer)


def propose(trainer: SignedIn, partner: SignedIn) -> None:
    """Clone the programme to a run of one day for the partner's organisation, and start it."""
    day = today()
    details = RunDetails(
        title=RUN,
        starts_on=day,
        ends_on=day,
        zone=ZONE,
        languages=("id", "en"),
        country="ID",
        venue="Training hall of the centre",
        partner_id=partner.organisation_id,
        places=12,
        attendance_percent=70,
        awards="after-the-run",
        plan={"learners": 10, "women": 5, "sessions": 2, "minutes": 210, "groups": {}},
    )
    programme = _programme()
    assert programme is not None
    run = operations.clone(programme.id, details, trainer)
    # Approved by the administration, which is nobody of the demonstration.
    operations.approve(run.id, None)
    operations.start(run.id, trainer)
    lineage.add_trainer(run, trainer.email, trainer)


def today() -> date:
    """Return the day it is now where the run takes place."""
    return clock.now().astimezone(ZoneInfo(ZONE)).date()


def take_part(emails: Sequence[str], trainer: SignedIn) -> Iterator[str]:
    """Let each of the learners ask for a place."""
    run_id = _run().id
    for email in emails:
        person = acting(email)
        taken = select(Place.id).where(Place.run_id == run_id, Place.person_id == person.id)
        if db.session.scalar(taken) is None:
            with write():
                operations.ask(run_id, person.id, person)
            yield "place"


def meet(trainer: SignedIn) -> Iterator[str]:
    """Give both sessions their hour, write down who was there, count the group."""
    sessions = db.session.scalars(
        select(ClassSession).where(ClassSession.run_id == _run().id).order_by(ClassSession.id)
    ).all()
    for number, (session, (title, hour, minutes)) in enumerate(
        zip(sessions, SESSIONS, strict=True)
    ):
        if session.starts_at is None:
            planned = Planned(title, minutes, today(), hour, venue="Training hall of the centre")
            with write():
                session_operations.change_session(_run(), session, planned, trainer)
            yield "session"
        known = select(Attendance.id).where(Attendance.session_id == session.id)
        if db.session.scalar(known.limit(1)) is None:
            with write():
                attendance.record_attendance(_run(), session, minutes_in(number), trainer)
            yield "attendance"
    if not groups.groups_of(_run().id):
        group = Counted(today(), "Sorting and packing by hand", "Yard north", GROUP, "id", 90)
        with write():
            groups.count_group(_run(), group, trainer)
        yield "group"


def minutes_in(number: int) -> dict[int, int | None]:
    """Return the minutes of each place in the first or second session."""
    places = db.session.scalars(
        select(Place.id).where(Place.run_id == _run().id).order_by(Place.number)
    ).all()
    return {place: here[number] for place, here in zip(places, MINUTES, strict=True)}


def report(trainer: SignedIn) -> Iterator[str]:
    """Close the run and hand in its report; the partner has not decided yet."""
    if _run().state == "running":
        with write():
            operations.close(_run().id, trainer, confirmed=True)
        yield "close"
    if run_reports.report_of(_run().id) is None:
        with write():
            run_reports.write_report(_run(), WORDS, trainer)
            run_reports.hand_in(_run(), trainer)
        yield "report"


def _programme() -> Programme | None:
    return db.session.scalars(select(Programme).where(Programme.title == PROGRAMME)).one_or_none()


def _run() -> Run:
    return db.session.scalars(select(Run).where(Run.title == RUN)).one()
