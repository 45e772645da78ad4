"""What organisers read of the people of a session: statements prepared once. No rights.

The board and every export show what people gave at registration and agreed to: never their gender
(the form promises totals only), nor anything of their account but the address letters go to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Text,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from elearn.accounts.models import Person
from elearn.core.database import read
from elearn.core.paging import Page
from elearn.webinars.models import SeatPool
from elearn.webinars.queries import AnyRow
from elearn.webinars.registration.registration_models import Registration, SignUp

ON_A_PAGE = 50
BATCH = 500
# As many seats as a session may have stand on a list to be signed.
MOST_NAMES = 10_000

_session_id = bindparam("session_id", type_=Integer())


@dataclass(frozen=True)
class Asked:
    """Which registrations are meant; empty texts ask for nothing.

    `region` is a UN regional group, `language` that of letters, `text` part of a name, an address
    or an affiliation.
    """

    state: str = ""
    region: str = ""
    country: str = ""
    language: str = ""
    stakeholder: str = ""
    text: str = ""

    def given(self) -> dict[str, str]:
        """Return what is asked for, as an address holds it."""
        return {name: value for name, value in asdict(self).items() if value}


# Where letters go: the address of the account, else the one given; none once it is erased.
EMAIL = case((SignUp.erased_at.is_(None), func.coalesce(Person.email, SignUp.email)))
COLUMNS = (
    Registration.id,
    Registration.public_id,
    Registration.number,
    Registration.state,
    Registration.asked_at,
    Registration.minutes,
    Registration.source,
    SignUp.name,
    SignUp.affiliation,
    SignUp.country,
    SignUp.region,
    SignUp.stakeholder,
    SignUp.language,
    SignUp.response_id,
    EMAIL.label("email"),
)
_of_session = Registration.session_id == _session_id
_joined = (
    select(Registration.id)
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .outerjoin(Person, Person.id == SignUp.person_id)
    .where(_of_session)
)
_rows = (
    select(*COLUMNS)
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .outerjoin(Person, Person.id == SignUp.person_id)
)
_EQUAL: Mapping[str, Any] = {
    "state": Registration.state,
    "region": SignUp.region,
    "country": SignUp.country,
    "language": SignUp.language,
    "stakeholder": SignUp.stakeholder,
}


def _narrowed(statement: Select[Any], names: frozenset[str]) -> Select[Any]:
    for name in sorted(names - {"text"}):
        statement = statement.where(_EQUAL[name] == bindparam(name, type_=String()))
    if "text" in names:
        pattern, typed = bindparam("text", type_=String()), bindparam("typed", type_=String())
        # SQLite lowers Latin letters only: others are found as they are typed.
        matches = [func.lower(one).like(pattern, escape="\\") for one in _SEARCHED]
        matches += [one.like(typed, escape="\\") for one in _SEARCHED]
        statement = statement.where(or_(*matches))
    return statement


_SEARCHED = (SignUp.name, SignUp.affiliation, EMAIL)


# Statements are put together once for each kind of question.
@lru_cache(maxsize=256)
def _page_of(names: frozenset[str]) -> Select[Any]:
    # The ids of the page first: people are looked up for these alone.
    of_page = _narrowed(_joined if names - {"state"} else _plain, names)
    ids = (
        of_page.order_by(Registration.number.desc())
        .limit(bindparam("most", type_=Integer()))
        .offset(bindparam("skipped", type_=Integer()))
        .subquery()
    )
    return _rows.join(ids, ids.c.id == Registration.id).order_by(Registration.number.desc())


_plain = select(Registration.id).where(_of_session)


def page(session_id: int, asked: Asked, number: int, size: int = ON_A_PAGE) -> Page:
    """Return one page of the registrations of a session, newest first."""
    values = _values(session_id, asked) | {"most": size + 1, "skipped": (number - 1) * size}
    rows = read(_page_of(frozenset(asked.given())), values).all()
    return Page(rows[:size], number, len(rows) > size)


@lru_cache(maxsize=256)
def _batch_of(names: frozenset[str]) -> Select[Any]:
    return (
        _narrowed(_rows.where(_of_session), names)
        .where(Registration.number > bindparam("after", type_=Integer()))
        .order_by(Registration.number)
        .limit(BATCH)
    )


def batches(session_id: int, asked: Asked) -> Iterator[Sequence[AnyRow]]:
    """Yield the registrations that are meant, so many at a time, in the order of asking."""
    statement = _batch_of(frozenset(asked.given()))
    values, after = _values(session_id, asked), 0
    while rows := read(statement, values | {"after": after}).all():
        yield rows
        if len(rows) < BATCH:
            return
        after = rows[-1].number


def _values(session_id: int, asked: Asked) -> dict[str, Any]:
    values: dict[str, Any] = {"session_id": session_id} | asked.given()
    if asked.text:
        values |= {"text": _pattern(asked.text.lower()), "typed": _pattern(asked.text)}
    return values


def _pattern(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%"


@dataclass(frozen=True)
class Counts:
    """How many registrations are in each state, and (region, seats, taken) of each pool."""

    states: dict[str, int]
    pools: tuple[tuple[str, int, int], ...]

    @property
    def seats(self) -> int:
        return sum(seats for _region, seats, _taken in self.pools)

    @property
    def taken(self) -> int:
        return sum(taken for _region, _seats, taken in self.pools)


_counts = union_all(
    select(
        literal("state", Text()).label("kind"),
        Registration.state.label("name"),
        func.count().label("a"),
        literal(0, Integer()).label("b"),
    )
    .where(_of_session)
    .group_by(Registration.state),
    select(literal("pool", Text()), SeatPool.region, SeatPool.seats, SeatPool.taken).where(
        SeatPool.session_id == _session_id
    ),
)


def counts(session_id: int) -> Counts:
    """Return how a session fills, by one statement."""
    rows = read(_counts, {"session_id": session_id}).all()
    pools = sorted((row.name, row.a, row.b) for row in rows if row.kind == "pool")
    return Counts({row.name: row.a for row in rows if row.kind == "state"}, tuple(pools))


_names = (
    select(SignUp.name, SignUp.affiliation, SignUp.country)
    .join(Registration, Registration.sign_up_id == SignUp.id)
    .where(_of_session, Registration.state == "in", SignUp.erased_at.is_(None))
    .order_by(func.lower(SignUp.name), Registration.number)
    .limit(MOST_NAMES)
)


def names_in(session_id: int) -> Sequence[AnyRow]:
    """Return who is in, by name, for a list to sign."""
    return read(_names, {"session_id": session_id}).all()


_one = _rows.add_columns(
    Registration.sign_up_id,
    Registration.reason,
    Registration.placed_at,
    Registration.offer_until,
    Registration.left_at,
    SignUp.erased_at,
).where(_of_session, Registration.public_id == bindparam("public_id", type_=String()))


def one(session_id: int, public_id: str) -> AnyRow | None:
    """Return one registration of a session with its person, or None."""
    return read(_one, {"session_id": session_id, "public_id": public_id}).one_or_none()
