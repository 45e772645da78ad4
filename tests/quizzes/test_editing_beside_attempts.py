"""R-54: attempts show and grade the version they were drawn with."""

from sqlalchemy import func, select

from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import operations, queries
from quizzes.drafts import prepare
from quizzes.models import Question
from tests.factories.quizzes import MULTIPLE, SINGLE, TRUEFALSE


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_revised_key_reaches_new_attempts_only(lay):
    table = lay(questions=(TRUEFALSE,))
    attempt = table.start()
    turn_key(table)
    table.save(attempt, 1, {"choice": "false"})
    assert table.submit(attempt).score == 10000
    second = table.start()
    table.save(second, 1, {"choice": "false"}, client_key="second")
    assert table.submit(second).score == 0


def test_a_retired_question_stays_in_the_open_attempt(lay):
    table = lay(questions=(TRUEFALSE, SINGLE))
    attempt = table.start()
    with table.app.app_context(), write():
        question = db.session.scalars(select(Question).order_by(Question.id)).first()
        operations.retire_question(table.quiz.id, question.id, None)
    table.save_all(attempt)
    assert table.submit(attempt).score == 10000
    with table.app.app_context():
        assert len(queries.questions_asked(table.attempt(attempt).id)) == 2
    with table.app.app_context():
        assert len(queries.questions_asked(table.attempt(table.start()).id)) == 1


def test_a_new_pass_mark_does_not_move_an_open_attempt(lay):
    table = lay(questions=(MULTIPLE,), pass_mark=6000)
    attempt = table.start()
    with table.app.app_context(), write():
        quiz = operations.create_quiz(table.quiz.step_id)
        operations.change_settings(quiz, operations.Settings(pass_mark=9000), None)
    response = {"choices": table.answers(attempt)[1]["choices"][:2]}
    table.save(attempt, 1, response)
    closed = table.submit(attempt)
    assert (closed.score, closed.passed) == (6666, True)


def turn_key(table):
    draft = prepare(**(TRUEFALSE | {"answer": True}))
    with table.app.app_context(), write():
        question = db.session.scalars(select(Question)).one()
        assert operations.revise_question(table.quiz.id, question.id, draft, None) == 2
