"""The table of results, for the terminal and for docs/performance.md."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import Figures

MOST_MEGABYTES = 110
MOST_SECONDS = 2.0
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEADS = (
    "case", "requests/s", "p50 ms", "p95 ms", "CPU ms", "× R", "× F", "queries", "bytes", "gzip",
    "target", "",
)  # fmt: skip


@dataclass
class Results:
    """Everything one run found. `plain` is F / R."""

    database: str
    rows: list[Figures]
    plain: float
    megabytes: float
    own_megabytes: float
    seconds_to_first_page: float

    def misses(self, tolerance: float = 1.0) -> list[str]:
        found = [
            f"{row.case.name}: {', '.join(missed)}"
            for row in self.rows
            if (missed := row.misses(tolerance))
        ]
        if self.megabytes > MOST_MEGABYTES:
            found.append(f"Worker memory: {self.megabytes:.0f} MB")
        if self.seconds_to_first_page > MOST_SECONDS * tolerance:
            found.append(f"Cold start: {self.seconds_to_first_page:.1f} s")
        return found


def table(results: Results) -> str:
    """Return the results as a table that reads well raw."""
    lines = [list(HEADS), *(cells(row, results.plain) for row in results.rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADS))]
    shown = [
        "| "
        + " | ".join(
            cell.ljust(width) if at in (0, 10, 11) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([shown[0], rule, *shown[1:]])


def cells(row: Figures, plain: float) -> list[str]:
    case = row.case
    to_page = case.against == "page"
    return [
        case.name,
        f"{row.rate:.0f}",
        f"{row.p50_ms:.1f}",
        f"{row.p95_ms:.1f}",
        f"{row.cpu_ms:.2f}",
        f"{row.ratio:.2f}" if to_page else f"{row.ratio:.2f} flow",
        f"{row.ratio / plain:.2f}" if to_page else "",
        number(row.queries),
        number(row.size),
        number(row.compressed),
        target(row),
        verdict_of(row),
    ]


def verdict_of(row: Figures) -> str:
    if row.case.most is None:
        return ""
    missed = row.misses()
    return "MISS " + ", ".join(missed) if missed else "ok"


def number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def target(row: Figures) -> str:
    case = row.case
    if case.most is None:
        return ""
    parts = [f"≤ {case.most:g} {'R' if case.against == 'page' else 'bare flow'}"]
    if case.most_queries:
        parts.append(f"≤ {case.most_queries} queries")
    if case.most_bytes and case.most_compressed:
        parts.append(f"≤ {case.most_bytes // 1024} KB, {case.most_compressed // 1024} KB gzip")
    return ", ".join(parts)


def notes(results: Results) -> str:
    """Return what stands under the table."""
    page = [row.reference_ms for row in results.rows if row.case.against == "page"]
    flow = [row.reference_ms for row in results.rows if row.case.against == "flow"]
    bare = f", bare flow = {flow[0]:.1f} ms" if flow else ""
    median = f"R = {sorted(page)[len(page) // 2]:.2f} ms, " if page else ""
    memory, seconds = results.megabytes, results.seconds_to_first_page
    return "\n".join(
        [
            f"Processor time: {median}F = {results.plain:.2f} R{bare}.",
            f"Worker memory after all rows: {memory:.0f} MB, {verdict(memory, MOST_MEGABYTES)}"
            f" ({results.own_megabytes:.0f} MB of it shared with no other process).",
            f"Cold start to first page: {seconds:.2f} s, {verdict(seconds, MOST_SECONDS)}.",
            f"Load at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors.",
        ]
    )


def verdict(value: float, most: float) -> str:
    return f"target ≤ {most:g}: {'ok' if value <= most else 'MISS'}"


def write(results: Results) -> None:
    """Put the results between the markers of docs/performance.md for this database."""
    day = datetime.now(UTC).date().isoformat()
    head = f"Measured on {day}, CPython {platform.python_version()}."
    body = f"{head}\n\n{table(results)}\n\n{notes(results)}\n"
    begin, end = (f"<!-- {results.database}: {word} -->" for word in ("begin", "end"))
    pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.S)
    text = DOCUMENT.read_text()
    if not pattern.search(text):
        raise SystemExit(f"{DOCUMENT} has no place for {results.database}.")
    DOCUMENT.write_text(pattern.sub(lambda _found: f"{begin}\n{body}{end}", text))
