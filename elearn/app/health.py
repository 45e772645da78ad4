"""Health: `live` says the process answers, `ready` says it can do its work; a command says both."""

import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta

import click
from flask import current_app, jsonify
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from elearn.core import outbox
from elearn.core.access import anyone
from elearn.core.database import db
from elearn.core.web import Blueprint

blueprint = Blueprint("health", __name__, url_prefix="/health")
MEGABYTE = 1024 * 1024
LEAST_FREE = 50 * MEGABYTE
# A worker looks for jobs every second: one that waits this long has been overlooked.
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Check:
    """One thing the work needs. Without a `needed` one the server cannot answer properly."""

    name: str
    fine: bool
    sentence: str
    needed: bool = True


@blueprint.get("/live", access=anyone)
def live() -> ResponseReturnValue:
    """Answer as long as the process runs."""
    return jsonify(status="ok")


@blueprint.get("/ready", access=anyone)
def ready() -> ResponseReturnValue:
    """Answer 503 when the database or the disk fails; a late worker is named, pages still work."""
    found = checks()
    failing = [check for check in found if not check.fine]
    down = any(check.needed for check in failing)
    status = "failing" if down else "late" if failing else "ok"
    return jsonify(status=status, failing=[one.name for one in failing]), 503 if down else 200


@click.command("health")
@with_appcontext
def health() -> None:
    """Say whether the database, the worker and the disk are well; end with 1 when one is not."""
    found = checks()
    for check in found:
        click.echo(f"{check.name:<9} {'well' if check.fine else 'NOT WELL':<9} {check.sentence}")
    if not all(check.fine for check in found):
        sys.exit(1)


def checks() -> list[Check]:
    """Return what the work needs, and whether it is there."""
    return [database(), worker(), disk()]


def database() -> Check:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        db.session.rollback()
        return Check("database", False, f"It does not answer: {type(error).__name__}.")
    return Check("database", True, f"{db.engine.dialect.name} answers.")


def worker() -> Check:
    try:
        waited = outbox.longest_wait()
    except SQLAlchemyError as error:
        db.session.rollback()
        return Check("worker", False, f"Its jobs cannot be read: {type(error).__name__}.", False)
    minutes = int(waited.total_seconds() // 60)
    if waited > LONGEST_WAIT:
        return Check("worker", False, f"A job has waited for {minutes} minutes.", False)
    return Check("worker", True, "No job is overdue.", False)


def disk() -> Check:
    free = shutil.disk_usage(current_app.extensions["settings"].data_path).free
    return Check("disk", free > LEAST_FREE, f"{free // MEGABYTE:,} MB are free.")
