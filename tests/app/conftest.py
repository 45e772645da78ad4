"""The demonstration, loaded once for all tests that look at it; they write nothing."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask

from elearn.app import demo
from elearn.app.factory import create_app
from elearn.core import clock, transaction
from elearn.core.database import db
from tests import databases
from tests.conftest import test_settings as settings_for_tests

# After how many acts a run is killed before the next one takes up its work.
KILLED_AFTER = (3, 14, 17, 60, 400)


@dataclass(frozen=True)
class Loaded:
    """The application that holds it, how many acts it took, the longest hold in CPU seconds."""

    app: Flask
    acts: int
    longest_hold: float
    began: datetime
    ended: datetime


@contextmanager
def database_beside(database_url: str, folder: Path) -> Iterator[str]:
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{folder / 'elearn.db'}"
        return
    with databases.postgresql_database(database_url) as url:
        yield url


@pytest.fixture(scope="session")
def loaded(database_url: str) -> Iterator[Loaded]:
    """The demonstration after several runs were killed and the last one came to its end."""
    folder = databases.scratch_folder("elearn-demo-")
    with database_beside(database_url, folder) as url:
        app = create_app(settings_for_tests(folder, url))
        with app.app_context():
            with db.engine.connect().execution_options(write=True) as connection:
                db.metadata.create_all(connection)
                connection.commit()
            done = load(app)
        yield done
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(loaded: Loaded) -> Iterator[Loaded]:
    """The application with the demonstration, in a context that is closed after the test."""
    with loaded.app.app_context():
        yield loaded
        db.session.rollback()


def load(app: Flask) -> Loaded:
    before = transaction.longest_hold["seconds"]
    transaction.longest_hold["seconds"] = 0.0
    began = clock.now()
    for acts in KILLED_AFTER:
        with closing(demo.load(demo.PASSWORD)) as run:
            list(islice(run, acts))
    acts = len(list(demo.load(demo.PASSWORD)))
    held = transaction.longest_hold["seconds"]
    transaction.longest_hold["seconds"] = before
    db.session.remove()
    return Loaded(app, acts, held, began, clock.now())
