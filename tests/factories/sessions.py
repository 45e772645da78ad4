"""Sessions, attendance, groups and reports of a run, made through the operations, for tests.

run = run_of(cast, people=3)                # inside `with writing():`; Tomas manages it
session = session_of(run, minutes=60)
"""

from datetime import date, time, timedelta
from typing import Any

from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes import groups, operations, run_reports, session_operations
from elearn.programmes.groups import Counted
from elearn.programmes.models import Run, RunTrainer
from elearn.programmes.run_reports import Words
from elearn.programmes.session_models import ClassSession, GroupSession
from elearn.programmes.session_operations import Planned
from tests.cast import Cast
from tests.factories.programmes import partner_of_run, people, running_run

COUNTS = {("female", "25-34"): 12, ("female", "35-49"): 9, ("male", "25-34"): 8}
COUNTS |= {("male", "50-64"): 4, ("not-stated", "not-stated"): 1}


def run_of(cast: Cast, *, people: int = 0, learners: tuple[int, ...] = (), **more: Any) -> Run:
    """Make a running run that Tomas manages, with people in it; Paula's centre is its partner."""
    more.setdefault("places", 400)
    centre = partner_of_run(cast.partner.id) if more.pop("partner", True) else None
    run = running_run(made_by=cast.trainer.id, partner_id=centre, **more)
    for person_id in [*learners, *crowd(people)]:
        operations.ask(run.id, person_id, None)
    return run


def crowd(number: int) -> list[int]:
    return people(number) if number else []


def session_of(run: Run, **more: Any) -> ClassSession:
    """Plan a session that began yesterday at 10:00 in the zone of the run."""
    yesterday = (now() - timedelta(days=1)).date()
    said = {"title": "Sorting batteries", "minutes": 60, "day": yesterday, "hour": time(10)}
    return session_operations.make_session(run, Planned(**(said | more)), None)


def group_of(run: Run, **more: Any) -> GroupSession:
    """Count a group of 34."""
    said = {
        "held_on": date(2026, 3, 2),
        "title": "Sorting batteries safely",
        "venue": "Yard north",
        "counts": COUNTS,
    }
    return groups.count_group(run, Counted(**(said | more)), None)


def trainer_of(run: Run, person_id: int, learned_in: Run | None = None) -> None:
    """Let the person train in the run."""
    db.session.add(
        RunTrainer(
            run_id=run.id, person_id=person_id, learned_in_id=learned_in.id if learned_in else None
        )
    )
    db.session.flush()


def handed_in(run: Run, actor: Any = None) -> None:
    """Close the run and hand in its report."""
    operations.close(run.id, None, confirmed=True)
    run_reports.write_report(run, Words(what_happened="People sort batteries now."), actor)
    run_reports.hand_in(run, actor)
