"""Start servers for measuring, and read what they cost from the kernel's own counters."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30
KEEP_NOTHING = "PYTHONDONTWRITEBYTECODE"


class Server:
    """A running server: its address, the processor time and the memory it has used.

    `database` is the process of a database server whose time counts too.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, started: float, database: int | None
    ) -> None:
        self.process = process
        self.port = port
        self.seconds_to_first_page = started
        self.database = database

    def processes(self) -> list[int]:
        return descendants(self.process.pid)

    def cpu_seconds(self) -> float:
        """Return user and system time of the server, its children and the database."""
        database = descendants(self.database) if self.database else []
        return sum(cpu_of(pid) for pid in self.processes() + database)

    def largest_megabytes(self) -> tuple[float, float]:
        """Return the resident memory of the largest process, and what of it is its own."""
        return max(resident_megabytes(pid) for pid in self.processes())


def descendants(pid: int) -> list[int]:
    found = [pid]
    for child in children_of(pid):
        found += descendants(child)
    return found


def children_of(pid: int) -> list[int]:
    numbers = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        numbers += [int(number) for number in task.read_text().split()]
    return numbers


def cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    # Own time, and that of children that have ended.
    return sum(int(field) for field in fields[11:15]) / TICKS


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def resident_megabytes(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return kilobytes["Rss"] / 1024, own / 1024


@contextmanager
def serving(
    target: str,
    environment: dict[str, str],
    first: str,
    database: int | None = None,
    *,
    threads: int = 1,
) -> Iterator[Server]:
    """Serve `module:app` on granian, the same way for both, until the block ends."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(threads), "--no-ws",
        "--log-level", "warning", target,
    ]  # fmt: skip
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=compiled() | environment,
        stdout=subprocess.DEVNULL,
        # Log lines are written, as in production, but not onto the table.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{first}", process)
        yield Server(process, port, time.perf_counter() - begun, database)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def compiled() -> dict[str, str]:
    """Return the environment in which Python keeps what it compiled, as an installation has it.

    Where a shell forbids that, all of it would be compiled anew at every start, for seconds.
    """
    return {name: value for name, value in os.environ.items() if name != KEEP_NOTHING}


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"{address} did not answer.")
