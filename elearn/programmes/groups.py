"""Groups of people without accounts: counted, corrected, deleted. Nothing names anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from elearn.accounts.audit import record
from elearn.accounts.models import STAKEHOLDERS
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes import group_counting as counting
from elearn.programmes.completion_queries import AnyRow
from elearn.programmes.models import Run
from elearn.programmes.session_errors import GroupNotFound, GroupUnusable
from elearn.programmes.session_models import GroupCount, GroupSession
from elearn.programmes.session_operations import LONGEST_MINUTES, refuse_reported

LONGEST_TEXT = 120
Counts = Mapping[tuple[str, str], int]

NAMES_SOMEBODY = {
    "address": _l(
        "This holds an address. People of a group are counted, never named: leave it out."
    ),
    "telephone": _l(
        "This looks like a telephone number. People of a group are counted, never named: leave it"
        " out."
    ),
    "names": _l(
        "This looks like names of people. They are counted, never named: leave the names out. If"
        " it is a topic or a place, write it in lower case."
    ),
}


@dataclass(frozen=True)
class Counted:
    """What is said of a group: when, where, what about, in which language, how long, how many."""

    held_on: date
    title: str
    venue: str
    counts: Counts
    language: str = "en"
    minutes: int = 60
    stakeholder: str = "informal-sector"


def count_group(run: Run, counted: Counted, actor: SignedIn | None) -> GroupSession:
    """Count a group of the run. Raises RunIsReported, GroupUnusable."""
    refuse_reported(run)
    group = GroupSession(run_id=run.id, recorded_by_id=_id(actor), recorded_at=now())
    _apply(group, counted)
    db.session.add(group)
    db.session.flush()
    _store(group, counted.counts)
    people = counting.total(counted.counts)
    detail = {"group": group.public_id, "people": people}
    record(_id(actor), "run.count-group", "run", run.public_id, **detail)
    return group


def correct_group(run: Run, group: GroupSession, counted: Counted, actor: SignedIn | None) -> None:
    """Correct what was counted; the log keeps both numbers. Raises RunIsReported, GroupUnusable."""
    refuse_reported(run)
    before = counting.total(counts_of([group.id])[group.id])
    _apply(group, counted)
    db.session.flush()
    _store(group, counted.counts)
    people = counting.total(counted.counts)
    detail = {"group": group.public_id, "before": before, "people": people}
    record(_id(actor), "run.correct-group", "run", run.public_id, **detail)


def delete_group(run: Run, group: GroupSession, actor: SignedIn | None) -> None:
    """Delete a group counted by mistake; the log keeps its number. Raises RunIsReported."""
    refuse_reported(run)
    people = counting.total(counts_of([group.id])[group.id])
    db.session.execute(delete(GroupCount).where(GroupCount.group_session_id == group.id))
    db.session.delete(group)
    db.session.flush()
    detail = {"group": group.public_id, "people": people}
    record(_id(actor), "run.delete-group", "run", run.public_id, **detail)


def _apply(group: GroupSession, counted: Counted) -> None:
    check(counted)
    group.held_on = counted.held_on
    group.title = counted.title
    group.venue = counted.venue
    group.language = counted.language
    group.minutes = counted.minutes
    group.stakeholder = counted.stakeholder


def check(counted: Counted) -> None:
    """Raise GroupUnusable for what cannot be right or would name somebody."""
    if not counted.title:
        raise GroupUnusable("title", _l("Say what the session was about."))
    if counted.held_on > now().date().replace(year=now().year + 1):
        raise GroupUnusable("held_on", _l("The day lies too far ahead."))
    if not 1 <= counted.minutes <= LONGEST_MINUTES:
        raise GroupUnusable("minutes", _l("A session lasts between 1 minute and 24 hours."))
    if counted.stakeholder not in STAKEHOLDERS:
        raise GroupUnusable("stakeholder", _l("Choose a group from the list."))
    for field in ("title", "venue"):
        text = getattr(counted, field)
        found = counting.people_in(text)
        if found:
            raise GroupUnusable(field, NAMES_SOMEBODY[found])
        if len(text) > LONGEST_TEXT:
            raise GroupUnusable(field, _l("Say it in fewer words: 120 characters at most."))
    if counting.wrong_cells(counted.counts):
        raise GroupUnusable("counts", _l("Give whole numbers between 0 and 5,000."))
    if not counting.total(counted.counts):
        raise GroupUnusable("counts", _l("Count at least one person."))


def _store(group: GroupSession, counts: Counts) -> None:
    db.session.execute(delete(GroupCount).where(GroupCount.group_session_id == group.id))
    rows = [
        {"group_session_id": group.id, "gender": gender, "age_band": band, "people": people}
        for (gender, band), people in counts.items()
        if people
    ]
    db.session.execute(insert(GroupCount), rows)


def group_of(run_id: int, public_id: str) -> GroupSession:
    """Return a group of the run. Raises GroupNotFound."""
    found = db.session.scalars(
        select(GroupSession).where(
            GroupSession.run_id == run_id, GroupSession.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise GroupNotFound
    return found


def groups_of(run_id: int) -> Sequence[AnyRow]:
    """Return the groups of a run, latest day first."""
    return db.session.execute(
        select(
            GroupSession.id,
            GroupSession.public_id,
            GroupSession.held_on,
            GroupSession.title,
            GroupSession.venue,
            GroupSession.language,
            GroupSession.minutes,
            GroupSession.stakeholder,
        )
        .where(GroupSession.run_id == run_id)
        .order_by(GroupSession.held_on.desc(), GroupSession.id.desc())
    ).all()


def counts_of(group_ids: Sequence[int]) -> dict[int, dict[tuple[str, str], int]]:
    """Return people by gender and age band, for each of the groups."""
    found: dict[int, dict[tuple[str, str], int]] = {group: {} for group in group_ids}
    rows = db.session.execute(
        select(
            GroupCount.group_session_id, GroupCount.gender, GroupCount.age_band, GroupCount.people
        ).where(GroupCount.group_session_id.in_(group_ids))
    )
    for group, gender, band, people in rows:
        found[group][gender, band] = people
    return found


def totals_of(run_id: int) -> dict[str, Any]:
    """Return what the groups of the run come to. Shown beside learners, never added to them."""
    groups = db.session.scalars(select(GroupSession.id).where(GroupSession.run_id == run_id)).all()
    return counting.added_up(list(counts_of(groups).values()))


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None
