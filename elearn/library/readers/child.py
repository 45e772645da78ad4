"""Reading in a limited child process, so that no document can harm or stop the server."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from elearn.library.readers import sniff
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.model import Doc
from elearn.library.readers.model_json import from_json
from elearn.library.readers.scratch import scratch
from elearn.library.readers.sentences import told

READABLE = frozenset({"docx", "html", "markdown", "odt", "epub", "pdf"})
LOOK_EVERY = 0.05
ROOT = Path(__file__).resolve().parents[3]
Progress = Callable[[int, str], None]


def check(path: Path, limits: Limits = DEFAULT) -> sniff.Sniffed:
    """Look a file over without parsing it: kind, size, archive directory. Quick and small.

    Raises Unreadable with its sentence, for kinds that cannot be read yet too.
    """
    try:
        found = sniff.sniff(path, limits)
        if found.format not in READABLE:
            raise Unreadable("unsupported", detail=found.format)
    except Unreadable as error:
        raise told(error) from error
    return found


def read_document(
    path: Path,
    *,
    name: str,
    progress: Progress = lambda percent, step: None,
    media_folder: Path | None = None,
    family: str = "",
    style_map: dict[str, int | str] | None = None,
    limits: Limits = DEFAULT,
    ignore_bookmarks: bool = False,
) -> Doc:
    """Read a document in a child process and return the model, its blocks with lasting ids.

    Pictures are written into `media_folder` under their names (Media.name). `progress(percent,
    step)` is called now and then; what it raises stops the child and is passed on. `name` is only
    compared with the content and kept as the title of last resort. `family` is the document
    family the ids belong to. `ignore_bookmarks` lets a PDF be read as if it had none.
    Raises Unreadable with its sentence: the codes of `check`, and damaged, dtd, bomb, too-big,
    no-text, timeout.
    """
    check(path, limits)
    progress(5, "check")
    if media_folder is not None:
        media_folder.mkdir(parents=True, exist_ok=True)
    with scratch() as work:
        order = {
            "path": str(path.resolve()),
            "name": name,
            "family": family,
            "style_map": style_map or {},
            "media": str(media_folder.resolve()) if media_folder else "",
            "limits": asdict(limits),
            "parent": os.getpid(),
            "ignore_bookmarks": ignore_bookmarks,
        }
        (work / "order.json").write_text(json.dumps(order), encoding="utf-8")
        try:
            answer = _run(work, limits, progress)
        except Unreadable as error:
            raise told(error) from error
    progress(100, "done")
    return from_json(answer)


def _run(work: Path, limits: Limits, progress: Progress) -> dict[str, Any]:
    errors = (work / "errors.txt").open("wb")
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", START.format(root=str(ROOT)), str(work)],
        cwd=work,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env={"PATH": "", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
        close_fds=True,
        start_new_session=True,
    )
    try:
        _wait(child, work, limits, progress)
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        errors.close()
    return _answer(child.returncode, work)


# -I keeps the child from importing anything that lies in its working folder.
START = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from elearn.library.readers.worker import main; main(sys.argv[1])"
)


def _wait(child: subprocess.Popen[bytes], work: Path, limits: Limits, progress: Progress) -> None:
    end = time.monotonic() + limits.wall
    said = 0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_EVERY)
            return
        if time.monotonic() > end:
            raise Unreadable("timeout", detail="wall clock")
        percent = _percent(work / "progress.txt")
        if percent > said:
            said = percent
            progress(percent, "read")


def _percent(file: Path) -> int:
    try:
        return min(5 + int(file.read_text(encoding="ascii") or 0) * 90 // 100, 95)
    except (OSError, ValueError):
        return 0


def _answer(code: int, work: Path) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads((work / "answer.json").read_bytes())
    except (OSError, ValueError) as error:
        # Killed by the processor limit, or by anything else, memory included.
        detail = (work / "errors.txt").read_text("utf-8", "replace")[-400:]
        if "MemoryError" in detail or "failed to map" in detail:
            raise Unreadable("too-big", detail=detail) from error
        timed_out = code in (-signal.SIGXCPU, -signal.SIGKILL)
        raise Unreadable("timeout" if timed_out else "damaged", detail=detail) from error
    if "refused" in answer:
        raise Unreadable(answer["refused"], detail=answer.get("detail", ""))
    doc: dict[str, Any] = answer["doc"]
    return doc
