"""The broker between the server and its workers: huey on SQLite, or on Redis when one is set.

It only carries "look at job n". The rows in the database are the truth.
"""

from flask import Flask
from huey import RedisHuey, SqliteHuey
from huey.api import Huey, crontab

from elearn.core import api, outbox
from elearn.core.config import Settings
from elearn.core.transaction import write
from elearn.webinars.attendance import provider_attendance
from elearn.webinars.calendar import reminders
from elearn.webinars.seats import offering


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the outbox to the broker. In tests the jobs are run by hand."""
    if settings.env == "testing":
        return
    huey = open_queue(settings)
    app.extensions["huey"] = huey

    def look_at(job_id: int) -> None:
        with app.app_context():
            outbox.run_job(job_id)

    carried = huey.task(name="look_at")(look_at)
    outbox.on_signal(lambda job_id: carried(job_id) and None)

    @huey.periodic_task(crontab(minute="*"), name="tidy")  # type: ignore[untyped-decorator]
    def tidy() -> None:
        with app.app_context(), write():
            api.forget_old_answers()

    @huey.periodic_task(crontab(minute="23"), name="tidy_accounts")  # type: ignore[untyped-decorator]
    def tidy_accounts() -> None:
        with app.app_context(), write():
            outbox.enqueue("accounts.tidy")

    # Four times an hour: some zones lie half an hour, or three quarters, beside the others.
    @huey.periodic_task(crontab(minute="2,17,32,47"), name="send_digests")  # type: ignore[untyped-decorator]
    def send_digests() -> None:
        with app.app_context(), write():
            outbox.enqueue("accounts.send_digests")

    @huey.periodic_task(crontab(hour="5", minute="11"), name="tell_due")  # type: ignore[untyped-decorator]
    def tell_due() -> None:
        with app.app_context(), write():
            outbox.enqueue("courses.tell_due")

    @huey.periodic_task(crontab(minute="7"), name="follow_up")  # type: ignore[untyped-decorator]
    def follow_up() -> None:
        with app.app_context(), write():
            outbox.enqueue("surveys.follow_up")

    watch_reminders(app, huey)
    watch_lines(app, huey)
    forget_daily(app, huey)
    watch_rooms(app, huey)


def watch_lines(app: Flask, huey: Huey) -> None:
    """Look every minute whether offers of seats are over, or seats wait to be offered."""

    @huey.periodic_task(crontab(minute="*"), name="settle_lines")  # type: ignore[untyped-decorator]
    def settle_lines() -> None:
        # A job is a row to write: most minutes there is nothing to settle.
        with app.app_context():
            if offering.sessions_to_settle():
                with write():
                    outbox.enqueue(offering.SETTLE)


def watch_rooms(app: Flask, huey: Huey) -> None:
    """Ask every five minutes who is at the sessions that run, where the system tells it."""

    @huey.periodic_task(crontab(minute="*/5"), name="ask_providers")  # type: ignore[untyped-decorator]
    def ask_providers() -> None:
        with app.app_context():
            if provider_attendance.running():
                with write():
                    outbox.enqueue(provider_attendance.ASK)


def forget_daily(app: Flask, huey: Huey) -> None:
    """Forget once a day who registered for webinars long ago."""

    @huey.periodic_task(crontab(hour="4", minute="41"), name="forget_old_sign_ups")  # type: ignore[untyped-decorator]
    def forget_old_sign_ups() -> None:
        with app.app_context(), write():
            outbox.enqueue("webinars.forget_old")


def watch_reminders(app: Flask, huey: Huey) -> None:
    """Look every minute whether a reminder of a webinar is due."""

    @huey.periodic_task(crontab(minute="*"), name="remind")  # type: ignore[untyped-decorator]
    def remind() -> None:
        with app.app_context():
            if reminders.any_due():
                with write():
                    outbox.enqueue("webinars.send_reminders")


def open_queue(settings: Settings) -> Huey:
    """Return the queue the settings name."""
    if settings.redis_url:
        return RedisHuey("elearn", url=settings.redis_url, results=False)
    return SqliteHuey(
        "elearn", filename=str(settings.data_path / "queue.db"), results=False, fsync=False
    )
