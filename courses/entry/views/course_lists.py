"""The trainers' desk: lists of people for a course, and the cohorts that are let into it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.entry import cohorts, lists
from courses.entry.forms import ListForm
from courses.entry.models import EntryList
from courses.entry.views import list_pages
from courses.models import Course
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk_lists", __name__, url_prefix="/desk/courses/<slug>/entry")


def list_here(slug: str, list_id: str) -> EntryList:
    """Return a list of the course for the trainer here."""
    return lists.find(list_id, course_id=course_to_edit(slug).id)


@blueprint.get("/lists", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the lists of a course, with the form for another."""
    return overview(course_to_edit(slug), ListForm())


def overview(course: Course, form: ListForm, status: int = 200) -> ResponseReturnValue:
    prefix = url_for(".index", slug=course.slug)
    whose = {"course_id": course.id}
    return list_pages.overview(form, whose, status, course=course, prefix=prefix, cohort=None)


@blueprint.post("/lists", access=trainers, limit="60 per hour")
def upload(slug: str) -> ResponseReturnValue:
    """Take a list; a job tries it."""
    course, form = course_to_edit(slug), ListForm()
    made = list_pages.uploaded(form, {"course_id": course.id})
    if made is None:
        return overview(course, form, 422)
    return redirect(url_for(".show", slug=slug, list_id=made))


@blueprint.get("/lists/<list_id>", access=trainers)
def show(slug: str, list_id: str) -> ResponseReturnValue:
    """Show what a list would do, or did."""
    prefix = url_for(".index", slug=slug)
    return list_pages.shown(
        list_here(slug, list_id), course=course_to_edit(slug), prefix=prefix, cohort=None
    )


@blueprint.post("/lists/<list_id>", access=trainers)
def carry_out(slug: str, list_id: str) -> ResponseReturnValue:
    """Carry a list out."""
    list_pages.carried_out(list_here(slug, list_id))
    return redirect(url_for(".show", slug=slug, list_id=list_id))


@blueprint.get("/lists/<list_id>/report.csv", access=trainers)
def report(slug: str, list_id: str) -> ResponseReturnValue:
    """Send what became of every row."""
    return list_pages.report_of(list_here(slug, list_id))


@blueprint.get("/cohorts", access=trainers)
def course_cohorts(slug: str) -> ResponseReturnValue:
    """List the cohorts of a course, and those that can be let in."""
    course, person = course_to_edit(slug), person_here()
    linked = cohorts.linked_to(course.id)
    there = {row.public_id for row in linked}
    mine = db.session.execute(cohorts.listed(cohorts.managed_by(person)).limit(500)).all()
    return render_template(
        "courses/desk/entry/course_cohorts.html",
        course=course,
        linked=linked,
        mine={row.public_id for row in mine},
        offered=[row for row in mine if row.public_id not in there],
    )


@blueprint.post("/cohorts", access=trainers, limit="60 per hour")
def change_cohorts(slug: str) -> ResponseReturnValue:
    """Let a cohort in, also once more for those who wait, or let later members in no more."""
    course, person = course_to_edit(slug), person_here()
    act, _colon, cohort_id = request.form.get("act", "").partition(":")
    cohort = cohorts.open_cohort(cohort_id or request.form.get("cohort", ""), person)
    with write():
        if act == "unlink":
            cohorts.unlink(course, cohort, person)
        else:
            cohorts.link(course, cohort, person)
    gone = _("Later members are no longer let in. Who is enrolled stays.")
    flash(gone if act == "unlink" else _("The members are being enrolled."), "done")
    return redirect(url_for(".course_cohorts", slug=slug))
