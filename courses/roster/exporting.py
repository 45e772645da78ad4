"""The people of a course as tables for a spreadsheet, written batch by batch: memory stays flat."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select

from courses.accounting import safe
from courses.models import Completion, Enrolment, StepProgress
from courses.queries import AnyRow
from courses.roster import learner_queries
from courses.roster.queries import COLUMNS, Filter, narrowed, values_of
from courses.roster.risk import Limits, reasons, state_of
from elearn.accounts.countries import name_of
from elearn.accounts.models import Person
from elearn.core.database import read

BATCH = 500
HEAD = (
    "id", "name", "country", "country_code", "way", "state", "at_risk", "enrolled",
    "seen_last", "due", "left", "completed", "done", "required", "score_percent",
)  # fmt: skip
_base = (
    select(*COLUMNS)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Enrolment.course_id == bindparam("course_id", type_=Integer()))
    .where(Enrolment.id > bindparam("after", type_=Integer()))
)
_progress = select(
    StepProgress.enrolment_id,
    StepProgress.step_id,
    StepProgress.opened_at,
    StepProgress.completed_at,
    StepProgress.score,
).where(StepProgress.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))


@lru_cache(maxsize=1024)
def _batch(filters: frozenset[str], state: str) -> Select[Any]:
    return (
        narrowed(_base, filters, state)
        .order_by(Enrolment.id)
        .limit(bindparam("batch", type_=Integer()))
    )


def batches(course: AnyRow, asked: Filter, limit: Limits) -> Iterator[Sequence[AnyRow]]:
    """Yield the learners who are meant, so many at a time, in the order they enrolled."""
    statement = _batch(asked.named(), asked.state)
    values = values_of(course, asked, limit)
    after = 0
    while rows := read(statement, values | {"after": after, "batch": BATCH}).all():
        yield rows
        if len(rows) < BATCH:
            return
        after = rows[-1].id


def roster_csv(course: AnyRow, asked: Filter, limit: Limits) -> Iterator[str]:
    """Yield the roster as CSV: one learner a row, dates in ISO 8601 (UTC), scores in percent."""
    yield _lines([HEAD])
    for rows in batches(course, asked, limit):
        yield _lines(_roster_row(row, course, limit) for row in rows)


def _roster_row(row: AnyRow, course: AnyRow, limit: Limits) -> tuple[Any, ...]:
    return (
        row.public_id,
        row.name,
        name_of(row.country),
        row.country,
        row.way,
        state_of(row),
        "yes" if reasons(row, limit) else "no",
        _day(row.enrolled_at),
        _day(row.last_seen_at),
        _day(row.due_at),
        _day(row.left_at),
        _day(row.completed_at),
        row.done,
        course.required_steps,
        _percent(row.score),
    )


def by_step_csv(course: AnyRow, asked: Filter, limit: Limits) -> Iterator[str]:
    """Yield one learner a row and one step a column: score, or day completed, or `opened`."""
    steps = learner_queries.released_steps(course)
    yield _lines([("id", "name", "state", *(step.title for step in steps))])
    columns = [step.id for step in steps]
    for rows in batches(course, asked, limit):
        cells: dict[tuple[int, int], str] = {}
        for one in read(_progress, {"enrolment_ids": [row.id for row in rows]}):
            cells[one.enrolment_id, one.step_id] = _cell(one)
        yield _lines(
            (
                row.public_id,
                row.name,
                state_of(row),
                *(cells.get((row.id, step), "") for step in columns),
            )
            for row in rows
        )


def _cell(one: AnyRow) -> str:
    if one.completed_at is None:
        return "opened"
    return _percent(one.score) or _day(one.completed_at)


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _percent(hundredths: int | None) -> str:
    return f"{hundredths / 100:g}" if hundredths is not None else ""


def _lines(rows: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
