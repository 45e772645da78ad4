"""What trainers read of the people of a course: statements prepared once, plain rows. No rights."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from courses.models import Completion, Course, Enrolment, Release, ReleaseStep, StepProgress
from courses.queries import AnyRow
from courses.roster.models import RiskRule
from courses.roster.risk import Limits, Rule
from elearn.accounts.countries import table as countries
from elearn.accounts.models import Person
from elearn.core.database import UtcDateTime, read
from elearn.core.paging import Page

SORTS = ("name", "enrolled", "seen", "done", "score", "due")
PAGE = 50
# As many stand on a list to be signed.
MOST_NAMES = 500

_course_id = bindparam("course_id", type_=Integer())
_release_id = bindparam("release_id", type_=Integer())

_course = (
    select(
        Course.id,
        Course.public_id,
        Course.slug,
        Course.title,
        Course.state,
        Course.language,
        Course.organisation_id,
        Course.current_release_id.label("release_id"),
        Release.title.label("released_title"),
        Release.required_steps,
        RiskRule.away_days,
        RiskRule.due_days,
        RiskRule.count_not_started,
    )
    .outerjoin(Release, Release.id == Course.current_release_id)
    .outerjoin(RiskRule, RiskRule.course_id == Course.id)
    .where(Course.slug == bindparam("slug", type_=String()))
)


def course_of(slug: str) -> AnyRow | None:
    """Return a course with its at-risk rule (nulls for the plain one), in whatever state."""
    return read(_course, {"slug": slug}).one_or_none()


def rule_of(course: AnyRow) -> Rule:
    """Return the at-risk rule of a course that `course_of` gave."""
    if course.away_days is None:
        return Rule()
    return Rule(course.away_days, course.due_days, course.count_not_started)


@dataclass(frozen=True)
class Filter:
    """Which learners are meant; empty texts ask for nothing. `group` is a UN regional group."""

    state: str = ""
    group: str = ""
    country: str = ""
    way: str = ""
    text: str = ""

    def asked(self) -> dict[str, str]:
        """Return what was asked for, as an address holds it."""
        return {name: value for name, value in asdict(self).items() if value}

    def named(self) -> frozenset[str]:
        """Return which filters are asked for besides the state: they shape the statement."""
        return frozenset(self.asked()) - {"state"}


_open = and_(Completion.id.is_(None), Enrolment.left_at.is_(None))


def _moment(name: str) -> Any:
    return bindparam(name, type_=UtcDateTime())


at_risk: ColumnElement[bool] = and_(
    _open,
    or_(
        and_(Enrolment.last_seen_at.is_(None), Enrolment.enrolled_at < _moment("idle")),
        Enrolment.last_seen_at < _moment("away"),
        Enrolment.due_at < _moment("due"),
    ),
)
IN_STATE: Mapping[str, ColumnElement[bool]] = {
    "not-started": and_(_open, Enrolment.last_seen_at.is_(None)),
    "underway": and_(_open, Enrolment.last_seen_at.is_not(None)),
    "completed": Completion.id.is_not(None),
    "left": and_(Completion.id.is_(None), Enrolment.left_at.is_not(None)),
    "at-risk": at_risk,
}
_enrolments = (
    select(Enrolment.id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Enrolment.course_id == _course_id)
)
_done_of = (
    select(func.count())
    .select_from(StepProgress)
    .join(
        ReleaseStep,
        and_(ReleaseStep.step_id == StepProgress.step_id, ReleaseStep.required.is_(True)),
    )
    .where(StepProgress.enrolment_id == Enrolment.id, StepProgress.completed_at.is_not(None))
    .where(ReleaseStep.release_id == _release_id)
    .correlate(Enrolment)
    .scalar_subquery()
)
# Until the course is completed, the mean of the best scores so far.
_score_of = func.coalesce(
    Completion.score,
    select(func.sum(StepProgress.score) // func.count(StepProgress.score))
    .where(StepProgress.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery(),
)
_ORDERS: Mapping[str, Any] = {
    "name": func.lower(Person.name),
    "enrolled": Enrolment.enrolled_at,
    "seen": Enrolment.last_seen_at,
    "done": _done_of,
    "score": _score_of,
    "due": Enrolment.due_at,
}
COLUMNS = (
    Enrolment.id,
    Enrolment.public_id,
    Person.name,
    Enrolment.country,
    Enrolment.way,
    Enrolment.enrolled_at,
    Enrolment.last_seen_at,
    Enrolment.due_at,
    Enrolment.left_at,
    Completion.completed_at,
    _done_of.label("done"),
    _score_of.label("score"),
)


def narrowed(statement: Select[Any], filters: frozenset[str], state: str) -> Select[Any]:
    """Narrow a statement over enrolments by the filters that are named."""
    if state:
        statement = statement.where(IN_STATE[state])
    if "country" in filters:
        statement = statement.where(Enrolment.country == bindparam("country"))
    if "group" in filters:
        statement = statement.where(Enrolment.country.in_(bindparam("group", expanding=True)))
    if "way" in filters:
        statement = statement.where(Enrolment.way == bindparam("way"))
    if "text" in filters:
        pattern = bindparam("text", type_=String())
        statement = statement.where(
            or_(
                func.lower(Person.name).like(pattern, escape="\\"),
                Person.name.like(bindparam("as_typed", type_=String()), escape="\\"),
                Person.email.like(pattern, escape="\\"),
            )
        )
    return statement


# Statements are put together once for each kind of question.
@lru_cache(maxsize=1024)
def _page_of(filters: frozenset[str], state: str, sort: str) -> Select[Any]:
    name, down = sort.removeprefix("-"), sort.startswith("-")
    column = _ORDERS[name]
    # What is missing comes last, whichever way the list goes.
    missing = [] if name in ("name", "enrolled", "done") else [case((column.is_(None), 1), else_=0)]
    order = [*missing, column.desc() if down else column.asc(), Enrolment.id]
    inner = narrowed(_enrolments, filters, state).order_by(*order)
    # The ids of the page first: only for these is anything counted.
    ids = inner.limit(bindparam("most", type_=Integer())).offset(
        bindparam("skipped", type_=Integer())
    )
    found = ids.subquery()
    return (
        select(*COLUMNS)
        .join(found, found.c.id == Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .order_by(*order)
    )


def values_of(course: AnyRow, asked: Filter, limit: Limits) -> dict[str, Any]:
    """Return the values of the statements of this file."""
    values: dict[str, Any] = {
        "course_id": course.id,
        "release_id": course.release_id or 0,
        "away": limit.away,
        "idle": limit.idle,
        "due": limit.due,
    }
    given = asked.asked()
    if asked.group:
        given["group"] = codes_of(asked.group)  # type: ignore[assignment]
    if asked.text:
        given |= {"text": _pattern(asked.text.lower()), "as_typed": _pattern(asked.text)}
    given.pop("state", None)
    return values | given


def codes_of(group: str) -> list[str]:
    """Return the countries of a regional group."""
    return [code for code, country in countries().items() if country.group == group]


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def page(
    course: AnyRow, asked: Filter, limit: Limits, sort: str, number: int, size: int = PAGE
) -> Page:
    """Return one page of the learners who are meant, in the order asked for."""
    statement = _page_of(asked.named(), asked.state, sort)
    values = values_of(course, asked, limit)
    rows = read(statement, values | {"most": size + 1, "skipped": (number - 1) * size}).all()
    return Page(rows[:size], number, len(rows) > size)


_ids = lru_cache(maxsize=1024)(
    lambda filters, state: (
        narrowed(_enrolments, filters, state)
        .order_by(Enrolment.id)
        .limit(bindparam("most", type_=Integer()))
    )
)


def chosen_ids(course: AnyRow, asked: Filter, limit: Limits, most: int) -> list[int]:
    """Return the enrolments that are meant, at most so many."""
    values = values_of(course, asked, limit) | {"most": most}
    return read(_ids(asked.named(), asked.state), values).scalars()


def _sum(condition: ColumnElement[bool], name: str) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)


_kinds = (
    select(Enrolment.country, Enrolment.way)
    .where(Enrolment.course_id == _course_id)
    .distinct()
    .subquery()
)
# Every combination of country and way in, whatever is asked for: "KE:open,:code".
_kinds_told = select(
    func.aggregate_strings(func.coalesce(_kinds.c.country, "") + ":" + _kinds.c.way, ",")
).scalar_subquery()


@lru_cache(maxsize=1024)
def _counts_of(filters: frozenset[str]) -> Select[Any]:
    columns = [_sum(condition, name.replace("-", "_")) for name, condition in IN_STATE.items()]
    counted = (
        select(func.count().label("all"), *columns, _kinds_told.label("kinds"))
        .select_from(Enrolment)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(Enrolment.course_id == _course_id)
    )
    if "text" in filters:
        counted = counted.join(Person, Person.id == Enrolment.person_id)
    return narrowed(counted, filters, "")


def counts(course: AnyRow, asked: Filter, limit: Limits) -> AnyRow:
    """Return how many are in each state, whatever state is asked for: all, not_started, ...

    `kinds` holds every combination of country and way in that the learners of the course have.
    """
    return read(_counts_of(asked.named()), values_of(course, asked, limit)).one()


_ids_of = (
    select(Enrolment.id)
    .where(Enrolment.course_id == _course_id)
    .where(Enrolment.public_id.in_(bindparam("public_ids", expanding=True)))
    .order_by(Enrolment.id)
)


def ids_of(course_id: int, public_ids: Sequence[str]) -> list[int]:
    """Return the enrolments of the course that have these public ids."""
    values = {"course_id": course_id, "public_ids": list(public_ids)}
    return read(_ids_of, values).scalars()
