"""Starting, saving and submitting: R-47 to R-50, R-53, R-54, and the guards in the database."""

import pytest
import time_machine
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from courses import learning
from courses import queries as course_queries
from courses.models import Completion, StepProgress
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import answering, operations, queries, sitting
from quizzes.errors import (
    AnswerIsUnfit,
    AttemptIsClosed,
    NoSuchAttempt,
    NotEnrolled,
    QuizIsEmpty,
    TooManyChanges,
    WaitBeforeNextAttempt,
)
from quizzes.models import Answer, Attempt, AttemptQuestion, Question
from quizzes.page_answers import PageAnswers
from tests.cast import actor
from tests.factories.courses import published_course
from tests.factories.quizzes import SINGLE, TRUEFALSE, ready_quiz


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_an_attempt_pins_revisions_points_and_orders(table):
    attempt = table.attempt(table.start())
    with table.app.app_context():
        rows = queries.questions_asked(attempt.id)
        items = {item.revision_id for item in queries.items_to_draw(table.quiz.id)}
        pinned = db.session.scalars(
            select(AttemptQuestion.revision_id).where(AttemptQuestion.attempt_id == attempt.id)
        ).all()
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert set(pinned) == items
    assert {len(row.choice_order) for row in rows if row.kind == "multiple"} == {4}
    assert (attempt.number, attempt.pass_mark, attempt.deadline) == (1, 8000, None)


def test_a_second_start_returns_the_open_attempt(table):
    first = table.start()
    with table.app.app_context(), write():
        again = sitting.start_attempt(table.learner, table.step())
    assert again == sitting.Started(first, False)
    with table.app.app_context():
        assert count(Attempt) == 1


def test_the_database_allows_one_open_attempt_only(table):
    row = table.attempt(table.start())
    values = {
        "quiz_id": row.quiz_id,
        "enrolment_id": row.enrolment_id,
        "person_id": row.person_id,
        "number": 2,
        "seed": 1,
        "pass_mark": 8000,
    }
    with table.app.app_context(), pytest.raises(IntegrityError), write():
        db.session.execute(insert(Attempt).values(values))


def test_a_start_that_lost_the_race_looks_again_and_returns_the_winner(table):
    """The insert itself meets the unique index, as when two requests both saw no open attempt."""
    with table.app.app_context(), write():
        quiz = queries.quiz_of(table.quiz.step_id)
        first = sitting._draw_and_open(table.learner, table.enrolment_id, quiz, 1)
        second = sitting._draw_and_open(table.learner, table.enrolment_id, quiz, 1)
        third = sitting._draw_and_open(table.learner, table.enrolment_id, quiz, 2)
        again = sitting._open_or_new(table.learner, table.enrolment_id, quiz)
    assert first.new
    assert (second, third) == (None, None)
    assert again == sitting.Started(first.public_id, False)


def test_only_enrolled_people_start(table, cast, app):
    stranger = actor(app, cast.second_learner)
    with app.app_context():
        step = course_queries.step_to_do(
            table.course.slug, table.course.quiz.public_id, stranger.id
        )
        with pytest.raises(NotEnrolled), write():
            sitting.start_attempt(stranger, step)


def test_a_quiz_whose_questions_are_all_retired_does_not_start(lay):
    table = lay(questions=(SINGLE,))
    with table.app.app_context(), write():
        question = db.session.scalars(select(Question)).one()
        operations.retire_question(table.quiz.id, question.id, None)
    with pytest.raises(QuizIsEmpty):
        table.start()


def test_saving_twice_with_one_key_keeps_one_answer(table):
    attempt = table.start()
    response = table.answers(attempt)[1]
    first = table.save(attempt, 1, response, client_key="same-key", sequence=1)
    again = table.save(attempt, 1, response, client_key="same-key", sequence=1)
    assert first == again
    assert first.counts
    with table.app.app_context():
        assert count(Answer) == 1


def test_the_database_refuses_a_second_row_with_the_same_key(table):
    attempt = table.attempt(table.start())
    values = {
        "attempt_id": attempt.id,
        "position": 1,
        "client_key": "same-key",
        "sequence": 1,
        "response": {"choice": ""},
    }
    rows = [values, values | {"sequence": 2}]
    with table.app.app_context(), pytest.raises(IntegrityError), write():
        db.session.execute(insert(Answer), rows)


def test_an_older_answer_that_arrives_late_never_wins(table):
    attempt = table.start()
    right, wrong = table.answers(attempt)[1], table.answers(attempt, right=False)[1]
    table.save(attempt, 1, right, client_key="newer", sequence=7)
    late = table.save(attempt, 1, wrong, client_key="older", sequence=3)
    assert (late.counts, late.latest) == (False, 7)
    with table.app.app_context():
        rows = queries.questions_asked(table.attempt(attempt).id)
        assert (rows[0].response, rows[0].sequence) == (right, 7)
        assert count(Answer) == 2


def test_an_answer_given_in_another_window_is_told(table):
    attempt = table.start()
    right, wrong = table.answers(attempt)[1], table.answers(attempt, right=False)[1]
    assert not table.save(attempt, 1, right, client_key="tab-1", sequence=1, known=0).elsewhere
    second = table.save(attempt, 1, wrong, client_key="tab-2", sequence=1, known=0)
    assert second.elsewhere
    assert second.counts
    # The same window going on knows its own answers.
    assert not table.save(attempt, 1, right, client_key="tab-3", sequence=2, known=1).elsewhere


def test_nobody_saves_into_or_submits_the_attempt_of_another(table, cast):
    attempt = table.start()
    with table.app.app_context(), write():
        for call in (
            lambda: sitting.save_answer(
                attempt,
                cast.second_learner.id,
                position=1,
                client_key="k" * 8,
                sequence=1,
                response={"choice": ""},
            ),
            lambda: sitting.submit_attempt(attempt, cast.second_learner.id),
            lambda: sitting.save_page(
                attempt, cast.second_learner.id, PageAnswers("k", MultiDict())
            ),
            lambda: sitting.submit_attempt("nothinghere0", table.learner.id),
        ):
            with pytest.raises(NoSuchAttempt):
                call()
    with table.app.app_context():
        assert count(Answer) == 0


def test_a_response_to_another_question_is_refused(table):
    attempt = table.start()
    with pytest.raises(AnswerIsUnfit):
        table.save(attempt, 1, {"forged": 1})
    with pytest.raises(NoSuchAttempt):
        table.save(attempt, 99, {"choice": ""})


def test_one_answer_is_changed_so_often_and_no_more(table, monkeypatch):
    monkeypatch.setattr(answering, "MOST_ANSWERS", 3)
    attempt = table.start()
    response = table.answers(attempt)[1]
    for number in range(1, 4):
        table.save(attempt, 1, response, client_key=f"change-{number}", sequence=number)
    with pytest.raises(TooManyChanges):
        table.save(attempt, 1, response, client_key="change-4", sequence=4)
    table.save(attempt, 2, table.answers(attempt)[2], client_key="another-one")


def test_submitting_grades_what_was_saved_and_completes_the_step(table):
    closed = table.take()
    assert (closed.score, closed.passed, closed.new) == (10000, True, True)
    with table.app.app_context():
        progress = db.session.scalars(select(StepProgress)).one()
        assert (progress.enrolment_id, progress.step_id) == (table.enrolment_id, table.quiz.step_id)
        assert (progress.score, progress.release_id) == (10000, table.course.release_id)
        assert progress.completed_at is not None


def test_a_failed_attempt_completes_nothing(table):
    closed = table.take(right=False)
    assert (closed.score, closed.passed) == (0, False)
    with table.app.app_context():
        assert count(StepProgress) == 0


def test_submitting_again_returns_the_same_result_and_changes_nothing(table):
    closed = table.take()
    with table.app.app_context():
        before = db.session.execute(select(Attempt.__table__)).one()
    again = table.submit(closed.public_id)
    assert again == sitting.Closed(closed.public_id, closed.score, closed.passed, new=False)
    with table.app.app_context():
        assert db.session.execute(select(Attempt.__table__)).one() == before


def test_the_conditional_update_closes_an_attempt_once(table):
    attempt = table.attempt(table.start())
    values = {
        "the_attempt": attempt.id,
        "moment": now(),
        "the_score": 10000,
        "has_passed": True,
        "rows": [],
    }
    with table.app.app_context(), write():
        assert db.session.scalar(sitting._close, values) == attempt.id
        assert db.session.scalar(sitting._close, values | {"the_score": 0}) is None
        assert db.session.scalar(select(Attempt.score)) == 10000


def test_nothing_is_saved_after_submission(table):
    closed = table.take(right=False)
    with pytest.raises(AttemptIsClosed):
        table.save(closed.public_id, 1, {"choice": ""}, client_key="too-late")


def test_the_best_score_counts_and_is_never_lowered(table):
    table.take(right=True)
    attempt = table.start()
    answers = table.answers(attempt)
    for position, response in answers.items():
        if "choices" in response:
            response = {"choices": response["choices"][:1]}
        table.save(attempt, position, response, client_key=f"second-{position}")
    closed = table.submit(attempt)
    assert (closed.score, closed.passed) == (8333, True)
    with table.app.app_context():
        assert db.session.scalar(select(StepProgress.score)) == 10000


def test_passing_the_last_required_step_completes_the_course_in_the_same_transaction(table):
    with table.app.app_context(), write():
        for name in ("why", "law", "work"):
            learning.complete_step(
                table.enrolment_id,
                table.course.lesson(name).id,
                release_id=table.course.release_id,
            )
    closed = table.take()
    assert closed.completed
    with table.app.app_context():
        assert db.session.scalar(select(Completion.score)) == 10000


def test_after_three_attempts_the_learner_waits_a_day_and_is_told_until_when(table):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        for _ in range(3):
            table.take(right=False)
        with pytest.raises(WaitBeforeNextAttempt) as refusal:
            table.start()
    with table.app.app_context():
        sentence = str(refusal.value)
    assert sentence.startswith("You have used the 3 attempts you had.")
    assert "21 November 2026, 10:00 (UTC)" in sentence
    with (
        time_machine.travel("2026-11-21T09:59:59Z", tick=False),
        pytest.raises(WaitBeforeNextAttempt),
    ):
        table.start()
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        assert table.attempt(table.start()).number == 4


def test_no_limit_means_no_wait(lay):
    table = lay(attempts=0, questions=(TRUEFALSE,))
    for _ in range(5):
        table.take(right=False)
    assert table.attempt(table.start()).number == 6


def test_draws_ask_new_questions_before_old_ones(lay):
    questions = tuple(TRUEFALSE | {"prompt": f"Statement {number}."} for number in range(6))
    table = lay(questions=questions, draw=2, attempts=0)
    asked = []
    for _ in range(3):
        attempt = table.start()
        with table.app.app_context():
            rows = queries.questions_asked(table.attempt(attempt).id)
        asked += [row.content["prompt"] for row in rows]
        table.submit(attempt)
    assert len(asked) == len(set(asked)) == 6


def test_the_attempt_of_one_course_does_not_meet_that_of_another(prepared, table, app):
    with prepared():
        other = published_course(title="Another course")
        quiz = ready_quiz(other, questions=(SINGLE,))
    assert quiz.id != table.quiz.id
    attempt = table.attempt(table.start())
    assert attempt.quiz_id == table.quiz.id
    assert attempt.slug == table.course.slug
