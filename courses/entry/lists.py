"""Lists of people in CSV: uploaded, tried by a job that changes nothing else, then carried out.

A list is carried out in short transactions, each of which also notes how far it is: a killed job
goes on where the last one ended, and nothing is done twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Select, select, update

from courses import access
from courses.entry import applying, cohorts, queries, reading, reports
from courses.entry.errors import FileTooLarge, FileUnreadable, ListIsNotReady, ListNotFound
from courses.entry.forms import zone_of
from courses.entry.judging import WHATS, Judge, Outcome
from courses.entry.models import Cohort, EntryList
from courses.models import Course
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core import outbox, storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

TRY, CARRY_OUT = "entry.try_list", "entry.carry_out"
TRIED_AT_ONCE = 500
# Rows of one write transaction: it is held for a few milliseconds a row.
DONE_AT_ONCE = 10
PART = 500
ROWS_A_JOB = 5000


@dataclass(frozen=True)
class Taken:
    """A file that was kept, before it is registered."""

    name: str
    key: str


@dataclass
class Standing:
    """A list as a job knows it, apart from the session: a roll-back forgets nothing of it."""

    id: int
    public_id: str
    course_id: int | None
    cohort_id: int | None
    mode: str
    file_key: str
    made_by_id: int | None
    done: int
    counts: dict[str, Any]


class CannotBeDone(Exception):
    """What the list asks is no longer possible; the sentence says why."""


class Moved(Exception):
    """Another worker went on with the list meanwhile."""


def taken(name: str, content: bytes) -> Taken:
    """Keep an uploaded file. Slow, so it comes before the transaction. Raises FileTooLarge."""
    if len(content) > reading.LARGEST:
        raise FileTooLarge
    return Taken(name[-200:] or "list.csv", storage.put(content, ".csv"))


def start(
    file: Taken,
    actor: SignedIn,
    *,
    mode: str = "add",
    course_id: int | None = None,
    cohort_id: int | None = None,
) -> EntryList:
    """Register a list for a course or a cohort, and queue the job that tries it."""
    made = EntryList(
        course_id=course_id,
        cohort_id=cohort_id,
        mode=mode,
        file_name=file.name,
        file_key=file.key,
        made_by_id=actor.id,
        counts={},
    )
    db.session.add(made)
    db.session.flush()
    record(actor.id, "list.upload", "list", made.public_id, mode=mode)
    outbox.enqueue(TRY, list_id=made.id)
    return made


def carry_out(list_id: str, actor: SignedIn) -> None:
    """Queue the job that does what a list says. Raises ListIsNotReady unless it was tried."""
    queued = db.session.execute(
        update(EntryList)
        .where(EntryList.public_id == list_id, EntryList.state == "tried")
        .values(state="running", done=0, counts={})
        .returning(EntryList.id)
    ).scalar()
    if queued is None:
        raise ListIsNotReady
    record(actor.id, "list.carry-out", "list", list_id)
    outbox.enqueue(CARRY_OUT, list_id=queued, start=0)


def find(list_id: str, *, course_id: int | None = None, cohort_id: int | None = None) -> EntryList:
    """Return a list of that course or cohort. Raises ListNotFound."""
    found = db.session.scalars(
        select(EntryList)
        .where(
            EntryList.public_id == list_id,
            EntryList.course_id == course_id,
            EntryList.cohort_id == cohort_id,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise ListNotFound
    return found


def lists_of(
    course_id: int | None = None, cohort_id: int | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the lists of a course or cohort, newest first."""
    return (
        select(
            EntryList.public_id,
            EntryList.file_name,
            EntryList.mode,
            EntryList.state,
            EntryList.rows,
            EntryList.done,
            EntryList.made_at,
        )
        .where(EntryList.course_id == course_id, EntryList.cohort_id == cohort_id)
        .order_by(EntryList.id.desc())
    )


def try_list(list_id: int) -> None:
    """Read a list and say what each row would do; nothing but the row of the list is changed."""
    found = _list(list_id, "reading")
    if found is None:
        return
    try:
        actor = _actor(found)
        with force_locale(actor.language):
            values = _tried(found, actor)
    except (FileUnreadable, CannotBeDone) as problem:
        values = {"state": "refused", "problem": str(problem)}
    db.session.rollback()
    with write():
        db.session.execute(
            update(EntryList)
            .where(EntryList.id == list_id, EntryList.state == "reading")
            .values(**values)
        )


def _tried(found: Standing, actor: SignedIn) -> dict[str, Any]:
    judge = _judge(found, actor)
    judge.free = applying.free_places(found.course_id) if found.course_id else None
    counts: dict[str, Any] = dict.fromkeys(WHATS, 0)
    parts, count = [], 0
    for batch in _batches(reading.rows(storage.get(found.file_key)), TRIED_AT_ONCE):
        facts = applying.known(found, batch)
        outcomes = [judge.judge(row, facts) for row in batch]
        _count(counts, outcomes)
        count += len(batch)
        lines = (reports.line_of(row, one) for row, one in zip(batch, outcomes, strict=True))
        parts.append(reports.written(lines))
    if not count:
        raise FileUnreadable(_("There are no rows below the first line."))
    return {"state": "tried", "rows": count, "counts": counts, "report_key": reports.keep(parts)}


def carry_on(list_id: int, start: int) -> None:
    """Do the rows of a list from where it stands; a long one goes on in the next job.

    `start` only tells jobs apart. Run beside another worker, or twice, it does nothing twice.
    """
    found = _list(list_id, "running")
    if found is None:
        return
    try:
        actor = _actor(found)
        with force_locale(actor.language):
            _do_rows(found, actor)
    except CannotBeDone as problem:
        _end(found, "refused", str(problem))
    except Moved:
        return


def _do_rows(found: Standing, actor: SignedIn) -> None:
    judge, course = _judge(found, actor), None
    if found.course_id is not None:
        course = queries.named(found.course_id)
    limit = found.done + ROWS_A_JOB
    rows = reading.rows(storage.get(found.file_key))
    for _row in range(found.done):
        judge.passed(next(rows))
    for batch in _batches(rows, DONE_AT_ONCE):
        if found.done >= limit:
            with write():
                outbox.enqueue(CARRY_OUT, list_id=found.id, start=found.done)
            return
        _keep_part(found)
        with write():
            facts = applying.known(found, batch)
            outcomes = [
                applying.carry_out(found, judge.judge(row, facts), course, actor) for row in batch
            ]
            _note(found, batch, outcomes)
    _end(found, "done")


def _note(found: Standing, batch: list[reading.Row], outcomes: list[Outcome]) -> None:
    counts: dict[str, Any] = {**dict.fromkeys(WHATS, 0), **found.counts}
    _count(counts, outcomes)
    lines = [reports.line_of(row, one) for row, one in zip(batch, outcomes, strict=True)]
    counts["tail"] = [*counts.get("tail", []), *lines]
    _save(found, found.done + len(batch), {"counts": counts})


def _keep_part(found: Standing) -> None:
    """Move what was done lately out of the row into a file; the row names it in the next note."""
    tail = found.counts.get("tail", [])
    if len(tail) >= PART:
        key = storage.put(reports.written(tail), ".csv")
        parts = [*found.counts.get("parts", []), key]
        found.counts = {**found.counts, "parts": parts, "tail": []}


def _save(found: Standing, done: int, values: dict[str, Any]) -> None:
    saved = db.session.execute(
        update(EntryList)
        .where(EntryList.id == found.id, EntryList.state == "running", EntryList.done == found.done)
        .values(done=done, **values)
        .returning(EntryList.id)
    ).scalar()
    if saved is None:
        raise Moved
    found.done, found.counts = done, values.get("counts", found.counts)


def _end(found: Standing, state: str, problem: str = "") -> None:
    """End a list: its report says what was done, which is less than asked when it was stopped."""
    parts = [storage.get(key) for key in found.counts.get("parts", [])]
    key = reports.keep([*parts, reports.written(found.counts.get("tail", []))])
    counts = {what: found.counts.get(what, 0) for what in WHATS}
    told = {"problem": problem, "report_key": key, "done_at": now(), "counts": counts}
    with write():
        _save(found, found.done, {"state": state, **told})
        record(found.made_by_id, "list.done", "list", found.public_id, **counts)
        if found.cohort_id is not None:
            cohorts.enrol_later(found.cohort_id)


def _list(list_id: int, state: str) -> Standing | None:
    columns = [getattr(EntryList, one.name) for one in fields(Standing)]
    row = db.session.execute(
        select(*columns).where(EntryList.id == list_id, EntryList.state == state)
    ).one_or_none()
    return Standing(*row) if row else None


def _actor(found: Standing) -> SignedIn:
    """Return who uploaded the list, if what it asks can be done by them. Raises CannotBeDone."""
    actor = person_by_id(found.made_by_id) if found.made_by_id else None
    if actor is None:
        raise CannotBeDone(_("Whoever uploaded this list has no open account any more."))
    with force_locale(actor.language):
        if found.course_id is None:
            cohort = db.session.get_one(Cohort, found.cohort_id, populate_existing=True)
            refusal = cohorts.can_manage(actor, cohort)
        else:
            course = db.session.get_one(Course, found.course_id, populate_existing=True)
            refusal = access.can_edit(actor, course)
            if course.state != "published":
                raise CannotBeDone(_("Nobody can be enrolled: the course is not published."))
        if refusal:
            raise CannotBeDone(refusal.reason)
    return actor


def _judge(found: Standing, actor: SignedIn) -> Judge:
    zone = zone_of(actor.timezone)
    today = now().astimezone(zone).date()
    return Judge(found.mode, zone, today, for_cohort=found.cohort_id is not None)


def _batches(rows: Iterable[reading.Row], size: int) -> Iterator[list[reading.Row]]:
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def _count(counts: dict[str, Any], outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        counts[one.what] += 1
