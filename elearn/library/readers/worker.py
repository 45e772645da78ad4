"""The child process: takes an order from a file, limits itself, reads, answers into a file."""

import contextlib
import ctypes
import gc
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.formats import read_path
from elearn.library.readers.limits import Limits
from elearn.library.readers.model_json import to_json

# Blocks lie in blocks as deep as a parser lets elements lie in elements.
RECURSION = 6000
# Nearly all a reader makes stays until the end: looking for garbage more often only takes time.
GARBAGE = 100_000
# From linux/prctl.h: the signal a process gets when its parent is gone.
PR_SET_PDEATHSIG = 1


def main(folder: str) -> None:
    """Carry out the order in a folder; the answer says what was read or why it was refused."""
    work = Path(folder)
    order = json.loads((work / "order.json").read_bytes())
    limits = Limits(**order["limits"])
    die_with(order["parent"])
    limit_self(limits)
    sys.setrecursionlimit(RECURSION)
    gc.set_threshold(GARBAGE)
    answer = read(order, limits, work)
    (work / "answer.json").write_text(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    sys.stdout.flush()


def die_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, and end now when it has ended.

    Only Linux can do it; elsewhere the limits alone end a reading nobody waits for.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def limit_self(limits: Limits) -> None:
    """Bind this process to its limits, for good."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def read(order: dict[str, Any], limits: Limits, work: Path) -> dict[str, Any]:
    """Read as ordered; every failure becomes a code."""
    note = work / "progress.txt"

    def progress(done: float) -> None:
        note.write_text(str(int(done * 100)), encoding="ascii")

    try:
        doc = read_path(
            Path(order["path"]),
            name=order["name"],
            media_folder=Path(order["media"]) if order["media"] else None,
            family=order["family"],
            style_map=order["style_map"] or None,
            limits=limits,
            progress=progress,
            ignore_bookmarks=order.get("ignore_bookmarks", False),
        )
    except Unreadable as error:
        return {"refused": error.code, "detail": error.detail}
    except MemoryError:
        return {"refused": "too-big", "detail": "memory"}
    except RecursionError:
        return {"refused": "bomb", "detail": "nested too deeply"}
    return {"doc": to_json(doc)}
