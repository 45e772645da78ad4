"""What the writers fight over, and how it must end.

Every scene has a control: the same fight over a table without any guard, which must end badly.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, select, text

from certificates.models import Award
from courses import learning
from courses.models import Completion, Enrolment, ReleaseStep
from courses.queries import step_to_do
from elearn.accounts.session import SignedIn
from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import operations as programmes
from elearn.programmes.models import Place, Run
from quizzes import sitting
from quizzes.errors import WaitBeforeNextAttempt
from quizzes.models import Answer, Attempt
from tests.cast import actor, find_cast
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.programmes import people, running_run
from tests.factories.quizzes import ready_quiz, right_answers
from tests.storm.crowd import Act, Outcome

ATTEMPTS = 3
LEFTOVERS = (
    "answer",
    "attempt_question",
    "attempt",
    "completion",
    "award",
    "step_progress",
    "run_completion",
    "place",
    "webinar_registration",
    "webinar_sign_up",
    "seat_pool",
    "webinar_session",
    "webinar_text",
    "webinar",
    "letter",
    "job",
)


@dataclass
class Stage:
    """One course with a quiz, the learner everybody pretends to be, and a person for each writer.

    `seats` are the places of a run, and the seats of a webinar.
    """

    app: Flask
    course: MadeCourse
    learner: SignedIn
    enrolment_id: int
    people: list[int]
    seats: int


@dataclass
class Scene(ABC):
    """What every writer does, with which arguments, and how to tell whether it ended well."""

    act: Act
    given: dict[str, Any]

    @abstractmethod
    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        """Return whether all is as it must be, and what there is."""


def set_stage(settings: Settings, writers: int, seats: int) -> Stage:
    app = create_app(settings)
    with app.app_context():
        cast = find_cast()
    learner = actor(app, cast.learner)
    with app.app_context(), write():
        course = published_course()
        ready_quiz(course, attempts=ATTEMPTS)
        enrolment_id = enrolled(cast.learner.id, course.id)
        crowd = people(writers)
    return Stage(app, course, learner, enrolment_id, crowd, seats)


class Certificates(Scene):
    """Everybody completes the last step at once: one completion, one award, no error."""

    def __init__(self, stage: Stage) -> None:
        release_id = stage.course.release_id
        required = select(ReleaseStep.step_id).where(
            ReleaseStep.release_id == release_id, ReleaseStep.required.is_(True)
        )
        *first, last = db.session.scalars(required)
        with write():
            for step in first:
                learning.complete_step(stage.enrolment_id, step, release_id=release_id)
        given = {"enrolment": stage.enrolment_id, "step": last, "release": release_id}
        super().__init__(complete, given)

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        made, completions, awards = outcome.words.count("made"), count(Completion), count(Award)
        said = f"{completions} completions, {awards} awards, told {made} times"
        return completions == awards == made == 1, said


def complete(number: int, given: dict[str, Any]) -> str:
    """Complete the last step: exactly one writer may make the completion."""
    with write():
        made = learning.complete_step(
            given["enrolment"], given["step"], release_id=given["release"], score=9000
        )
    return "made" if made else "was there"


class OneRowAtMost(Scene):
    """The control of certificates: everybody looks whether the row is there, then inserts it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(look_then_insert, {"most": 1})

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        rows = db.session.scalar(text("SELECT count(*) FROM unguarded"))
        return rows == self.given["most"], f"{rows} rows where {self.given['most']} may be"


def look_then_insert(number: int, given: dict[str, Any]) -> str:
    """Look first, then insert, as if no constraint and no lock existed."""
    count = db.session.scalar(text("SELECT count(*) FROM unguarded"))
    db.session.rollback()
    if count is not None and count >= given["most"]:
        return "was there"
    change_unguarded("INSERT INTO unguarded (n) VALUES (:n)", number)
    return "made"


class Answers(Scene):
    """Everybody saves an answer twice at once: each is kept once, and the newest counts."""

    def __init__(self, stage: Stage) -> None:
        step = step_to_do(stage.course.slug, stage.course.quiz.public_id, stage.learner.id)
        with write():
            attempt = sitting.start_attempt(stage.learner, step).public_id
        attempt_id = db.session.scalar(select(Attempt.id).where(Attempt.public_id == attempt))
        given = {
            "attempt": attempt,
            "person": stage.learner.id,
            "responses": sorted(right_answers(attempt_id).items()),
        }
        super().__init__(save, given)

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        kept = db.session.execute(select(Answer.client_key, Answer.position, Answer.sequence)).all()
        sent = [
            (f"writer-{number}", position_of(number, self.given), number + 1)
            for number in range(len(outcome.waits))
        ]
        lost = set(sent) - set(map(tuple, kept))
        said = f"{len(kept)} of {len(sent)} answers kept, {len(lost)} lost"
        return sorted(map(tuple, kept)) == sorted(sent), said


def save(number: int, given: dict[str, Any]) -> str:
    """Save one answer with a key of its own, twice, as a poor line would."""
    for _ in range(2):
        with write():
            sitting.save_answer(
                given["attempt"],
                given["person"],
                position=position_of(number, given),
                client_key=f"writer-{number}",
                sequence=number + 1,
                response=given["responses"][number % len(given["responses"])][1],
            )
    return "saved"


def position_of(number: int, given: dict[str, Any]) -> int:
    position: int = given["responses"][number % len(given["responses"])][0]
    return position


class AnswersInOneField(Scene):
    """The control of answers: everybody reads the number of answers and writes it back raised."""

    def __init__(self, stage: Stage) -> None:
        change_unguarded("INSERT INTO unguarded (n) VALUES (:n)", 0)
        super().__init__(read_then_write, {})

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        kept = db.session.scalar(text("SELECT n FROM unguarded"))
        return kept == len(outcome.waits), f"{kept} of {len(outcome.waits)} answers kept"


def read_then_write(number: int, given: dict[str, Any]) -> str:
    """Read all, add mine, write all back, as a naive autosave does."""
    before = db.session.scalar(text("SELECT n FROM unguarded")) or 0
    db.session.rollback()
    change_unguarded("UPDATE unguarded SET n = :n", before + 1)
    return "saved"


class Attempts(Scene):
    """Everybody starts and submits until refused: as many attempts as allowed, none open."""

    def __init__(self, stage: Stage) -> None:
        slug, step = stage.course.slug, stage.course.quiz.public_id
        super().__init__(try_all, {"slug": slug, "step": step, "person": stage.learner})

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        rows = db.session.execute(select(Attempt.number, Attempt.submitted_at)).all()
        numbers = sorted(row.number for row in rows)
        closed = sum(row.submitted_at is not None for row in rows)
        closings = sum(int(word) for word in outcome.words)
        said = f"attempts {numbers}, {closed} closed, by {closings} closings"
        well = numbers == list(range(1, ATTEMPTS + 1)) and closed == closings == ATTEMPTS
        return well, said


def try_all(number: int, given: dict[str, Any]) -> str:
    """Start and submit until no attempt is left; tell how many this writer closed."""
    closed = 0
    while True:
        step = step_to_do(given["slug"], given["step"], given["person"].id)
        db.session.rollback()
        try:
            with write():
                started = sitting.start_attempt(given["person"], step)
        except WaitBeforeNextAttempt:
            return str(closed)
        with write():
            closed += sitting.submit_attempt(started.public_id, given["person"].id).new


class ThreeRowsAtMost(OneRowAtMost):
    """The control of attempts: everybody counts the rows, then inserts one more."""

    def __init__(self, stage: Stage) -> None:
        Scene.__init__(self, look_then_insert, {"most": ATTEMPTS})


class Places(Scene):
    """Everybody asks for a place at once: all seats held, the rest in line without a gap."""

    def __init__(self, stage: Stage) -> None:
        with write():
            db.session.execute(delete(Enrolment).where(Enrolment.way == "run"))
            run = running_run(courses=[stage.course.id], places=stage.seats)
        super().__init__(ask, {"run": run.id, "people": stage.people})

    def judge(self, outcome: Outcome) -> tuple[bool, str]:
        run = db.session.get_one(Run, self.given["run"])
        rows = db.session.execute(
            select(Place.number, Place.state).where(Place.run_id == run.id).order_by(Place.number)
        ).all()
        writers, inside = len(outcome.waits), min(run.places, len(outcome.waits))
        line = ["in"] * inside + ["waiting"] * (writers - inside)
        expected = list(zip(range(1, writers + 1), line, strict=True))
        told = outcome.words.count("in")
        said = f"{run.taken} of {run.places} seats held, {len(rows)} in line, {told} told"
        return [tuple(row) for row in rows] == expected and told == run.taken == inside, said


def ask(number: int, given: dict[str, Any]) -> str:
    """Ask for a place twice, as an impatient click does; tell what became of it."""
    for _ in range(2):
        with write():
            state = programmes.ask(given["run"], given["people"][number], None).state
    return state


class SeatsAtMost(OneRowAtMost):
    """The control of places: everybody counts the rows, then inserts one more."""

    def __init__(self, stage: Stage) -> None:
        Scene.__init__(self, look_then_insert, {"most": stage.seats})


def change_unguarded(statement: str, number: int) -> None:
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text(statement), {"n": number})
        connection.commit()


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def clear() -> None:
    """Forget what the last round left, and make the table of the controls anew."""
    with db.engine.connect().execution_options(write=True) as connection:
        for table in LEFTOVERS:
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("DROP TABLE IF EXISTS unguarded"))
        connection.execute(text("CREATE TABLE unguarded (n INTEGER)"))
        connection.commit()


# Each scene with its control.
SCENES: dict[str, tuple[Callable[[Stage], Scene], Callable[[Stage], Scene]]] = {
    "certs": (Certificates, OneRowAtMost),
    "answers": (Answers, AnswersInOneField),
    "attempts": (Attempts, ThreeRowsAtMost),
    "places": (Places, SeatsAtMost),
}
