"""Kill -9 the worker while it turns documents into courses: absent or whole, never half."""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from courses import desk_queries, drafting
from courses.models import Course, LessonRevision, Module, Step
from elearn.accounts import operations as accounts
from elearn.accounts.models import Membership
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core import storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from elearn.library import operations, reading, uploads
from elearn.library.models import Edition, GlossaryTerm, Import, Paragraph, Section
from tests.fault.house import House
from tests.fault.manual import manual
from tests.fault.site import Site, open_site

PHASES = ("reading", "building")
ENDS = ("review", "done")
WAIT_SECONDS = 120
LOOK_EVERY = 0.01

# What a whole course is made of; the same manual gives the same numbers.
Shape = tuple[int, ...]


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
            times, whole = undisturbed(site)
            for number in range(1, rounds + 1):
                found += disturbed(site, house, number, chance, times, whole, kills)
        with site.app.app_context():
            found += leftovers(site, rounds + 1)
        folders = len(list(scratch(site).glob("*")))
    print(
        f"{engine} import: {rounds} manuals, worker killed {kills.inside} times inside the work"
        f" and {kills.outside} times beside it; {kills.half_done} times with a part of"
        f" the rows written, which nobody saw; {folders} scratch folders left"
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


def undisturbed(site: Site) -> tuple[dict[str, float], Shape]:
    """Import one manual in peace: how long each phase takes, and what a whole course has."""
    times = {}
    import_id = upload(site, 0)
    for phase, then in zip(PHASES, ENDS, strict=True):
        if phase == "building":
            confirm(site, import_id)
        wait_for_work(site, import_id, then)
        begun = time.monotonic()
        wait_for(site, import_id, then)
        times[phase] = time.monotonic() - begun
    return times, shape(site, import_id)


def disturbed(
    site: Site,
    house: House,
    number: int,
    chance: random.Random,
    times: dict[str, float],
    whole: Shape,
    kills: Kills,
) -> list[str]:
    """Import one manual, killing the worker once or twice in each phase."""
    import_id = upload(site, number)
    found = []
    for phase, then in zip(PHASES, ENDS, strict=True):
        if phase == "building":
            confirm(site, import_id)
        for _ in range(chance.randint(1, 2)):
            wait_for_work(site, import_id, then)
            if phase == "building" and chance.random() < 0.6:
                wait_for_rows(site, import_id, then)
                time.sleep(chance.uniform(0, times[phase] / 5))
            else:
                time.sleep(chance.uniform(0, times[phase]))
            found += kill_once(site, house, import_id, then, whole, kills)
        wait_for(site, import_id, then)
    found += rerun(site, import_id, whole)
    return [f"manual {number}: {problem}" for problem in found]


def kill_once(
    site: Site, house: House, import_id: int, then: str, whole: Shape, kills: Kills
) -> list[str]:
    """Kill the worker and look at what it left; start it again with the leases run out."""
    house.kill("worker")
    at_work = job_held(site)
    kills.inside += at_work
    kills.outside += not at_work
    state, left = state_of(site, import_id), shape(site, import_id)
    with site.app.app_context():
        course = desk_queries.course_of_import(import_id)
        visible = course is not None and course.state != drafting.BUILDING
        db.session.rollback()
    kills.half_done += any(left) and left != whole
    release_leases(site)
    house.start("worker")
    if visible and left != whole:
        return [f"half a course is shown: {left} of {whole}"]
    if state == "done" and not visible:
        return ["the import says it is done, but there is no course"]
    return []


def rerun(site: Site, import_id: int, whole: Shape) -> list[str]:
    """Do both jobs again: nothing may change."""
    before = shape(site, import_id)
    with site.app.app_context():
        reading.read_import(import_id)
        made = select(Course.id).where(Course.import_id == import_id)
        course_id = db.session.scalar(made)
        again = drafting.build(import_id)
        db.session.rollback()
    found = [] if before == whole else [f"it has {before}, a whole one has {whole}"]
    if again != course_id or shape(site, import_id) != before:
        found.append("doing it again changed something")
    return found


def upload(site: Site, number: int) -> int:
    """Let a new trainer upload a manual: one person may not upload twenty within an hour."""
    with site.app.app_context():
        taken = uploads.taken(f"manual-{number}.md", manual(number), 10_000_000)
        with write():
            trainer_id = accounts.create_person(
                email=f"trainer{number}@example.org", name=f"Trainer {number}", password_hash=None
            ).id
            db.session.add(Membership(person_id=trainer_id, role="trainer"))
        trainer = signed_in(trainer_id)
        with write():
            return operations.start_import(trainer, taken, {}).id


def signed_in(person_id: int) -> SignedIn:
    person = person_by_id(person_id)
    if person is None:
        raise RuntimeError("The trainer is gone.")
    return person


def confirm(site: Site, import_id: int) -> None:
    with site.app.app_context(), write():
        found = db.session.get_one(Import, import_id)
        drafting.confirm(found, {}, signed_in(found.started_by_id))


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


def wait_for_rows(site: Site, import_id: int, then: str) -> None:
    """Wait until something of the edition or the course is written, or all of it."""
    end = time.monotonic() + WAIT_SECONDS
    while not any(shape(site, import_id)) and state_of(site, import_id) != then:
        if time.monotonic() > end:
            return
        time.sleep(LOOK_EVERY)


def state_of(site: Site, import_id: int) -> str:
    with site.app.app_context():
        state = db.session.scalar(select(Import.state).where(Import.id == import_id))
        db.session.rollback()
        return str(state)


def shape(site: Site, import_id: int) -> Shape:
    """Count what the import has made so far."""
    with site.app.app_context():
        edition_id = db.session.scalar(select(Import.edition_id).where(Import.id == import_id))
        course_id = select(Course.id).where(Course.import_id == import_id).scalar_subquery()
        steps = select(Step.id).where(Step.course_id == course_id)
        counts = [
            select(func.count(model.id)).where(model.edition_id == edition_id)
            for model in (Section, Paragraph, GlossaryTerm)
        ]
        counts += [
            select(func.count(Module.id)).where(Module.course_id == course_id),
            select(func.count(Step.id)).where(Step.course_id == course_id),
            select(func.sum(LessonRevision.words)).where(LessonRevision.step_id.in_(steps)),
        ]
        found = tuple(int(db.session.scalar(one) or 0) for one in counts)
        db.session.rollback()
        return found


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


def leftovers(site: Site, imports: int) -> list[str]:
    """Return rows and files nobody needs: editions, courses and stored files without an owner."""
    counts = {
        "editions": db.session.scalar(select(func.count(Edition.source_document_id))),
        "courses": db.session.scalar(select(func.count(Course.id)).where(Course.import_id > 0)),
    }
    found = [f"{number} {what} for {imports} imports" for what, number in counts.items()
             if number != imports]  # fmt: skip
    for path in sorted((site.settings.data_path / "files").rglob("*")):
        if path.is_file() and not storage.KEY.fullmatch(path.name):
            found.append(f"half a file is left: {path.name}")
        elif path.is_file() and storage.key_of(path.read_bytes(), path.suffix) != path.name:
            found.append(f"file {path.name} is not whole")
    db.session.rollback()
    return found
