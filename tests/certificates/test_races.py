"""However often and however closely together: one award, one replacement."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from certificates import operations
from certificates.errors import AwardIsNotValid
from elearn.core.transaction import write
from tests.factories.awards import awards, facts, find, issued

pytestmark = pytest.mark.storm


def test_a_hundred_parallel_completions_give_one_certificate(app, cast, run_jobs, letters):
    def complete(_):
        with app.app_context(), write():
            return operations.issue(**facts(cast.learner)).public_id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(complete, range(100)))
    assert len(ids) == 1
    assert [award.public_id for award in awards(app)] == list(ids)
    run_jobs()
    assert len(letters()) == 1


def test_of_many_parallel_corrections_and_revocations_one_wins(app, cast, writing):
    public_id, _ = issued(writing, cast.learner)

    def change(number):
        try:
            with app.app_context(), write():
                if number % 2:
                    operations.revoke(find(public_id), "Why", None)
                else:
                    operations.reissue(find(public_id), f"Name {chr(65 + number)}", "Why", None)
        except AwardIsNotValid:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(change, range(20))) == 1
    assert [award.status for award in awards(app)] in (["revoked"], ["replaced", "valid"])
