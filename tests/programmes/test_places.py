"""Places of a run: who gets in, who waits, who moves up."""

from typing import Any

from elearn.core.database import db
from elearn.programmes import operations, queries
from tests.factories.programmes import people, running_run


def standing(run_id: int) -> list[tuple[int, str]]:
    return [(row.number, row.state) for row in db.session.execute(queries.places_of(run_id))]


def test_whoever_asks_first_gets_in_and_the_others_wait_in_order(writing: Any):
    with writing():
        run = running_run(places=2)
        for person_id in people(4):
            operations.ask(run.id, person_id, None)
        assert standing(run.id) == [(1, "in"), (2, "in"), (3, "waiting"), (4, "waiting")]
        assert (run.taken, run.cumulative) == (2, 2)


def test_a_place_given_back_goes_to_whoever_waits_longest(writing: Any):
    with writing():
        run = running_run(places=2)
        ids = people(4)
        for person_id in ids:
            operations.ask(run.id, person_id, None)
        operations.withdraw(run.id, ids[0], None)
        assert standing(run.id) == [(1, "withdrawn"), (2, "in"), (3, "in"), (4, "waiting")]
        assert (run.taken, run.cumulative) == (2, 3)
        operations.ask(run.id, ids[0], None)
        assert standing(run.id) == [(2, "in"), (3, "in"), (4, "waiting"), (5, "waiting")]
