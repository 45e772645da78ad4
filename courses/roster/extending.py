"""Moving the date a course is due for learners, and taking that back.

The audit log holds the date there was: it is what the learner's record shows and what an undo
puts back. A date is moved once for each call; whoever calls shows first whom it touches.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from babel import Locale
from babel.dates import format_date, get_timezone
from sqlalchemy import select, update

from courses.models import Completion, Enrolment
from courses.queries import AnyRow
from courses.roster import learner_queries
from courses.roster.errors import DateCannotMove, NothingToTakeBack, ReasonMissing
from courses.roster.risk import MOST_DAYS
from elearn.accounts.audit import record
from elearn.accounts.mailing import tell
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.urls import absolute

# As many dates are moved in one transaction.
AT_ONCE = 10

_movable = (
    select(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.person_id,
        Enrolment.due_at,
        Person.name,
        Person.language,
        Person.timezone,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Enrolment.left_at.is_(None), Completion.id.is_(None))
    .order_by(Enrolment.id)
    .with_for_update(of=Enrolment)
)


def moved(due_at: datetime | None, days: int, moment: datetime) -> datetime:
    """Return the new date: so many days after the old one, or after today where that is past."""
    return max(due_at or moment, moment) + timedelta(days=days)


def extend(
    course: AnyRow, enrolment_ids: Sequence[int], days: int, reason: str, actor: SignedIn
) -> int:
    """Give these learners more days, and tell them; return for how many the date moved.

    Those who left or completed the course are passed over. Raises DateCannotMove for fewer than
    one or more than 365 days, ReasonMissing without a reason.
    """
    if not 1 <= days <= MOST_DAYS:
        raise DateCannotMove
    if not reason.strip():
        raise ReasonMissing
    moment = now()
    rows = db.session.execute(
        _movable.where(Enrolment.course_id == course.id, Enrolment.id.in_(enrolment_ids))
    ).all()
    for row in rows:
        due_at = moved(row.due_at, days, moment)
        _set(row.id, due_at)
        _note(row, "course.extend", due_at, actor, reason=reason.strip(), course=course.public_id)
        _tell(course, row, due_at)
    return len(rows)


def take_back(course: AnyRow, learner: AnyRow, actor: SignedIn) -> None:
    """Put back the date there was before the last extension, and tell the learner.

    Raises NothingToTakeBack when there was none, or when the date changed since.
    """
    row = db.session.execute(_movable.where(Enrolment.id == learner.id)).one_or_none()
    last = next(iter(learner_queries.moves_of(learner.public_id)), None)
    if row is None or not can_take_back(row.due_at, last):
        raise NothingToTakeBack
    before = last.detail["from"] if last is not None else None
    due_at = datetime.fromisoformat(before) if before else None
    _set(row.id, due_at)
    _note(row, "course.take-back-extension", due_at, actor, course=course.public_id)
    if due_at is not None:
        _tell(course, row, due_at)


def can_take_back(due_at: datetime | None, last: AnyRow | None) -> bool:
    """Tell whether the newest move is an extension that led to the date there is now."""
    if last is None or last.action != "course.extend" or due_at is None:
        return False
    return datetime.fromisoformat(last.detail["to"]) == due_at


def _set(enrolment_id: int, due_at: datetime | None) -> None:
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(due_at=due_at))


def _note(row: AnyRow, act: str, due_at: datetime | None, actor: SignedIn, **more: str) -> None:
    dates = {
        "from": row.due_at.astimezone(UTC).isoformat() if row.due_at else None,
        "to": due_at.astimezone(UTC).isoformat() if due_at else None,
    }
    detail = dates | more | {"person": row.person_id}
    if act == "course.extend":
        record(actor.id, "course.extend", "enrolment", row.public_id, **detail)
    else:
        record(actor.id, "course.take-back-extension", "enrolment", row.public_id, **detail)


def _tell(course: AnyRow, row: AnyRow, due_at: datetime) -> None:
    tell(
        row.person_id,
        "due-soon",
        mark=f"extended:{row.public_id}:{now():%Y%m%d%H%M%S}",
        template="extended",
        name=row.name,
        title=course.released_title or course.title,
        day=day_words(due_at, row.language, row.timezone),
        link=absolute("courses.show", slug=course.slug),
    )


def day_words(moment: datetime, language: str, timezone: str) -> str:
    """Return the day it is then where somebody lives, in their language."""
    try:
        zone = get_timezone(timezone)
    except LookupError:
        zone = UTC
    locale = Locale.parse(language, sep="-")
    return format_date(moment.astimezone(zone).date(), "long", locale=locale)
