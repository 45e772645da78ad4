"""Completing a run: dated facts, made in the request that meets the rule, and their certificates.

Call inside `transaction.write()`. Everything may be repeated and changes nothing then. At most
`AT_ONCE` certificates are issued in one transaction; a job goes on with the rest.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.dialects.postgresql import insert

from certificates import operations as certificates
from courses import learning
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db, execute
from elearn.programmes import completing, completion_queries
from elearn.programmes.completing import CourseFact, Rule, Trace
from elearn.programmes.models import Place, Run, RunCompletion
from elearn.programmes.run_edits import note

AT_ONCE = 10
# A run is completed from its approval on; what its partner accepted stays as it was.
COMPLETED_IN = ("approved", "running", "closed")

_complete = (
    insert(RunCompletion)
    .on_conflict_do_nothing(index_elements=["place_id"])
    .returning(RunCompletion.id)
)


def complete_places(run_id: int, person_id: int | None = None) -> int:
    """Complete the run for those who hold a place in it and meet its rule; return how many.

    Call it whenever a course is completed or attendance changes. With certificates at once, they
    are issued too. A completion is never undone. For everybody (no person) at most `AT_ONCE` are
    completed now, a job goes on with the others.
    """
    run = db.session.get_one(Run, run_id)
    if run.state not in COMPLETED_IN:
        return 0
    places = completion_queries.uncompleted(run_id, person_id)
    # Two acts at once, a course and attendance, would each see the other missing.
    completion_queries.lock_people([place.person_id for place in places])
    met = [(place, items) for place, items in traces(run, places) if completing.is_complete(items)]
    made = sum(_completed(run, place, items) for place, items in met[:AT_ONCE])
    if len(met) > AT_ONCE:
        outbox.enqueue("programmes.complete", run_id=run_id)
    return made


def traces(
    run: Run, places: Sequence[completion_queries.AnyRow]
) -> list[tuple[completion_queries.AnyRow, Trace]]:
    """Return for each place the trace of the rule of the run, as it stands now."""
    if not places:
        return []
    facts = completion_queries.facts_of(run.id, [place.person_id for place in places])
    rule = Rule(run.order, run.needed, run.attendance_percent, facts.required_minutes)
    return [(place, completing.trace(rule, *_own(facts, place))) for place in places]


def trace_of(run: Run, place: Place) -> Trace:
    """Return the trace of the rule of the run for somebody who holds a place in it, for “Why?”."""
    return traces(run, completion_queries.uncompleted(run.id, place.person_id))[0][1]


def _own(
    facts: completion_queries.Facts, place: completion_queries.AnyRow
) -> tuple[list[CourseFact], int]:
    courses = [
        CourseFact(
            course.title,
            course.required,
            (place.person_id, course.course_id) in facts.completed,
            course.state == "published",
        )
        for course in facts.courses
    ]
    return courses, facts.attended.get(place.id, 0)


def _completed(run: Run, place: completion_queries.AnyRow, items: Trace) -> bool:
    moment = now()
    values = {"place_id": place.id, "completed_at": moment, "trace": items}
    if execute(_complete, values).scalar() is None:
        return False
    if run.awards == "at-once":
        certify(run, place, moment)
    return True


def certify(run: Run, place: completion_queries.AnyRow, completed_at: datetime) -> None:
    """Issue the certificate of the run to the person of the place, once."""
    facts = completion_queries.award_facts(run)
    certificates.issue(
        person_id=place.person_id,
        kind="programme",
        subject_key=subject_key(run.public_id),
        holder_name=place.name,
        title=facts["title"],
        language=facts["language"],
        minutes=facts["minutes"],
        tier="completion",
        completed_on=_day_there(completed_at, place.timezone),
    )


def subject_key(run_public_id: str) -> str:
    """Return what a certificate or a survey of the run is about."""
    return f"run:{run_public_id}"


def _day_there(moment: datetime, timezone: str) -> date:
    try:
        return moment.astimezone(ZoneInfo(timezone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC).date()


def release_awards(run: Run, actor: SignedIn | None) -> bool:
    """Let go the certificates a run holds back: of its courses, and its own.

    Called when the report is accepted. At most `AT_ONCE` are issued now, a job goes on with the
    others. Returns whether any are left. Runs whose certificates leave at once hold none back.
    """
    if run.awards != "after-the-run":
        return False
    held = completion_queries.held_enrolments(run.id, AT_ONCE + 1)
    for enrolment_id in held[:AT_ONCE]:
        learning.let_go(enrolment_id, actor)
    room = max(AT_ONCE - len(held), 0)
    waiting = completion_queries.uncertified(run, room + 1)
    for place in waiting[:room]:
        certify(run, place, place.completed_at)
    left = len(held) > AT_ONCE or len(waiting) > room
    if left:
        args: dict[str, Any] = {"run_id": run.id, "actor_id": actor.id if actor else None}
        outbox.enqueue("programmes.release_awards", **args)
    if held or waiting:
        note(run, actor, "run.release-awards", left=left)
    return left


def programmes_completed(person_id: int) -> set[str]:
    """Return the public ids of the programmes of which the person completed a run."""
    return completion_queries.programmes_completed(person_id)
