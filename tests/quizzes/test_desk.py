"""The desk of trainers: questions of every kind by plain forms, settings, preview, figures."""

import pytest
from sqlalchemy import func, select

from courses.models import Step
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from quizzes.models import Attempt, Question, QuestionRevision, Quiz, QuizItem
from tests.factories.courses import enrolled, published_course
from tests.factories.quizzes import TRUEFALSE, ready_quiz


@pytest.fixture
def desk(table, client, cast):
    """Tomas, who trains the course of the table."""
    client.sign_in(cast.trainer)
    client.base = base_of(table.course)
    return client


def base_of(course):
    return f"/desk/courses/{course.slug}/quizzes/{course.quiz.public_id}/"


@pytest.fixture
def empty_desk(prepared, app, client, cast):
    """Tomas before a quiz step nobody has filled yet."""
    with prepared():
        course = published_course(trainer_id=cast.trainer.id)
    client.sign_in(cast.trainer)
    client.base = base_of(course)
    client.course = course
    return client


def newest(app):
    with app.app_context():
        return db.session.scalars(
            select(QuestionRevision).order_by(QuestionRevision.id.desc())
        ).first()


def test_a_quiz_nobody_filled_is_not_ready_and_says_so(empty_desk):
    page = empty_desk.get(empty_desk.base)
    assert "Not ready: it needs at least one question" in page.main
    empty_desk.get(empty_desk.base + "preview", status=409)
    empty_desk.get(empty_desk.base + "attempts", status=404)


FORMS = {
    "single": {
        "choice-1-text": "Prevention",
        "choice-2-text": "Landfill",
        "choice-correct": "1",
        "choice-2-feedback": "Landfill comes last.",
    },
    "multiple": {
        "choice-1-text": "Hazard",
        "choice-2-text": "Date",
        "choice-3-text": "Price",
        "choice-correct": ["1", "2"],
    },
    "truefalse": {"truth": "false"},
    "numeric": {"value": "12,5", "tolerance": "0.5", "unit": "kg"},
}


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_is_written_by_a_plain_form_and_makes_the_step_ready(app, empty_desk, kind):
    page = empty_desk.get(empty_desk.base)
    link = page.all(f"//a[contains(@href, 'kind={kind}')]/@href")[0]
    form = empty_desk.get(link)
    fields = {"prompt": "What is right?", "feedback": "Because.", "points": "2"} | FORMS[kind]
    answer = empty_desk.submit(form, "Add the question", **fields)
    page = empty_desk.follow(answer)
    assert "What is right?" in page.main
    revision = newest(app)
    assert (revision.kind, revision.number) == (kind, 1)
    assert revision.content["prompt"] == "<p>What is right?</p>"
    assert revision.answer_key["feedback"] == "<p>Because.</p>"
    with app.app_context():
        step = db.session.get(Step, empty_desk.course.quiz.id)
        assert (step.ready, step.minutes) == (True, 1)
        assert db.session.scalar(select(QuizItem.points)) == 2
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["quiz.create", "question.add"]
    # The form shows everything again as it was typed.
    edit = empty_desk.get(page.all("//tbody//th/a/@href")[0])
    values = dict(edit.all("//main//form")[0].form_values())
    assert values["prompt"].strip() == "What is right?"
    empty_desk.submit(edit, "Save")
    assert newest(app).number == 1


def test_problems_are_told_at_their_fields_and_nothing_typed_is_lost(app, empty_desk):
    form = empty_desk.get(empty_desk.base + "questions/new?kind=single")
    fields = {"choice-1-text": "Only one", "paragraphs": "1, 99", "points": "0"}
    page = empty_desk.submit(form, "Add the question", status=422, **fields)
    links = page.all("//div[@class='problems']//a/@href")
    assert links == ["#points", "#paragraphs", "#prompt", "#choice-2-text", "#choice-correct-1"]
    assert page.all("//input[@id='choice-1-text']/@value") == ["Only one"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Quiz.id))) == 0


def test_paragraphs_are_named_by_their_printed_numbers(app, empty_desk):
    form = empty_desk.get(empty_desk.base + "questions/new?kind=truefalse")
    fields = {"prompt": "True?", "truth": "true", "paragraphs": "2, 1"}
    page = empty_desk.follow(empty_desk.submit(form, "Add the question", **fields))
    course = empty_desk.course
    assert newest(app).paragraphs == [
        course.lesson("law").paragraph,
        course.lesson("why").paragraph,
    ]
    assert "2, 1" in page.main
    edit = empty_desk.get(page.all("//tbody//th/a/@href")[0])
    assert edit.all("//input[@id='paragraphs']/@value") == ["2, 1"]
    assert "What the Convention asks: keep waste closed" in edit.main


def test_an_edit_adds_a_revision_and_leaves_attempts_alone(desk, lay, table):
    attempt = table.start()
    page = desk.get(desk.base)
    edit = desk.get(page.all("//tbody//th/a/@href")[0])
    answer = desk.submit(edit, "Save", prompt="What comes first of all?")
    assert "Attempts that were drawn before keep theirs." in desk.follow(answer).main
    revision = newest(table.app)
    assert (revision.number, revision.content["prompt"]) == (2, "<p>What comes first of all?</p>")
    table.save_all(attempt)
    assert table.submit(attempt).score == 10000


def test_somebody_elses_edit_is_shown_before_it_is_overwritten(desk, table, signed_in, cast):
    page = desk.get(desk.base)
    address = page.all("//tbody//th/a/@href")[0]
    mine, theirs = desk.get(address), desk.get(address)
    desk.submit(theirs, "Save", prompt="Their wording")
    clash = desk.submit(mine, "Save", status=409, prompt="My wording")
    assert "Somebody changed this question while you were writing." in clash.main
    assert "Their wording" in clash.main
    assert clash.all("//textarea[@id='prompt']")[0].text.strip() == "My wording"
    desk.submit(clash, "Save")
    assert newest(table.app).content["prompt"] == "<p>My wording</p>"


def test_questions_are_moved_retired_and_taken_back(desk, table):
    def order(page):
        return [one.text_content() for one in page.all("//tbody//th")]

    page = desk.get(desk.base)
    before = order(page)
    page = desk.follow(desk.post(desk.base + "move", {"move": f"{table.quiz.questions[0]}:down"}))
    assert order(page) == [before[1], before[0], *before[2:]]
    page = desk.follow(desk.post(desk.base + "move", {"move": f"{table.quiz.questions[1]}:up"}))
    assert order(page) == [before[1], before[0], *before[2:]]
    page = desk.follow(desk.submit(page, "Retire"))
    assert order(page) == [before[0], *before[2:]]
    assert "New attempts no longer ask this question." in page.main
    page = desk.follow(desk.submit(page, "Take back"))
    assert order(page) == [before[1], before[0], *before[2:]]


def test_retiring_the_last_question_makes_the_step_not_ready(lay, client, cast):
    table = lay(questions=(TRUEFALSE,))
    client.sign_in(cast.trainer)
    base = base_of(table.course)
    client.submit(client.get(base), "Retire")
    with table.app.app_context():
        assert not db.session.get(Step, table.quiz.step_id).ready


def test_settings_are_changed_by_a_form_and_exactly(desk, table):
    form = desk.get(desk.base + "settings")
    fields = {"pass_mark": "66,67", "attempts": "2", "wait_hours": "48", "time_limit": "30"}
    page = desk.follow(desk.submit(form, "Save", draw="3", **fields))
    assert "Asks 3 questions of 4." in page.main
    assert "Passed with 66.67% of the points." in page.main
    with table.app.app_context():
        quiz = db.session.get(Quiz, table.quiz.id)
        assert (quiz.pass_mark, quiz.attempts, quiz.wait_minutes) == (6667, 2, 2880)
        assert (quiz.time_limit, quiz.draw, quiz.shuffle) == (30, 3, True)
        assert db.session.get(Step, table.quiz.step_id).minutes == 30


@pytest.mark.parametrize("mark", ["101", "-1", "80.005", "eighty", ""])
def test_a_pass_mark_that_is_no_share_is_refused(desk, table, mark):
    form = desk.get(desk.base + "settings")
    page = desk.submit(form, "Save", status=422, pass_mark=mark)
    assert page.all("//div[@class='problems']//a/@href") == ["#pass_mark"]


def test_the_preview_is_graded_and_kept_nowhere(desk, table):
    page = desk.get(desk.base + "preview")
    fields = {"question-3": "false", "question-4": "3"}
    result = desk.submit(page, "See the result", status=200, **fields)
    assert result.heading == "Not passed: 50%"
    assert "Three copies are kept." in result.main
    with table.app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 0


def test_attempts_are_listed_with_learner_and_score(desk, table):
    table.take(right=False)
    table.take()
    page = desk.get(desk.base + "attempts")
    assert "1 learner tried it, 1 passed." in page.main
    rows = [
        [" ".join(cell.text_content().split()) for cell in row] for row in page.all("//tbody/tr")
    ]
    assert [(row[0], row[1], row[2], row[4], row[5]) for row in rows] == [
        ("Lina Haddad", "KE", "2", "Passed", "100%"),
        ("Lina Haddad", "KE", "1", "Not passed", "0%"),
    ]
    assert "lina@example.org" not in page.text


def test_figures_count_first_attempts_only(desk, table):
    table.take(right=False)
    table.take()
    page = desk.get(desk.base + "figures")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row] for row in page.all("//tbody/tr")
    ]
    assert [row[1:3] for row in rows] == [["1", "0%"]] * 4
    assert {row[3] for row in rows} == {"Too few answers to judge"}


def test_lists_cost_the_same_for_one_and_many_rows(desk, table, queries, lay):
    def cost(path):
        with queries() as sent:
            desk.get(path)
        return len(sent)

    table.take(right=False)
    paths = [desk.base, desk.base + "attempts", desk.base + "figures", desk.base + "preview"]
    few = [cost(path) for path in paths]
    table.take(right=False)
    table.take(right=False)
    form = desk.get(desk.base + "questions/new?kind=truefalse")
    desk.submit(form, "Add the question", prompt="Another?", truth="true", paragraphs="3")
    assert [cost(path) for path in paths] == few
    assert max(few) <= 10


class TestRights:
    """Only the trainers of the course and admins; for other trainers it is not there (R-03)."""

    PATHS = ("", "settings", "preview", "attempts", "figures", "questions/new?kind=single")

    def test_who_may_read(self, table, signed_in, cast, visitor):
        base = base_of(table.course)
        question = f"questions/{table.quiz.questions[0]}/"
        for path in (*self.PATHS, question):
            visitor.get(base + path, status=302)
            for member in (cast.learner, cast.partner, cast.analyst, cast.reviewer):
                signed_in(member).get(base + path, status=403)
            signed_in(cast.second_trainer).get(base + path, status=404)
            signed_in(cast.trainer).get(base + path)
            signed_in(cast.admin).get(base + path)

    def test_who_may_write(self, table, signed_in, cast, visitor):
        base = base_of(table.course)
        first = table.quiz.questions[0]
        posts = {
            "settings": {"pass_mark": "1", "attempts": "1", "wait_hours": "1"},
            "questions/new?kind=truefalse": {"prompt": "x", "truth": "true", "points": "1"},
            f"questions/{first}/": {"prompt": "x"},
            f"questions/{first}/retire": {},
            f"questions/{first}/restore": {},
            "move": {"move": f"{first}:down"},
            "preview": {},
        }
        with table.app.app_context():
            before = db.session.execute(select(Question.__table__)).all()
        for path, data in posts.items():
            visitor.post(base + path, data, status=302)
            signed_in(cast.learner).post(base + path, data, status=403)
            signed_in(cast.second_trainer).post(base + path, data, status=404)
        with table.app.app_context():
            assert db.session.execute(select(Question.__table__)).all() == before
            assert db.session.get(Quiz, table.quiz.id).pass_mark == 8000

    def test_nested_ids_of_another_course_are_not_there(self, table, prepared, app, client, cast):
        with prepared():
            other = published_course(title="Another course", trainer_id=cast.second_trainer.id)
            enrolled(cast.learner.id, other.id)
            quiz = ready_quiz(other, questions=(TRUEFALSE,))
        client.sign_in(cast.trainer)
        base = base_of(table.course)
        foreign = quiz.questions[0]
        client.get(f"{base}questions/{foreign}/", status=404)
        for act in ("", "retire", "restore"):
            client.post(f"{base}questions/{foreign}/{act}", {"prompt": "x"}, status=404)
        client.post(base + "move", {"move": f"{foreign}:up"}, status=404)
        step = other.quiz.public_id
        client.get(f"/desk/courses/{table.course.slug}/quizzes/{step}/", status=404)
        lesson = table.course.lesson("why").public_id
        client.get(f"/desk/courses/{table.course.slug}/quizzes/{lesson}/", status=404)
        with app.app_context():
            assert (
                db.session.scalar(select(Question.retired_at).where(Question.public_id == foreign))
                is None
            )
