"""The outline editor: modules and steps are added, changed, moved and removed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from courses import desk_queries, module_texts, operations
from courses.desk_errors import PartNotFound
from courses.forms import ModuleForm, NewStepForm, StepForm
from courses.models import Course, Module, Step
from courses.objectives import lead
from courses.views.desk_wording import ANY, part_addresses
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk_parts", __name__, url_prefix="/desk/courses/<slug>")
DIRECTIONS = {"up": -1, "down": 1}


def to_outline(slug: str, anchor: str = "") -> ResponseReturnValue:
    """Go back to the outline, to the part that was changed."""
    return redirect(url_for("courses_desk.show", slug=slug, _anchor=anchor or None))


@blueprint.post("/move", access=trainers)
def move(slug: str) -> ResponseReturnValue:
    """Move a module or a step up or down; the button says which: `step:ID:up`."""
    kind, _colon, rest = request.form.get("move", "").partition(":")
    public_id, _colon, direction = rest.partition(":")
    if kind not in ("module", "step") or direction not in DIRECTIONS:
        raise PartNotFound
    with write():
        course = course_to_edit(slug)
        if kind == "module":
            module = desk_queries.module_of(course.id, public_id)
            operations.move_module(module, DIRECTIONS[direction], person_here())
        else:
            step = desk_queries.step_of(course.id, public_id)
            operations.move_step(step, DIRECTIONS[direction], person_here())
    return to_outline(slug, f"{kind}-{public_id}")


# -- modules ------------------------------------------------------------------------------------


@blueprint.get("/modules/new", access=trainers)
def new_module(slug: str) -> ResponseReturnValue:
    """Show the form for a new module."""
    course = course_to_edit(slug)
    return render_template("courses/desk/module.html", course=course, form=ModuleForm())


@blueprint.post("/modules/new", access=trainers)
def add_module(slug: str) -> ResponseReturnValue:
    """Add a module at the end."""
    course = course_to_edit(slug)
    form = ModuleForm()
    if not form.validate():
        return render_template("courses/desk/module.html", course=course, form=form), 422
    with write():
        module = operations.add_module(
            course_to_edit(slug).id,
            form.title.data,
            person_here(),
            summary=form.summary.data or "",
            counted=form.counted.data,
            objectives=form.lines,
        )
        public_id = module.public_id
    return to_outline(slug, f"module-{public_id}")


@blueprint.get("/modules/<module_id>/", access=trainers)
def module(slug: str, module_id: str) -> ResponseReturnValue:
    """Show the form that changes a module."""
    course = course_to_edit(slug)
    found = desk_queries.module_of(course.id, module_id)
    draft = [] if found.objectives else module_texts.suggested_objectives(course, found)
    taken = bool(draft) and request.args.get("objectives") == "suggested"
    return render_template(
        "courses/desk/module.html",
        course=course,
        form=ModuleForm.showing(found, draft if taken else found.objectives),
        module=found,
        suggested=[] if taken else draft,
        lead=lead(course.language),
    )


@blueprint.post("/modules/<module_id>/", access=trainers)
def change_module(slug: str, module_id: str) -> ResponseReturnValue:
    """Rename a module, describe it, and say whether it counts."""
    course = course_to_edit(slug)
    found = desk_queries.module_of(course.id, module_id)
    form = ModuleForm()
    if not form.validate():
        values = {"course": course, "form": form, "module": found}
        return render_template("courses/desk/module.html", **values), 422
    with write():
        found = desk_queries.module_of(course_to_edit(slug).id, module_id)
        operations.change_module(
            found,
            person_here(),
            title=form.title.data,
            summary=form.summary.data or "",
            counted=form.counted.data,
            objectives=form.lines,
        )
    return to_outline(slug, f"module-{module_id}")


@blueprint.get("/modules/<module_id>/remove", access=trainers)
def confirm_module_removal(slug: str, module_id: str) -> ResponseReturnValue:
    """Say what removing the module touches."""
    course = course_to_edit(slug)
    found = desk_queries.module_of(course.id, module_id)
    steps = [step for step in desk_queries.steps_of(course.id) if step.module_id == found.id]
    return removal_page(course, found, steps)


@blueprint.post("/modules/<module_id>/remove", access=trainers)
def remove_module(slug: str, module_id: str) -> ResponseReturnValue:
    """Take a module and its steps out of the draft."""
    with write():
        found = desk_queries.module_of(course_to_edit(slug).id, module_id)
        title = found.title
        operations.remove_module(found, person_here())
    flash(_("The module “%(title)s” is removed from the draft.", title=title), "done")
    return to_outline(slug)


def removal_page(course: Course, part: Module | Step, steps: list[Step]) -> str:
    """Return the page that says what a removal touches."""
    return render_template(
        "courses/desk/remove.html",
        course=course,
        part=part,
        is_module=isinstance(part, Module),
        steps=steps,
        learners=desk_queries.learners_with([step.id for step in steps]),
    )


# -- steps --------------------------------------------------------------------------------------


@blueprint.get("/modules/<module_id>/add", access=trainers)
def new_step(slug: str, module_id: str) -> ResponseReturnValue:
    """Show the form for a new lesson or quiz."""
    course = course_to_edit(slug)
    found = desk_queries.module_of(course.id, module_id)
    form = NewStepForm()
    return render_template("courses/desk/step.html", course=course, form=form, module=found)


@blueprint.post("/modules/<module_id>/add", access=trainers)
def add_step(slug: str, module_id: str) -> ResponseReturnValue:
    """Add a lesson or a quiz at the end of a module and open it."""
    course = course_to_edit(slug)
    found = desk_queries.module_of(course.id, module_id)
    form = NewStepForm()
    if not form.validate():
        values = {"course": course, "form": form, "module": found}
        return render_template("courses/desk/step.html", **values), 422
    with write():
        found = desk_queries.module_of(course_to_edit(slug).id, module_id)
        add = operations.add_quiz_step if form.kind.data == "quiz" else operations.add_lesson
        step = add(found.course_id, found.id, form.title.data, person_here())
        public_id = step.public_id
    return redirect(part_addresses(slug)[form.kind.data].replace(ANY, public_id))


@blueprint.get("/steps/<step_id>/", access=trainers)
def step(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the form that renames a step, moves it, or makes it optional."""
    course = course_to_edit(slug)
    found = desk_queries.step_of(course.id, step_id)
    form = step_form(course, found)
    return render_template("courses/desk/step.html", course=course, form=form, step=found)


@blueprint.post("/steps/<step_id>/", access=trainers)
def change_step(slug: str, step_id: str) -> ResponseReturnValue:
    """Rename a step, move it to another module, or make it optional."""
    course = course_to_edit(slug)
    found = desk_queries.step_of(course.id, step_id)
    form = step_form(course, found)
    if not form.validate():
        values = {"course": course, "form": form, "step": found}
        return render_template("courses/desk/step.html", **values), 422
    with write():
        course = course_to_edit(slug)
        operations.change_step(
            desk_queries.step_of(course.id, step_id),
            person_here(),
            title=form.title.data,
            required=form.required.data,
            module_id=desk_queries.module_of(course.id, form.module.data).id,
        )
    return to_outline(slug, f"step-{step_id}")


def step_form(course: Course, step: Step) -> StepForm:
    """Return the form with the modules to choose from."""
    modules = desk_queries.modules_of(course.id)
    here = next(module.public_id for module in modules if module.id == step.module_id)
    form = StepForm(title=step.title, required=step.required, module=here)
    form.module.choices = [SelectChoice(module.public_id, module.title) for module in modules]
    return form


@blueprint.get("/steps/<step_id>/remove", access=trainers)
def confirm_step_removal(slug: str, step_id: str) -> ResponseReturnValue:
    """Say what removing the step touches."""
    course = course_to_edit(slug)
    found = desk_queries.step_of(course.id, step_id)
    return removal_page(course, found, [found])


@blueprint.post("/steps/<step_id>/remove", access=trainers)
def remove_step(slug: str, step_id: str) -> ResponseReturnValue:
    """Take a step out of the draft."""
    with write():
        found = desk_queries.step_of(course_to_edit(slug).id, step_id)
        title = found.title
        operations.remove_step(found, person_here())
    flash(_("“%(title)s” is removed from the draft.", title=title), "done")
    return to_outline(slug)
