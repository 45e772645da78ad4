"""Hand-outs for a group: the released text with questions and room to write, and the answers."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from courses.errors import StepNotFound
from courses.queries import AnyRow
from courses.roster import learner_queries, quiz_facts
from courses.views.roster import roster_here
from courses.views.trainer import trainers
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_handouts", __name__, url_prefix="/desk/courses/<slug>/hand-outs")


@blueprint.get("/", access=trainers)
def show(slug: str) -> ResponseReturnValue:
    """Choose what is printed: the course or one of its modules."""
    course = roster_here(slug)
    modules = modules_of(learner_queries.released_steps(course))
    return render_template("courses/roster/handouts.html", course=course, modules=modules)


def modules_of(steps: Any) -> list[dict[str, Any]]:
    """Return the modules of a release in their order, numbered from 1, with their steps."""
    found: list[dict[str, Any]] = []
    for step in steps:
        if not found or found[-1]["title"] != step.module_title:
            found.append({"number": len(found) + 1, "title": step.module_title, "steps": []})
        found[-1]["steps"].append(step)
    return found


def part_asked(course: AnyRow) -> list[dict[str, Any]]:
    """Return the module asked for by its number, or all. Raises StepNotFound."""
    modules = modules_of(learner_queries.released_texts(course))
    wanted = request.args.get("module", "")
    if wanted:
        modules = [module for module in modules if str(module["number"]) == wanted]
    if not modules:
        raise StepNotFound
    return modules


@blueprint.get("/print", access=trainers)
def printed(slug: str) -> ResponseReturnValue:
    """Show the text with the questions and room to write, without answers."""
    return sheet(slug, "courses/roster/handout.html")


@blueprint.get("/answers", access=trainers)
def answers(slug: str) -> ResponseReturnValue:
    """Show the questions with their answers, for the trainer."""
    return sheet(slug, "courses/roster/answers.html")


def sheet(slug: str, template: str) -> ResponseReturnValue:
    """Return a page to print."""
    course = roster_here(slug)
    modules = part_asked(course)
    quizzes = [step.id for module in modules for step in module["steps"] if step.kind == "quiz"]
    questions = quiz_facts.questions_of(quizzes)
    return render_template(template, course=course, modules=modules, questions=questions)
