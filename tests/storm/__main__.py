"""Storms: python -m tests.storm SCENE|all [--n 100] [--rounds 20]

SCENE is certs, answers, attempts, places, seats or waitlist.

Each storm runs with the guards of the product and must end well every time, and as a control
without any guard, which must end badly: else the storm would prove nothing.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from elearn.core.database import db
from tests.storm import scenes, webinar_scenes
from tests.storm.crowd import Crowd, database
from tests.storm.scenes import Scene, Stage, clear, set_stage

CONTROL_TRIES = 5
SCENES = scenes.SCENES | webinar_scenes.SCENES
# Writers at once, where it is another number than `--n` says by default.
WRITERS = {"seats": 200, "waitlist": 250}


@dataclass
class Tally:
    """What the rounds of one scene came to."""

    well: int = 0
    said: str = ""
    waits: list[float] = field(default_factory=list)

    def milliseconds(self, share: float) -> int:
        """Return how long an act took at most for this share of the writers."""
        return round(sorted(self.waits)[max(0, int(len(self.waits) * share) - 1)] * 1000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parser.add_argument("scene", choices=[*SCENES, "all"])
    parser.add_argument("--n", type=int, help="writers at once: 100, or what the scene is about")
    parser.add_argument("--seats", type=int, default=25, help="in `places` and `seats`")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    engines = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    names = list(SCENES) if asked.scene == "all" else [asked.scene]
    crowds: dict[int, list[str]] = {}
    for name in names:
        crowds.setdefault(asked.n or WRITERS.get(name, 100), []).append(name)
    failures = 0
    for engine in engines:
        with database(engine) as settings:
            stage = set_stage(settings, max(crowds), asked.seats)
            for writers, scenes_of_crowd in crowds.items():
                crowd = Crowd(settings, writers)
                there = replace(stage, people=stage.people[:writers])
                for name in scenes_of_crowd:
                    failures += run(f"{engine} {name}", there, crowd, *SCENES[name], asked.rounds)
                crowd.leave()
    print(f"{failures} failed" if failures else "All storms ended well.")
    return 1 if failures else 0


def run(
    name: str,
    stage: Stage,
    crowd: Crowd,
    guarded: Callable[[Stage], Scene],
    control: Callable[[Stage], Scene],
    rounds: int,
) -> int:
    """Run a scene so many times, and its control; return how many ended wrongly."""
    tally = Tally()
    for _ in range(rounds):
        well = one_round(stage, crowd, guarded, tally)
        tally.well += well
        if not well:
            print(f"{name}: WRONG: {tally.said}")
    print(
        f"{name}: {tally.well} of {rounds} rounds of {crowd.writers} writers well; {tally.said};"
        f" p50 {tally.milliseconds(0.5)} ms, p99 {tally.milliseconds(0.99)} ms"
    )
    for _ in range(CONTROL_TRIES):
        if not one_round(stage, crowd, control, tally):
            print(f"{name}: the control without guards fails, as it must: {tally.said}")
            return rounds - tally.well
    print(f"{name}: WRONG: the control without guards ended well")
    return rounds - tally.well + 1


def one_round(stage: Stage, crowd: Crowd, kind: Callable[[Stage], Scene], tally: Tally) -> bool:
    """Let everybody act once; return whether it ended well."""
    with stage.app.app_context():
        clear()
        scene = kind(stage)
        # What is judged afterwards must not be read in a transaction that began before.
        db.session.rollback()
        outcome = crowd.storm(scene.act, scene.given)
        well, tally.said = scene.judge(outcome)
        db.session.rollback()
    tally.waits += outcome.waits
    if outcome.errors:
        tally.said += f"; {len(outcome.errors)} errors: {sorted(set(outcome.errors))[:3]}"
    return well and not outcome.errors


if __name__ == "__main__":
    sys.exit(main())
