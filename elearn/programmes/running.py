"""Writes of runs: cloned from a programme, changed, approved, started, closed.

Call inside `transaction.write()`. Every write locks the run first. What is planned, and the rules
that complete the run, are fixed when it is approved; a partner's acceptance ends it (reports).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError

from elearn.accounts.models import Organisation
from elearn.accounts.session import SignedIn
from elearn.accounts.zones import zones
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library import addresses
from elearn.programmes import enrolling, placing, planning
from elearn.programmes.completions import complete_places
from elearn.programmes.errors import (
    AttendanceNeedsSessions,
    CodeIsMissing,
    CodeIsTaken,
    DatesAreWrong,
    EndedBefore,
    EndsLater,
    NotPlanned,
    PartnerUnknown,
    PlanIsFixed,
    PlannedOverPlaces,
    ProgrammeIsRetired,
    StartsLater,
    StateForbids,
    WindowIsWrong,
    ZoneUnknown,
)
from elearn.programmes.models import Programme, ProgrammePart, Run, RunPart
from elearn.programmes.run_edits import locked_run, normal_code, note, today_there
from elearn.programmes.session_models import ClassSession

FIXED_AT_APPROVAL = ("plan", "attendance_percent", "awards")


@dataclass(frozen=True)
class RunDetails:
    """What is settled for a run. `plan` holds learners, women, sessions, minutes and groups."""

    title: str
    starts_on: date
    ends_on: date
    zone: str = "UTC"
    summary: str = ""
    languages: tuple[str, ...] = ()
    country: str | None = None
    venue: str = ""
    partner_id: int | None = None
    partner_role: str = "host"
    door: str = "open"
    code: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    places: int = 25
    attendance_percent: int = 0
    awards: str = "at-once"
    plan: dict[str, Any] = field(default_factory=dict)
    budget_note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return them as the table keeps them. Raises what is wrong with them."""
        code = normal_code(self.code)
        if self.ends_on < self.starts_on:
            raise DatesAreWrong
        if self.zone not in zones():
            raise ZoneUnknown
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise WindowIsWrong
        if self.door == "code" and not code:
            raise CodeIsMissing
        return vars(self) | {"languages": list(self.languages), "code": code or None}


def clone(programme_id: int, details: RunDetails, actor: SignedIn | None) -> Run:
    """Propose a run of the programme, with its own copy of the parts; sessions have no date yet.

    Raises ProgrammeIsRetired, ProgrammeIsEmpty, NeedsMoreCourses, CodeIsTaken, and what is wrong
    with the details.
    """
    programme = planning.locked(programme_id)
    parts = planning.parts_of(programme_id)
    if programme.state == "retired":
        raise ProgrammeIsRetired
    planning.refuse_unfit(programme, parts)
    columns = details.columns() | {
        "programme_id": programme.id,
        "order": programme.order,
        "needed": programme.needed,
        "created_by_id": planning.actor_id(actor),
    }
    _refuse_unknown(columns)
    run = addresses.inserted(lambda slug: Run(slug=slug, **columns), Run, details.title)
    _copy_parts(run, parts)
    note(run, actor, "run.propose", programme=programme.public_id)
    return run


def _refuse_unknown(columns: dict[str, Any], run_id: int = 0) -> None:
    partner_id, code = columns["partner_id"], columns["code"]
    if partner_id is not None and db.session.get(Organisation, partner_id) is None:
        raise PartnerUnknown
    taken = exists().where(Run.code == code, Run.id != run_id)
    if code is not None and db.session.scalar(select(taken)):
        raise CodeIsTaken


def _copy_parts(run: Run, parts: Iterable[ProgrammePart]) -> None:
    position = 0
    for part in parts:
        if part.course_id is not None:
            course = {"course_id": part.course_id, "required": part.required}
            db.session.add(RunPart(run_id=run.id, position=position, **course))
            position += 1
        else:
            session = {"title": part.title, "online": part.online, "minutes": part.minutes}
            db.session.add(ClassSession(run_id=run.id, required=part.required, **session))
    db.session.flush()


def change_run(run_id: int, details: RunDetails, actor: SignedIn | None) -> None:
    """Change what is settled for a run. More places go to those who wait longest, at once.

    Raises PlanIsFixed for what was fixed at its approval, StateForbids once it is closed,
    TooFewPlaces, CodeIsTaken, and what is wrong with the details.
    """
    run = locked_run(run_id)
    if run.state in ("closed", "reported"):
        raise StateForbids
    columns = details.columns()
    _refuse_unknown(columns, run_id)
    changed = sorted(name for name, value in columns.items() if getattr(run, name) != value)
    if run.state != "proposed" and set(changed) & set(FIXED_AT_APPROVAL):
        raise PlanIsFixed
    # The number of places is the database's to decide, while others take some.
    for name in changed:
        if name != "places":
            setattr(run, name, columns[name])
    _flush_code()
    note(run, actor, "run.change", fields=changed)
    if "ends_on" in changed or "zone" in changed:
        enrolling.move_due(run)
    if "places" in changed:
        placing.set_places(run, details.places, actor)


def _flush_code() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise CodeIsTaken from error


# -- states -------------------------------------------------------------------------------------


def approve(run_id: int, actor: SignedIn | None) -> None:
    """Approve a proposed run; its plan and rules are fixed, and people may ask for places.

    Raises StateForbids, NotPlanned, PlannedOverPlaces, AttendanceNeedsSessions, EndedBefore.
    """
    run = locked_run(run_id)
    _refuse_state(run, "proposed")
    if not run.plan.get("learners"):
        raise NotPlanned
    if run.plan["learners"] > run.places:
        raise PlannedOverPlaces
    if run.attendance_percent and not _required_sessions(run_id):
        raise AttendanceNeedsSessions
    if today_there(run.zone) > run.ends_on:
        raise EndedBefore
    run.state, run.approved_at = "approved", now()
    note(run, actor, "run.approve", plan=run.plan)


def _required_sessions(run_id: int) -> int:
    statement = select(func.count()).where(
        ClassSession.run_id == run_id,
        ClassSession.required.is_(True),
        ClassSession.cancelled_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def start(run_id: int, actor: SignedIn | None) -> None:
    """Start an approved run, from its first day on. Raises StateForbids, StartsLater."""
    run = locked_run(run_id)
    _refuse_state(run, "approved")
    if today_there(run.zone) < run.starts_on:
        raise StartsLater
    run.state = "running"
    note(run, actor, "run.start")


def close(run_id: int, actor: SignedIn | None, *, confirmed: bool = False) -> None:
    """Close a running run: nobody gets a place any more, completions still count until the report.

    Raises StateForbids, or EndsLater before its last day is over unless it is confirmed.
    """
    run = locked_run(run_id)
    _refuse_state(run, "running")
    if not confirmed and ends_later(run):
        raise EndsLater
    run.state, run.closed_at = "closed", now()
    note(run, actor, "run.close", taken=run.taken, ever=run.cumulative)
    complete_places(run_id)


def ends_later(run: Run) -> bool:
    """Tell whether the last day of the run is not over in its zone."""
    return today_there(run.zone) <= run.ends_on


def report_accepted(run_id: int, actor: SignedIn | None) -> None:
    """End a closed run: its report was accepted, what it counted stays. Raises StateForbids."""
    run = locked_run(run_id)
    _refuse_state(run, "closed")
    run.state = "reported"
    note(run, actor, "run.report")


def _refuse_state(run: Run, needed: str) -> None:
    if run.state != needed:
        raise StateForbids


def programme_of(run: Run) -> Programme:
    """Return the programme the run was made from."""
    return db.session.get_one(Programme, run.programme_id)
