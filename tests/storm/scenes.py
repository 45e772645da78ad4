"""What the writers fight over, and how it must end."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text

from certificates.models import Award
from courses import learning
from courses.models import Completion, ReleaseStep
from courses.queries import step_to_do
from elearn.accounts.session import SignedIn
from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import sitting
from quizzes.models import Answer, Attempt
from tests.cast import Cast, actor, find_cast
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.quizzes import ready_quiz, right_answers
from tests.storm.crowd import Act, Outcome, storm


@dataclass
class Stage:
    """One course with a quiz, and the learner everybody pretends to be."""

    settings: Settings
    course: MadeCourse
    learner: SignedIn
    enrolment_id: int


def set_stage(settings: Settings) -> Stage:
    app = create_app(settings)
    with app.app_context():
        cast: Cast = find_cast()
    learner = actor(app, cast.learner)
    with app.app_context(), write():
        course = published_course()
        ready_quiz(course)
        enrolment_id = enrolled(cast.learner.id, course.id)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return Stage(settings, course, learner, enrolment_id)


def complete(number: int, given: dict[str, Any]) -> str:
    """Complete the last step: exactly one writer may make the completion."""
    with write():
        made = learning.complete_step(
            given["enrolment"], given["step"], release_id=given["release"], score=9000
        )
    return "made" if made else "was there"


def complete_unguarded(number: int, given: dict[str, Any]) -> str:
    """The control: look first, then insert, as if no constraint and no lock existed."""
    count = db.session.scalar(text("SELECT count(*) FROM unguarded"))
    db.session.rollback()
    if count:
        return "was there"
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("INSERT INTO unguarded (n) VALUES (:n)"), {"n": number})
        connection.commit()
    return "made"


def certs(stage: Stage, writers: int, guarded: bool) -> tuple[bool, str, Outcome]:
    """Let everybody complete the same course at once: one completion, one award, no error."""
    app = create_app(stage.settings)
    with app.app_context():
        required = select(ReleaseStep.step_id).where(
            ReleaseStep.release_id == stage.course.release_id, ReleaseStep.required.is_(True)
        )
        steps = list(db.session.scalars(required))
        with write():
            clear()
            for step in steps[:-1]:
                learning.complete_step(
                    stage.enrolment_id, step, release_id=stage.course.release_id, score=None
                )
        empty_control()
        given = {
            "enrolment": stage.enrolment_id,
            "step": steps[-1],
            "release": stage.course.release_id,
        }
        act: Act = complete if guarded else complete_unguarded
        outcome = storm(stage.settings, act, writers, given)
        awards = (
            count(Award) if guarded else db.session.scalar(text("SELECT count(*) FROM unguarded"))
        )
        completions = count(Completion) if guarded else awards
        finish()
    good = awards == completions == outcome.words.count("made") == 1 and not outcome.errors
    return good, f"{completions} completions, {awards} awards", outcome


def answer(number: int, given: dict[str, Any]) -> str:
    """Save one answer with a key of its own, twice, as a poor line would."""
    for _ in range(2):
        with write():
            sitting.save_answer(
                given["attempt"],
                given["person"],
                position=given["positions"][number % len(given["positions"])],
                client_key=f"writer-{number}",
                sequence=number + 1,
                response=given["responses"][number % len(given["positions"])],
            )
    return "saved"


def answer_unguarded(number: int, given: dict[str, Any]) -> str:
    """The control: read all answers, add mine, write all back, as a naive autosave does."""
    before = db.session.scalar(text("SELECT n FROM unguarded"))
    db.session.rollback()
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("UPDATE unguarded SET n = :n"), {"n": int(before or 0) + 1})
        connection.commit()
    return "saved"


def answers(stage: Stage, writers: int, guarded: bool) -> tuple[bool, str, Outcome]:
    """Let everybody save an answer at once: each is kept once, and the newest counts."""
    app = create_app(stage.settings)
    with app.app_context():
        with write():
            clear()
            step = step_to_do(stage.course.slug, stage.course.quiz.public_id, stage.learner.id)
            attempt = sitting.start_attempt(stage.learner, step).public_id
        attempt_id = db.session.scalar(select(Attempt.id).where(Attempt.public_id == attempt))
        right = right_answers(attempt_id)
        empty_control(first=0)
        given = {
            "attempt": attempt,
            "person": stage.learner.id,
            "positions": list(right),
            "responses": list(right.values()),
        }
        outcome = storm(stage.settings, answer if guarded else answer_unguarded, writers, given)
        kept = count(Answer) if guarded else db.session.scalar(text("SELECT n FROM unguarded"))
        newest = db.session.scalar(select(func.max(Answer.sequence)))
        finish()
    good = kept == writers and not outcome.errors and (newest == writers or not guarded)
    return good, f"{kept} of {writers} answers kept", outcome


def start(number: int, given: dict[str, Any]) -> str:
    """Start and submit an attempt."""
    step = step_to_do(given["slug"], given["step"], given["person"].id)
    db.session.rollback()
    with write():
        started = sitting.start_attempt(given["person"], step)
    with write():
        closed = sitting.submit_attempt(started.public_id, given["person"].id)
    return "closed" if closed.new else "was closed"


def attempts(stage: Stage, writers: int, guarded: bool) -> tuple[bool, str, Outcome]:
    """Let everybody start and submit at once: numbers in a row, each closed by one writer only."""
    app = create_app(stage.settings)
    with app.app_context():
        with write():
            clear()
        empty_control()
        given = {
            "slug": stage.course.slug,
            "step": stage.course.quiz.public_id,
            "person": stage.learner,
        }
        outcome = storm(stage.settings, start if guarded else complete_unguarded, writers, given)
        made = (
            count(Attempt) if guarded else db.session.scalar(text("SELECT count(*) FROM unguarded"))
        )
        numbers = sorted(db.session.scalars(select(Attempt.number)))
        finish()
    refused = [word for word in outcome.errors if "NoAttemptsLeft" in word or "Wait" in word]
    closed = outcome.words.count("closed" if guarded else "made")
    rest = len(outcome.errors) - len(refused)
    limit = 3 if guarded else 1
    good = made == closed <= limit and rest == 0 and numbers == list(range(1, len(numbers) + 1))
    return good, f"{made} attempts, {closed} closings, {rest} other errors", outcome


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def clear() -> None:
    """Forget what the last round left, in the open transaction."""
    for table in (
        "answer",
        "attempt_question",
        "attempt",
        "completion",
        "award",
        "step_progress",
        "job",
    ):
        db.session.execute(text(f"DELETE FROM {table}"))


def empty_control(first: int | None = None) -> None:
    """Make the table the unguarded controls write to, with one number in it if wanted."""
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("DROP TABLE IF EXISTS unguarded"))
        connection.execute(text("CREATE TABLE unguarded (n INTEGER)"))
        if first is not None:
            connection.execute(text("INSERT INTO unguarded (n) VALUES (:n)"), {"n": first})
        connection.commit()


def finish() -> None:
    db.session.remove()
    db.engine.dispose()


SCENES = {"certs": certs, "answers": answers, "attempts": attempts}
