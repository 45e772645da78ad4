"""Faults: python -m tests.fault kill9|import [--rounds 20] [--database both] [--seed N]

`kill9` kills the server and the worker under learners at work; its control is a server that
acknowledges before it has saved, which must lose answers. `import` kills the worker while it
turns documents into courses.
"""

import argparse
import secrets
import sys

from tests.fault import imports, kill9

CONTROL_KILLS = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fault")
    parser.add_argument("scene", choices=("kill9", "import", "all"))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=secrets.randbits(31))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    engines = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    well = True
    for engine in engines:
        if asked.scene in ("kill9", "all"):
            well &= kill9.kill9(engine, asked.rounds, asked.seed)
            well &= kill9.control(engine, CONTROL_KILLS, asked.seed)
        if asked.scene in ("import", "all"):
            well &= imports.kill_imports(engine, asked.rounds, asked.seed)
    print("All promises kept." if well else "Promises were broken.")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
