"""R-48: the server's clock decides, with thirty seconds of grace."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from courses.models import StepProgress
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import sitting
from quizzes.errors import (
    TimeIsUp,
)
from quizzes.models import Attempt
from tests.factories.quizzes import SINGLE, TRUEFALSE


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


START = "2026-11-20T10:00:00Z"


@pytest.mark.parametrize(("moment", "counts"), [("10:20:30", True), ("10:20:31", False)])
def test_answers_count_until_thirty_seconds_after_the_deadline(lay, moment, counts):
    table = lay(time_limit=20, questions=(TRUEFALSE,))
    with time_machine.travel(START, tick=False):
        attempt = table.start()
    with time_machine.travel(f"2026-11-20T{moment}Z", tick=False):
        if counts:
            table.save(attempt, 1, {"choice": "false"})
        else:
            with pytest.raises(TimeIsUp):
                table.save(attempt, 1, {"choice": "false"})
        assert table.submit(attempt).score == (10000 if counts else 0)


def test_a_page_sent_with_a_late_submission_does_not_count(lay, submit_page):
    table = lay(time_limit=20, questions=(TRUEFALSE, SINGLE))
    with time_machine.travel(START, tick=False):
        attempt = table.start()
        answers = table.answers(attempt)
        table.save(attempt, 1, answers[1])
    with time_machine.travel("2026-11-20T11:00:00Z", tick=False):
        closed = submit_page(table, attempt, {2: (answers[2], 0)}, "page-1")
    assert closed.score == 5000
    with table.app.app_context():
        ended = table.attempt(attempt).submitted_at
    assert f"{ended:%H:%M}" == "10:20"


def test_an_attempt_nobody_comes_back_to_is_closed_by_a_job(lay, run_jobs):
    table = lay(time_limit=20, questions=(TRUEFALSE,))
    with time_machine.travel(START, tick=False):
        attempt = table.start()
        table.save(attempt, 1, {"choice": "false"})
    with time_machine.travel("2026-11-20T10:20:30Z", tick=False):
        run_jobs()
        assert table.attempt(attempt).submitted_at is None
    with time_machine.travel("2026-11-20T10:20:31Z", tick=False):
        assert run_jobs() == 1
    row = table.attempt(attempt)
    assert (row.score, row.passed) == (10000, True)
    with table.app.app_context():
        assert db.session.scalar(select(StepProgress.score)) == 10000


def test_closing_twice_or_too_early_changes_nothing(lay):
    table = lay(time_limit=20)
    with time_machine.travel(START, tick=False):
        attempt_id = table.attempt(table.start()).id
        with table.app.app_context(), write():
            assert not sitting.close_expired(attempt_id)
    later = time_machine.travel("2026-11-20T12:00:00Z", tick=False)
    with later, table.app.app_context(), write():
        assert sitting.close_expired(attempt_id)
        assert not sitting.close_expired(attempt_id)
        assert not sitting.close_expired(999)


def test_a_start_after_the_deadline_closes_the_old_attempt_first(lay):
    table = lay(time_limit=20, attempts=2)
    with time_machine.travel(START, tick=False):
        first = table.start()
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        second = table.start()
    assert second != first
    assert table.attempt(first).submitted_at is not None
    assert table.attempt(second).number == 2


def test_untimed_attempts_never_expire_and_queue_no_job(table):
    with time_machine.travel(START, tick=False):
        attempt = table.start()
    with time_machine.travel("2027-11-20T10:00:00Z", tick=False):
        table.save_all(attempt)
        assert table.submit(attempt).passed
    with table.app.app_context():
        assert count(outbox.Job, outbox.Job.task == "quizzes.close_expired") == 0


def test_a_longer_deadline_given_later_is_kept_by_the_job(lay, run_jobs):
    table = lay(time_limit=20)
    with time_machine.travel(START, tick=False):
        attempt = table.start()
        longer = table.attempt(attempt).deadline + timedelta(hours=1)
        with table.app.app_context(), write():
            db.session.execute(update(Attempt).values(deadline=longer))
    with time_machine.travel("2026-11-20T10:21:00Z", tick=False):
        run_jobs()
    assert table.attempt(attempt).submitted_at is None
