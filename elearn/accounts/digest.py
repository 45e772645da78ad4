"""The weekly letter: on Monday mornings where its reader lives, one for all that waits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from elearn.accounts import zones
from elearn.accounts.mail_models import Letter
from elearn.accounts.mailing import DIGEST, queue
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

MONDAY = 1
# Hours of the morning: a worker that comes back within them makes up for what it missed.
FROM_HOUR, TO_HOUR = 7, 12
PEOPLE_AT_ONCE = 20
MOST_LINES = 100

_weekly = aliased(Letter)


def mornings(moment: datetime) -> tuple[str, list[str]]:
    """Return the week ("2026-W49") and the zones in which it is Monday morning now.

    It is the same Monday in all of them: two places are never more than a day and a bit apart.
    """
    week, found = "", []
    for name in sorted(zones.zones()):
        there = moment.astimezone(ZoneInfo(name))
        if there.isoweekday() == MONDAY and FROM_HOUR <= there.hour < TO_HOUR:
            found.append(name)
            week = f"{there:%G-W%V}"
    return week, found


def queue_all() -> int:
    """Queue the weekly letter of everybody for whom letters wait and whose Monday it is.

    Opens its own short transactions, for a few people each; run twice, the second run finds none.
    Returns how many.
    """
    week, here = mornings(now())
    total, last = 0, 0
    while here and (people := waiting_people(f"{DIGEST}:{week}", here, last)):
        with write():
            for person_id in people:
                queue_for(person_id, f"{DIGEST}:{week}")
        total, last = total + len(people), people[-1]
    return total


def waiting_people(mark: str, here: list[str], last: int) -> list[int]:
    """Return the next people in these zones for whom letters wait, and no weekly one is made."""
    told = exists().where(_weekly.person_id == Person.id, _weekly.mark == mark)
    waits = exists().where(Letter.person_id == Person.id, Letter.state == "waiting")
    ids = db.session.scalars(
        select(Person.id)
        .where(Person.id > last, Person.timezone.in_(here), waits, ~told)
        .order_by(Person.id)
        .limit(PEOPLE_AT_ONCE)
    ).all()
    db.session.rollback()
    return list(ids)


def queue_for(person_id: int, mark: str) -> None:
    """Queue one weekly letter, in the open transaction, for the letters that wait now."""
    waiting = db.session.scalars(
        select(Letter.id)
        .where(Letter.person_id == person_id, Letter.state == "waiting")
        .order_by(Letter.id)
        .limit(MOST_LINES)
    ).all()
    queue(person_id, DIGEST, mark, DIGEST, {"letters": list(waiting)})
