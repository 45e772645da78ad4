"""Fixtures everybody uses: the application on a real database, the cast, clients, jobs, letters."""

import email
import email.policy
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text

from elearn.app.factory import create_app
from elearn.core import outbox, transaction
from elearn.core.config import Settings
from elearn.core.database import db, dialect_name
from elearn.core.transaction import write
from tests import databases
from tests.cast import Cast, find_cast, load_cast
from tests.factories.providers import PROVIDERS
from tests.pages import Pages

# On SQLite the transaction holds the one write lock of the database. PostgreSQL has none, and its
# driver does in this process what SQLite does in C, so there it is only a bound against mistakes.
# The law is 50 ms; a test may take twice that, because it meets its statements for the first time.
LONGEST_HOLD_SECONDS = 0.1
LONGEST_HOLD_POSTGRESQL = 0.2
GARBAGE_KEPT = 300_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="engine to test on"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what never meets the engine: `make test` runs it, on SQLite."""
    if config.getoption("--database") == "sqlite":
        return
    met = [item for item in items if "database_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(met)])
    items[:] = met


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    folder = databases.scratch_folder("elearn-test-")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, data_folder: Path) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{data_folder / 'elearn.db'}"
        return
    with (
        databases.postgresql_server() as server,
        databases.postgresql_database(server) as url,
    ):
        yield url


@pytest.fixture
def empty_database_url(
    request: pytest.FixtureRequest, tmp_path: Path, database_url: str
) -> Iterator[str]:
    """The address of a database without any table, on the engine under test."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with databases.postgresql_database(database_url) as url:
        yield url


def test_settings(data_folder: Path, database_url: str) -> Settings:
    return Settings(
        env="testing",
        data=str(data_folder),
        secret_key="a secret for tests that is long enough for anybody",
        database_url=database_url,
        languages="en,ar,fr",
        log_level="critical",
        suggestion_providers=",".join(PROVIDERS),
    )


test_settings.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def whole_app(data_folder: Path, database_url: str) -> Iterator[Flask]:
    """The application with its tables and the cast, made once; `app` is the one to use."""
    app = create_app(test_settings(data_folder, database_url))
    with app.app_context():
        with db.engine.connect().execution_options(write=True) as connection:
            db.metadata.create_all(connection)
            connection.commit()
        load_cast()
    # A collection of the whole heap must not fall into a timed transaction: `app` collects between.
    gc.collect()
    gc.freeze()
    gc.disable()
    yield app
    gc.enable()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def restore(whole_app: Flask, data_folder: Path) -> Callable[[], None]:
    """Return a function that puts the database back to the cast alone, if anything was written."""
    written = {"any": False}
    with whole_app.app_context():
        engine = db.engine

        @event.listens_for(engine, "before_cursor_execute")
        def note_write(connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
            if statement.startswith(("INSERT", "UPDATE", "DELETE")):
                written["any"] = True

        put_back = (
            sqlite_restorer(engine, data_folder)
            if engine.dialect.name == "sqlite"
            else postgresql_restorer(engine)
        )

    def act() -> None:
        if written["any"]:
            with whole_app.app_context():
                db.session.remove()
                put_back()
            shutil.rmtree(data_folder / "mail", ignore_errors=True)
            written["any"] = False

    return act


def sqlite_restorer(engine, folder: Path) -> Callable[[], None]:  # type: ignore[no-untyped-def]
    engine.dispose()
    original = folder / "original.db"
    shutil.copyfile(folder / "elearn.db", original)

    def put_back() -> None:
        engine.dispose()
        for suffix in ("-wal", "-shm"):
            (folder / f"elearn.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(original, folder / "elearn.db")

    return put_back


def postgresql_restorer(engine) -> Callable[[], None]:  # type: ignore[no-untyped-def]
    tables = db.metadata.sorted_tables
    with engine.connect() as connection:
        rows = {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in tables
        }
    names = ", ".join(f'"{table.name}"' for table in tables)

    def put_back() -> None:
        with engine.connect().execution_options(write=True) as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            for table in tables:
                if rows[table]:
                    connection.execute(insert(table), rows[table])
                    connection.execute(
                        text(
                            f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'),"
                            f' (SELECT max(id) FROM "{table.name}"))'
                        )
                    )
            connection.commit()

    return put_back


@pytest.fixture
def app(whole_app: Flask, restore: Callable[[], None]) -> Iterator[Flask]:
    """The application on a database that holds the cast and nothing else."""
    if gc.get_count()[0] > GARBAGE_KEPT:
        gc.collect()
    transaction.longest_hold["seconds"] = 0.0
    whole_app.extensions.pop("figures", None)
    whole_app.extensions.pop("next_sessions", None)
    yield whole_app
    held = transaction.longest_hold["seconds"]
    restore()
    with whole_app.app_context():
        sqlite = dialect_name() == "sqlite"
    longest = LONGEST_HOLD_SECONDS if sqlite else LONGEST_HOLD_POSTGRESQL
    assert held <= longest, f"A write transaction worked for {held * 1000:.0f} ms."


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        return find_cast()


@pytest.fixture
def visitor(app: Flask) -> Pages:
    """Somebody who is not signed in."""
    return Pages(app)


@pytest.fixture
def client(app: Flask) -> Pages:
    """A client to sign in with: `client.sign_in(cast.learner)`."""
    return Pages(app)


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., Pages]:
    """Return a function that gives a client on which the member is signed in."""
    return lambda member: Pages(app).sign_in(member)


@pytest.fixture
def writing(app: Flask) -> Callable[[], AbstractContextManager[None]]:
    """Return `with writing():` for set-up: an app context and a write transaction, closed after.

    How long it holds the lock does not count: set-up may be slow.
    """

    @contextmanager
    def opened() -> Iterator[None]:
        longest = transaction.longest_hold["seconds"]
        with app.app_context(), write():
            yield
        transaction.longest_hold["seconds"] = longest

    return opened


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Return a function that runs the jobs that are due, as the worker would, until none is."""

    def run() -> int:
        total = 0
        with app.app_context():
            while ran := outbox.run_due():
                total += ran
        return total

    return run


@pytest.fixture
def letters(app: Flask) -> Callable[[], list[EmailMessage]]:
    """Return a function that gives the letters written so far, oldest first."""
    folder = Path(app.extensions["settings"].data) / "mail"

    def read() -> list[EmailMessage]:
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[misc]
            for path in sorted(folder.glob("*.eml"))
        ]

    return read


class Queries(list[str]):
    """The statements a request sent, without transaction control."""


@pytest.fixture
def queries(app: Flask) -> Callable[[], AbstractContextManager[Queries]]:
    """Return `with queries() as sent:` that collects the statements sent meanwhile."""
    with app.app_context():
        engine = db.engine

    @contextmanager
    def collected() -> Iterator[Queries]:
        sent = Queries()

        def note(connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
            if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
                sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collected


@pytest.fixture(scope="session")
def shared_manuals() -> Path:
    """The folder of real documents that are read by tests and never shipped."""
    folder = Path(os.environ.get("ELEARN_SHARED", Path(__file__).parents[2] / "shared")) / "manuals"
    if not folder.is_dir():
        pytest.skip("The sample manuals are not here: set ELEARN_SHARED to their folder.")
    return folder
