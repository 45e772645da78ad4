"""Folders for one piece of work that are gone afterwards, even those of a process that was killed.

Each holds a lock as long as its process lives: who can take the lock of a folder knows that
nobody works in it any more, and removes it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from elearn.core.clock import machine_now

PREFIX = "elearn-work-"
LOCK = "in-use"
# A folder without its lock is being made, or was left in that moment.
OLD_SECONDS = 3600


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield an empty folder that is removed at the end; sweep what killed processes left."""
    sweep()
    holder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with (holder / "new").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Locked before it has its name: nobody may find it free in between.
            (holder / "new").rename(holder / LOCK)
            work = holder / "work"
            work.mkdir()
            yield work
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def sweep() -> int:
    """Remove the folders whose process is gone; return how many there were."""
    swept = 0
    for holder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Another process may end its work, and take its folder away, between any two looks.
        with suppress(FileNotFoundError):
            if holder.stat(follow_symlinks=False).st_uid == os.getuid() and _left(holder):
                shutil.rmtree(holder, ignore_errors=True)
                swept += 1
    return swept


def _left(holder: Path) -> bool:
    try:
        with (holder / LOCK).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:
        with suppress(OSError):
            return machine_now().timestamp() - holder.stat().st_mtime > OLD_SECONDS
        return False
