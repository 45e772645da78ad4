"""Trainers look for recordings and make lessons of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access as course_access
from courses import desk_queries
from courses.models import Course
from elearn.accounts.access import has_role, person_here
from elearn.accounts.forms import options
from elearn.core.errors import Conflict, Invalid
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import times
from elearn.webinars.kept import recording_lessons, recording_queries
from elearn.webinars.kept.material_forms import RecordingLessonForm
from elearn.webinars.kept.material_models import Material
from elearn.webinars.kept.sizes import facts_of
from elearn.webinars.models import Webinar
from elearn.webinars.views.desk import refuse

blueprint = Blueprint("recordings", __name__, url_prefix="/desk/recordings")
trainers = has_role("trainer")


@blueprint.get("/", access=trainers)
def index() -> ResponseReturnValue:
    """List the recordings lessons can be made of, narrowed to what is looked for."""
    person, wanted = person_here(), request.args.get("q", "").strip()[:100]
    statement = recording_queries.recordings(
        recording_lessons.found_by(person), wanted, reader_language()
    )
    return render_template(
        "webinars/desk/recordings.html",
        page=paginate(statement, page_number(request.args.get("page"))),
        wanted=wanted,
        facts_of=facts_of,
        when=times.words,
    )


@blueprint.get("/<material_id>/", access=trainers)
def choose(material_id: str) -> ResponseReturnValue:
    """Let a trainer choose the course a lesson is made in."""
    webinar, material = recording_lessons.open_recording(material_id, person_here())
    slug = request.args.get("course", "")
    if slug:
        return redirect(url_for(".place", material_id=material_id, slug=slug))
    mine = course_access.courses_edited_by(person_here())
    return render_template(
        "webinars/desk/recording.html",
        courses=recording_queries.courses(mine),
        **told(webinar, material),
    )


def told(webinar: Webinar, material: Material) -> dict[str, Any]:
    """Return what both pages say of a recording."""
    address = url_for("webinars.show", slug=webinar.slug)
    return {"material": material, "facts": facts_of(material), "address": address}


@blueprint.get("/<material_id>/<slug>/", access=trainers)
def place(material_id: str, slug: str) -> ResponseReturnValue:
    """Show where in a course a lesson of the recording may go."""
    webinar, material = recording_lessons.open_recording(material_id, person_here())
    course = course_access.open_course(slug, person_here(), to="edit")
    return chooser(webinar, material, course, RecordingLessonForm())


def chooser(webinar: Webinar, material: Material, course: Course, form: RecordingLessonForm) -> str:
    """Return the page on which a lesson is made of a recording."""
    return render_template(
        "webinars/desk/recording.html",
        course=course,
        form=offered(form, course),
        taught=recording_queries.is_taught(material.id, course.id),
        **told(webinar, material),
    )


def offered(form: RecordingLessonForm, course: Course) -> RecordingLessonForm:
    """Let a form choose among the modules of a course and the sections of its edition."""
    modules = [(row.public_id, row.title) for row in desk_queries.modules_of(course.id)]
    form.module.choices = options(modules)
    sections = recording_queries.sections(course.edition_id) if course.edition_id else []
    return form.offer_sections([(str(position), title) for position, title in sections])


@blueprint.post("/<material_id>/<slug>/", access=trainers, limit="120 per hour")
def make(material_id: str, slug: str) -> ResponseReturnValue:
    """Make a lesson of the recording, at the end of a module."""
    person, form, status = person_here(), RecordingLessonForm(), 422
    webinar, material = recording_lessons.open_recording(material_id, person)
    course = course_access.open_course(slug, person, to="edit")
    if offered(form, course).validate():
        try:
            prepared = recording_lessons.prepared(webinar, material, course, form.position())
            with write():
                course = course_access.open_course(slug, person, to="edit")
                recording_lessons.make(prepared, course.id, form.module.data, person)
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "module")
        else:
            flash(_("The lesson is made. Read it through before you publish the course."), "done")
            return redirect(url_for("courses_desk.show", slug=slug))
    return chooser(webinar, material, course, form), status
