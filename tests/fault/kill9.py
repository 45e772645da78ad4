"""Kill -9 the server and the worker at random moments while learners learn."""

import random
import time
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, update

from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from tests.fault.house import House
from tests.fault.learners import Diary, Learner
from tests.fault.site import Site, open_site
from tests.fault.verdict import lost_answers, problems
from tests.letterbox import Letterbox, open_letterbox

CARELESS = "tests.fault.careless:app"
VICTIMS = (("server", "worker"), ("server",), ("worker",))
WEIGHTS = (2, 1, 2)
# A life lasts until so many more answers are acknowledged, and a moment more.
ANSWERS = (1, 40)
LONGEST_MOMENT = 0.1
LIFE_SECONDS = 30
WORK_SECONDS = 3
SETTLE_SECONDS = 60


@dataclass
class Run:
    """How a run went: who was killed how often, and what the learners wrote down."""

    kills: Counter[str]
    diaries: dict[str, Diary]

    def total(self, what: str) -> int:
        return sum(len(getattr(diary, what)) for diary in self.diaries.values())

    @property
    def cuts(self) -> int:
        return sum(diary.cuts for diary in self.diaries.values())


def kill9(engine: str, rounds: int, seed: int) -> bool:
    """Kill so many times and check every promise; return whether all were kept."""
    with open_letterbox() as (box, address), open_site(engine, address) as site:
        with House(site.settings, site.settings.data_path / "log") as house:
            run = learn_under_fire(site, house, rounds, random.Random(seed))
            late = settle(site, house)
        with site.app.app_context():
            found = problems(run.diaries) + letters_problems(box, run.kills)
    found += [] if run.cuts else ["no learner noticed a kill: nothing was tried"]
    print(f"{engine} kill9: {facts(run)}; {letters(box)}; {late} jobs found after their lease")
    for problem in found[:10]:
        print(f"{engine} kill9: WRONG: {problem}")
    print(f"{engine} kill9: {len(found)} promises broken")
    return not found


def control(engine: str, rounds: int, seed: int) -> bool:
    """Do the same to a server that acknowledges too early; return whether it lost something."""
    with open_letterbox() as (_, address), open_site(engine, address) as site:
        # One process, since submitting waits for the answers in its own memory.
        settings = type(site.settings)(**(vars(site.settings) | {"server_processes": "1"}))
        log = site.settings.data_path / "log"
        with House(settings, log, target=CARELESS) as house:
            run = learn_under_fire(site, house, rounds, random.Random(seed), victims=(("server",),))
        with site.app.app_context():
            lost = len(lost_answers(run.diaries))
            db.session.rollback()
    verdict = "as it must" if lost else "WRONG: it ended well"
    print(
        f"{engine} kill9: the control that acknowledges too early lost {lost} of"
        f" {run.total('saved')} answers in {sum(run.kills.values())} kills: {verdict}"
    )
    return lost > 0


def learn_under_fire(
    site: Site,
    house: House,
    rounds: int,
    chance: random.Random,
    victims: tuple[tuple[str, ...], ...] = VICTIMS,
) -> Run:
    """Let everybody learn through so many kills, and finish what they began."""
    house.start("server", "worker")
    learners = [Learner(email, site, house.port, chance.getrandbits(64)) for email in site.emails]
    for learner in learners:
        learner.start()
    kills: Counter[str] = Counter()
    for number in range(rounds):
        live(learners, chance)
        # The first kill takes all there is, so that the shortest run tries every promise.
        chosen = chance.choices(victims, WEIGHTS[: len(victims)])[0] if number else victims[0]
        if "worker" in chosen:
            wait_for_work(site, chance)
        for part in chosen:
            house.kill(part)
        house.start(*chosen)
        kills.update(chosen)
    live(learners, chance)
    for learner in learners:
        learner.enough.set()
    for learner in learners:
        learner.join(SETTLE_SECONDS)
        if learner.is_alive():
            learner.diary.problems.append(f"{learner.email} is still waiting for an answer")
    return Run(kills, {learner.email: learner.diary for learner in learners})


def live(learners: list[Learner], chance: random.Random) -> None:
    """Wait until the learners were told of some more answers, to a random moment in their work."""
    goal = saved(learners) + chance.randint(*ANSWERS)
    end = time.monotonic() + LIFE_SECONDS
    while saved(learners) < goal and time.monotonic() < end:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, LONGEST_MOMENT))


def wait_for_work(site: Site, chance: random.Random) -> None:
    """Wait until the worker is at a job, to a random moment in it, or a while if there is none."""
    end = time.monotonic() + WORK_SECONDS
    held = select(func.count(Job.id)).where(Job.done_at.is_(None), Job.lease_until.is_not(None))
    with site.app.app_context():
        while not db.session.scalar(held) and time.monotonic() < end:
            db.session.rollback()
            time.sleep(0.002)
        db.session.rollback()
    time.sleep(chance.uniform(0, LONGEST_MOMENT))


def saved(learners: list[Learner]) -> int:
    return sum(len(learner.diary.saved) for learner in learners)


def settle(site: Site, house: House) -> int:
    """Wait until the worker has done all jobs; return how many a killed one had left behind.

    Their lease runs out by the database's word, not by waiting for it.
    """
    late = wait_for_jobs(site, leased=False)
    with site.app.app_context(), write():
        held = update(Job).where(Job.done_at.is_(None), Job.lease_until.is_not(None))
        db.session.execute(held.values(lease_until=now(), due_at=now()))
    wait_for_jobs(site, leased=True)
    return late


def wait_for_jobs(site: Site, *, leased: bool) -> int:
    """Wait until no job waits; return how many are left that somebody seems to be at.

    Two looks with a second between them tell a job that runs from one whose worker is dead.
    """
    end = time.monotonic() + SETTLE_SECONDS
    before: list[int] = []
    while time.monotonic() < end:
        with site.app.app_context():
            waiting = select(Job.id, Job.lease_until).where(Job.done_at.is_(None))
            rows = db.session.execute(waiting.where(Job.failed_at.is_(None))).all()
            db.session.rollback()
        held = sorted(row.id for row in rows if row.lease_until is not None)
        if not rows or (not leased and len(held) == len(rows) and held == before):
            return len(held)
        before = held
        time.sleep(1.5)
    return len(before)


def letters(box: Letterbox) -> str:
    return f"{len(box.marks)} letters, {len(box.marks) - len(set(box.marks))} of them twice"


def letters_problems(box: Letterbox, kills: Counter[str]) -> list[str]:
    """Every letter came; the same one again at most once for each kill of the worker."""
    sending = Job.task.in_(("core.send_letter", "accounts.send_letter"))
    queued = db.session.scalar(select(func.count(Job.id)).where(sending, Job.done_at.is_not(None)))
    came = set(box.marks)
    found = [f"{queued} letters queued, {len(came)} came"] if queued != len(came) else []
    twice = len(box.marks) - len(came)
    if twice > kills["worker"]:
        found.append(f"{twice} letters came twice, in {kills['worker']} kills of the worker")
    return found


def facts(run: Run) -> str:
    killed = ", ".join(f"{part} {number}" for part, number in sorted(run.kills.items()))
    return (
        f"killed {killed} times ({run.cuts} requests cut);"
        f" acknowledged {run.total('saved')} answers, {run.total('started')} starts,"
        f" {run.total('closed')} submits, {run.total('read')} lessons,"
        f" {run.total('completed')} courses"
    )
