"""A course with a test before its first lesson and a test after at its end."""

from dataclasses import dataclass
from typing import Any

from courses import queries as course_queries
from courses.models import Release, ReleaseStep, Step
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import operations, pairing, queries, sitting
from quizzes.models import Quiz
from quizzes.operations import Settings
from tests.cast import Member, actor
from tests.factories.quizzes import right_answers, wrong_answers

TITLE = "What do you know already?"


@dataclass
class TwoTests:
    """Public ids of both steps, ids of both quizzes."""

    table: Any
    before: str
    after: str
    before_id: int
    after_id: int

    def start(self, step: str, member: Member) -> str:
        person = actor(self.table.app, member)
        with self.table.app.app_context(), write():
            facts = course_queries.step_to_do(self.table.course.slug, step, member.id)
            return sitting.start_attempt(person, facts).public_id

    def take(self, step: str, member: Member, *right: int) -> str:
        """Take a test, answering the questions at these positions right; return the attempt."""
        attempt, app = self.start(step, member), self.table.app
        with app.app_context():
            row = queries.attempt_row(attempt)
            good, bad = right_answers(row.id), wrong_answers(row.id)
            db.session.rollback()
        for place in bad:
            response = (good if place in right else bad)[place]
            sent = {"position": place, "client_key": f"answer-{place}", "sequence": 1}
            with app.app_context(), write():
                sitting.save_answer(attempt, member.id, response=response, **sent)
        with app.app_context(), write():
            sitting.submit_attempt(attempt, member.id)
        return attempt


def two_tests(table: Any, **settings: Any) -> TwoTests:
    """Make the quiz of the table the test after and put a test before in front of everything."""
    with table.app.app_context(), write():
        after = db.session.get_one(Quiz, table.quiz.id)
        pairing.set_purpose(after, "after", None, None)
        step = step_in_front(table)
        before = operations.create_quiz(step.id, settings=Settings(**settings))
        pairing.set_purpose(before, "before", table.course.quiz.public_id, None)
        return TwoTests(table, step.public_id, table.course.quiz.public_id, before.id, after.id)


def step_in_front(table: Any) -> Step:
    """Put a quiz step before all others, in the draft and in the release."""
    first = db.session.get_one(Step, table.course.lesson("why").id)
    facts = {"kind": "quiz", "title": TITLE, "minutes": 3, "required": True}
    step = Step(course_id=first.course_id, module_id=first.module_id, position=-1, **facts)
    db.session.add(step)
    db.session.flush()
    release = db.session.get_one(Release, table.course.release_id)
    module, *rest = release.outline
    steps = [{"id": step.public_id, **facts, "purpose": "before"}, *module["steps"]]
    release.outline = [{**module, "steps": steps}, *rest]
    released = {"module_title": module["title"], "html": "", "words": 0, "hash": "0" * 64}
    db.session.add(
        ReleaseStep(release_id=release.id, step_id=step.id, position=-1, **facts, **released)
    )
    db.session.flush()
    return step
