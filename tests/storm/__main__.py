"""Storms: python -m tests.storm certs|answers|attempts|all [--n 100] [--rounds 20]

Each storm runs with the guards of the product and must end well, and once as a control without
any guard, which must end badly: else the storm would prove nothing.
"""

import argparse
import sys

from tests.storm.crowd import database
from tests.storm.scenes import SCENES, Stage, set_stage

CONTROL_TRIES = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parser.add_argument("scene", choices=[*SCENES, "all"])
    parser.add_argument("--n", type=int, default=100, help="writers at once")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    engines = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    scenes = list(SCENES) if asked.scene == "all" else [asked.scene]
    failures = 0
    for engine in engines:
        with database(engine) as settings:
            stage = set_stage(settings)
            for scene in scenes:
                failures += rounds(engine, scene, stage, asked.n, asked.rounds)
    print(f"{failures} failed" if failures else "All storms ended well.")
    return 1 if failures else 0


def rounds(engine: str, scene: str, stage: Stage, writers: int, number: int) -> int:
    """Run one scene so many times and its control; return how many ended wrongly."""
    bad = 0
    worst = 0.0
    said = ""
    for _ in range(number):
        good, said, outcome = SCENES[scene](stage, writers, True)
        worst = max(worst, outcome.p99_ms)
        if not good:
            bad += 1
            print(f"{engine} {scene}: WRONG: {said}; {sorted(set(outcome.errors))[:3]}")
    print(
        f"{engine} {scene}: {number - bad} of {number} rounds of {writers} well; {said}; p99 {worst:.0f} ms"
    )
    for _ in range(CONTROL_TRIES):
        good, said, _outcome = SCENES[scene](stage, writers, False)
        if not good:
            print(f"{engine} {scene}: control without guard fails as it must: {said}")
            return bad
    print(f"{engine} {scene}: WRONG: the control without guard ended well")
    return bad + 1


if __name__ == "__main__":
    sys.exit(main())
