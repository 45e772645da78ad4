"""R-71, R-74: jobs are rows of the transaction they belong to, and run until they are done."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.outbox import GiveUp, Job
from elearn.core.transaction import write

TASK = "tests.note"
LEASE = 60


class Bench:
    """A task that notes its runs and does what it is told, and its jobs."""

    def __init__(self, app) -> None:
        self.app = app
        self.runs: list[int] = []
        self.act: Callable[[int], None] = lambda number: None

    def task(self, number: int) -> None:
        self.runs.append(number)
        self.act(number)

    def queue(self, number: int = 1, **options) -> int:
        with self.app.app_context(), write():
            return outbox.enqueue(TASK, number=number, **options)

    def run(self, *, after: timedelta = timedelta(0)) -> int:
        """Run what is due, as much later as said."""
        with self.app.app_context(), clock.at(clock.machine_now() + after):
            return outbox.run_due()

    def row(self, job_id: int) -> Job:
        with self.app.app_context():
            return db.session.get_one(Job, job_id)


@pytest.fixture
def bench(app) -> Iterator[Bench]:
    bench = Bench(app)
    outbox.task(TASK, lease_seconds=LEASE, most_attempts=3)(bench.task)
    yield bench
    del outbox._tasks[TASK]


@pytest.fixture
def signals() -> Iterator[list[int]]:
    sent: list[int] = []
    before = outbox._signals[:]
    outbox.on_signal(sent.append)
    yield sent
    outbox._signals[:] = before


def fail(number: int) -> None:
    raise RuntimeError(f"number {number} does not work")


def test_a_job_runs_once_and_is_done(bench):
    job_id = bench.queue(7)
    assert (bench.run(), bench.run()) == (1, 0)
    assert bench.runs == [7]
    row = bench.row(job_id)
    assert (row.attempts, row.lease_until, row.problem) == (1, None, None)
    assert row.done_at is not None


def test_an_unknown_task_cannot_be_queued(app):
    with app.app_context(), write(), pytest.raises(LookupError):
        outbox.enqueue("tests.nobody")


def test_a_job_outside_a_write_transaction_cannot_be_queued(app, bench):
    with app.app_context(), pytest.raises(RuntimeError):
        outbox.enqueue(TASK, number=1)


def test_a_worker_is_told_only_after_the_commit(app, bench, signals):
    with app.app_context(), write():
        job_id = outbox.enqueue(TASK, number=1)
        assert signals == []
    assert signals == [job_id]


def test_a_broker_that_cannot_be_told_loses_nothing(app, bench):
    before = outbox._signals[:]
    outbox.on_signal(fail)
    try:
        bench.queue()
    finally:
        outbox._signals[:] = before
    assert bench.run() == 1


def test_a_delayed_job_waits_and_nobody_is_told_early(bench, signals):
    bench.queue(delay_seconds=100)
    assert signals == []
    assert bench.run(after=timedelta(seconds=98)) == 0
    assert bench.run(after=timedelta(seconds=102)) == 1


def test_jobs_run_oldest_first(bench):
    for number in (3, 1, 2):
        bench.queue(number)
    bench.run()
    assert bench.runs == [3, 1, 2]


def test_a_failed_job_waits_longer_each_time_and_then_is_left_to_people(bench):
    job_id = bench.queue()
    bench.act = fail
    assert bench.run() == 1
    waits = [(bench.row(job_id).due_at - clock.machine_now()).total_seconds()]
    assert bench.run() == 0
    bench.run(after=timedelta(minutes=1))
    waits.append((bench.row(job_id).due_at - clock.machine_now()).total_seconds() - 60)
    bench.run(after=timedelta(hours=1))
    row = bench.row(job_id)
    assert 10 < waits[0] < waits[1] < 50
    assert (row.attempts, row.problem) == (3, "RuntimeError: number 1 does not work")
    assert row.failed_at is not None
    assert bench.run(after=timedelta(days=9)) == 0


def test_the_wait_before_another_attempt_is_an_hour_at_most(app, bench):
    job_id = bench.queue()
    with app.app_context():
        outbox._try_later(job_id, 30, 99, RuntimeError("again"))
    assert bench.row(job_id).due_at - clock.machine_now() <= timedelta(hours=1)


def test_an_admin_may_let_a_failed_job_run_again(app, bench, signals):
    job_id = bench.queue()
    bench.act = fail
    for hours in range(3):
        bench.run(after=timedelta(hours=hours))
    with app.app_context(), write():
        outbox.retry(job_id)
    assert signals.count(job_id) == 2
    bench.act = lambda number: None
    assert bench.run() == 1
    assert bench.row(job_id).done_at is not None


def test_a_job_that_is_done_is_not_done_again_on_request(app, bench):
    job_id = bench.queue()
    bench.run()
    with app.app_context(), write():
        outbox.retry(job_id)
    assert bench.run() == 0


def test_giving_up_keeps_the_sentence_and_stops(bench):
    def give_up(number: int) -> None:
        raise GiveUp("Nobody is there.")

    bench.act = give_up
    job_id = bench.queue()
    assert bench.run() == 1
    row = bench.row(job_id)
    assert (row.attempts, row.problem, row.done_at) == (1, "Nobody is there.", None)
    assert row.failed_at is not None


def test_what_a_failed_job_had_written_is_rolled_back(app, bench):
    def write_then_fail(number: int) -> None:
        with write():
            outbox.enqueue(TASK, number=99)
            raise RuntimeError("half done")

    bench.act = write_then_fail
    bench.queue()
    bench.run()
    with app.app_context():
        assert db.session.scalars(select(Job.args)).all() == [{"number": 1}]


def test_a_job_whose_worker_died_is_found_again_after_its_lease(bench):
    job_id = bench.queue()
    with bench.app.app_context():
        assert outbox._claim(job_id) is not None
    assert bench.run(after=timedelta(seconds=LEASE - 2)) == 0
    assert bench.run(after=timedelta(seconds=LEASE + 2)) == 1
    assert (bench.runs, bench.row(job_id).attempts) == ([1], 2)


def test_a_job_that_kills_every_worker_is_left_to_people(bench):
    job_id = bench.queue()
    for hours in range(3):
        with bench.app.app_context(), clock.at(clock.machine_now() + timedelta(hours=hours)):
            assert outbox._claim(job_id) is not None
    bench.run(after=timedelta(hours=4))
    row = bench.row(job_id)
    assert (bench.runs, row.problem) == ([], "Begun 3 times, it never came to an end.")
    assert row.failed_at is not None


def test_a_job_of_a_task_that_is_gone_is_left_to_people(app, bench):
    job_id = bench.queue()
    kept = outbox._tasks.pop(TASK)
    assert bench.run() == 1
    outbox._tasks[TASK] = kept
    assert bench.row(job_id).problem == "No task is called tests.note."


def test_two_workers_never_run_the_same_job(app, bench):
    """Both ask for every job at the same moment; each job is run by one."""
    jobs = [bench.queue(number) for number in range(12)]
    gate = Barrier(2)

    def work(_: int) -> int:
        with app.app_context():
            ran = 0
            for job_id in jobs:
                gate.wait(30)
                ran += outbox.run_job(job_id)
            return ran

    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(work, range(2)))
    assert sum(ran) == len(jobs)
    assert sorted(bench.runs) == list(range(12))


def test_a_running_job_is_not_taken_by_another_worker(app, bench):
    running, finish = Event(), Event()

    def take_long(number: int) -> None:
        running.set()
        assert finish.wait(30)

    bench.act = take_long
    job_id = bench.queue()

    def work() -> bool:
        with app.app_context():
            return outbox.run_job(job_id)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(work)
        assert running.wait(30)
        assert not work()
        assert bench.run() == 0
        finish.set()
        assert first.result(30)
    assert bench.runs == [1]


def test_the_longest_wait_is_that_of_the_oldest_job_nobody_took(app, bench):
    with app.app_context():
        assert outbox.longest_wait() == timedelta(0)
    bench.queue()
    with app.app_context(), clock.at(clock.machine_now() + timedelta(minutes=9)):
        assert timedelta(minutes=8) < outbox.longest_wait() < timedelta(minutes=10)
    bench.run()
    with app.app_context(), clock.at(clock.machine_now() + timedelta(minutes=9)):
        assert outbox.longest_wait() == timedelta(0)


def test_every_task_of_the_house_is_named_after_its_room():
    assert outbox.task_names()
    assert all("." in name for name in outbox.task_names())
