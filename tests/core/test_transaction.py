"""The one place that begins and commits: writers queue, nothing nests, jobs leave afterwards."""

import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from elearn.accounts.models import Organisation
from elearn.core import transaction
from elearn.core.database import db
from elearn.core.transaction import after_commit, write, writing


def add(name: str) -> None:
    db.session.execute(insert(Organisation).values(name=name, kind="ngo", country="KE"))


def add_then_raise(error: BaseException) -> None:
    add("dropped")
    raise error


def names(app) -> list[str]:
    with app.app_context():
        statement = select(Organisation.name).where(Organisation.kind == "ngo")
        return list(db.session.scalars(statement.order_by(Organisation.id)))


def on_sqlite(app) -> bool:
    return bool(app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"))


def test_returning_commits_and_raising_rolls_back(app):
    with app.app_context():
        with write():
            add("kept")
        with pytest.raises(ValueError, match="no"), write():
            add_then_raise(ValueError("no"))
    assert names(app) == ["kept"]


def test_leaving_the_program_in_the_middle_rolls_back_too(app):
    with app.app_context(), pytest.raises(SystemExit), write():
        add_then_raise(SystemExit(1))
    assert names(app) == []
    with app.app_context(), write():
        add("kept")
    assert names(app) == ["kept"]


def test_nesting_is_refused_and_the_outer_transaction_goes_on(app):
    with app.app_context(), write():
        add("outer")
        with pytest.raises(RuntimeError, match="open already"), write():
            add("inner")
        assert writing()
    assert names(app) == ["outer"]
    assert not writing()


def test_what_was_promised_for_afterwards_happens_in_order_after_the_commit(app):
    seen = []
    with app.app_context(), write():
        after_commit(lambda: seen.append(("first", names(app))))
        add("committed")
        after_commit(lambda: seen.append(("second", writing())))
        assert seen == []
    assert seen == [("first", ["committed"]), ("second", False)]


def test_nothing_happens_afterwards_when_it_is_rolled_back(app):
    seen = []
    with app.app_context():
        with pytest.raises(ValueError, match="no"), write():
            promise_then_raise(seen)
        with write():
            add("another")
    assert seen == []


def promise_then_raise(seen: list[str]) -> None:
    after_commit(lambda: seen.append("never"))
    raise ValueError("no")


def test_one_act_that_fails_afterwards_hides_neither_the_commit_nor_the_others(app):
    seen = []

    def fail() -> None:
        raise OSError("the broker is gone")

    with app.app_context(), write():
        add("committed")
        after_commit(fail)
        after_commit(lambda: seen.append("still done"))
    assert (names(app), seen) == (["committed"], ["still done"])


def test_nothing_can_be_promised_without_a_transaction(app):
    with app.app_context(), pytest.raises(RuntimeError):
        after_commit(lambda: None)


def test_another_write_may_follow_in_what_happens_afterwards(app):
    def follow() -> None:
        with write():
            add("second")

    with app.app_context(), write():
        add("first")
        after_commit(follow)
    assert names(app) == ["first", "second"]


def test_objects_read_before_are_read_anew_inside(app):
    with app.app_context():
        found = db.session.scalars(select(Organisation)).one()
        assert found.name == "Sample Centre"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename, app, "Renamed meanwhile").result(30)
        with write():
            assert found.name == "Renamed meanwhile"


def rename(app, name: str) -> None:
    with app.app_context(), write():
        db.session.scalars(select(Organisation)).one().name = name


def test_writers_in_threads_queue_and_none_is_turned_away(app):
    gate = threading.Barrier(8)
    inside: list[int] = []
    most: list[int] = []

    def act(number: int) -> None:
        with app.app_context():
            gate.wait(30)
            with write():
                inside.append(number)
                most.append(len(inside))
                add(f"writer {number}")
                inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    assert sorted(names(app)) == [f"writer {number}" for number in range(8)]
    if on_sqlite(app):
        assert max(most) == 1


def test_a_second_writer_waits_for_the_first_on_sqlite(app):
    if not on_sqlite(app):
        pytest.skip("PostgreSQL lets writers work side by side.")
    entered, leave = threading.Event(), threading.Event()
    order: list[str] = []

    def first() -> None:
        with app.app_context(), write():
            entered.set()
            assert leave.wait(30)
            order.append("first")

    def second() -> None:
        with app.app_context():
            assert entered.wait(30)
            threading.Timer(0.1, leave.set).start()
            with write():
                order.append("second")

    with ThreadPoolExecutor(2) as pool:
        for waiting in [pool.submit(first), pool.submit(second)]:
            waiting.result(30)
    assert order == ["first", "second"]


def test_a_writer_waits_for_another_process_on_sqlite(app):
    if not on_sqlite(app):
        pytest.skip("PostgreSQL queues processes by itself.")
    side_file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///") + ".lock"
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=hold, args=(side_file, theirs))
    other.start()
    assert ours.poll(60)
    assert ours.recv() == "held"
    threading.Timer(0.2, ours.send, ("let go",)).start()
    begun = time.monotonic()
    with app.app_context(), write():
        waited = time.monotonic() - begun
    other.join(30)
    assert (other.exitcode, waited > 0.15) == (0, True)


def hold(side_file: str, line) -> None:
    import fcntl

    with Path(side_file).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        line.send("held")
        line.recv()


def test_the_lock_is_free_again_after_an_error(app):
    with app.app_context():
        for _ in range(3):
            with pytest.raises(ZeroDivisionError), write():
                1 / 0
        with write():
            add("free")
    assert names(app) == ["free"]


def test_the_work_under_the_lock_is_measured_and_waiting_is_not(app):
    transaction.longest_hold["seconds"] = 0.0
    with app.app_context(), write():
        time.sleep(0.06)
    waited = transaction.longest_hold["seconds"]
    with app.app_context(), write():
        end = time.thread_time() + 0.03
        while time.thread_time() < end:
            pass
    worked = transaction.longest_hold["seconds"]
    assert waited < 0.02
    assert 0.03 <= worked < 0.05
