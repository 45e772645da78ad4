"""How long the whole table of 5,000 registrations takes: `python -m bench.tables`.

Asked for in this process, without a server: the first piece, all of it, and the most memory the
rows take meanwhile, which a table that is written batch by batch keeps flat.
"""

import argparse
import shutil
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

from flask import Flask

from bench import scene
from tests import databases
from tests.pages import csrf_in

# Design: a full table of thousands of rows, streamed.
MOST_SECONDS = {"csv": 1.0}
ROUNDS = 5


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.tables", description=__doc__).parse_args()
    folder = Path(databases.scratch_folder("elearn-bench-"))
    try:
        app, made = scene.build(folder, f"sqlite:///{folder / 'elearn.db'}")
        missed = [one for kind in ("csv", "xlsx") if (one := report(app, made, kind))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit("; ".join(missed) if missed else 0)


def report(app: Flask, made: scene.Scene, kind: str) -> str:
    """Print the figures of one kind of file; return what it misses, or an empty text."""
    client = app.test_client()
    client.set_cookie("session", made.partner)
    token = csrf_in(client.get(made.board).get_data(as_text=True))
    sent = {"csrf_token": token, "format": kind}
    first, whole, size = min(timed(client, made.board, sent) for _ in range(ROUNDS))
    tracemalloc.start()
    timed(client, made.board, sent)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(
        f"{kind}: first piece after {first * 1000:.0f} ms, all {size / 1000:,.0f} kB after "
        f"{whole * 1000:.0f} ms, at most {peak:.1f} MB of memory"
    )
    most = MOST_SECONDS.get(kind)
    return f"{kind}: {whole:.2f} s, at most {most} s" if most and whole > most else ""


def timed(client: Any, board: str, sent: dict[str, str]) -> tuple[float, float, int]:
    """Return the seconds to the first piece and to the last, and the bytes there were."""
    started = time.perf_counter()
    pieces = iter(client.post(f"{board}table", data=sent, buffered=False).response)
    size = len(next(pieces))
    first = time.perf_counter() - started
    size += sum(len(piece) for piece in pieces)
    return first, time.perf_counter() - started, size


if __name__ == "__main__":
    main()
