"""The trainer of the demonstration looks after learners: one letter to those at risk, more days.

They come about through what the desk uses; what a killed run left is taken up again.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from courses.models import Enrolment
from courses.queries import AnyRow
from courses.roster import extending, nudging, queries, risk
from courses.roster.access import open_roster
from courses.roster.models import Nudge
from courses.roster.queries import Filter
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import acting
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

WRITTEN, MOVED = timedelta(hours=5), timedelta(hours=4)
MESSAGE = (
    "you have not been in this course for a week. What you did is kept, and most lessons take less "
    "than ten minutes.\n\nIf something is in your way, tell me."
)
DAYS = 14
REASON = "Back from field work next week."


def bring(slug: str, trainer: SignedIn, end: datetime, dated: Dated) -> Iterator[str]:
    """Write to the learners at risk and give the first of them two weeks; yield after each."""
    # Known anew: whoever made the courses became their trainer by that.
    trainer = acting(trainer.email)
    course = open_roster(slug, trainer)
    with dated(end - WRITTEN):
        ids = at_risk(course)
        if ids and not db.session.scalar(select(exists().where(Nudge.course_id == course.id))):
            who = nudging.touched(course, ids)
            with write():
                nudging.send(course, who, MESSAGE, {"state": "at-risk"}, trainer)
            yield "nudge"
    with dated(end - MOVED):
        if ids and db.session.get_one(Enrolment, ids[0]).due_at is None:
            with write():
                extending.extend(course, ids[:1], DAYS, REASON, trainer)
            yield "extension"


def at_risk(course: AnyRow) -> list[int]:
    """Return the learners at risk at this moment."""
    limit = risk.limits(queries.rule_of(course), now())
    return queries.chosen_ids(course, Filter(state="at-risk"), limit, nudging.MOST)
