"""Run a case with several visitors at once and say what it cost."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.servers import Server
from bench.visitor import Visitor

CONNECTIONS = 8
Act = Callable[[Visitor], object]


@dataclass
class Cost:
    """What one slice cost: milliseconds of processor time per act, and how long visitors waited."""

    acts: int
    seconds: float
    cpu_ms: float
    p50_ms: float
    p95_ms: float


def slice_of(server: Server, visitors: list[Visitor], act: Act, seconds: float) -> Cost:
    """Let every visitor repeat the act for so many seconds, once at least."""
    end = time.perf_counter() + seconds
    waits: list[list[float]] = [[] for _ in visitors]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            while not waits[number] or time.perf_counter() < end:
                begun = time.perf_counter()
                act(visitors[number])
                waits[number].append(time.perf_counter() - begun)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(visitors))]
    cpu, begun = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, lasted = server.cpu_seconds() - cpu, time.perf_counter() - begun
    if failures:
        raise failures[0]
    times = sorted(wait for one in waits for wait in one)
    return Cost(
        acts=len(times),
        seconds=lasted,
        cpu_ms=spent * 1000 / len(times),
        p50_ms=statistics.median(times) * 1000,
        p95_ms=times[int(len(times) * 0.95)] * 1000,
    )
