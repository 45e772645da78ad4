"""The database: one metadata, two engines (SQLite and PostgreSQL), the same rules on both."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, DateTime, Executable, MetaData, event
from sqlalchemy.engine import Connection, CursorResult, Dialect
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
WRITES = ("INSERT", "UPDATE", "DELETE")
LOOKING = ("GET", "HEAD")


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


def read(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Run a prebuilt statement that asks for columns, at a third of the cost of `session.execute`.

    It sees what was flushed in the open transaction; unlike the session it flushes nothing.
    """
    return connection().execute(statement, values)


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
    "flush",
    "read",
]
