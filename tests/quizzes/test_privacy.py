from sqlalchemy import func, select

from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import privacy
from quizzes.models import Answer, Attempt


def test_a_copy_holds_every_attempt_and_every_answer(table, cast):
    table.take(right=False)
    table.take()
    with table.app.app_context():
        copy = privacy.export(cast.learner.id)["attempts"]
        assert privacy.export(cast.second_learner.id) == {"attempts": []}
    assert [(one["number"], one["score"], len(one["answers"])) for one in copy] == [
        (1, 0, 4),
        (2, 10000, 4),
    ]
    assert {one["quiz"] for one in copy} == {"Check what you know"}
    assert {"text": "999"} in [answer["response"] for answer in copy[0]["answers"]]


def test_erasure_forgets_the_answers_and_keeps_the_results(table, cast):
    table.take()
    with table.app.app_context():
        with write():
            privacy.erase(cast.second_learner.id)
        assert db.session.scalar(select(func.count(Answer.id))) == 4
        with write():
            privacy.erase(cast.learner.id)
        assert db.session.scalar(select(func.count(Answer.id))) == 0
        assert db.session.scalar(select(Attempt.score)) == 10000
