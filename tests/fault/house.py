"""The product as people run it: the server and the worker as processes, to be killed at will."""

import http.client
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType

from elearn.app import start
from elearn.core.config import Settings
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
HONEST = "elearn.app.server:app"


class House:
    """A server and a worker on one data folder. `target` is what the server serves.

    The processes are started with the commands `elearn run` uses.
    """

    def __init__(
        self,
        settings: Settings,
        log: Path,
        *,
        target: str = HONEST,
        extra: dict[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.settings = Settings(**(vars(settings) | {"port": str(self.port)}))
        self.target = target
        self.log = log
        self.extra = extra or {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "House":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for part in list(self.processes):
            self.kill(part)

    def start(self, *parts: str) -> None:
        """Start `server`, `worker` or both, and wait until the server answers."""
        for part in parts:
            self._start(part)
        if "server" in parts:
            self._wait()

    def kill(self, part: str) -> None:
        """Kill -9 the whole process group of the part: nothing gets a chance to finish."""
        process = self.processes.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start(self, part: str) -> None:
        server = [*start.server_command(self.settings)[:-1], self.target]
        with self.log.open("ab") as log:
            self.processes[part] = subprocess.Popen(
                server if part == "server" else start.worker_command(),
                cwd=ROOT,
                env=os.environ | environment(self.settings) | self.extra,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.processes["server"].poll() is not None:
                raise RuntimeError(f"The server ended: {self.log.read_text()[-2000:]}")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", "/health/live")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
            finally:
                connection.close()
        raise RuntimeError("The server did not answer.")


def environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the environment of a process."""
    return {
        item.metadata["env"]: getattr(settings, item.name)
        for item in Settings.__dataclass_fields__.values()
    }
