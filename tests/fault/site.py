"""The site that is to survive: a database with courses, learners with passwords, a data folder."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from elearn.accounts import operations as accounts
from elearn.accounts.passwords import hash_password
from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from tests import databases
from tests.factories.courses import MadeCourse, published_course
from tests.factories.quizzes import ready_quiz

COURSES = 8
LEARNERS = 6
PASSWORD = "never written anywhere else 7"
# The texts of the choices that are right in the questions of the factory.
RIGHT_TEXTS = frozenset({"Prevention", "The hazard", "The date", "The owner", "False"})
SECRET = "a secret for faults that is long enough for anybody"

Lesson = tuple[str, str]


@dataclass(frozen=True)
class CourseToTake:
    slug: str
    lessons: list[str]
    quiz: str


@dataclass(frozen=True)
class Site:
    settings: Settings
    app: Flask
    courses: list[CourseToTake]
    emails: list[str]


@contextmanager
def open_site(engine: str, smtp_url: str) -> Iterator[Site]:
    """Yield a new site on that database, as `elearn` settings describe it; remove it afterwards."""
    # On the disk, as in life: what was not written there in time is what a kill loses.
    folder = Path(tempfile.mkdtemp(prefix="elearn-fault-"))
    try:
        with databases.new_database(engine, folder) as url:
            settings = Settings(
                data=str(folder),
                database_url=url,
                secret_key=SECRET,
                smtp_url=smtp_url,
                log_level="error",
            )
            app = create_app(settings)
            with app.app_context():
                courses, emails = furnish()
            yield Site(settings, app, courses, emails)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def furnish() -> tuple[list[CourseToTake], list[str]]:
    """Make the tables, the courses and the learners."""
    with db.engine.connect().execution_options(write=True) as connection:
        db.metadata.create_all(connection)
        connection.commit()
    password = hash_password(PASSWORD)
    emails = [f"learner{number}@example.org" for number in range(LEARNERS)]
    with write():
        courses = [published_course(title=f"Waste stream {number}") for number in range(COURSES)]
        for course in courses:
            ready_quiz(course, attempts=0)
        for email in emails:
            accounts.create_person(email=email, name=email.split("@")[0], password_hash=password)
    return [to_take(course) for course in courses], emails


def to_take(course: MadeCourse) -> CourseToTake:
    lessons = [step.public_id for step in course.steps if step.kind == "lesson"]
    return CourseToTake(course.slug, lessons, course.quiz.public_id)
