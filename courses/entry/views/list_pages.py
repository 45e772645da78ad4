"""What the pages of lists share, for courses and for cohorts: upload, try, carry out, report."""

from typing import Any

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.entry import lists, reports
from courses.entry.errors import FileTooLarge
from courses.entry.forms import ListForm
from courses.entry.labels import LIST_SHAPES, LIST_STATES, RESULT_SHAPES, RESULTS, RESULTS_OF_COHORT
from courses.entry.models import EntryList
from elearn.accounts.access import person_here
from elearn.core import storage
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write


def overview(
    form: ListForm, whose: dict[str, int], status: int = 200, **more: Any
) -> ResponseReturnValue:
    """Return the page with the lists of a course or cohort and the upload form."""
    found = paginate(lists.lists_of(**whose), page_number(request.args.get("page")))
    page = render_template(
        "courses/desk/entry/lists.html",
        form=form,
        page=found,
        states=LIST_STATES,
        shapes=LIST_SHAPES,
        **more,
    )
    return page, status


def uploaded(form: ListForm, whose: dict[str, int]) -> str | None:
    """Take the file and queue the trial; return the list's id, or None with the form's errors."""
    if not form.validate():
        return None
    file = form.file.data
    try:
        taken = lists.taken(file.filename or "", file.read())
    except FileTooLarge as error:
        form.file.errors = [*form.file.errors, str(error)]
        return None
    with write():
        return lists.start(taken, person_here(), mode=form.mode.data, **whose).public_id


def shown(found: EntryList, **more: Any) -> ResponseReturnValue:
    """Return the page of one list: how far it is, what each row does or did."""
    result = request.args.get("show", "")
    number = page_number(request.args.get("page"))
    told = reports.page(found.report_key, number, result) if found.report_key else None
    return render_template(
        "courses/desk/entry/list.html",
        found=found,
        told=told,
        result=result,
        results=RESULTS_OF_COHORT if found.cohort_id else RESULTS,
        result_shapes=RESULT_SHAPES,
        states=LIST_STATES,
        shapes=LIST_SHAPES,
        refresh=found.state in ("reading", "running"),
        **more,
    )


def carried_out(found: EntryList) -> None:
    """Queue the carrying out and say so."""
    with write():
        lists.carry_out(found.public_id, person_here())
    flash(_("The list is being carried out. You may close this page."), "done")


def report_of(found: EntryList) -> Response:
    """Return the report as a file, in a coding every spreadsheet knows."""
    body = "\ufeff".encode() + (storage.get(found.report_key) if found.report_key else b"")
    response = Response(body, mimetype="text/csv")
    name = f"attachment; filename=list-{found.public_id}.csv"
    response.headers["Content-Disposition"] = name
    return response
