"""Kill -9 the worker while it turns documents into courses: absent or whole, never half.

Manuals of every kind take turns, and new editions of a manual there is a course of. The reading
child must end with its worker, and its folder must be swept.
"""

import random
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from courses import drafting
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from elearn.library import reading
from elearn.library.models import Import
from tests.fault import makings
from tests.fault.house import House
from tests.fault.makings import MAKINGS, Making, Shape
from tests.fault.site import Site, open_site

PHASES = ("reading", "building")
ENDS = ("review", "done")
WAIT_SECONDS = 120
LOOK_EVERY = 0.01


@dataclass
class Kills:
    """Where the worker was killed: `inside` counts kills while the import was really at work."""

    inside: int = 0
    outside: int = 0
    half_done: int = 0


def kill_imports(engine: str, rounds: int, seed: int) -> bool:
    """Import so many manuals, killing the worker at each; return whether all are whole."""
    chance = random.Random(seed)
    found: list[str] = []
    kills = Kills()
    with open_site(engine, "") as site:
        extra = {"TMPDIR": str(scratch(site))}
        with House(site.settings, site.settings.data_path / "log", extra=extra) as house:
            house.start("worker")
            calm = {making: undisturbed(site, making, at) for at, making in enumerate(MAKINGS)}
            for number in range(len(MAKINGS), len(MAKINGS) + rounds):
                making = MAKINGS[number % len(MAKINGS)]
                found += disturbed(site, house, making, number, chance, *calm[making], kills)
        with site.app.app_context():
            found += makings.leftovers(site)
        found += [f"scratch folder {left.name} is left" for left in scratch(site).iterdir()]
    print(
        f"{engine} import: {rounds} manuals of {len(MAKINGS)} kinds, worker killed"
        f" {kills.inside} times inside the work and {kills.outside} times beside it;"
        f" {kills.half_done} times with a part of the rows written, which nobody saw"
    )
    for problem in found[:10]:
        print(f"{engine} import: WRONG: {problem}")
    if not kills.inside:
        found.append("no kill hit the work")
    print(f"{engine} import: {len(found)} promises broken")
    return not found


def scratch(site: Site) -> Path:
    folder = site.settings.data_path / "scratch"
    folder.mkdir(exist_ok=True)
    return folder


def undisturbed(site: Site, making: Making, number: int) -> tuple[dict[str, float], Shape]:
    """Import one manual in peace: how long each phase takes, and what a whole one has."""
    times = {}
    import_id = making.upload(site, number, ready)
    for phase, then in zip(PHASES, ENDS, strict=True):
        if phase == "building":
            makings.confirm(site, import_id)
        wait_for_work(site, import_id, then)
        begun = time.monotonic()
        wait_for(site, import_id, then)
        times[phase] = time.monotonic() - begun
    return times, making.shape(site, import_id)


def ready(site: Site, import_id: int) -> None:
    """Bring an import to its end in peace."""
    wait_for(site, import_id, ENDS[0])
    makings.confirm(site, import_id)
    wait_for(site, import_id, ENDS[1])


def disturbed(
    site: Site,
    house: House,
    making: Making,
    number: int,
    chance: random.Random,
    times: dict[str, float],
    whole: Shape,
    kills: Kills,
) -> list[str]:
    """Import one manual, killing the worker once or twice in each phase."""
    import_id = making.upload(site, number, ready)
    found = []
    for phase, then in zip(PHASES, ENDS, strict=True):
        if phase == "building":
            makings.confirm(site, import_id)
        for _ in range(chance.randint(1, 2)):
            wait_for_work(site, import_id, then)
            if phase == "building" and chance.random() < 0.6:
                wait_for_rows(site, making, import_id, then)
                time.sleep(chance.uniform(0, times[phase] / 5))
            else:
                time.sleep(chance.uniform(0, times[phase]))
            found += kill_once(site, house, making, import_id, whole, kills)
        wait_for(site, import_id, then)
    found += rerun(site, making, import_id, whole)
    return [f"manual {number} ({making.name}): {problem}" for problem in found]


def kill_once(
    site: Site, house: House, making: Making, import_id: int, whole: Shape, kills: Kills
) -> list[str]:
    """Kill the worker and look at what it left; start it again with the leases run out."""
    house.kill("worker")
    at_work = job_held(site)
    kills.inside += at_work
    kills.outside += not at_work
    state, left = state_of(site, import_id), making.shape(site, import_id)
    shown = making.shown(site, import_id)
    kills.half_done += any(left) and left != whole
    found = outlived(site)
    release_leases(site)
    house.start("worker")
    if shown and left != whole:
        found.append(f"a half one is shown: {left} of {whole}")
    if state == "done" and not shown:
        found.append("the import says it is done, but there is nothing to see")
    return found


def outlived(site: Site) -> list[str]:
    """Return the reading children that still run a second after their worker was killed."""
    marked = str(scratch(site)).encode()
    end = time.monotonic() + 1
    while True:
        found = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                said = file.read_bytes()
                found += [file.parent.name] if marked in said and b"readers.worker" in said else []
        if not found or time.monotonic() > end:
            return [f"the reading child {number} outlived its worker" for number in found]


def rerun(site: Site, making: Making, import_id: int, whole: Shape) -> list[str]:
    """Do both jobs again: nothing may change."""
    before = making.shape(site, import_id)
    with site.app.app_context():
        reading.read_import(import_id)
        drafting.build_all(import_id)
        db.session.rollback()
    found = [] if before == whole else [f"it has {before}, a whole one has {whole}"]
    if making.shape(site, import_id) != before:
        found.append("doing it again changed something")
    return found


def wait_for(site: Site, import_id: int, state: str) -> None:
    """Wait until the import is there. Raises RuntimeError when it never comes or goes astray."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if state_of(site, import_id) == state:
            return
        time.sleep(LOOK_EVERY)
    with site.app.app_context():
        row = db.session.get_one(Import, import_id)
        jobs = db.session.execute(select(Job.task, Job.attempts, Job.problem)).all()[-2:]
        raise RuntimeError(f"The import stays {row.state} {row.step} {row.problem}: {jobs}")


def wait_for_work(site: Site, import_id: int, then: str) -> None:
    """Wait until a worker is at the import, or is done with it."""
    end = time.monotonic() + WAIT_SECONDS
    while not job_held(site) and state_of(site, import_id) != then and time.monotonic() < end:
        time.sleep(LOOK_EVERY)


def wait_for_rows(site: Site, making: Making, import_id: int, then: str) -> None:
    """Wait until something of the edition or the course is written, or all of it."""
    end = time.monotonic() + WAIT_SECONDS
    while not any(making.shape(site, import_id)) and state_of(site, import_id) != then:
        if time.monotonic() > end:
            return
        time.sleep(LOOK_EVERY)


def state_of(site: Site, import_id: int) -> str:
    with site.app.app_context():
        state = db.session.scalar(select(Import.state).where(Import.id == import_id))
        db.session.rollback()
        return str(state)


def job_held(site: Site) -> bool:
    with site.app.app_context():
        held = select(func.count(Job.id)).where(Job.done_at.is_(None), Job.lease_until.is_not(None))
        count = db.session.scalar(held) or 0
        db.session.rollback()
        return count > 0


def release_leases(site: Site) -> None:
    """Let the leases of a dead worker run out now, rather than in five minutes."""
    with site.app.app_context(), write():
        held = update(Job).where(Job.done_at.is_(None), Job.lease_until.is_not(None))
        db.session.execute(held.values(lease_until=now()))
