"""Libraries a server may never need: left out, or loaded by the first request that uses them.

A worker process of the server holds everything in memory for as long as it runs. Code elsewhere
imports at the top of its file, as always; which libraries wait is said here alone, and only the
server asks for it. Commands and the worker for jobs load everything at once. A file that names
classes of such a library in annotations starts with `from __future__ import annotations`, so that
they are only read.
"""

import importlib
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from elearn.core.config import Settings

# Used when a certificate is drawn, a picture or a document is uploaded, a file is read, markup is
# cleaned or the API's document is made: in megabytes 7, 1, 4, 4, 4, 3, 1 and 2 of each process.
LATE = frozenset(
    {
        "typst",
        "segno",
        "PIL.Image",
        "lxml.html",
        "obstore",
        "obstore.store",
        "bleach",
        "nh3",
        "yaml",
        # They bring lxml.etree (compiled, it cannot wait by itself), icalendar and joserfc.
        # Tables of people as workbooks.
        "xlsxwriter",
        # Brings lxml.etree, which is compiled and cannot wait by itself.
        "elearn.library.readers.sniff",
        "elearn.webinars.attendance.attendance_reading",
        "elearn.webinars.calendar.ical",
        "elearn.webinars.attendance.providers.bigbluebutton",
        "elearn.webinars.attendance.providers.jitsi",
        # The counters of limits for asynchronous servers.
        "limits.aio",
    }
)

_waiting: dict[str, Loader] = {}
_loading = threading.RLock()


class LateModule(ModuleType):
    """A module whose code runs when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        # The import system asks for this one of modules that have none.
        if name == "__path__":
            raise AttributeError(name)
        with _loading:
            loader = _waiting.pop(self.__name__, None)
            if loader is not None:
                _run(self, loader)
        return super().__getattribute__(name)


def _run(module: LateModule, loader: Loader) -> None:
    assert module.__spec__ is not None
    module.__loader__ = module.__spec__.loader = loader
    try:
        loader.exec_module(module)
    except BaseException:
        _waiting[module.__name__] = loader
        raise


class LateLoader(Loader):
    """Makes the module and keeps for later how its code is run."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return LateModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        _waiting[module.__name__] = self.loader


class LateFinder(MetaPathFinder):
    """Finds the libraries that wait."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in LATE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LateLoader(spec.loader)
        return spec


@contextmanager
def as_if_missing(*names: str) -> Iterator[None]:
    """Let libraries be imported that can do without those named, as if these were not installed."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def prepare(settings: Settings) -> None:
    """Say before the application is imported what is left out and what waits."""
    # It draws tracebacks for consoles; ours are lines of JSON.
    with as_if_missing("rich"):
        importlib.import_module("structlog")
    # Their queues are kept in SQLite, or in Redis when one is set.
    with as_if_missing("psycopg", *(() if settings.redis_url else ("redis",))):
        importlib.import_module("huey")
    if not any(isinstance(finder, LateFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, LateFinder())
