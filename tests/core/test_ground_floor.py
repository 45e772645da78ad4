"""The ground floor answers, and its walls hold."""

import pytest
from sqlalchemy import select, text

from elearn.accounts.models import Organisation
from elearn.core import outbox
from elearn.core.database import ReadOnly, db
from elearn.core.transaction import write


def test_health_says_the_process_lives_and_can_work(visitor):
    assert visitor.get("/health/live").json == {"status": "ok"}
    assert visitor.get("/health/ready").json == {"status": "ok", "failing": []}


def test_nothing_writes_outside_a_write_transaction(app):
    with app.app_context():
        with pytest.raises(ReadOnly):
            db.session.execute(text("DELETE FROM person"))
        db.session.rollback()
        db.session.add(Organisation(name="Stray", kind="ngo"))
        with pytest.raises(ReadOnly):
            db.session.flush()
        db.session.rollback()


def test_raising_rolls_everything_back_and_no_job_leaves(app):
    sent = []
    outbox.on_signal(sent.append)
    with app.app_context():
        with pytest.raises(ValueError, match="stop here"), write():
            change_then_fail()
        names = db.session.scalars(select(Organisation.name)).all()
        assert names == ["Sample Centre"]
        assert outbox.due_jobs() == []
    outbox.on_signal(lambda job: None)
    assert sent == []


def test_a_write_transaction_is_never_opened_inside_another(app):
    with app.app_context(), write(), pytest.raises(RuntimeError), write():
        pass


def change_then_fail() -> None:
    db.session.add(Organisation(name="Half done", kind="ngo"))
    db.session.flush()
    letter = {"to": "a@example.org", "template": "x", "language": "en", "context": {}, "mark": "m"}
    outbox.enqueue("core.send_letter", **letter)
    raise ValueError("stop here")
