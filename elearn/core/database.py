"""The database: one metadata, two engines (SQLite and PostgreSQL), the same rules on both."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, DateTime, Executable, MetaData, Row, event
from sqlalchemy.engine import Connection, Dialect, result_tuple
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Named constraints from the first day: SQLite cannot drop what has no name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-20000",
    "PRAGMA temp_store=MEMORY",
)
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
WRITES = ("INSERT", "UPDATE", "DELETE")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Session(FlaskSession):
    """A session on the connection of this request, job or command, which `read` shares with it.

    Ending the session's transaction gives the connection back; `transaction.write()` commits both.
    """

    def get_bind(self, *about: Any, **more: Any) -> Connection:
        return held()

    def rollback(self) -> None:
        super().rollback()
        let_go()

    def close(self) -> None:
        super().close()
        let_go()


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": Session,
        "expire_on_commit": False,
        # The session goes on with the transaction that `read` began, and ends it as its own.
        "join_transaction_mode": "control_fully",
    },
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Json = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. Naive values are refused; SQLite stores it without the zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must say its zone.")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ReadOnly(RuntimeError):
    """Code wrote to the database outside `transaction.write()`."""


def init_app(app: Flask) -> None:
    """Bind the database to the application and put the rules of writing on its engine."""
    # Registered first, so that it is done after the session is removed.
    app.teardown_appcontext(lambda error: let_go())
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse_stray_writes)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)


def prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    """Give SQLite durable commits and foreign keys, and take transactions into our own hands."""
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def begin_sqlite(connection: Connection) -> None:
    """Begin: a writer takes the write lock at once, since SQLite refuses a later upgrade."""
    writing = connection.get_execution_options().get("write")
    # Straight to the driver: every request begins a transaction.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def refuse_stray_writes(
    connection: Connection,
    cursor: object,
    statement: str,
    parameters: object,
    context: object,
    many: bool,
) -> None:
    """Refuse data changes on a connection that `transaction.write()` did not open."""
    if statement.startswith(WRITES) and not connection.get_execution_options().get("write"):
        raise ReadOnly(f"Only transaction.write() may write: {statement[:60]}")


class Rows:
    """All rows of a statement."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[AnyRow]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[AnyRow]:
        return iter(self._rows)

    def all(self) -> Sequence[AnyRow]:
        """Return every row."""
        return self._rows

    def one_or_none(self) -> AnyRow | None:
        """Return the only row, or None. Raises MultipleResultsFound."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("Several rows were found where one was expected.")
        return self._rows[0] if self._rows else None

    def one(self) -> AnyRow:
        """Return the only row. Raises NoResultFound or MultipleResultsFound."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("No row was found where one was expected.")
        return row

    def scalar(self) -> Any:
        """Return the first value of the first row, or None."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> list[Any]:
        """Return the first value of every row."""
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:
        """Return the first value of the only row. Raises what `one` raises."""
        return self.one()[0]


class Prepared:
    """A statement as the driver takes it: written out, with what converts its values and rows.

    SQLAlchemy writes and converts; this keeps what it would look up again for every execution,
    which costs four times as much as the statement itself.
    """

    def __init__(self, statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> None:
        written = statement.compile(dialect=dialect, column_keys=sorted(values))
        state = written.construct_expanded_state(values)
        self.dialect = dialect
        self.names = frozenset(values)
        # Lists of values and values made or asked for by SQLAlchemy differ each time.
        self.lasting = not (
            self.names & state.parameter_expansion.keys()
            or any(parameter.callable for parameter in written.bind_names)
            or getattr(written, "insert_prefetch", ())
            or getattr(written, "update_prefetch", ())
        )
        self.text = state.statement
        self.positions = state.positiontup
        converters = {
            name: convert
            for parameter, name in written.bind_names.items()
            if (convert := parameter.type.dialect_impl(dialect).bind_processor(dialect))
        } | dict(state.processors)
        self.converters = [one for one in converters.items() if one[0] in values]
        self.constants = {
            name: converters[name](value) if name in converters else value
            for name, value in state.parameters.items()
            if name not in values
        }
        self.types = [column.type for column in statement.exported_columns]
        self.row = result_tuple(list(statement.exported_columns.keys()))
        # Which columns are converted is known once the driver has told their types.
        self.readers: list[tuple[int, Callable[[Any], Any]]] | None = None

    def fits(self, dialect: Dialect, values: Mapping[str, Any]) -> bool:
        return self.lasting and self.dialect is dialect and self.names == values.keys()

    def run(self, here: Connection, values: Mapping[str, Any]) -> Rows:
        if not here.in_transaction():
            here.begin()
        sent = self._sent(values)
        cursor = here.connection.cursor()
        try:
            for told in here.dispatch.before_cursor_execute:
                told(here, cursor, self.text, sent, None, False)
            cursor.execute(self.text, sent)
            found = cursor.fetchall() if self.types else []
            if self.readers is None:
                self.readers = self._find_readers(cursor.description or ())
        except self.dialect.loaded_dbapi.Error as error:
            raise self._failure(here, cursor, sent, error) from error
        finally:
            cursor.close()
        return Rows([self.row(one) for one in self._converted(found)])

    def _sent(self, values: Mapping[str, Any]) -> Any:
        sent = {**self.constants, **values}
        for name, convert in self.converters:
            sent[name] = convert(sent[name])
        if self.positions is None:
            return sent
        return tuple([sent[name] for name in self.positions])

    def _find_readers(self, description: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
        found = []
        for at, (kind, told) in enumerate(zip(self.types, description, strict=False)):
            convert = kind.dialect_impl(self.dialect).result_processor(self.dialect, told[1])
            if convert is not None:
                found.append((at, convert))
        return found

    def _converted(self, found: Sequence[Any]) -> Iterable[Any]:
        if not self.readers:
            return found
        rows = [list(one) for one in found]
        for at, convert in self.readers:
            for row in rows:
                row[at] = convert(row[at])
        return rows

    def _failure(self, here: Connection, cursor: Any, sent: Any, error: Any) -> BaseException:
        lost = self.dialect.is_disconnect(error, here.connection.driver_connection, cursor)
        if lost:
            here.invalidate(error)
        base = self.dialect.loaded_dbapi.Error
        failure: BaseException = DBAPIError.instance(
            self.text, sent, error, base, connection_invalidated=lost, dialect=self.dialect
        )
        return failure


# What was run before: None after the first time, since most that is built on the way never returns.
_prepared: WeakKeyDictionary[Executable, Prepared | None] = WeakKeyDictionary()
NOTHING: Mapping[str, Any] = {}


def execute(statement: Executable, values: Mapping[str, Any] = NOTHING) -> Rows:
    """Run a prebuilt statement, at a fifth of what `session.execute` costs, past the session.

    It sees what was flushed in the open transaction; unlike the session it flushes nothing.
    """
    here = connection()
    ready = _prepared.get(statement)
    if ready is not None and ready.fits(here.dialect, values):
        return ready.run(here, values)
    result = here.execute(statement, values)
    rows = Rows(result.all() if result.returns_rows else [])
    if statement not in _prepared:
        _prepared[statement] = None
    elif ready is None or ready.dialect is not here.dialect:
        _prepared[statement] = Prepared(statement, here.dialect, values)
    return rows


def read(statement: Executable, values: Mapping[str, Any] = NOTHING) -> Rows:
    """Run a prebuilt statement that asks for columns."""
    return execute(statement, values)


def connection() -> Connection:
    """Return the connection of this request, job or command, in the transaction of its session.

    No session is made for it: one that nobody needs costs as much as a statement.
    """
    return db.session.connection() if db.session.registry.has() else held()


def flush() -> None:
    """Send what a session holds, if there is one."""
    if db.session.registry.has():
        db.session.flush()


def held() -> Connection:
    """Return the connection that `connection()` returns, whether a session has joined it or not."""
    kept: Connection | None = g.get("connection")
    if kept is None:
        kept = g.connection = db.engine.connect()
    return kept


def let_go() -> None:
    """Give the connection back; what is not committed is rolled back."""
    kept: Connection | None = g.pop("connection", None)
    if kept is not None:
        kept.close()


def dialect_name() -> str:
    """Return `sqlite` or `postgresql`."""
    return db.engine.dialect.name


__all__ = [
    "Base",
    "Json",
    "Model",
    "ReadOnly",
    "UtcDateTime",
    "connection",
    "db",
    "dialect_name",
    "execute",
    "flush",
    "read",
]
