"""Asking a provider: in a process of its own, which is ended when its time is over.

A process and not a thread: a thread that hangs cannot be ended, and holds its memory and its place
among the workers for ever. A process also keeps the provider away from our memory, where the
secret and the connections of the site are; it is given the key, the chosen blocks and nothing else.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from elearn.suggestions.provider import Block

TIMEOUT_SECONDS = 10.0
OUTCOMES = ("answered", "timeout", "raised", "rubbish", "unloadable", "died")
# What a provider may need to reach its service; never our own settings, which hold secrets.
PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR",
    "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
)  # fmt: skip
# -I keeps the child from importing anything that lies in its working folder.
START = (
    "import json, sys; order = json.load(sys.stdin.buffer); sys.path[:] = order.pop('path'); "
    "from elearn.suggestions.worker import main; main(order)"
)


@dataclass(frozen=True)
class Answer:
    """How it ended, and after how long. An item is (text, block ids), None what is none."""

    outcome: str
    milliseconds: int
    items: list[tuple[str, list[str]] | None] = field(default_factory=list)
    problem: str = ""


def check(name: str, key: str, seconds: float = TIMEOUT_SECONDS) -> Answer:
    """Load a provider and make it with the key, without asking it anything."""
    return _carried_out({"act": "check", "provider": name, "key": key}, seconds)


def suggest(
    name: str,
    key: str,
    kind: str,
    blocks: Sequence[Block],
    lang: str,
    seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Ask a provider for suggestions. Returns within the time, whatever the provider does."""
    order = {
        "act": "suggest",
        "provider": name,
        "key": key,
        "kind": kind,
        "blocks": [[block.id, block.text] for block in blocks],
        "lang": lang,
    }
    return _carried_out(order, seconds)


def _carried_out(order: dict[str, Any], seconds: float) -> Answer:
    started = time.monotonic()
    # The child finds what we find. The key goes through a pipe: others can see neither arguments
    # nor, on some systems, environments of a process, but no one else reads its pipe.
    told = order | {"path": [entry for entry in sys.path if entry], "seconds": seconds}
    try:
        said: bytes | None = _answer_of(json.dumps(told).encode(), seconds)
    except subprocess.TimeoutExpired:
        said = None
    milliseconds = round((time.monotonic() - started) * 1000)
    if said is None:
        return Answer("timeout", milliseconds)
    try:
        answer = json.loads(said)
    except ValueError:
        return Answer("died", milliseconds)
    items = [None if one is None else (one[0], one[1]) for one in answer.get("items", [])]
    return Answer(answer["outcome"], milliseconds, items, answer.get("problem", ""))


def _answer_of(order: bytes, seconds: float) -> bytes:
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        close_fds=True,
        start_new_session=True,
    )
    try:
        return child.communicate(order, timeout=seconds)[0]
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything it has started, if it is still there."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()
