"""The pages of learners, read as a browser would read them, without its scripts."""

import pytest
import time_machine
from sqlalchemy import func, select

from elearn.core.database import db
from quizzes.models import Answer, Attempt
from tests.factories.courses import published_course
from tests.factories.quizzes import NUMERIC, SINGLE, TRUEFALSE, ready_quiz


@pytest.fixture
def lina(table, client, cast):
    return client.sign_in(cast.learner)


def fill(table, attempt, right=True):
    """Return the fields of the form for right or wrong answers."""
    fields = {}
    for position, response in table.answers(attempt, right).items():
        value = next(iter(response.values()))
        fields[f"question-{position}"] = value
    return fields


def started(client, table):
    answer = client.submit(client.get(table.address), "Start the quiz")
    return client.follow(answer), answer.location.split("/")[-2]


def test_the_quiz_page_tells_the_rules_before_the_start(lina, table):
    page = lina.get(table.address)
    assert page.heading == "Check what you know"
    for rule in (
        "4 questions.",
        "You pass with 80% of the points.",
        "There is no time limit.",
        "You can try 3 times, then wait 24 hours before the next tries; the best result counts.",
        "Every answer is saved at once. You see the result after you submit.",
    ):
        assert rule in page.main


def test_visitors_are_sent_to_sign_in_and_come_back(table, visitor):
    answer = visitor.get(table.address, status=302)
    assert answer.location.startswith("/sign-in")
    assert "quiz" in answer.location


def test_somebody_who_is_not_enrolled_is_offered_to_enrol_first(table, signed_in, cast):
    page = signed_in(cast.second_learner).get(table.address)
    assert "Enrol on the course to take its quizzes." in page.main
    assert "Start the quiz" not in page.main
    signed_in(cast.second_learner).post(table.address + "/start", status=403)


def test_a_learner_takes_fails_retries_and_passes_without_scripts(lina, table):
    page, attempt = started(lina, table)
    assert len(page.all("//section[@data-position]")) == 4
    answer = lina.submit(page, "Submit and see the result", **fill(table, attempt, right=False))
    review = lina.follow(answer)
    assert review.heading == "Not passed: 0%"
    assert "You earned 0 of 4 points. To pass you need 80%." in review.main
    assert "You have 2 tries left before a wait." in review.main
    answer = lina.submit(review, "Try again")
    second = answer.location.split("/")[-2]
    page = lina.follow(answer)
    answer = lina.submit(page, "Submit and see the result", **fill(table, second))
    review = lina.follow(answer)
    assert review.heading == "You passed with 100%"
    onward = review.all("//a[text()='Continue with the course']/@href")[0]
    assert onward == f"/courses/{table.course.slug}/{table.course.lesson('codes').public_id}/"
    page = lina.get(table.address)
    assert "Best result: 100%" in page.main
    assert [row.text_content() for row in page.all("//tbody//th")] == ["Attempt 2", "Attempt 1"]


def test_save_keeps_answers_and_the_page_shows_them_again(lina, table):
    page, attempt = started(lina, table)
    fields = fill(table, attempt)
    page = lina.follow(lina.submit(page, "Save", **fields))
    assert "Your answers are saved." in page.main
    shown = {}
    for name, value in page.all("//form[@id='attempt']")[0].form_values():
        if name in fields:
            shown.setdefault(name, set()).add(value)
    assert shown == {
        name: set(value) if isinstance(value, list) else {value} for name, value in fields.items()
    }


def test_the_first_button_saves_so_that_enter_never_submits(lina, table):
    page, _attempt = started(lina, table)
    first = page.all("//form[@id='attempt']//button")[0]
    assert (first.text, first.get("formaction", "").endswith("/answers")) == ("Save", True)


def test_submitting_with_open_questions_asks_once_and_keeps_what_was_given(lina, table):
    page, attempt = started(lina, table)
    fields = dict(list(fill(table, attempt).items())[:1])
    page = lina.follow(lina.submit(page, "Submit and see the result", **fields))
    assert "3 questions have no answer yet" in page.main
    with table.app.app_context():
        assert db.session.scalar(select(func.count(Answer.id))) == 1
    review = lina.follow(lina.submit(page, "Submit anyway"))
    assert review.heading == "Not passed: 25%"
    assert review.main.count("Not answered") == 3


def test_the_review_shows_what_was_given_what_is_right_and_where_to_read_it(lay, client, cast):
    table = lay(questions=(SINGLE, NUMERIC))
    client.sign_in(cast.learner)
    page, attempt = started(client, table)
    answer = client.submit(page, "Submit and see the result", **fill(table, attempt, right=False))
    review = client.follow(answer)
    assert "Your answer, not right" in review.main
    assert "Right answer" in review.main
    assert "Prevention comes first." in review.main
    assert "3 ± 0.5" in review.main
    links = review.all("//p[contains(., 'Read it again')]/a")
    why = table.course.lesson("why")
    assert links[0].get("href") == f"/courses/{table.course.slug}/{why.public_id}/#{why.paragraph}"
    assert links[0].text == "Why waste matters, para. 1, p. 1"


def test_before_submission_there_is_no_review_and_afterwards_no_form(lina, table):
    _page, attempt = started(lina, table)
    assert lina.get(f"/attempts/{attempt}/review", status=302).location == f"/attempts/{attempt}/"
    table.submit(attempt)
    location = lina.get(f"/attempts/{attempt}/", status=302).location
    assert location == f"/attempts/{attempt}/review"
    lina.post(f"/attempts/{attempt}/answers", {"page": "x"}, status=409)


def test_the_attempt_of_another_is_not_there(table, signed_in, cast):
    attempt = table.start()
    for member in (cast.second_learner, cast.trainer, cast.admin):
        client = signed_in(member)
        client.get(f"/attempts/{attempt}/", status=404)
        client.get(f"/attempts/{attempt}/review", status=404)
        client.post(f"/attempts/{attempt}/answers", {"page": "x"}, status=404)
        client.post(f"/attempts/{attempt}/submit", {"page": "x"}, status=404)
    assert table.attempt(attempt).submitted_at is None


def test_a_learner_who_must_wait_is_told_why_and_until_when(client, cast, table):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        lina = client.sign_in(cast.learner)
        for _ in range(3):
            table.take(right=False)
        page = lina.get(table.address)
        assert "You have used the 3 attempts you had." in page.main
        assert "you can try again from 21 November 2026, 10:00 (UTC)" in page.main
        assert not page.all("//button[text()='Try again']")
        answer = lina.post(table.address + "/start", status=409)
        assert "21 November 2026, 10:00 (UTC)" in answer.main


def test_an_expired_attempt_says_so_and_is_closed_by_its_button(lay, client, cast):
    table = lay(time_limit=20, questions=(TRUEFALSE,))
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        client.sign_in(cast.learner)
        page, attempt = started(client, table)
        assert "You have time until 20 November 2026, 10:20 (UTC)." in page.main
    with time_machine.travel("2026-11-20T11:00:00Z", tick=False):
        page = client.get(f"/attempts/{attempt}/")
        assert "The time for this attempt is over." in page.main
        answer = client.submit(page, "Submit and see the result", **{"question-1": "false"})
        assert client.follow(answer).heading == "Not passed: 0%"


def test_a_lesson_and_a_step_elsewhere_are_no_quizzes(prepared, lina, table, app):
    lesson = table.course.lesson("why").public_id
    lina.get(f"/courses/{table.course.slug}/{lesson}/quiz", status=404)
    lina.post(f"/courses/{table.course.slug}/{lesson}/quiz/start", status=404)
    with prepared():
        other = published_course(title="Another course")
        ready_quiz(other, questions=(SINGLE,))
    lina.get(f"/courses/{table.course.slug}/{other.quiz.public_id}/quiz", status=404)
    lina.post(f"/courses/{table.course.slug}/{other.quiz.public_id}/quiz/start", status=404)


def test_a_quiz_nobody_has_written_yet_says_so(prepared, app, cast, client):
    with prepared():
        course = published_course()
    page = client.sign_in(cast.learner).get(f"/courses/{course.slug}/{course.quiz.public_id}/quiz")
    assert "This quiz has no questions yet." in page.main


def test_a_number_that_cannot_be_read_is_told_at_its_field(lay, client, cast):
    table = lay(questions=(NUMERIC,))
    client.sign_in(cast.learner)
    page, _attempt = started(client, table)
    page = client.follow(client.submit(page, "Save", **{"question-1": "three"}))
    doubt = page.all("//p[@id='question-1-doubt'][not(@hidden)]")[0]
    assert doubt.text.startswith("This cannot be read as a number.")
    assert page.all("//input[@id='question-1']/@value") == ["three"]


class TestAnswersByScript:
    """The page's script sends one answer at a time as JSON."""

    @pytest.fixture
    def attempt(self, lina, table):
        return started(lina, table)[1]

    def send(self, client, attempt, status=200, **values):
        body = {"position": 1, "client_key": "0123456789", "sequence": 1, "known": 0} | values
        return client.json("POST", f"/attempts/{attempt}/answers", body, status=status)

    def test_an_answer_is_kept_and_acknowledged(self, lina, table, attempt):
        response = table.answers(attempt)[1]
        answer = self.send(lina, attempt, response=response)
        assert answer.json == {"counts": True, "latest": 1, "elsewhere": False, "doubt": None}
        assert self.send(lina, attempt, response=response).json == answer.json
        with table.app.app_context():
            assert db.session.scalar(select(func.count(Answer.id))) == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"position": 0},
            {"position": "1"},
            {"client_key": "short"},
            {"client_key": "bad key with spaces"},
            {"sequence": 0},
            {"sequence": 2**31},
            {"score": 10000},
            {"response": "x"},
            {"response": {"choice": "x", "correct": True}},
        ],
    )
    def test_a_message_that_does_not_fit_is_refused(self, lina, table, attempt, wrong):
        values = {"response": {}} | wrong
        self.send(lina, attempt, status=422, **values)
        with table.app.app_context():
            assert db.session.scalar(select(func.count(Answer.id))) == 0

    def test_without_the_token_of_the_form_nothing_is_kept(self, lina, attempt):
        body = {"position": 1, "client_key": "0123456789", "sequence": 1, "response": {}}
        answer = lina.client.post(f"/attempts/{attempt}/answers", json=body)
        assert answer.status_code == 400

    def test_after_submission_the_script_is_told_that_nothing_was_kept(self, lina, table, attempt):
        table.submit(attempt)
        self.send(lina, attempt, status=409, response={})


def test_two_submissions_of_one_page_give_one_result(lina, table):
    page, attempt = started(lina, table)
    fields = fill(table, attempt)
    first = lina.submit(page, "Submit and see the result", **fields)
    again = lina.submit(page, "Submit and see the result", **fields)
    assert first.location == again.location == f"/attempts/{attempt}/review"
    with table.app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 1
