"""Places: as many as there are, whoever comes first, and given back by whoever leaves."""

import pytest
from sqlalchemy import insert

from courses import learning
from courses.entry import operations
from courses.entry.errors import EntryRefused, NoPlaceLeft
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.quizzes.test_races import at_once

SEATS, MANY = 5, 16


@pytest.fixture
def crowd(desk):
    """Many people with accounts; their ids."""
    with desk.app.app_context(), write():
        rows = [
            {"email": f"crowd{n}@example.org", "name": f"Crowd {n}", "public_id": f"crowd{n:07}"}
            for n in range(MANY)
        ]
        return list(db.session.scalars(insert(Person).returning(Person.id), rows))


def test_a_place_is_taken_given_back_and_taken_again(desk):
    desk.terms(places=1)
    desk.do(lambda course: operations.enter(course.id, desk.learner))
    with (
        desk.app.test_request_context(),
        pytest.raises(EntryRefused, match="All places"),
        write(),
    ):
        operations.enter(desk.course.id, desk.second_learner)
    desk.do(lambda course: operations.enter(course.id, desk.learner))
    assert desk.taken() == (1, 1)
    desk.do(lambda course: learning.leave(desk.learner.id, course.id, None))
    desk.do(lambda course: learning.leave(desk.learner.id, course.id, None))
    assert desk.taken() == (0, 0)
    desk.do(lambda course: operations.enter(course.id, desk.second_learner))
    with desk.app.test_request_context(), pytest.raises(EntryRefused), write():
        operations.enter(desk.course.id, desk.learner)
    assert desk.taken() == (1, 1)


def test_a_limit_set_later_counts_who_is_there_and_puts_nobody_out(desk, crowd):
    for person_id in crowd[:3]:
        desk.do(lambda course, one=person_id: learning.enrol(one, course.id, None))
    desk.terms(places=2)
    assert desk.taken() == (3, 3)
    with pytest.raises(NoPlaceLeft):
        desk.do(lambda course: learning.enrol(crowd[4], course.id, None))
    desk.terms(places=4)
    desk.do(lambda course: learning.enrol(crowd[4], course.id, None))
    with pytest.raises(NoPlaceLeft):
        desk.do(lambda course: learning.enrol(crowd[5], course.id, None))
    desk.terms()
    desk.do(lambda course: learning.enrol(crowd[5], course.id, None))
    assert desk.taken() == (5, 5)


def test_many_at_once_get_exactly_the_places_there_are(desk, crowd):
    desk.terms(places=SEATS)
    results = at_once(
        desk.app,
        lambda number: learning.enrol(crowd[number], desk.course.id, None),
        MANY,
    )
    assert sum(isinstance(one, NoPlaceLeft) for one in results) == MANY - SEATS
    assert desk.taken() == (SEATS, SEATS)


def test_leaving_coming_and_changing_the_limit_at_once_never_loses_count(desk, crowd):
    desk.terms(places=SEATS)
    for person_id in crowd[:SEATS]:
        desk.do(lambda course, one=person_id: learning.enrol(one, course.id, None))

    def act(number):
        if number == 0:
            return operations.set_terms(desk.course.id, operations.Terms(places=SEATS + 1), None)
        if number < SEATS:
            return learning.leave(crowd[number], desk.course.id, None)
        return learning.enrol(crowd[number], desk.course.id, None)

    at_once(desk.app, act, MANY)
    counted, enrolled = desk.taken()
    assert counted == enrolled <= SEATS + 1
