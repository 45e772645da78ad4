"""The table of figures, for the terminal and for docs/fidelity.md."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tests.fidelity import goals
from tests.fidelity.figures import Figures, Share
from tests.fidelity.measuring import Split
from tests.fidelity.samples import ROOT

DOCUMENT = ROOT / "docs" / "fidelity.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADS = (
    "file", "F1", "parents", "text %", "tables", "cells %", "merged", "notes", "images", "alt",
    "items", "numbers", "contents", "running %", "pages/s", "words/s", "MB", "missed",
)  # fmt: skip
FITTING = 0.85


def table(rows: list[Figures]) -> str:
    """Return the figures as a table that reads well raw."""
    lines = [list(HEADS), *map(cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADS))]
    ends = (0, len(HEADS) - 1)
    shown = [
        "| "
        + " | ".join(
            cell.ljust(width) if at in ends else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join(
        "-" * (w + 1) + ("-" if at in ends else ":") for at, w in enumerate(widths)
    )
    return "\n".join([shown[0], rule + "|", *shown[1:]])


def cells(row: Figures) -> list[str]:
    """Return one row as it is shown."""
    fast = row.seconds > 0
    return [
        row.name,
        decimal(row.f1),
        decimal(row.parents),
        percent(row.kept),
        share(row.tables),
        percent(row.cells),
        share(row.merged),
        share(row.notes),
        share(row.images),
        share(row.alts),
        share(row.items),
        share(row.numbers),
        str(row.contents),
        percent(row.running),
        f"{row.pages / row.seconds:.0f}" if row.pages >= goals.ENOUGH_PAGES and fast else "",
        f"{row.words / row.seconds:,.0f}" if row.words >= goals.ENOUGH_WORDS and fast else "",
        f"{row.megabytes:.0f}",
        ("MISS " + ", ".join(missed)) if (missed := goals.missed(row)) else "ok",
    ]


def decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def share(pair: Share | None) -> str:
    return "" if pair is None else f"{pair[0]}/{pair[1]}"


def summary(rows: list[Figures], split: Split) -> str:
    """Return the means and the split into lessons, as sentences."""
    lines = []
    for name, mean, goal, count in goals.means(rows):
        said = f", goal {goal:.2f}: {'ok' if mean >= goal else 'MISS'}" if goal else ""
        lines.append(f"- {name}: mean F1 {mean:.3f} over {count}{said}")
    if split.lessons:
        part = split.fitting / split.lessons
        lines.append(
            f"- lessons: {split.lessons}, of 150 to 1,200 words {100 * part:.0f} %, goal 85 %:"
            f" {'ok' if part >= FITTING else 'MISS'}; tables cut {split.cut}, headings at the end"
            f" {split.orphans}, goal 0: {'MISS' if split.cut or split.orphans else 'ok'}"
        )
    return "\n".join(lines)


def write(text: str, target: Path = DOCUMENT) -> None:
    """Put the figures into the document, between their marks."""
    stamp = f"{datetime.now(UTC):%-d %B %Y}, `make fidelity`."
    page = target.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    body = f"{BEGIN}\n{stamp}\n\n{text}\n{END}"
    target.write_text(marked.sub(lambda _: body, page), encoding="utf-8")
