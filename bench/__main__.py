"""Measure our pages beside the bare reference. `python -m bench --help` lists the options."""

import argparse
import contextlib
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from bench import report, scene
from bench.cases import Case, all_cases
from bench.measuring import Effort, Figures, measure, plain_ratio
from bench.report import Results
from bench.scene import Scene
from bench.servers import parent_of, serving
from tests import databases

OURS = "elearn.app.server:app"
REFERENCE = "bench.reference:app"
STARTS = 3
# A short run on a busy machine may be off by this much before it is called a regression.
QUICK_TOLERANCE = 1.5


def main() -> None:
    options = arguments()
    effort = Effort(2, 0.5) if options.quick else Effort(options.slices, options.seconds)
    folder = databases.scratch_folder("elearn-bench-")
    try:
        with two_databases(options.database, folder) as (ours, bare, process):
            results = run(options, effort, folder, ours, bare, process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.write:
        report.write(results)
    missed = results.misses(QUICK_TOLERANCE if options.quick else 1.0)
    sys.exit(f"Targets missed: {'; '.join(missed)}" if missed else 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--quick", action="store_true", help="two seconds a row, for CI")
    parser.add_argument("--slices", type=int, default=5, help="pairs of slices a row")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a slice")
    parser.add_argument("--threads", type=int, default=1, help="of each server; behind a proxy: 1")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--write", action="store_true", help="put the table into docs/")
    return parser.parse_args()


@contextlib.contextmanager
def two_databases(kind: str, folder: Path) -> Iterator[tuple[str, str, int | None]]:
    """Yield the addresses of our database and the reference's, and the process that serves them."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'elearn.db'}", f"sqlite:///{folder / 'reference.db'}", None
        return
    with (
        databases.postgresql_server() as server,
        databases.postgresql_database(server) as ours,
        databases.postgresql_database(server) as bare,
    ):
        engine = create_engine(server)
        with engine.connect() as connection:
            backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            process = parent_of(backend)
        engine.dispose()
        yield ours, bare, process


def run(
    options: argparse.Namespace,
    effort: Effort,
    folder: Path,
    database: str,
    bare: str,
    process: int | None,
) -> Results:
    app, made = scene.build(folder, database)
    settings = scene.environment(folder, database)
    scene_cases = [one for one in all_cases(made) if options.only.lower() in one.name.lower()]
    seconds = cold_start(settings)
    filled = {"REFERENCE_DATABASE": bare, "REFERENCE_FILL": "1"}
    with (
        serving(OURS, settings, "/", process, threads=options.threads) as ours,
        serving(REFERENCE, filled, "/plain", process, threads=options.threads) as reference,
    ):
        plain = plain_ratio(reference, effort)
        rows = []
        for case in scene_cases:
            row = measure(case, ours, reference, made.cookies, effort)
            row.queries = queries(app, made, case)
            rows.append(row)
            progress(row, plain)
        memory = ours.largest_megabytes()
        results = Results(options.database, rows, plain, *memory, seconds)
    print(f"\n{report.table(results)}\n\n{report.notes(results)}")
    return results


def cold_start(settings: dict[str, str]) -> float:
    """Return the median time from starting the server to its first page."""
    times = []
    for _ in range(STARTS):
        with serving(OURS, settings, "/") as server:
            times.append(server.seconds_to_first_page)
    return statistics.median(times)


def queries(app: Flask, made: Scene, case: Case) -> int | None:
    if not case.path:
        return None
    cookie = case.cookie or made.cookies[0]
    return scene.count_queries(app, cookie if case.signed_in else None, case.path)


def progress(row: Figures, plain: float) -> None:
    shown = " ".join(report.cells(row, plain)[:6])
    print(f"{shown} {'ok' if not row.misses() else 'MISS'}", file=sys.stderr, flush=True)


main()
