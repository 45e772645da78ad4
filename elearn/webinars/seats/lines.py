"""The line of a session: its lock, its numbers, its pools of seats.

Call inside `transaction.write()`. Whoever changes a registration or a pool holds the lock of the
session first: on PostgreSQL the row of the session, on SQLite the one write lock there is. Who
changes several sessions locks all of them at once, before anything else is written: the audit log
has a lock of its own, which is taken last.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select, update
from sqlalchemy.orm import aliased

from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.database import Rows, execute, flush
from elearn.webinars.errors import SessionNotFound
from elearn.webinars.models import SeatPool, Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp


class Line(NamedTuple):
    """What a session is while its lock is held; `last_number` is the highest number given."""

    id: int
    public_id: str
    webinar_id: int
    state: str
    starts_at: datetime
    minutes: int
    opens_at: datetime | None
    closes_at: datetime | None
    sequence: int
    last_number: int


_columns = tuple(getattr(WebinarSession.__table__.c, name) for name in Line._fields)
_this = WebinarSession.id == bindparam("session")
# Nothing refers to these columns: rows that only refer to a session need not wait.
_lock = select(*_columns).where(_this).with_for_update(key_share=True)
_lock_all = (
    select(WebinarSession.id)
    .where(WebinarSession.id.in_(bindparam("sessions", expanding=True)))
    .order_by(WebinarSession.id)
    .with_for_update(key_share=True)
)
_count = (
    update(WebinarSession)
    .where(_this)
    .values(last_number=WebinarSession.last_number + bindparam("by"))
    .returning(*_columns)
)


def people_who_may_move_up() -> tuple[Any, ...]:
    """Return the conditions on SignUp, outer-joined with Person, of who is not passed over."""
    # Both are null for a member of a delegation without an account.
    return SignUp.erased_at.is_(None), Person.suspended_at.is_(None), Person.erased_at.is_(None)


def waiting_for(pool: Any) -> Select[Any]:
    """Return the statement for whoever waits and may take a seat of the pool."""
    return (
        select(Registration.id)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .where(
            Registration.session_id == pool.session_id,
            Registration.state == "waiting",
            or_(pool.region == "", SignUp.region == pool.region),
            *people_who_may_move_up(),
        )
        .correlate(pool)
    )


# The seat for the number: of the region's own pool if one is free there, else for everybody, and
# only where nobody before them waits. The row that is changed must still have a free seat.
_pool = aliased(SeatPool)
_open = (
    select(_pool.id)
    .where(
        _pool.session_id == bindparam("session"),
        _pool.region.in_(("", bindparam("own_region"))),
        _pool.taken < _pool.seats,
        ~waiting_for(_pool).where(Registration.number < bindparam("number")).exists(),
    )
    .order_by(_pool.region.desc())
    .limit(1)
)
_take = (
    update(SeatPool)
    .where(SeatPool.id == _open.scalar_subquery(), SeatPool.taken < SeatPool.seats)
    .values(taken=SeatPool.taken + 1)
    .returning(SeatPool.id)
)
_take_of = (
    update(SeatPool)
    .where(SeatPool.id == bindparam("pool"), SeatPool.taken < SeatPool.seats)
    .values(taken=SeatPool.taken + 1)
    .returning(SeatPool.id)
)
_give_back = (
    update(SeatPool)
    .where(SeatPool.id == bindparam("pool"))
    .values(taken=SeatPool.taken - 1)
    .returning(SeatPool.id)
)
_first = (
    select(Registration.id, SeatPool.id.label("pool_id"), Webinar.offer_hours)
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .join(Webinar, Webinar.id == SignUp.webinar_id)
    .outerjoin(Person, Person.id == SignUp.person_id)
    .join(
        SeatPool,
        and_(
            SeatPool.session_id == Registration.session_id,
            SeatPool.region.in_(("", SignUp.region)),
            SeatPool.taken < SeatPool.seats,
        ),
    )
    .where(
        Registration.session_id == bindparam("session"),
        Registration.state == "waiting",
        *people_who_may_move_up(),
    )
    .order_by(Registration.number, SeatPool.region.desc())
    .limit(1)
)


def lock(session_id: int) -> Line:
    """Hold the line of a session until the transaction ends. Raises SessionNotFound."""
    return _line(_lock, session=session_id)


def lock_all(session_ids: Iterable[int]) -> None:
    """Hold the lines of several sessions, by their ids: nobody then waits for each other."""
    run(_lock_all, sessions=sorted(set(session_ids)))


def draw_number(session_id: int) -> Line:
    """Hold the line and give out its next number, `last_number`. Raises SessionNotFound."""
    return _line(_count, session=session_id, by=1)


def put_back_number(session_id: int) -> None:
    """Take back the number just given, which nobody used."""
    _line(_count, session=session_id, by=-1)


def _line(statement: Any, **values: Any) -> Line:
    # What whoever calls changed before, on the session say, counts.
    flush()
    row = run(statement, **values).one_or_none()
    if row is None:
        raise SessionNotFound
    return Line(*row)


def take_seat(session_id: int, region: str, number: int) -> int | None:
    """Take a free seat for whoever has the number; return its pool, or None: they must wait."""
    pool: int | None = run(_take, session=session_id, own_region=region, number=number).scalar()
    return pool


def take_seat_of(pool_id: int) -> bool:
    """Take a seat of the pool; the database says whether there was one."""
    return run(_take_of, pool=pool_id).scalar() is not None


def give_back(pool_id: int) -> None:
    """Make a seat of the pool free."""
    run(_give_back, pool=pool_id)


def first_in_line(session_id: int) -> Any:
    """Return `id`, `pool_id`, `offer_hours` of who is next and the pool with a seat, or None."""
    return run(_first, session=session_id).one_or_none()


def run(statement: Any, **values: Any) -> Rows:
    """Run a prebuilt statement past the session: what is loaded is read anew by whoever asks."""
    return execute(statement, values)


def note(line: Line, actor: SignedIn | None, act: str, **detail: Any) -> None:
    """Record the act on the session."""
    record(actor.id if actor else None, act, "webinar-session", line.public_id, **detail)
