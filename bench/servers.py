"""Start servers for measuring, and read what they cost from the kernel's own counters."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30


class Server:
    """A running server: its address, the processor time and the memory it has used."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, started: float) -> None:
        self.process = process
        self.port = port
        self.seconds_to_first_page = started

    def processes(self) -> list[int]:
        return descendants(self.process.pid)

    def cpu_seconds(self) -> float:
        """Return user and system time of the server and its children."""
        return sum(cpu_of(pid) for pid in self.processes())

    def largest_megabytes(self) -> float:
        """Return the resident memory of the largest single process."""
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
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    target: str, environment: dict[str, str], first: str, port: int | None = None
) -> Iterator[Server]:
    """Serve `module:app` on granian, the same way for both, until the block ends."""
    port = port or free_port()
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", target,
    ]  # fmt: skip
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{first}", process)
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


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
