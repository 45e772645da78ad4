"""Many writers at once: threads in several processes, released together on one real database."""

import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.core.database import db
from tests import databases
from tests.cast import load_cast

PROCESSES = 4
READY_SECONDS = 120

# What one writer does: (number of the writer, arguments) -> a word about the outcome.
Act = Callable[[int, dict[str, Any]], str]


@dataclass
class Outcome:
    """What the writers reported: words and errors, and how long each waited, in seconds."""

    words: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def p99_ms(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.99) - 1] * 1000


def settings_for(folder: Path, url: str) -> Settings:
    return Settings(
        env="testing",
        data=str(folder),
        secret_key="a secret for storms that is long enough for anybody",
        database_url=url,
        log_level="critical",
    )


@contextmanager
def database(engine: str) -> Iterator[Settings]:
    """Yield settings for a new database of that engine, with its tables and the cast."""
    with tempfile.TemporaryDirectory(prefix="elearn-storm-") as name:
        folder = Path(name)
        if engine == "sqlite":
            yield filled(settings_for(folder, f"sqlite:///{folder / 'elearn.db'}"))
            return
        with databases.postgresql_server() as server, databases.postgresql_database(server) as url:
            yield filled(settings_for(folder, url))


def filled(settings: Settings) -> Settings:
    app = create_app(settings)
    with app.app_context():
        with db.engine.connect().execution_options(write=True) as connection:
            db.metadata.create_all(connection)
            connection.commit()
        load_cast()
        db.session.remove()
        db.engine.dispose()
    return settings


def storm(settings: Settings, act: Act, writers: int, arguments: dict[str, Any]) -> Outcome:
    """Let so many writers act at the same moment and return what they report."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(writers)
    results = context.Queue()
    shares = [range(first, writers, PROCESSES) for first in range(min(PROCESSES, writers))]
    processes = [
        context.Process(target=_share, args=(settings, act, share, arguments, barrier, results))
        for share in shares
    ]
    for process in processes:
        process.start()
    outcome = Outcome()
    for _ in range(writers):
        word, error, wait = results.get(timeout=READY_SECONDS)
        outcome.waits.append(wait)
        (outcome.errors if error else outcome.words).append(word)
    for process in processes:
        process.join()
    return outcome


def _share(
    settings: Settings,
    act: Act,
    numbers: range,
    arguments: dict[str, Any],
    barrier: Any,
    results: Any,
) -> None:
    app = create_app(settings)

    def one(number: int) -> None:
        barrier.wait(READY_SECONDS)
        begun = time.perf_counter()
        try:
            with app.app_context():
                word, error = act(number, arguments), False
        except Exception as problem:
            word, error = f"{type(problem).__name__}: {problem}"[:300], True
        results.put((word, error, time.perf_counter() - begun))

    threads = [threading.Thread(target=one, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
