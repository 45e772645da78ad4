"""Health says what is wrong, to monitors and to people."""

from datetime import timedelta

from sqlalchemy import update

from elearn.app import health
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.outbox import Job


def queue_a_letter(writing) -> None:
    with writing():
        outbox.enqueue(
            "core.send_letter",
            to="a@example.org",
            template="x",
            language="en",
            context={},
            mark="m",
        )


def test_all_is_well(app):
    result = app.test_cli_runner().invoke(health.health)
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.output.splitlines()] == [
        ["database", "well"],
        ["worker", "well"],
        ["disk", "well"],
    ]


def test_a_job_that_nobody_takes_tells_that_the_worker_is_not_there(app, visitor, writing):
    queue_a_letter(writing)
    assert visitor.get("/health/ready").json == {"status": "ok", "failing": []}
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert visitor.get("/health/ready").json == {"status": "late", "failing": ["worker"]}
        result = app.test_cli_runner().invoke(health.health)
    assert result.exit_code == 1
    assert "NOT WELL  A job has waited for 6 minutes." in result.output


def test_a_job_that_was_given_up_is_the_admins_matter_not_the_workers(app, visitor, writing):
    queue_a_letter(writing)
    with writing():
        db.session.execute(update(Job).values(failed_at=clock.now(), problem="No such address"))
    with clock.at(clock.now() + timedelta(days=2)):
        assert visitor.get("/health/ready").json == {"status": "ok", "failing": []}
