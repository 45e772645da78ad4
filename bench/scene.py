"""What our server shows while it is measured: courses of real size, learners, an award."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert, update

from bench import webinars
from certificates import operations as certificates
from courses.models import Enrolment, ReleaseStep, StepProgress
from elearn.accounts.models import Membership, Person
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
ROSTER = 500
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
    roster: str
    trainer: str
    board: str
    partner: str
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
        trainer = fill_roster(courses[-1])
        code = certify(learners[0], courses[1])
        partner, board = webinars.fill_board(learner)
    cookies = [cookie(app, open_sign_in(app, one)) for one in (trainer, partner, *learners)]
    let_go(app)
    course = courses[0]
    prefix = f"/courses/{course.slug}/"
    return app, Scene(
        course=prefix,
        lesson=f"{prefix}{course.lesson('work').public_id}/",
        quiz=f"{prefix}{course.quiz.public_id}/quiz",
        award=f"/v/{code}",
        roster=f"/desk/courses/{courses[-1].slug}/learners/",
        trainer=cookies[0],
        board=board,
        partner=cookies[1],
        cookies=cookies[2:],
    )


def let_go(app: Flask) -> None:
    """Close what was opened, and let PostgreSQL know what its tables hold."""
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                    "ANALYZE"
                )
        db.engine.dispose()


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


def fill_roster(course: MadeCourse) -> Member:
    """Put 500 learners on the course, at every stage, and return its trainer."""
    moment = now()
    with write():
        trainer = learner(10_000)
        db.session.add(
            Membership(
                person_id=trainer.id, role="trainer", scope_kind="course", scope_id=course.id
            )
        )
        for number in range(ROSTER):
            seen = moment - timedelta(days=number % 20) if number % 4 else None
            values = {
                "person_id": learner(10_001 + number).id, "course_id": course.id,
                "country": ("KE", "BR", "FR")[number % 3], "last_seen_at": seen,
                "enrolled_at": moment - timedelta(days=30 + number % 60),
            }  # fmt: skip
            made = insert(Enrolment).values(values).returning(Enrolment.id)
            enrolment = db.session.execute(made).scalar_one()
            steps = course.steps[: number % 13] if seen else ()
            rows = [
                {
                    "enrolment_id": enrolment, "step_id": step.id, "opened_at": moment,
                    "completed_at": moment, "release_id": course.release_id,
                    "score": 8750 if step.kind == "quiz" else None,
                }
                for step in steps
            ]  # fmt: skip
            if rows:
                db.session.execute(insert(StepProgress), rows)
    return trainer


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
