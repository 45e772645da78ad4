"""The test before and the test after learning: which quiz is which, and what becomes of the pair.

A test before draws from the items of its test after, its pool, so that the two can be compared. It
is taken once, has no pass mark and counts for nothing else.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import exists, select

from courses.checks import Finding
from courses.edits import touched
from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from quizzes import desk_queries, operations
from quizzes.errors import NoSuchPool, QuizHasQuestions, QuizWasTaken
from quizzes.models import Attempt, Quiz
from quizzes.queries import AnyRow

BEFORE, AFTER, CHECK = "before", "after", "check"


def set_purpose(
    quiz: Quiz, purpose: str, pool_step: str | None, actor: SignedIn | None
) -> list[str]:
    """Make the quiz a plain check, the test before or the test after; return what changed.

    `pool_step` is the public id of the step of the test after from which a test before draws;
    it may still be missing, which the publish check tells. Raises NoSuchPool when that is no test
    after of this course, QuizHasQuestions when a test before would have questions of its own,
    QuizWasTaken when its learners' attempts would change their meaning.
    """
    pool_id = _pool_of(quiz, pool_step) if purpose == BEFORE and pool_step else None
    wanted = {"purpose": purpose, "pool_id": pool_id}
    changed = [name for name, value in wanted.items() if getattr(quiz, name) != value]
    if not changed:
        return []
    if BEFORE in (quiz.purpose, purpose):
        if db.session.scalar(select(exists().where(Attempt.quiz_id == quiz.id))):
            raise QuizWasTaken
        if any(item.retired_at is None for item in desk_queries.items_of(quiz.id)):
            raise QuizHasQuestions
        # Learners read in the next release what completes the step.
        touched(operations.step_of(quiz).course_id)
    quiz.purpose, quiz.pool_id = purpose, pool_id
    db.session.flush()
    operations.tell_course(quiz)
    operations.note_settings(quiz, actor, changed)
    return changed


def _pool_of(quiz: Quiz, pool_step: str) -> int:
    course_id = operations.step_of(quiz).course_id
    for row in desk_queries.quizzes_of_course(course_id):
        if row.public_id == pool_step and row.purpose == AFTER:
            return int(row.id)
    raise NoSuchPool


def purposes(course_id: int) -> dict[int, str]:
    """Return the steps of a course that are tests before, for the outline of its releases."""
    return {
        row.step_id: BEFORE
        for row in desk_queries.quizzes_of_course(course_id)
        if row.purpose == BEFORE
    }


@dataclass(frozen=True)
class Shared:
    """How many questions of a pool both tests of a pair ask: at least and at most."""

    pool: int
    before: int
    after: int

    @property
    def least(self) -> int:
        return max(0, self.before + self.after - self.pool)

    @property
    def most(self) -> int:
        return min(self.before, self.after)


def shared(pool: int, draw_before: int | None, draw_after: int | None) -> Shared:
    """Return what two draws from a pool of so many questions have in common; None draws all."""
    before, after = (
        pool if draw is None else min(draw, pool) for draw in (draw_before, draw_after)
    )
    return Shared(pool, before, after)


def other_of(course_id: int, quiz: Quiz) -> AnyRow | None:
    """Return the other test of a quiz's pair, or None."""
    for row in desk_queries.quizzes_of_course(course_id):
        if (quiz.purpose == BEFORE and row.id == quiz.pool_id) or (
            quiz.purpose == AFTER and row.purpose == BEFORE and row.pool_id == quiz.id
        ):
            return row
    return None


def shared_by(course_id: int, quiz: Quiz) -> Shared | None:
    """Return what both tests of the quiz's pair ask; None when it has no pair."""
    other = other_of(course_id, quiz)
    if other is None:
        return None
    draws = (quiz.draw, other.draw) if quiz.purpose == BEFORE else (other.draw, quiz.draw)
    return shared(len(desk_queries.usable_items(quiz)), *draws)


def findings(course: Course) -> list[Finding]:
    """Return what is wrong with the pairs of a course, for the publish check."""
    rows = desk_queries.quizzes_of_course(course.id)
    order = {row.id: place for place, row in enumerate(rows)}
    pools = {row.id: row for row in rows if row.purpose == AFTER}
    taken: set[int] = set()
    found = []
    for row in rows:
        if row.purpose == BEFORE:
            sentence = _wrong(row, order, pools, taken)
            if sentence:
                found.append(Finding("must", sentence, row.public_id, row.title))
            taken.add(row.pool_id)
    return found


def _wrong(
    row: AnyRow, order: dict[int, int], pools: dict[int, AnyRow], taken: set[int]
) -> str | None:
    pool = pools.get(row.pool_id)
    if pool is None:
        return str(
            _("This test before has no test after to draw its questions from. Choose one for it.")
        )
    if order[row.id] > order[pool.id]:
        return str(
            _(
                "This test before stands after its test after, “%(title)s”. Move it up.",
                title=pool.title,
            )
        )
    if row.pool_id in taken:
        return str(
            _("“%(title)s” has another test before already. Keep one of them.", title=pool.title)
        )
    return None
