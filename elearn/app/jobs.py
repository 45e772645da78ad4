"""The admin's view of jobs: what waits, what failed and why, and letting it run again."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from elearn.accounts.access import has_role, person_here
from elearn.accounts.audit import record
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("jobs", __name__, url_prefix="/admin/jobs")
admins = has_role("admin")
STATES = {"failed": _l("Failed"), "waiting": _l("Waiting"), "done": _l("Done")}


@blueprint.get("/", access=admins)
def index() -> ResponseReturnValue:
    """List jobs of one state, newest first."""
    state = request.args.get("state", "failed")
    if state not in STATES:
        abort(404)
    page = paginate(jobs_in(state), page_number(request.args.get("page")))
    return render_template("app/jobs.html", page=page, state=state, states=STATES, counts=counts())


@blueprint.post("/<int:job_id>/retry", access=admins)
def retry(job_id: int) -> ResponseReturnValue:
    """Let a failed job run again."""
    with write():
        outbox.retry(job_id)
        record(person_here().id, "job.retry", "job", job_id)
    flash(_("The job will run again within a minute."))
    return redirect(url_for(".index"))


def jobs_in(state: str) -> Select[tuple[Job]]:
    """Return the statement for jobs of a state."""
    conditions = {
        "failed": (Job.failed_at.is_not(None),),
        "waiting": (Job.failed_at.is_(None), Job.done_at.is_(None)),
        "done": (Job.done_at.is_not(None),),
    }
    columns = (
        Job.id, Job.task, Job.created_at, Job.due_at, Job.attempts, Job.problem, Job.done_at
    )  # fmt: skip
    statement: Select[tuple[Job]] = select(*columns)  # type: ignore[assignment]
    return statement.where(*conditions[state]).order_by(Job.id.desc())


def counts() -> dict[str, int]:
    """Return how many jobs there are of each state."""
    row = db.session.execute(
        select(
            func.count().filter(Job.failed_at.is_not(None)).label("failed"),
            func.count().filter(Job.failed_at.is_(None), Job.done_at.is_(None)).label("waiting"),
            func.count().filter(Job.done_at.is_not(None)).label("done"),
        ).select_from(Job)
    ).one()
    return dict(row._mapping)
