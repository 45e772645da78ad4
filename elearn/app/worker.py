"""The worker: runs jobs the broker names, and sweeps for those it lost."""

import threading

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from elearn.app.factory import create_app
from elearn.core import outbox
from elearn.core.transaction import write
from elearn.surveys import installing

log = structlog.get_logger("worker")
SWEEP_SECONDS = 1.0


def sweep_until(stopped: threading.Event, app: Flask) -> None:
    """Run jobs that are due and that no broker told us of."""
    while not stopped.wait(SWEEP_SECONDS):
        try:
            with app.app_context():
                outbox.run_due()
        except Exception:
            log.exception("sweep_failed")


def install_forms(app: Flask) -> None:
    """Install the forms the product comes with, unless another worker is just doing so."""
    try:
        with app.app_context(), write():
            installing.ensure()
    except SQLAlchemyError:
        log.exception("forms_not_installed")


def run() -> None:
    """Work until told to stop."""
    app = create_app()
    install_forms(app)
    stopped = threading.Event()
    sweeper = threading.Thread(target=sweep_until, args=(stopped, app), daemon=True)
    sweeper.start()
    consumer = app.extensions["huey"].create_consumer(
        workers=1, periodic=True, initial_delay=0.05, max_delay=0.5, check_worker_health=True
    )
    try:
        consumer.run()
    finally:
        stopped.set()
        sweeper.join(5)


if __name__ == "__main__":
    run()
