"""The test before and the test after: how they are made, taken, kept apart and compared."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from courses import learning, publishing
from courses.models import Completion, Course, Step, StepProgress
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import operations, pairing, queries, review, sitting
from quizzes.drafts import prepare
from quizzes.errors import (
    HasNoQuestions,
    NoSuchPool,
    QuizHasQuestions,
    QuizWasTaken,
    ShownLater,
    TakenOnce,
)
from quizzes.gain_queries import scores_before_and_after
from quizzes.models import Attempt, AttemptQuestion, Quiz
from tests.factories.courses import enrolled
from tests.factories.quizzes import TRUEFALSE
from tests.quizzes.pairs_made import two_tests

# All four questions of the table.
ALL = (1, 2, 3, 4)


@pytest.fixture
def pair(table):
    return two_tests(table)


def scores(pair):
    with pair.table.app.app_context():
        rows = scores_before_and_after([pair.table.course.id])
        db.session.rollback()
    return [(row.person_id, row.before, row.after) for row in rows]


def test_a_test_before_asks_questions_of_its_test_after_and_as_many_as_it_draws(table, cast):
    pair = two_tests(table, draw=2)
    attempt = pair.start(pair.before, cast.learner)
    with table.app.app_context():
        asked = db.session.scalars(
            select(AttemptQuestion.revision_id).where(
                AttemptQuestion.attempt_id == queries.attempt_row(attempt).id
            )
        ).all()
        pool = {item.revision_id for item in queries.items_to_draw(pair.after_id)}
        assert len(asked) == 2
        assert set(asked) < pool
        step = db.session.scalars(select(Step).where(Step.public_id == pair.before)).one()
        assert (step.ready, step.minutes) == (True, 2)


def test_handing_it_in_completes_its_step_whatever_the_score_and_counts_for_nothing(pair, cast):
    pair.take(pair.before, cast.learner)
    with pair.table.app.app_context(), write():
        kept = db.session.scalars(select(StepProgress)).one()
        assert kept.completed_at is not None
        assert kept.score is None
        for step in pair.table.course.steps:
            if step.kind == "lesson":
                learning.complete_step(
                    pair.table.enrolment_id, step.id, release_id=pair.table.course.release_id
                )
    pair.take(pair.after, cast.learner, *ALL)
    with pair.table.app.app_context():
        assert db.session.scalars(select(Completion.score)).one() == 10_000


def test_it_is_taken_once(pair, cast):
    pair.take(pair.before, cast.learner)
    with pytest.raises(TakenOnce):
        pair.start(pair.before, cast.learner)


def test_two_windows_that_start_it_at_once_get_the_same_attempt(pair, cast):
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _: pair.start(pair.before, cast.learner), range(4)))
    assert len(set(started)) == 1
    with pair.table.app.app_context():
        assert db.session.scalars(select(Attempt.number)).all() == [1]


def test_handing_it_in_twice_changes_nothing(pair, cast):
    attempt = pair.take(pair.before, cast.learner, 1)
    with pair.table.app.app_context(), write():
        again = sitting.submit_attempt(attempt, cast.learner.id)
    assert (again.new, again.score) == (False, 2500)


def test_right_answers_wait_for_the_test_after_on_the_page_and_in_the_api(pair, cast, client):
    attempt = pair.take(pair.before, cast.learner, 1)
    client.sign_in(cast.learner)
    page = client.get(f"/attempts/{attempt}/review")
    assert page.heading == "Test before: 25%"
    assert "Right answer" not in page.text.replace("The right answers", "")
    assert "Prevention comes first." not in page.text
    assert client.client.get(f"/api/v1/attempts/{attempt}/result").status_code == 409
    with pair.table.app.app_context(), pytest.raises(ShownLater):
        review.questions_reviewed(queries.attempt_row(attempt))
    pair.take(pair.after, cast.learner, 1, 2)
    page = client.get(f"/attempts/{attempt}/review")
    assert "Prevention comes first." in page.text
    assert "+25.0" in page.main
    assert client.client.get(f"/api/v1/attempts/{attempt}/result").status_code == 200


def test_its_page_says_that_it_is_taken_once_and_has_no_pass_mark(pair, cast, client):
    client.sign_in(cast.learner)
    address = f"/courses/{pair.table.course.slug}/{pair.before}/quiz"
    page = client.get(address)
    assert "You take it once, before you learn." in page.main
    assert "You pass with" not in page.main
    pair.take(pair.before, cast.learner, 1)
    page = client.get(address)
    assert "Your score: 25%" in page.main
    assert "You took this test. It is taken once" in page.main
    assert "Passed" not in page.main
    api = client.client.get(
        f"/api/v1/courses/{pair.table.course.slug}/steps/{pair.before}/attempts"
    ).json
    assert (api["purpose"], api["pass_mark"], api["allowed"]) == ("before", None, 1)


def test_pairs_take_the_best_test_after_and_one_statement_for_any_number(
    pair, cast, prepared, queries
):
    lina, omar = cast.learner, cast.second_learner
    with prepared():
        enrolled(omar.id, pair.table.course.id)
    pair.take(pair.before, lina, 1)
    pair.take(pair.after, lina, *ALL)
    pair.take(pair.after, lina, 1)
    with pair.table.app.app_context(), queries() as one:
        scores_before_and_after([pair.table.course.id])
    pair.take(pair.before, omar)
    assert scores(pair) == [(lina.id, 2500, 10_000), (omar.id, 0, None)]
    with pair.table.app.app_context(), queries() as two:
        rows = scores_before_and_after([pair.table.course.id], [omar.id])
        assert [row.person_id for row in rows] == [omar.id]
    assert (len(one), len(two)) == (1, 1)


def test_a_test_before_taken_after_the_test_after_pairs_with_nothing(pair, cast):
    pair.take(pair.after, cast.learner, *ALL)
    pair.take(pair.before, cast.learner, 1)
    assert scores(pair) == [(cast.learner.id, None, 10_000)]


def test_a_test_before_has_no_questions_of_its_own(pair):
    with pair.table.app.app_context(), write(), pytest.raises(HasNoQuestions):
        operations.add_question(pair.before_id, prepare(**TRUEFALSE), None)


def test_a_quiz_with_questions_does_not_become_a_test_before(table):
    with table.app.app_context(), write():
        quiz = db.session.get_one(Quiz, table.quiz.id)
        with pytest.raises(QuizHasQuestions):
            pairing.set_purpose(quiz, "before", None, None)
        with pytest.raises(NoSuchPool):
            pairing.set_purpose(quiz, "before", table.course.quiz.public_id, None)


def test_what_learners_took_as_a_test_before_stays_one(pair, cast):
    pair.take(pair.before, cast.learner)
    with pair.table.app.app_context(), write():
        quiz = db.session.get_one(Quiz, pair.before_id)
        with pytest.raises(QuizWasTaken):
            pairing.set_purpose(quiz, "check", None, None)
        assert pairing.set_purpose(quiz, "before", pair.after, None) == []


def test_the_course_page_says_that_it_is_taken_not_passed(pair, cast, client):
    client.sign_in(cast.learner)
    page = client.get(f"/courses/{pair.table.course.slug}/")
    rule = "take the test before learning, read all 3 lessons and pass 1 quiz."
    assert f"To complete this course, {rule}" in page.main
    assert "Take: What do you know already?" in page.main
    pair.take(pair.before, cast.learner)
    page = client.get(f"/courses/{pair.table.course.slug}/")
    assert "Passed" not in page.main


def test_a_release_keeps_which_step_is_a_test_before(pair):
    with pair.table.app.app_context():
        course = db.session.get_one(Course, pair.table.course.id)
        steps = [step for module in publishing.render(course).outline for step in module["steps"]]
        assert {step["id"]: step.get("purpose") for step in steps}[pair.before] == "before"
        assert [step["id"] for step in steps if "purpose" in step] == [pair.before]
        db.session.rollback()


def found(pair):
    with pair.table.app.app_context():
        course = db.session.get_one(Course, pair.table.course.id)
        sentences = [one.sentence for one in pairing.findings(course)]
        must = [one.weight for one in pairing.findings(course)]
        assert pairing.findings in publishing._more_checks
        db.session.rollback()
    assert set(must) <= {"must"}
    return sentences


def test_the_publish_check_tells_of_a_missing_pool_a_wrong_order_and_a_second_one(pair):
    app = pair.table.app
    assert found(pair) == []
    with app.app_context(), write():
        step = db.session.scalars(select(Step).where(Step.public_id == pair.before)).one()
        quiz = db.session.scalars(select(Step).where(Step.public_id == pair.after)).one()
        step.module_id, step.position = quiz.module_id, quiz.position + 10
    assert "stands after its test after, “Check what you know”" in found(pair)[0]
    with app.app_context(), write():
        step = db.session.scalars(select(Step).where(Step.public_id == pair.before)).one()
        step.position = -5
        other = Step(
            course_id=step.course_id,
            module_id=step.module_id,
            position=-4,
            kind="quiz",
            title="Once more",
        )
        db.session.add(other)
        db.session.flush()
        second = operations.create_quiz(other.id)
        pairing.set_purpose(second, "before", pair.after, None)
    assert "has another test before already" in found(pair)[0]
    with app.app_context(), write():
        second = db.session.scalars(select(Quiz).where(Quiz.pool_id == pair.after_id)).all()[1]
        pairing.set_purpose(second, "before", None, None)
    assert "has no test after to draw its questions from" in found(pair)[0]


@pytest.mark.parametrize(
    ("pool", "before", "after", "least", "most"),
    [(10, None, None, 10, 10), (10, 4, 5, 0, 4), (10, 8, 7, 5, 7), (3, 9, None, 3, 3)],
)
def test_how_many_questions_both_tests_share(pool, before, after, least, most):
    both = pairing.shared(pool, before, after)
    assert (both.least, both.most) == (least, most)
