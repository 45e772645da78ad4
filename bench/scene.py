"""What our server shows while it is measured: courses of real size, learners, an award."""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert, update

from certificates import operations as certificates
from courses.models import Enrolment, ReleaseStep, StepProgress
from elearn.accounts.models import Person
from elearn.app.factory import create_app
from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import operations as quizzes
from quizzes.drafts import prepare
from tests.cast import Member, open_sign_in
from tests.factories.courses import MadeCourse, published_course

COURSES = 12
ROUNDS = 8
LEARNERS = 200
QUESTIONS = 10
PARAGRAPHS = 24
# One person may start sixty attempts an hour and save 600 answers a minute: many share the load.
SECRET = "a secret for the bench that is long enough for anybody"
SENTENCE = (
    "Keep the waste closed, labelled and under a roof, away from drains, and record what came in,"
    " from whom, and where it went, so that anybody can follow it to its final disposal. "
)


@dataclass(frozen=True)
class Scene:
    """Addresses of what is measured, and the session cookies of learners on the first course."""

    course: str
    lesson: str
    quiz: str
    award: str
    cookies: list[str]


def environment(folder: Path, database: str) -> dict[str, str]:
    """Return the settings our server runs with: those of a plain installation behind a proxy."""
    return {
        "ELEARN_ENV": "development",
        "ELEARN_DATA": str(folder),
        "DATABASE_URL": database,
        "SECRET_KEY": SECRET,
        "TRUSTED_PROXIES": "1",
    }


def build(folder: Path, database: str) -> tuple[Flask, Scene]:
    """Make the tables and the scene, and return the application they were made with."""
    app = create_app(
        Settings(
            data=str(folder),
            database_url=database,
            secret_key=SECRET,
            log_level="critical",
            proxies="1",
        )
    )
    logging.disable()
    with app.app_context():
        with db.engine.connect().execution_options(write=True) as connection:
            db.metadata.create_all(connection)
            connection.commit()
        courses = [
            published_course(title=f"Managing waste stream {number}", repeat=ROUNDS)
            for number in range(1, COURSES + 1)
        ]
        fill_lessons(courses[0])
        fill_quiz(courses[0])
        learners = enrol_learners(courses)
        code = certify(learners[0], courses[1])
    cookies = [cookie(app, open_sign_in(app, learner)) for learner in learners]
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                    "ANALYZE"
                )
        db.engine.dispose()
    course = courses[0]
    prefix = f"/courses/{course.slug}/"
    return app, Scene(
        course=prefix,
        lesson=f"{prefix}{course.lesson('work').public_id}/",
        quiz=f"{prefix}{course.quiz.public_id}/quiz",
        award=f"/v/{code}",
        cookies=cookies,
    )


def fill_lessons(course: MadeCourse) -> None:
    """Give every lesson about eight hundred words, as the builder makes them."""
    with write():
        for step in course.steps:
            if step.kind == "lesson":
                blocks = [f'<p id="{step.paragraph}">{SENTENCE * 2}</p>']
                blocks += [numbered(step.id, number) for number in range(PARAGRAPHS)]
                db.session.execute(
                    update(ReleaseStep)
                    .where(ReleaseStep.step_id == step.id)
                    .values(html="\n".join(blocks))
                )


def numbered(step_id: int, number: int) -> str:
    key = f"b-{step_id:04d}{number:08d}"
    return f'<p id="{key}"><span class="number">{number}.</span> {SENTENCE}</p>'


def fill_quiz(course: MadeCourse) -> None:
    lessons = [step for step in course.steps if step.kind == "lesson"]
    drafts = [
        prepare(
            kind="single",
            prompt=f"Question number {number}: what comes first?",
            choices=[
                {"text": f"Right {number}", "correct": True, "feedback": "So it is."},
                *({"text": f"Wrong {number}.{n}", "correct": False} for n in range(3)),
            ],
            feedback="The paragraph says so.",
            paragraphs=[lessons[number % len(lessons)].paragraph],
        )
        for number in range(QUESTIONS)
    ]
    with write():
        quiz = quizzes.create_quiz(course.quiz.id, settings=quizzes.Settings(attempts=0))
        for draft in drafts:
            quizzes.add_question(quiz.id, draft, None)


def enrol_learners(courses: list[MadeCourse]) -> list[Member]:
    """Enrol everybody on three courses, each learner one step farther than the one before."""
    moment = now()
    with write():
        learners = [learner(number) for number in range(LEARNERS)]
        for number, member in enumerate(learners):
            for course in courses[:3]:
                values = {
                    "person_id": member.id, "course_id": course.id, "enrolled_at": moment,
                }  # fmt: skip
                enrolment = db.session.execute(
                    insert(Enrolment).values(values).returning(Enrolment.id)
                ).scalar_one()
                for step in course.steps[: number % (len(course.steps) - 3)]:
                    progress = {
                        "enrolment_id": enrolment, "step_id": step.id, "opened_at": moment,
                        "completed_at": moment, "release_id": course.release_id,
                    }  # fmt: skip
                    db.session.execute(insert(StepProgress).values(progress))
    return learners


def learner(number: int) -> Member:
    public_id, name, email = f"learner{number:05d}", f"Learner {number}", f"l{number}@example.org"
    values = {
        "public_id": public_id, "email": email, "name": name, "language": "en", "timezone": "UTC",
        "country": "KE", "gender": "female", "stakeholder": "academia",
        "email_confirmed_at": now(), "created_at": now(),
    }  # fmt: skip
    person_id = db.session.execute(insert(Person).values(values).returning(Person.id)).scalar_one()
    return Member(person_id, public_id, name, email)


def certify(holder: Member, course: MadeCourse) -> str:
    with write():
        award = certificates.issue(
            person_id=holder.id, kind="course", subject_key=f"course:{course.public_id}",
            holder_name=holder.name, title=course.title, language="en", minutes=90, score=8750,
            edition_label="First edition", edition_symbol="ESM-LEARN/TEST/1",
            acknowledgement="The official text prevails.", tier="completion",
            completed_on=date(2026, 11, 22),
        )  # fmt: skip
        assert award is not None
        code = award.code
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


def cookie(app: Flask, secret: str) -> str:
    """Return the session cookie a browser holds after signing in and opening one page."""
    with app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"] = secret
            session["_fresh"] = True
            session.permanent = True
        client.get("/learn/")
        found = client.get_cookie("session")
        assert found is not None
        return found.value


def count_queries(app: Flask, cookie: str | None, path: str) -> int:
    """Return how many statements one GET sends, in this process."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
            sent.append(statement)

    client = app.test_client()
    if cookie:
        client.set_cookie("session", cookie)
    client.get(path)
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return len(sent)


__all__ = ["Scene", "build", "count_queries", "environment"]
