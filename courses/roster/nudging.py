"""Letters a trainer sends to chosen learners of a course: whom they touch, and the sending.

Left out are those who do not want such letters, whose account is closed, who left the course, and,
unless the trainer says so, who got one within the last days. What is sent is kept, with whom it
went to. Letters leave in small transactions: few at once, the rest as a chain of jobs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, exists, func, insert, select

from courses.models import Course, Enrolment, Release
from courses.queries import AnyRow
from courses.roster.errors import NobodyToWriteTo, TooManyChosen
from courses.roster.models import Nudge, NudgeReceiver
from elearn.accounts.audit import record
from elearn.accounts.mail_models import MailPreference
from elearn.accounts.mailing import tell
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.urls import absolute

TASK = "courses.send_nudge"
REST_DAYS = 3
MOST = 2000
AT_ONCE = 20

_last = (
    select(func.max(Nudge.sent_at))
    .join(NudgeReceiver, NudgeReceiver.nudge_id == Nudge.id)
    .where(NudgeReceiver.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_unwanted = (
    exists()
    .where(MailPreference.person_id == Person.id)
    .where(MailPreference.kind == "nudge", MailPreference.how == "never")
    .correlate(Person)
)
_candidates = (
    select(
        Enrolment.id,
        Enrolment.public_id,
        Person.name,
        and_(Person.suspended_at.is_(None), Person.erased_at.is_(None)).label("reachable"),
        Enrolment.left_at,
        _unwanted.label("unwanted"),
        _last.label("last_nudge"),
    )
    .join(Person, Person.id == Enrolment.person_id)
    .order_by(func.lower(Person.name), Enrolment.id)
)


@dataclass(frozen=True)
class Touched:
    """Who gets a letter and who does not, as rows with public_id and name."""

    gets: tuple[AnyRow, ...]
    unwanted: tuple[AnyRow, ...]
    gone: tuple[AnyRow, ...]
    lately: tuple[AnyRow, ...]

    @property
    def mark(self) -> str:
        """What names exactly these receivers: a preview and its sending must agree."""
        ids = ",".join(str(row.id) for row in sorted(self.gets, key=lambda row: row.id))
        return sha256(ids.encode()).hexdigest()[:16]


def touched(course: AnyRow, enrolment_ids: Sequence[int], *, again: bool = False) -> Touched:
    """Return whom a letter to these enrolments would touch. Raises TooManyChosen."""
    if len(enrolment_ids) > MOST:
        raise TooManyChosen(MOST)
    rows = db.session.execute(
        _candidates.where(Enrolment.course_id == course.id, Enrolment.id.in_(enrolment_ids))
    ).all()
    rest = now() - timedelta(days=REST_DAYS)
    sorted_out: dict[str, list[AnyRow]] = {"gets": [], "unwanted": [], "gone": [], "lately": []}
    for row in rows:
        if row.left_at is not None or not row.reachable:
            part = "gone"
        elif row.unwanted:
            part = "unwanted"
        elif row.last_nudge is not None and row.last_nudge > rest and not again:
            part = "lately"
        else:
            part = "gets"
        sorted_out[part].append(row)
    return Touched(**{part: tuple(found) for part, found in sorted_out.items()})


def send(
    course: AnyRow,
    who: Touched,
    message: str,
    filters: Mapping[str, Any],
    actor: SignedIn,
) -> str:
    """Send the message to those who get it, keep that it was sent, and return its public id.

    Raises NobodyToWriteTo when everybody is left out.
    """
    if not who.gets:
        raise NobodyToWriteTo
    values = {
        "course_id": course.id,
        "message": message.strip(),
        "filters": dict(filters),
        "sent_by_id": actor.id,
    }
    made = insert(Nudge).values(values).returning(Nudge.id, Nudge.public_id)
    nudge_id, public_id = db.session.execute(made).one()
    receivers = [{"nudge_id": nudge_id, "enrolment_id": row.id} for row in who.gets]
    db.session.execute(insert(NudgeReceiver), receivers)
    count = len(receivers)
    record(actor.id, "course.nudge", "course", course.public_id, nudge=public_id, receivers=count)
    write_letters(nudge_id)
    return str(public_id)


_receivers = (
    select(
        NudgeReceiver.id,
        Enrolment.person_id,
        Person.name,
        Nudge.public_id,
        Nudge.message,
        Nudge.sent_by_id,
        Course.slug,
        func.coalesce(Release.title, Course.title).label("title"),
    )
    .join(Nudge, Nudge.id == NudgeReceiver.nudge_id)
    .join(Enrolment, Enrolment.id == NudgeReceiver.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Nudge.course_id)
    .outerjoin(Release, Release.id == Course.current_release_id)
    .order_by(NudgeReceiver.id)
)


def write_letters(nudge_id: int, after: int = 0) -> None:
    """Queue the next letters of a nudge, and a job for those that follow.

    A job that runs again asks for letters with the same marks, which go to a person once.
    """
    rows = db.session.execute(
        _receivers.where(Nudge.id == nudge_id, NudgeReceiver.id > after).limit(AT_ONCE + 1)
    ).all()
    sender = db.session.scalar(
        select(Person.name).join(Nudge, Nudge.sent_by_id == Person.id).where(Nudge.id == nudge_id)
    )
    for row in rows[:AT_ONCE]:
        values = letter(row.title, row.slug, row.name, row.message, sender or "")
        tell(row.person_id, "nudge", mark=f"nudge:{row.public_id}", **values)
    if len(rows) > AT_ONCE:
        outbox.enqueue(TASK, nudge_id=nudge_id, after=rows[AT_ONCE - 1].id)


def letter(title: str, slug: str, name: str, message: str, sender: str) -> dict[str, str]:
    """Return what the letter is drawn from."""
    return {
        "name": name,
        "title": title,
        "message": message,
        "sender": sender,
        "link": absolute("courses.show", slug=slug),
    }
