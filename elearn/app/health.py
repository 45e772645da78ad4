"""Health: `live` says the process answers, `ready` says it can do its work."""

import shutil

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from elearn.core.access import anyone
from elearn.core.database import db
from elearn.core.web import Blueprint

blueprint = Blueprint("health", __name__, url_prefix="/health")
LEAST_FREE_BYTES = 50 * 1024 * 1024


@blueprint.get("/live", access=anyone)
def live() -> ResponseReturnValue:
    """Answer as long as the process runs."""
    return jsonify(status="ok")


@blueprint.get("/ready", access=anyone)
def ready() -> ResponseReturnValue:
    """Answer 200 when the database answers and the disk has room, else 503."""
    problems = [name for name, fine in checks().items() if not fine]
    return jsonify(status="ok" if not problems else "failing", failing=problems), (
        503 if problems else 200
    )


def checks() -> dict[str, bool]:
    """Return the name of each thing the work needs and whether it is there."""
    return {"database": database_answers(), "disk": disk_has_room()}


def database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def disk_has_room() -> bool:
    usage = shutil.disk_usage(current_app.extensions["settings"].data_path)
    return usage.free > LEAST_FREE_BYTES
