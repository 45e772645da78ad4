"""Many writers at once: threads in several processes, released together on one real database."""

import multiprocessing
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.core.database import db
from tests import databases
from tests.cast import load_cast

PROCESSES = 4
# Of the writers of a process so many act at once, as many as it has connections: far more than a
# server has threads. The others wait before it, as requests do; their wait counts.
AT_ONCE = 20
READY_SECONDS = 120

# What one writer does: (number of the writer, arguments) -> a word about the outcome.
Act = Callable[[int, dict[str, Any]], str]


@dataclass
class Outcome:
    """What the writers reported: words, errors, and how long each took, in seconds."""

    words: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


class Crowd:
    """Processes that wait, application at hand, to let their writers act at the same moment."""

    def __init__(self, settings: Settings, writers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.writers = writers
        self.results = context.Queue()
        self.orders = [context.Queue() for _ in range(min(PROCESSES, writers))]
        # Kept: the children find it by name, which goes with the last one that holds it here.
        self.barrier = context.Barrier(writers)
        self.processes = [
            context.Process(
                target=_obey,
                args=(
                    settings,
                    range(first, writers, PROCESSES),
                    orders,
                    self.barrier,
                    self.results,
                ),
                daemon=True,
            )
            for first, orders in enumerate(self.orders)
        ]
        for process in self.processes:
            process.start()

    def storm(self, act: Act, arguments: dict[str, Any]) -> Outcome:
        """Let every writer act at once and return what they report."""
        for orders in self.orders:
            orders.put((act, arguments))
        outcome = Outcome()
        for _ in range(self.writers):
            word, error, wait = self.results.get(timeout=READY_SECONDS)
            outcome.waits.append(wait)
            (outcome.errors if error else outcome.words).append(word)
        return outcome

    def leave(self) -> None:
        for orders in self.orders:
            orders.put(None)
        for process in self.processes:
            process.join(READY_SECONDS)


def _obey(settings: Settings, numbers: range, orders: Any, barrier: Any, results: Any) -> None:
    app = create_app(settings)
    doors = threading.BoundedSemaphore(AT_ONCE)
    while (order := orders.get()) is not None:
        act, arguments = order
        threads = [
            threading.Thread(
                target=_one, args=(app, doors, number, act, arguments, barrier, results)
            )
            for number in numbers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    dispose(app)


def _one(
    app: Flask,
    doors: threading.BoundedSemaphore,
    number: int,
    act: Act,
    arguments: dict[str, Any],
    barrier: Any,
    results: Any,
) -> None:
    barrier.wait(READY_SECONDS)
    begun = time.perf_counter()
    # Plain texts only: a translated sentence means nothing in another process.
    with doors, app.app_context():
        try:
            word, error = str(act(number, arguments)), False
        except Exception as problem:
            word, error = f"{type(problem).__name__}: {problem}"[:300], True
    results.put((word, error, time.perf_counter() - begun))


def dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def database(engine: str) -> Iterator[Settings]:
    """Yield settings for a new database of that engine, with its tables and the cast."""
    # On the disk, not in memory: how long a commit takes decides how long the others wait.
    folder = Path(tempfile.mkdtemp(prefix="elearn-storm-"))
    settings = Settings(
        env="testing",
        data=str(folder),
        secret_key="a secret for storms that is long enough for anybody",
        log_level="critical",
    )
    try:
        with databases.new_database(engine, folder) as url:
            settings = Settings(**(vars(settings) | {"database_url": url}))
            fill(create_app(settings))
            yield settings
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(app: Flask) -> None:
    """Make the tables and the cast."""
    with app.app_context():
        with db.engine.connect().execution_options(write=True) as connection:
            db.metadata.create_all(connection)
            connection.commit()
        load_cast()
    dispose(app)
