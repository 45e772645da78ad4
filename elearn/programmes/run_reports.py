"""The end-of-training report of a run: written, handed in with figures, accepted or returned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from elearn.accounts import mailing
from elearn.accounts.audit import record
from elearn.accounts.models import Membership
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.urls import absolute
from elearn.programmes import report_figures, running
from elearn.programmes.models import Run, RunTrainer
from elearn.programmes.run_edits import locked_run
from elearn.programmes.session_errors import (
    ReportIsEmpty,
    ReportIsHandedIn,
    ReportIsNotHandedIn,
    ReturnedWithoutNote,
    RunIsNotClosed,
)
from elearn.programmes.session_models import RunReport

WRITABLE = ("draft", "returned")
# In these states its figures are those of when it was handed in.
FROZEN = ("handed-in", "accepted")


@dataclass(frozen=True)
class Words:
    """What the trainers write."""

    what_happened: str = ""
    difficulties: str = ""
    advice: str = ""
    cost_note: str = ""


def report_of(run_id: int) -> RunReport | None:
    """Return the report of the run, or None when nobody has begun it."""
    return db.session.scalars(select(RunReport).where(RunReport.run_id == run_id)).one_or_none()


def write_report(run: Run, words: Words, actor: SignedIn | None) -> RunReport:
    """Keep what the trainers write. Raises RunIsNotClosed, ReportIsHandedIn."""
    run = locked_run(run.id)
    if run.state != "closed":
        raise RunIsNotClosed
    report = report_of(run.id)
    if report is None:
        report = RunReport(run_id=run.id, state="draft")
        db.session.add(report)
    elif report.state not in WRITABLE:
        raise ReportIsHandedIn
    report.what_happened = words.what_happened
    report.difficulties = words.difficulties
    report.advice = words.advice
    report.cost_note = words.cost_note
    db.session.flush()
    record(_id(actor), "run.write-report", "run", run.public_id)
    return report


def hand_in(run: Run, actor: SignedIn | None) -> RunReport:
    """Hand in the report: its figures are frozen as they are now, and the partner is told.

    Raises RunIsNotClosed, ReportIsEmpty, ReportIsHandedIn.
    """
    run = locked_run(run.id)
    if run.state != "closed":
        raise RunIsNotClosed
    report = report_of(run.id)
    if report is None or not report.what_happened:
        raise ReportIsEmpty
    if report.state not in WRITABLE:
        raise ReportIsHandedIn
    report.figures = report_figures.of_run(run)
    report.state = "handed-in"
    report.handed_in_by_id = _id(actor)
    report.handed_in_at = now()
    db.session.flush()
    record(_id(actor), "run.hand-in-report", "run", run.public_id)
    _tell(deciders(run), run, report, "run-report-handed-in")
    return report


def accept(run: Run, note: str, actor: SignedIn | None) -> None:
    """Accept the report: the run is reported, and certificates that waited for it are issued.

    Of two who decide at once, one does. Raises ReportIsNotHandedIn.
    """
    run = locked_run(run.id)
    report = _decide(run, "accepted", note, actor)
    running.report_accepted(run.id, actor)
    record(_id(actor), "run.accept-report", "run", run.public_id)
    if run.awards == "after-the-run":
        outbox.enqueue("programmes.release_awards", run_id=run.id, actor_id=_id(actor))
    _tell(writers(run, report), run, report, "run-report-accepted")


def send_back(run: Run, note: str, actor: SignedIn | None) -> None:
    """Return the report to its trainers with what is missing.

    Raises ReturnedWithoutNote, ReportIsNotHandedIn.
    """
    if not note:
        raise ReturnedWithoutNote
    run = locked_run(run.id)
    report = _decide(run, "returned", note, actor)
    record(_id(actor), "run.return-report", "run", run.public_id)
    _tell(writers(run, report), run, report, "run-report-returned")


def _decide(run: Run, state: str, note: str, actor: SignedIn | None) -> RunReport:
    decided = db.session.execute(
        update(RunReport)
        .where(RunReport.run_id == run.id, RunReport.state == "handed-in")
        .values(state=state, decision_note=note, decided_by_id=_id(actor), decided_at=now())
        .returning(RunReport.id)
    ).scalar_one_or_none()
    if decided is None:
        raise ReportIsNotHandedIn
    return db.session.get_one(RunReport, decided, populate_existing=True)


def deciders(run: Run) -> list[int]:
    """Return who decides on the report: the partner's people, or admins of a run without one."""
    held = select(Membership.person_id).order_by(Membership.person_id).distinct()
    if run.partner_id is None:
        held = held.where(Membership.role == "admin", Membership.scope_kind == "all")
    else:
        held = held.where(
            Membership.role == "partner",
            Membership.scope_kind == "organisation",
            Membership.scope_id == run.partner_id,
        )
    return list(db.session.scalars(held))


def writers(run: Run, report: RunReport) -> list[int]:
    """Return who is told what was decided: the trainers of the run, and who handed it in."""
    trainers = select(RunTrainer.person_id).where(RunTrainer.run_id == run.id)
    people = {*db.session.scalars(trainers), report.handed_in_by_id}
    return sorted(person for person in people if person is not None)


def _tell(people: Iterable[int], run: Run, report: RunReport, template: str) -> None:
    # A report may be handed in and returned again: each time is an occasion of its own.
    occasion = report.handed_in_at.strftime("%Y%m%d%H%M%S") if report.handed_in_at else ""
    context: dict[str, Any] = {
        "title": run.title,
        "link": absolute("run_reports.show", slug=run.slug),
        "note": report.decision_note,
    }
    mark = f"{template}:{report.public_id}:{occasion}"
    for person_id in people:
        mailing.tell(person_id, "training", mark=mark, template=template, **context)


def state_words() -> dict[str, str]:
    """Return the names of the states of a report."""
    return {
        "draft": _("Being written"),
        "handed-in": _("Handed in, waits for the partner"),
        "returned": _("Returned with a note"),
        "accepted": _("Accepted"),
    }


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None
