"""The letter to a learner who completed a course and gets no certificate at once.

With a certificate comes the letter that it is ready, which says the same.
"""

from sqlalchemy import select

from courses import enrolment_queries
from courses.models import Completion, Course, Enrolment, Release
from elearn.accounts import mailing
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.urls import absolute

TASK = "courses.tell_completed"


def tell_later(enrolment_id: int, person_id: int, course_id: int) -> None:
    """Queue the question whether a letter is needed, in the transaction of the completion."""
    outbox.enqueue(TASK, enrolment_id=enrolment_id)


def tell(enrolment_id: int) -> None:
    """Tell the learner that the course is completed, once, unless there is a certificate."""
    row = db.session.execute(
        select(
            Enrolment.person_id,
            Enrolment.public_id,
            Enrolment.held,
            Completion.tier,
            Course.public_id.label("course_public_id"),
            Course.slug,
            Release.title,
        )
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Release, Release.id == Completion.release_id)
        .where(Enrolment.id == enrolment_id)
    ).one_or_none()
    if row is None or enrolment_queries.award_for(row.person_id, row.course_public_id):
        return
    with write():
        mailing.tell(
            row.person_id,
            "completed",
            mark=f"completed:{row.public_id}",
            title=row.title,
            tier=row.tier,
            held=row.held,
            link=absolute("courses.show", slug=row.slug),
        )
