"""Letters to learners whose course should be finished within a week, and is not."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select

from courses.models import Completion, Course, Enrolment, Release
from courses.queries import AnyRow
from elearn.accounts import mailing
from elearn.accounts.models import Person
from elearn.accounts.zones import day_there
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.urls import absolute

AHEAD = timedelta(days=7)
LEARNERS_AT_ONCE = 20

_completed = exists().where(Completion.enrolment_id == Enrolment.id)
_due = (
    select(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.person_id,
        Enrolment.due_at,
        Person.timezone,
        Course.slug,
        Release.title,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Release, Release.id == Course.current_release_id)
    .where(Enrolment.left_at.is_(None), ~_completed)
    .order_by(Enrolment.id)
    .limit(LEARNERS_AT_ONCE)
)


def tell_all() -> int:
    """Tell learners what is due within seven days, once for each due date; return how many.

    Opens its own short transactions, for a few learners each; a repeat tells nobody twice.
    """
    total, last = 0, 0
    while rows := due_soon(last):
        with write():
            for row in rows:
                tell(row)
        total, last = total + len(rows), rows[-1].id
    return total


def due_soon(last: int) -> Sequence[AnyRow]:
    """Return the next enrolments that are due within seven days and not completed."""
    moment = now()
    rows = db.session.execute(
        _due.where(
            Enrolment.id > last, Enrolment.due_at > moment, Enrolment.due_at <= moment + AHEAD
        )
    ).all()
    db.session.rollback()
    return rows


def tell(row: AnyRow) -> None:
    """Queue the letter; a new due date is told anew."""
    mailing.tell(
        row.person_id,
        "due-soon",
        mark=f"due-soon:{row.public_id}:{row.due_at:%Y-%m-%d}",
        title=row.title,
        due=day_there(row.due_at, row.timezone).isoformat(),
        link=absolute("courses.show", slug=row.slug),
    )
