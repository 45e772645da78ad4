"""The desk of model programmes: what they say, their parts, whether they are offered."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.accounts.forms import options
from elearn.core.errors import Conflict, Invalid
from elearn.core.forms import Form
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import access, labels, operations, queries
from elearn.programmes.errors import CourseCannotBePart
from elearn.programmes.forms import CoursePartForm, ProgrammeForm, SessionPartForm
from elearn.programmes.models import Programme, Run

blueprint = Blueprint("programmes_desk", __name__, url_prefix="/desk/programmes")
trainers = has_role("trainer")


def programme_here(slug: str) -> Programme:
    """Return the programme for its manager. Raises ProgrammeNotFound."""
    return access.open_programme(slug, person_here(), to="manage")


def refuse(form: Form, problem: Invalid | Conflict, otherwise: str) -> int:
    """Put a refusal beside the field it is about; return its status."""
    field = form[getattr(problem, "field", otherwise)]
    field.errors = [*field.errors, str(problem)]
    return problem.status


@blueprint.get("/", access=trainers)
def index() -> ResponseReturnValue:
    """List the programmes the person manages."""
    statement = queries.programmes(access.programmes_managed_by(person_here()))
    page = paginate(statement, page_number(request.args.get("page")))
    return render_template("programmes/desk/programmes.html", page=page, labels=labels)


def offered(form: ProgrammeForm) -> ProgrammeForm:
    """Let a form for a new programme choose among the person's organisations."""
    return form.offer(queries.organisations(access.organisations_for(person_here())))


@blueprint.get("/new", access=trainers)
def new() -> ResponseReturnValue:
    """Show the form for a new programme."""
    form = offered(ProgrammeForm())
    return render_template("programmes/desk/programme_form.html", form=form, programme=None)


@blueprint.post("/new", access=trainers, limit="60 per hour")
def create() -> ResponseReturnValue:
    """Make a draft programme."""
    form = offered(ProgrammeForm())
    status = 422
    if form.validate():
        try:
            organisation_id = queries.organisation_ids().get(form.organisation.data)
            with write():
                slug = operations.create_programme(
                    form.details(), person_here(), organisation_id=organisation_id
                ).slug
        except Invalid as problem:
            status = refuse(form, problem, "title")
        else:
            flash(_("The draft is there. Add its courses and sessions next."), "done")
            return redirect(url_for(".show", slug=slug))
    return render_template("programmes/desk/programme_form.html", form=form, programme=None), status


@blueprint.get("/<slug>/", access=trainers)
def show(slug: str) -> ResponseReturnValue:
    """Show a programme with its parts and runs, to be edited."""
    programme = programme_here(slug)
    return programme_page(programme, course_form(programme), SessionPartForm())


def course_form(programme: Programme) -> CoursePartForm:
    """Return the form that adds a course: those that are published and no part yet."""
    form = CoursePartForm()
    form.course.choices = options(queries.courses_to_add(programme.id))
    return form


def programme_page(programme: Programme, courses: CoursePartForm, sessions: SessionPartForm) -> str:
    """Return the page of a programme at the desk."""
    page = paginate(queries.runs(Run.programme_id == programme.id), 1)
    return render_template(
        "programmes/desk/programme.html",
        programme=programme,
        parts=queries.parts_of(programme.id),
        runs=page.rows,
        courses=courses,
        sessions=sessions,
        labels=labels,
    )


@blueprint.get("/<slug>/details", access=trainers)
def details(slug: str) -> ResponseReturnValue:
    """Show what the programme says of itself."""
    programme = programme_here(slug)
    form = ProgrammeForm.showing(programme)
    del form.organisation
    return render_template("programmes/desk/programme_form.html", form=form, programme=programme)


@blueprint.post("/<slug>/details", access=trainers)
def change(slug: str) -> ResponseReturnValue:
    """Change what the programme says of itself."""
    programme, form, status = programme_here(slug), ProgrammeForm(), 422
    del form.organisation
    if form.validate():
        try:
            with write():
                operations.change_programme(programme_here(slug).id, form.details(), person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "title")
        else:
            flash(
                _("The programme is saved. Trainings made from it before stay as they are."), "done"
            )
            return redirect(url_for(".show", slug=slug))
    values: dict[str, Any] = {"form": form, "programme": programme}
    return render_template("programmes/desk/programme_form.html", **values), status


# -- parts --------------------------------------------------------------------------------------


@blueprint.post("/<slug>/courses", access=trainers)
def add_course(slug: str) -> ResponseReturnValue:
    """Add a course at the end."""
    programme = programme_here(slug)
    form, status = course_form(programme), 422
    if form.validate():
        try:
            course_id = queries.published_course(form.course.data)
            if course_id is None:
                raise CourseCannotBePart
            with write():
                operations.add_course(
                    programme_here(slug).id,
                    course_id,
                    person_here(),
                    required=form.course_required.data,
                )
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "course")
        else:
            return redirect(url_for(".show", slug=slug, _anchor="parts"))
    return programme_page(programme, form, SessionPartForm(formdata=None)), status


@blueprint.post("/<slug>/sessions", access=trainers)
def add_session(slug: str) -> ResponseReturnValue:
    """Add a session at the end."""
    programme, form = programme_here(slug), SessionPartForm()
    if not form.validate():
        return programme_page(programme, course_form(programme), form), 422
    with write():
        operations.add_session(
            programme_here(slug).id,
            form.title.data,
            person_here(),
            minutes=form.minutes.data,
            online=form.online.data,
            required=form.session_required.data,
        )
    return redirect(url_for(".show", slug=slug, _anchor="parts"))


@blueprint.post("/<slug>/parts", access=trainers)
def change_parts(slug: str) -> ResponseReturnValue:
    """Move a part up or down, or take it out: `act` is up:<id>, down:<id> or remove:<id>."""
    act, _colon, part_id = request.form.get("act", "").partition(":")
    with write():
        programme = programme_here(slug)
        if act == "remove":
            operations.remove_part(programme.id, part_id, person_here())
        elif act in ("up", "down"):
            by = -1 if act == "up" else 1
            operations.move_part(programme.id, part_id, by, person_here())
    return redirect(url_for(".show", slug=slug, _anchor="parts"))


# -- offering -----------------------------------------------------------------------------------


@blueprint.post("/<slug>/publish", access=trainers)
def publish(slug: str) -> ResponseReturnValue:
    """Let everybody see the programme."""
    with write():
        operations.publish(programme_here(slug).id, person_here())
    flash(_("The programme is published. Make a training of it when you have a group."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.post("/<slug>/retire", access=trainers)
def retire(slug: str) -> ResponseReturnValue:
    """Offer the programme no longer."""
    with write():
        operations.retire(programme_here(slug).id, person_here())
    flash(_("The programme is no longer offered. Its trainings go on."), "note")
    return redirect(url_for(".show", slug=slug))
