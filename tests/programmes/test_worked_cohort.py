"""The worked cohort of twelve learners, from the course to the report, through public operations.

It is built once for all that is asked of it: a course of six modules with a test before and a test
after of the same twenty questions, a programme of it, a training of the programme.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
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
from elearn.programmes.figures import Figures, public
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
from tests.pages import Pages, words

# Built once: one worker takes all of it.
pytestmark = pytest.mark.xdist_group("worked cohort")

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


@pytest.fixture(scope="module")
def cohort(whole_app: Flask, restore: Callable[[], None]) -> Iterator[Cohort]:
    """The cohort when its training is closed and its report handed in; it is only read."""
    try:
        with whole_app.app_context():
            built = build(whole_app)
        yield built
    finally:
        restore()


def person(person_id: int) -> SignedIn:
    found = person_by_id(person_id)
    assert found is not None
    return found


# -- building -------------------------------------------------------------------------------------


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


# -- what is asked of it --------------------------------------------------------------------------

TOTAL = {
    "code": "",
    "planned": 12,
    "enrolled": 12,
    "started": 11,
    "lessons": 8,
    "completed": 7,
    "share": 58.3,
}
GAIN = {
    "people": 7,
    "pairs": 7,
    "before": 50.0,
    "after": 80.0,
    "points": 30.0,
    "normalised": 0.612,
    "undefined": 0,
}
SURVEY = {
    "asked": 8,
    "answers": 7,
    "answered_share": 87.5,
    "people": 7,
    "rated": 7,
    "mean": 4.29,
    "satisfied": 6,
    "satisfied_share": 85.7,
}
# Of the pairs, (after - before) / (100 - before).
NORMALISED = (
    Fraction(40, 55)
    + Fraction(20, 50)
    + Fraction(50, 70)
    + Fraction(30, 40)
    + Fraction(20, 45)
    + Fraction(25, 60)
    + Fraction(25, 30)
) / 7


def counts(rows: Any, *names: str) -> dict[str, tuple[Any, ...]]:
    """Return these columns of rows, which are objects or plain values, by code."""
    plain = [row if isinstance(row, dict) else vars(row) for row in rows]
    return {row["code"]: tuple(row[name] for name in names) for row in plain}


def table(page: Any, section: str) -> dict[str, list[str]]:
    """Return the cells of the table of a section of a page by the head of their row."""
    rows = page.all(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return {words(row.find("th")): [words(cell) for cell in row.findall("td")] for row in rows}


def sentences(page: Any, section: str) -> str:
    return words(page.all(f"//section[@aria-labelledby='{section}']")[0])


def test_who_enrolled_started_read_everything_and_completed(cohort: Cohort):
    made = cohort.figures()
    total = made.total
    assert (total.enrolled, total.started, total.lessons, total.completed) == (12, 11, 8, 7)
    assert (total.share, made.completed_of_started) == (58.3, 63.6)
    assert (made.women_of_all, made.women_of_stated) == (50.0, 54.5)
    assert counts(made.genders, "enrolled", "completed", "share") == {
        "female": (6, 3, 50.0),
        "male": (5, 3, 60.0),
        "not-stated": (1, 1, 100.0),
    }
    assert counts(made.groups, "enrolled", "completed") == {
        "african": (5, 2),
        "asia-pacific": (3, 2),
        "eastern-european": (1, 1),
        "grulac": (2, 1),
        "weog": (1, 1),
    }


def test_gain_and_survey_are_exact_fractions(cohort: Cohort):
    gain, survey = cohort.figures().gain, cohort.figures().survey
    assert (gain.pairs, gain.before, gain.after, gain.points) == (7, 50, 80, 30)
    assert (gain.normalised, gain.undefined) == (NORMALISED, 0)
    assert (survey.answers, survey.asked, survey.answered_share) == (7, 8, Fraction(175, 2))
    assert (survey.mean, survey.satisfied_share) == (Fraction(30, 7), Fraction(600, 7))


def test_the_desk_says_them_in_words(cohort: Cohort):
    page = cohort.pages().get(f"/desk/runs/{cohort.slug}/figures")
    assert table(page, "learners") == {"All": ["12", "12", "11", "8", "7", "58.3%"]}
    assert "Completed, of those who started: 63.6% (7 of 11)" in sentences(page, "learners")
    assert table(page, "genders") == {
        "Female": ["6", "6", "5", "4", "3", "50.0%"],
        "Male": ["–", "5", "5", "3", "3", "60.0%"],
        "Not stated": ["–", "1", "1", "1", "1", "100.0%"],
    }
    women = "Women, of all: 50.0% (6 of 12). Of those who stated their gender: 54.5% (6 of 11)."
    assert women in sentences(page, "genders")
    assert {name: (cells[1], cells[4]) for name, cells in table(page, "groups").items()} == {
        "African States": ("5", "2"),
        "Asia-Pacific States": ("3", "2"),
        "Eastern European States": ("1", "1"),
        "Latin American and Caribbean States": ("2", "1"),
        "Western European and other States": ("1", "1"),
    }
    assert_gain_and_survey(page)


def assert_gain_and_survey(page: Any) -> None:
    assert table(page, "gain") == {
        "Pairs of a test before and a test after": ["7"],
        "Learners in these pairs": ["7 of 12"],
        "Mean before": ["50.0%"],
        "Mean after": ["80.0%"],
        "Mean gain in points": ["30.0"],
        "Mean normalised gain": ["0.612"],
    }
    assert table(page, "survey") == {
        "Answered, of those asked": ["87.5% (7 of 8)"],
        "How good the course was, mean": ["4.29 of 5 (7 answers)"],
        "Satisfied (4 or 5)": ["85.7% (6 of 7)"],
    }


def test_everybody_sees_no_cell_of_fewer_than_five(cohort: Cohort):
    page = Pages(cohort.app).get(f"/trainings/{cohort.slug}/figures")
    assert table(page, "learners") == {"All": ["12", "11", "8", "7", "58.3%"]}
    assert table(page, "genders") == {
        "Female": ["6", "5", "*", "*", "–"],
        "Male": ["*", "*", "*", "*", "–"],
        "Not stated": ["*", "*", "*", "*", "–"],
    }
    women = "Women, of all: 50.0% (6 of 12). Of those who stated their gender: –."
    assert women in sentences(page, "genders")
    groups = table(page, "groups")
    assert groups.pop("African States") == ["5", "*", "*", "*", "–"]
    assert list(groups.values()) == [["*", "*", "*", "*", "–"]] * 4
    assert_gain_and_survey(page)


def test_the_api_says_the_same(cohort: Cohort):
    api = f"/api/v1/runs/{cohort.slug}/figures"
    told = cohort.pages().client.get(api).json
    assert (told["total"], told["gain"], told["survey"]) == (TOTAL, GAIN, SURVEY)
    assert told == cohort.figures().as_data()
    shown = cohort.app.test_client().get(f"{api}/public").json
    assert shown == public(cohort.figures()).as_data()
    assert counts(shown["genders"], "enrolled", "completed") == {
        "female": (6, None),
        "male": (None, None),
        "not-stated": (None, None),
    }
    assert counts(shown["groups"], "enrolled", "completed") == {
        "african": (5, None),
        "asia-pacific": (None, None),
        "eastern-european": (None, None),
        "grulac": (None, None),
        "weog": (None, None),
    }
    assert (shown["gain"], shown["survey"]) == (GAIN, SURVEY)


def test_the_table_for_spreadsheets_holds_them(cohort: Cohort):
    answer = cohort.pages().client.get(f"/desk/runs/{cohort.slug}/figures.csv")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))
    assert rows[1] == ["all", "", "12", "12", "11", "8", "7", "58.3", ""]
    for name, figures in (("gain", GAIN), ("survey", SURVEY)):
        told = {row[1]: float(row[-1]) for row in rows if row[0] == name}
        assert told == figures


def test_the_report_froze_them(cohort: Cohort):
    told = cohort.pages().client.get(f"/api/v1/runs/{cohort.slug}/report").json
    assert told["figures"]["learners"] == cohort.figures().as_data()
    page = cohort.pages().get(f"/desk/runs/{cohort.slug}/report/").main
    for figure in ("58.3% (7 of 12)", "0.612", "87.5% (7 of 8)", "4.29 of 5", "85.7% (6 of 7)"):
        assert figure in page
