"""The trainers' desk: the courses a trainer looks after, new ones, what a course says of itself."""

import hashlib
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access, desk_queries, operations, update_queries
from courses.forms import CourseForm
from courses.margin import queries as margin
from courses.models import Course
from courses.views.desk_wording import COURSE_STATES, STATE_SHAPES, modules_with_steps
from elearn.accounts.access import has_role, person_here
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk", __name__, url_prefix="/desk/courses")
trainers = has_role("trainer")


def course_to_edit(slug: str) -> Course:
    """Return the course for the signed-in trainer. Raises CourseNotFound."""
    return access.open_course(slug, person_here(), to="edit")


@blueprint.get("/", access=trainers)
def index() -> ResponseReturnValue:
    """List the courses the person may edit."""
    condition = access.courses_edited_by(person_here())
    page = paginate(desk_queries.desk_courses(condition), page_number(request.args.get("page")))
    return render_template(
        "courses/desk/index.html", page=page, states=COURSE_STATES, shapes=STATE_SHAPES
    )


@blueprint.get("/new", access=trainers)
def new() -> ResponseReturnValue:
    """Show the form for a course without a document."""
    return render_template("courses/desk/course_form.html", form=CourseForm(), course=None)


@blueprint.post("/new", access=trainers, limit="60 per hour")
def create() -> ResponseReturnValue:
    """Make an empty draft."""
    form = CourseForm()
    if not form.validate():
        return render_template("courses/desk/course_form.html", form=form, course=None), 422
    with write():
        slug = operations.create_course(person_here(), **vars(form.details())).slug
    flash(_("The draft is there. Only you and the admins see it."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/", access=trainers)
def show(slug: str) -> ResponseReturnValue:
    """Show the outline of a draft, to be edited."""
    course = course_to_edit(slug)
    release = desk_queries.current_release(course)
    return render_template(
        "courses/desk/outline.html",
        course=course,
        release=release,
        changed=release is not None and course.updated_at > release.published_at,
        learners=desk_queries.learners_on(course.id),
        modules=modules_with_steps(course),
        update=update_queries.open_update_of(course.id),
        asked=margin.counts(course.id),
        states=COURSE_STATES,
        shapes=STATE_SHAPES,
    )


@blueprint.get("/<slug>/details", access=trainers)
def details(slug: str) -> ResponseReturnValue:
    """Show what the course says of itself."""
    course = course_to_edit(slug)
    form = CourseForm.showing(course)
    form.opened.data = fingerprint(course)
    return render_template("courses/desk/course_form.html", form=form, course=course)


@blueprint.post("/<slug>/details", access=trainers)
def change_details(slug: str) -> ResponseReturnValue:
    """Change what the course says of itself, unless somebody else did meanwhile."""
    course = course_to_edit(slug)
    form = CourseForm()
    form.offer_language(course.language)
    if not form.validate():
        return render_template("courses/desk/course_form.html", form=form, course=course), 422
    with write():
        course = course_to_edit(slug)
        theirs = fingerprint(course) != form.opened.data
        if not theirs:
            operations.change_details(course.id, form.details(), person_here())
    if theirs:
        form.opened.data = fingerprint(course)
        values = {"form": form, "course": course, "theirs": course}
        return render_template("courses/desk/course_form.html", **values), 409
    flash(_("The details are saved. Learners see them with the next release."), "done")
    return redirect(url_for(".show", slug=slug))


def fingerprint(course: Course) -> str:
    """Return what the details were, to notice that somebody else changed them."""
    facts: list[Any] = [course.title, course.summary, course.language, course.level]
    facts += [course.audience, course.topic]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
