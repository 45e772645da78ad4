"""Measure what arrives of documents: python -m tests.fidelity [--quick] [--write] [files...]"""

import argparse
import sys
from pathlib import Path

from tests.fidelity import goals, samples, table
from tests.fidelity.figures import Figures
from tests.fidelity.measuring import Split, measure


def main() -> int:
    asked = arguments()
    chosen = list(samples.named(asked.files) if asked.files else samples.fixed())
    if not asked.files and not asked.quick:
        chosen += samples.shared()
    rows: list[Figures] = []
    split = Split()
    for sample in chosen:
        if asked.only in sample.name:
            rows.append(measure(sample, split, twice=not asked.quick))
            tell(rows[-1])
    text = f"{table.table(rows)}\n\n{table.summary(rows, split)}"
    print(f"\n{text}")
    if asked.write:
        table.write(text)
    missed = [row.name for row in rows if goals.missed(row)]
    print(f"\n{len(rows) - len(missed)} of {len(rows)} documents meet every goal.")
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="documents to measure instead")
    parser.add_argument("--quick", action="store_true", help="the fixed set, read once")
    parser.add_argument("--only", default="", help="documents whose name holds this text")
    parser.add_argument("--write", action="store_true", help="put the table into docs/fidelity.md")
    return parser.parse_args()


def tell(row: Figures) -> None:
    """Say how a document did, and what is wrong with it, while the others are measured."""
    missed = goals.missed(row)
    print(f"{row.name}: {'MISS ' + ', '.join(missed) if missed else 'ok'}", file=sys.stderr)
    for line in row.wrong if missed else ():
        print(f"    {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
