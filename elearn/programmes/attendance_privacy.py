"""A person's own data about sessions: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import select, update

from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.programmes.models import Place, Run, RunTrainer
from elearn.programmes.session_models import Attendance, AttendanceImport, ClassSession


def export(person_id: int) -> dict[str, Any]:
    """Return the sessions somebody was written down for, and the trainings they train in."""
    attended = db.session.execute(
        select(
            Run.title.label("training"),
            ClassSession.title.label("session"),
            ClassSession.starts_at,
            Attendance.minutes,
            Attendance.source,
            Attendance.recorded_at,
        )
        .join(ClassSession, ClassSession.id == Attendance.session_id)
        .join(Run, Run.id == ClassSession.run_id)
        .join(Place, Place.id == Attendance.place_id)
        .where(Place.person_id == person_id)
        .order_by(Attendance.id)
    )
    training = db.session.execute(
        select(Run.title.label("training"), RunTrainer.added_at)
        .join(Run, Run.id == RunTrainer.run_id)
        .where(RunTrainer.person_id == person_id)
        .order_by(RunTrainer.id)
    )
    return {
        "attendance": [dict(row._mapping) for row in attended],
        "trainer_in": [dict(row._mapping) for row in training],
    }


def erase(person_id: int) -> None:
    """Forget what waiting attendance reports say of the person, in the open transaction.

    Call it before the account is erased: they are found by address and name. Minutes stay with the
    place, without a name once the account is erased, so that no figure moves.
    """
    person = db.session.execute(
        select(Person.name, Person.email).where(Person.id == person_id)
    ).one()
    rows = db.session.execute(
        select(AttendanceImport.id, AttendanceImport.entries).where(
            AttendanceImport.entries.is_not(None)
        )
    )
    for row in rows.all():
        kept = [one for one in row.entries if not _is(one, person.name, person.email)]
        if len(kept) < len(row.entries):
            db.session.execute(
                update(AttendanceImport).where(AttendanceImport.id == row.id).values(entries=kept)
            )


def _is(entry: dict[str, Any], name: str, email: str) -> bool:
    same_name = bool(name) and str(entry["name"]).casefold() == name.casefold()
    return same_name or entry["email"] == email.casefold()
