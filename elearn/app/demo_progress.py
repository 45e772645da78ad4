"""What the learners of the demonstration did, done again through the operations they would call."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from courses import learning
from courses import queries as course_queries
from courses.models import Course
from elearn.accounts import queries as accounts
from elearn.accounts.session import SignedIn
from elearn.app import demo_tests
from elearn.app.demo_people import Crowd, DemoPerson, acting, add_person
from elearn.app.demo_stories import Act
from elearn.core.transaction import write
from quizzes import queries as quiz_queries
from quizzes import sitting

Dated = Callable[[datetime], AbstractContextManager[None]]
ANCHOR = re.compile(r'\sid="(b-[0-9a-f]{12})"')
# Kinds that people get wrong more often.
HARDER = ("numeric", "multiple")


@dataclass
class Taking:
    """One person on one course: the enrolment, and the public ids of the steps done so far."""

    enrolment_id: int
    done: set[str]


@dataclass
class Replay:
    """Does the acts one by one; what a killed run did already is left as it is."""

    crowd: Crowd
    courses: Mapping[str, Course]
    password_hash: str
    dated: Dated
    people: dict[str, SignedIn] = field(default_factory=dict)
    taking: dict[tuple[str, str], Taking] = field(default_factory=dict)

    def run(self, acts: Sequence[Act]) -> Iterator[str]:
        """Do the acts in their order; yield the kind of each after it is committed."""
        for act in acts:
            getattr(self, act.kind)(act)
            yield act.kind

    def account(self, act: Act) -> None:
        if accounts.person_by_email(act.email) is None:
            with self.dated(act.moment), write():
                add_person(self.written(act.email), self.crowd.names(), self.password_hash)

    def enrol(self, act: Act) -> None:
        person, course = self.person(act), self.courses[act.course]
        if not course_queries.was_enrolled(person.id, course.id):
            with self.dated(act.moment), write():
                learning.enrol(person.id, course.id, person)

    def read(self, act: Act) -> None:
        taking, step = self.taking_of(act), self.step(act)
        if taking is None or act.step in taking.done:
            return
        with self.dated(act.moment), write():
            learning.complete_step(taking.enrolment_id, step.step_id, release_id=step.release_id)
        taking.done.add(act.step)

    def place(self, act: Act) -> None:
        taking, step = self.taking_of(act), self.step(act)
        if taking is None:
            return
        shown = course_queries.learner_step(
            self.courses[act.course].slug, act.step, self.person(act).id
        )
        blocks = ANCHOR.findall(shown.html) if shown else []
        block = blocks[len(blocks) // 2] if blocks else None
        with self.dated(act.moment), write():
            learning.place(
                taking.enrolment_id, step.step_id, release_id=step.release_id, block=block
            )

    def leave(self, act: Act) -> None:
        person = self.person(act)
        with self.dated(act.moment), write():
            learning.leave(person.id, self.courses[act.course].id, person)

    def attempt(self, act: Act) -> None:
        """Take a quiz with as many right answers as the story says."""
        person, step = self.person(act), self.step(act)
        quiz = quiz_queries.quiz_of(step.step_id)
        if quiz is None or self.taking_of(act) is None:
            return
        history = quiz_queries.attempts_of(step.enrolment_id, quiz.id)
        if any(one.number == act.number and one.submitted_at for one in history):
            return
        with self.dated(act.moment), write():
            public_id = sitting.start_attempt(person, step).public_id
        self.answer(act, person, public_id)

    def before(self, act: Act) -> None:
        """Take the test before of the course, if it has one."""
        step = demo_tests.test_before(self.courses[act.course].id)
        if step is not None:
            self.attempt(replace(act, step=step))

    def answer(self, act: Act, person: SignedIn, public_id: str) -> None:
        """Answer every question and submit, at the end of the time it took."""
        attempt = quiz_queries.attempt_row(public_id)
        if attempt is None:
            raise LookupError(f"There is no attempt {public_id}.")
        asked = quiz_queries.questions_with_keys(attempt.id)
        responses = responses_of(asked, act.right, Random(f"{act.email} {act.step} {act.number}"))  # noqa: S311
        pace = timedelta(minutes=act.minutes) / (len(responses) + 1)
        moment = act.moment
        with write():
            for position, response in sorted(responses.items()):
                moment += pace
                with self.dated(moment):
                    sitting.save_answer(
                        public_id,
                        person.id,
                        position=position,
                        client_key=f"{public_id}-{position}",
                        sequence=1,
                        response=response,
                    )
            with self.dated(moment + pace):
                sitting.submit_attempt(public_id, person.id)

    def written(self, email: str) -> DemoPerson:
        everybody = (*self.crowd.accounts, *self.crowd.learners)
        return next(person for person in everybody if person.email == email)

    def person(self, act: Act) -> SignedIn:
        if act.email not in self.people:
            self.people[act.email] = acting(act.email)
        return self.people[act.email]

    def step(self, act: Act) -> course_queries.AnyRow:
        row = course_queries.step_to_do(
            self.courses[act.course].slug, act.step, self.person(act).id
        )
        if row is None:
            raise LookupError(f"{act.course} has no step {act.step}.")
        return row

    def taking_of(self, act: Act) -> Taking | None:
        """Return how far the person is, read once; None when an earlier run let them leave."""
        known = (act.email, act.course)
        if known not in self.taking:
            enrolment_id = self.step(act).enrolment_id
            if enrolment_id is None:
                return None
            done = set(course_queries.scores_of_done(enrolment_id))
            self.taking[known] = Taking(enrolment_id, done)
        return self.taking[known]


def responses_of(asked: Sequence[Any], right: int, chance: Random) -> dict[int, dict[str, Any]]:
    """Return a response to each question, `right` of them right; harder ones are wrong first."""
    known = sorted(asked, key=lambda row: str(row.content["prompt"]))
    luck = [chance.random() * (0.6 if row.kind in HARDER else 1.0) for row in known]
    ranked = sorted(zip(luck, known, strict=True), key=lambda pair: -pair[0])
    return {
        row.position: right_response(row) if place < right else wrong_response(row, chance)
        for place, (_, row) in enumerate(ranked)
    }


def right_response(row: Any) -> dict[str, Any]:
    """Return the response that earns all points."""
    if row.kind == "numeric":
        return {"text": row.answer_key["value"]}
    if row.kind == "multiple":
        return {"choices": sorted(row.answer_key["correct"])}
    return {"choice": row.answer_key["correct"][0]}


def wrong_response(row: Any, chance: Random) -> dict[str, Any]:
    """Return a response that earns nothing, such as people give."""
    if row.kind == "numeric":
        value, tolerance = (Decimal(row.answer_key[name]) for name in ("value", "tolerance"))
        return {"text": f"{value * 2 + tolerance + 1:f}"}
    correct = sorted(row.answer_key["correct"])
    wrong = sorted(set(row.choice_order) - set(correct))
    if row.kind == "multiple":
        return {"choices": [chance.choice(correct), chance.choice(wrong)]}
    return {"choice": chance.choice(wrong)}
