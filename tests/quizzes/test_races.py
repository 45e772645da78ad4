"""R-49, R-50: many at once. On SQLite writers queue; on PostgreSQL they really meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from courses.models import StepProgress
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import sitting
from quizzes.errors import AttemptIsClosed
from quizzes.models import Answer, Attempt

MANY = 8


def at_once(app, act: Callable[[int], Any], many: int = MANY) -> list[Any]:
    """Let `many` threads begin together; return what each got, or the error it met."""
    gate = Barrier(many)

    def run(number: int) -> Any:
        with app.app_context():
            gate.wait()
            try:
                with write():
                    return act(number)
            except Exception as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def count(app, model, *conditions):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_many_starts_at_once_open_one_attempt(table):
    results = at_once(table.app, lambda _: sitting.start_attempt(table.learner, table.step()))
    assert {one.public_id for one in results} == {results[0].public_id}
    assert sum(one.new for one in results) == 1
    assert count(table.app, Attempt) == 1


def test_many_submissions_at_once_give_one_result(table):
    attempt = table.start()
    table.save_all(attempt)
    results = at_once(table.app, lambda _: sitting.submit_attempt(attempt, table.learner.id))
    assert {(one.score, one.passed) for one in results} == {(10000, True)}
    assert sum(one.new for one in results) == 1
    assert count(table.app, StepProgress) == 1


def test_the_same_answer_sent_many_times_at_once_is_kept_once(table):
    attempt = table.start()
    response = table.answers(attempt)[1]

    def save(_number):
        return sitting.save_answer(
            attempt,
            table.learner.id,
            position=1,
            client_key="one-and-only",
            sequence=1,
            response=response,
        )

    results = at_once(table.app, save)
    assert all(one.counts for one in results)
    assert count(table.app, Answer) == 1


def test_an_answer_acknowledged_beside_a_submission_is_graded(lay):
    """Either the answer came first and counts, or it is refused: never kept and ignored."""
    table = lay(attempts=0)
    for _ in range(6):
        attempt = table.start()
        table.save_all(attempt, right=False)
        answers = table.answers(attempt)

        def act(number, attempt=attempt, answers=answers):
            if number == 0:
                return sitting.submit_attempt(attempt, table.learner.id)
            return sitting.save_answer(
                attempt,
                table.learner.id,
                position=number,
                client_key=f"late-{number:04}",
                sequence=2,
                response=answers[number],
            )

        closed, *saves = at_once(table.app, act, 5)
        kept = sum(isinstance(one, sitting.Saved) for one in saves)
        refused = sum(isinstance(one, AttemptIsClosed) for one in saves)
        assert (kept + refused, closed.score) == (4, 2500 * kept)


def test_starting_and_submitting_at_once_never_exceeds_the_allowed_attempts(lay):
    table = lay(attempts=2)

    def act(number):
        started = sitting.start_attempt(table.learner, table.step())
        return sitting.submit_attempt(started.public_id, table.learner.id)

    at_once(table.app, act)
    at_once(table.app, act)
    assert count(table.app, Attempt) == 2
    assert count(table.app, Attempt, Attempt.submitted_at.is_(None)) == 0
