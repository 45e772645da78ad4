"""The worked cohort of twelve learners, built through public operations alone.

built = build(app)      # inside an application context, outside a transaction
built.slug, built.figures(), built.pages()

A course of six modules with a test before and a test after of the same twenty questions, a
programme of it, a training of the programme that is closed, its report handed in.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from courses import course_forms, learning, lesson_text, publishing
from courses import operations as courses
from courses import queries as course_queries
from courses.access import open_taken
from courses.models import Course, Step
from elearn.accounts import operations as accounts
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import figures_queries, operations, run_reports
from elearn.programmes.figures import Figures
from elearn.programmes.models import Run
from elearn.programmes.operations import Details, RunDetails
from elearn.surveys import installing
from elearn.surveys import queries as surveys
from elearn.surveys.seeds import END_OF_COURSE
from quizzes import operations as quizzes
from quizzes import pairing, sitting
from quizzes import queries as quiz_queries
from quizzes.drafts import prepare
from quizzes.page_answers import PageAnswers
from tests.cast import Cast, find_cast
from tests.factories.quizzes import right_answers, wrong_answers
from tests.pages import Pages

MODULES, QUESTIONS, PASS_MARK = 6, 20, 7000
NOT_STATED, NOT_STARTED = "prefer-not-to-say", None
# Gender, country, modules read, percent before and after, "overall" in the survey.
Line = tuple[str, str, int | None, int | None, int | None, int | None]
COHORT: tuple[Line, ...] = (
    ("female", "KE", 6, 45, 85, 5),
    ("male", "SN", 6, 50, 70, 4),
    ("female", "IN", 6, 30, 80, 4),
    ("male", "ID", 6, 60, 90, 5),
    ("female", "UY", 6, 55, 75, None),
    ("female", "BR", 6, 40, 65, 3),
    ("male", "SK", 6, None, 80, 4),
    (NOT_STATED, "SE", 6, 70, 95, 5),
    ("male", "GH", 3, 20, None, None),
    ("female", "JP", 2, 35, None, None),
    ("male", "NG", 0, None, None, None),
    ("female", "TZ", NOT_STARTED, None, None, None),
)
PLAN = {"learners": 12, "women": 6, "sessions": 0, "minutes": 0, "groups": {"african": 5}}


@dataclass
class Cohort:
    """What stands when everything is built; ids are those of the database, `slug` the run's."""

    app: Flask
    cast: Cast
    course_id: int = 0
    course_slug: str = ""
    lessons: list[str] = field(default_factory=list)
    before: str = ""
    after: str = ""
    survey: str = ""
    slug: str = ""

    def trainer(self) -> SignedIn:
        return person(self.cast.trainer.id)

    def figures(self) -> Figures:
        with self.app.app_context():
            run = db.session.scalars(select(Run).where(Run.slug == self.slug)).one()
            return figures_queries.figures_of(run)

    def pages(self) -> Pages:
        return Pages(self.app).sign_in(self.cast.trainer)


def person(person_id: int) -> SignedIn:
    found = person_by_id(person_id)
    assert found is not None
    return found


def build(app: Flask) -> Cohort:
    built = Cohort(app, find_cast())
    make_course(built)
    make_run(built)
    for number, line in enumerate(COHORT, start=1):
        learn(built, number, line)
    report(built)
    return built


def make_course(built: Cohort) -> None:
    """Write the course with its two tests, and publish it."""
    drafts = [question(number) for number in range(1, QUESTIONS + 1)]
    with write():
        trainer = built.trainer()
        installing.ensure()
        course = courses.create_course(trainer, title="Sound management of waste")
        built.course_id, built.course_slug = course.id, course.slug
        modules = [
            courses.add_module(course.id, f"Module {number}", trainer)
            for number in range(1, MODULES + 1)
        ]
        before = courses.add_quiz_step(course.id, modules[0].id, "Before", trainer)
        # Nobody needs the test before to complete the course.
        courses.change_step(
            before, trainer, title="Before", required=False, module_id=modules[0].id
        )
        built.lessons = [lesson_in(module.id, course.id, trainer) for module in modules]
        after = courses.add_quiz_step(course.id, modules[-1].id, "After", trainer)
        built.before, built.after = before.public_id, after.public_id
        pair(before, after, drafts, trainer)
    rendering = publishing.render(db.session.get_one(Course, built.course_id))
    with write():
        publishing.publish(built.course_id, built.trainer(), rendering=rendering)


def lesson_in(module_id: int, course_id: int, trainer: SignedIn) -> str:
    text = lesson_text.from_html("<p>Keep waste closed, labelled and recorded.</p>", {}, "en")
    return courses.add_lesson(course_id, module_id, "Keep it", trainer, text=text).public_id


def pair(before: Step, after: Step, drafts: list[Any], trainer: SignedIn) -> None:
    """Make both tests ask the same questions."""
    last = quizzes.create_quiz(after.id, trainer, quizzes.Settings(pass_mark=PASS_MARK))
    for draft in drafts:
        quizzes.add_question(last.id, draft, trainer)
    pairing.set_purpose(last, "after", None, trainer)
    first = quizzes.create_quiz(before.id, trainer)
    pairing.set_purpose(first, "before", after.public_id, trainer)


def question(number: int) -> Any:
    choices = [{"text": "Closed", "correct": True}, {"text": "Open", "correct": False}]
    return prepare("single", prompt=f"How is drum {number} kept?", choices=choices)


def make_run(built: Cohort) -> None:
    """Put the course into a programme and run it."""
    today = now().date()
    details = RunDetails(
        "Waste, first group", today, today + timedelta(days=30), places=12, plan=PLAN
    )
    with write():
        trainer = built.trainer()
        said = Details("Waste for inspectors", audience=("carrier",), objectives=("Store waste",))
        programme = operations.create_programme(said, trainer)
        operations.add_course(programme.id, built.course_id, trainer)
        operations.publish(programme.id, trainer)
        run = operations.clone(programme.id, details, trainer)
        operations.approve(run.id, person(built.cast.admin.id))
        operations.start(run.id, trainer)
        built.slug = run.slug
        form = surveys.current_form(END_OF_COURSE, "en")
        assert form is not None
        built.survey = form.public_id


def learn(built: Cohort, number: int, line: Line) -> None:
    """Let one of the twelve open an account, ask for a place, and learn as the line says."""
    gender, country, modules, before, after, overall = line
    with write():
        account = accounts.create_person(
            email=f"l{number}@example.org",
            name=f"Learner {number}",
            password_hash=None,
            gender=gender,
            country=country,
        )
    learner = person(account.id)
    with write():
        run = db.session.scalars(select(Run).where(Run.slug == built.slug)).one()
        operations.ask(run.id, learner.id, learner)
    take_test(built, learner, built.before, before)
    read(built, learner, modules)
    take_test(built, learner, built.after, after)
    if overall is not None:
        with write():
            taken = open_taken(built.course_slug, learner)
            course_forms.answer(taken, built.survey, {"overall": overall}, learner)


def read(built: Cohort, learner: SignedIn, modules: int | None) -> None:
    """Read the lessons of so many modules; with none, open the first and go away."""
    if modules is NOT_STARTED:
        return
    with write():
        for lesson in built.lessons[: max(1, modules)]:
            step = course_queries.step_to_do(built.course_slug, lesson, learner.id)
            where = {"release_id": step.release_id}
            if modules:
                learning.complete_step(step.enrolment_id, step.step_id, **where)
            else:
                learning.place(step.enrolment_id, step.step_id, block=None, **where)


def take_test(built: Cohort, learner: SignedIn, test: str, score: int | None) -> None:
    """Answer so many percent of the questions right, all on one page."""
    if score is None:
        return
    with write():
        step = course_queries.step_to_do(built.course_slug, test, learner.id)
        attempt = sitting.start_attempt(learner, step).public_id
    row = quiz_queries.attempt_row(attempt)
    assert row is not None
    good, bad = right_answers(row.id), wrong_answers(row.id)
    assert len(good) == QUESTIONS
    fields = MultiDict[str, str]()
    for place, position in enumerate(sorted(good)):
        response = (good if place < score * QUESTIONS // 100 else bad)[position]
        fields.add(f"question-{position}", response["choice"])
        fields.add(f"question-{position}-shown", "0")
    db.session.rollback()
    with write():
        sitting.submit_page(attempt, learner.id, PageAnswers("one page", fields), sure=False)


def report(built: Cohort) -> None:
    """Close the training and hand in its report."""
    with write():
        trainer = built.trainer()
        run = db.session.scalars(select(Run).where(Run.slug == built.slug)).one()
        operations.close(run.id, trainer, confirmed=True)
        run_reports.write_report(run, run_reports.Words("Twelve people learned."), trainer)
        run_reports.hand_in(run, trainer)
