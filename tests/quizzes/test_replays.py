"""R-50 to R-53 as a machine: saves and submits in any order, repeated, late, from two windows."""

from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, select

from elearn.core.database import db
from quizzes import answering, queries
from quizzes.errors import AttemptIsClosed
from quizzes.models import Answer, Attempt
from tests.factories.quizzes import TRUEFALSE


class Sitting(RuleBasedStateMachine):
    """One attempt at a quiz of two questions, and what a careful clerk would have noted."""

    # Set by the test before the machine runs.
    table = None

    def __init__(self):
        super().__init__()
        self.attempt = self.table.start()
        self.kept = {}
        self.sent = []
        self.result = None

    @rule(
        position=st.integers(1, 2),
        sequence=st.integers(1, 6),
        choice=st.sampled_from(["true", "false", ""]),
    )
    def answer(self, position, sequence, choice):
        message = (position, f"message-{len(self.sent)}", sequence, {"choice": choice})
        self.sent.append(message)
        self.deliver(message)

    @rule(number=st.integers(0, 50))
    def deliver_an_old_message_again(self, number):
        if self.sent:
            self.deliver(self.sent[number % len(self.sent)])

    def deliver(self, message):
        position, key, sequence, response = message
        try:
            saved = self.table.save(
                self.attempt, position, response, client_key=key, sequence=sequence
            )
        except AttemptIsClosed:
            assert self.result is not None
            return
        assert self.result is None
        # The first arrival of a message is the one that is kept.
        self.kept.setdefault((position, key), (sequence, len(self.kept), response))
        assert saved.latest == self.newest(position)[0]

    def newest(self, position):
        rows = [row for (place, _), row in self.kept.items() if place == position]
        return max(rows, key=lambda row: row[:2])

    @rule()
    def submit(self):
        closed = self.table.submit(self.attempt)
        if self.result is None:
            assert closed.new
            self.result = (closed.score, closed.passed)
        assert (closed.score, closed.passed) == self.result
        assert closed.new is not (self.closed_before())

    def closed_before(self):
        self.submissions = getattr(self, "submissions", 0) + 1
        return self.submissions > 1

    @rule()
    def start_again(self):
        if self.result is None:
            assert self.table.start() == self.attempt

    @invariant()
    def nothing_is_lost_doubled_or_overtaken(self):
        with self.table.app.app_context():
            row = queries.attempt_row(self.attempt)
            stored = db.session.scalar(
                select(func.count(Answer.id)).where(Answer.attempt_id == row.id)
            )
            shown = {one.position: one.response for one in queries.questions_asked(row.id)}
            open_ones = db.session.scalar(
                select(func.count(Attempt.id)).where(Attempt.submitted_at.is_(None))
            )
        assert stored == len(self.kept)
        assert open_ones == (1 if self.result is None else 0)
        given = {position for position, _ in self.kept}
        for position in (1, 2):
            wanted = self.newest(position)[2] if position in given else None
            assert shown[position] == wanted
        if self.result is not None:
            right = sum(1 for response in shown.values() if response == {"choice": "false"})
            assert self.result == (right * 5000, right == 2)

    def teardown(self):
        if self.result is None:
            self.table.submit(self.attempt)


def run(table):
    """Play at this table."""
    Sitting.table = table
    Sitting.TestCase.settings = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Sitting.TestCase().runTest()


def two_statements(lay):
    return lay(questions=(TRUEFALSE, TRUEFALSE | {"prompt": "Another."}), attempts=0)


def test_any_order_of_saves_repeats_and_submits_keeps_every_promise(lay):
    run(two_statements(lay))


@pytest.mark.parametrize("guard", ["key", "sequence"])
def test_without_its_guards_the_machine_is_broken(lay, monkeypatch, guard):
    """The control: when every message is new, or the latest one wins, promises are broken."""
    Sitting.table = two_statements(lay)
    numbers, real = count(1), answering.keep_row

    def careless(attempt_id, position, client_key, sequence, response):
        number = next(numbers)
        if guard == "key":
            client_key = f"{client_key}-{number}"
        else:
            sequence = number
        return real(attempt_id, position, client_key, sequence, response)

    monkeypatch.setattr(answering, "keep_row", careless)
    machine = Sitting()
    machine.answer(position=1, sequence=5, choice="true")
    with pytest.raises(AssertionError):
        play_on(machine)


def play_on(machine):
    machine.deliver_an_old_message_again(number=0)
    machine.answer(position=1, sequence=2, choice="false")
    machine.nothing_is_lost_doubled_or_overtaken()


def test_with_its_guards_the_same_play_goes_well(lay):
    Sitting.table = two_statements(lay)
    machine = Sitting()
    machine.answer(position=1, sequence=5, choice="true")
    play_on(machine)
