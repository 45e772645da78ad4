"""Start the server and the worker together, and stop them together."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from elearn.core.config import Settings

GRACE_SECONDS = 10


def server_command(settings: Settings) -> list[str]:
    """Return the command that starts the server: processes carry the load.

    One thread each is fastest (threads of one process wait for each other), but then a slow sender
    holds a whole process, unless a proxy in front takes the request in first.
    """
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi",
        "--host", settings.host,
        "--port", settings.port,
        "--workers", settings.server_processes,
        "--blocking-threads", settings.server_threads,
        "--backlog", "1024",
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level", "warning",
        "elearn.app.server:app",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Return the command that starts the worker."""
    return [sys.executable, "-m", "elearn.app.worker"]


def run_together(commands: list[list[str]]) -> int:
    """Run the commands until one ends or a signal comes, then stop the others; return its code."""
    children = [subprocess.Popen(command) for command in commands]

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while True:
            for child in children:
                code = child.poll()
                if code is not None:
                    return code
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
