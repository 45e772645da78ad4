"""Pages of trainers: what learners asked, the answer, and what is shown to everybody."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access as course_access
from courses.margin import access, operations, queries, wording
from courses.margin.forms import AnswerForm, PublishForm
from elearn.accounts.access import has_role, person_here
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk_asked", __name__, url_prefix="/desk/courses/<slug>/asked")
trainers = has_role("trainer")


@blueprint.get("/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the questions of learners in a state, open ones unless the address says otherwise."""
    course = course_access.open_course(slug, person_here(), to="edit")
    state = request.args.get("state", "open")
    state = state if state in queries.STATES else "open"
    page = paginate(queries.queue(course.id, state), page_number(request.args.get("page")))
    return render_template(
        "courses/margin/asked.html",
        course=course,
        state=state,
        words=wording.states() | {"published": _("Published")},
        counts=queries.counts(course.id),
        page=page,
        rows=wording.queue_rows(page.rows),
    )


@blueprint.get("/<question_id>", access=trainers)
def show(slug: str, question_id: str) -> ResponseReturnValue:
    """Show one question with the forms to answer, publish or close it."""
    return question_page(slug, question_id)


def question_page(
    slug: str,
    question_id: str,
    answer: AnswerForm | None = None,
    publish: PublishForm | None = None,
) -> str:
    course, row = access.open_question(slug, question_id, person_here())
    return render_template(
        "courses/margin/asked_one.html",
        course=course,
        question=wording.queue_rows([row])[0],
        state=row.state,
        answer=answer or AnswerForm(formdata=None, text=row.answer),
        publish=publish or PublishForm(formdata=None, shown=row.shown or row.asked),
    )


def back(slug: str, question_id: str) -> ResponseReturnValue:
    return redirect(url_for(".show", slug=slug, question_id=question_id))


@blueprint.post("/<question_id>/answer", access=trainers)
def answer(slug: str, question_id: str) -> ResponseReturnValue:
    """Answer a question, or change its answer."""
    form, person = AnswerForm(), person_here()
    access.open_question(slug, question_id, person)
    if not form.validate():
        return question_page(slug, question_id, answer=form), 422
    with write():
        course, _row = access.open_question(slug, question_id, person)
        operations.answer(course.id, question_id, form.text.data, person)
    flash(_("The answer is kept. Who asked sees it, and was told by mail the first time."), "done")
    return back(slug, question_id)


@blueprint.post("/<question_id>/publish", access=trainers)
def publish(slug: str, question_id: str) -> ResponseReturnValue:
    """Show question and answer to every reader."""
    form, person = PublishForm(), person_here()
    access.open_question(slug, question_id, person)
    if not form.validate():
        return question_page(slug, question_id, publish=form), 422
    with write():
        course, _row = access.open_question(slug, question_id, person)
        operations.publish(course.id, question_id, form.shown.data, person)
    flash(_("Question and answer now stand at the end of the lesson, naming nobody."), "done")
    return back(slug, question_id)


@blueprint.post("/<question_id>/unpublish", access=trainers)
def unpublish(slug: str, question_id: str) -> ResponseReturnValue:
    """Show the question to nobody but its asker any more."""
    person = person_here()
    with write():
        course, _row = access.open_question(slug, question_id, person)
        operations.unpublish(course.id, question_id, person)
    flash(_("Readers no longer see it. Its answer is kept for who asked."), "done")
    return back(slug, question_id)


@blueprint.post("/<question_id>/close", access=trainers)
def close(slug: str, question_id: str) -> ResponseReturnValue:
    """Close a question without an answer."""
    person = person_here()
    with write():
        course, _row = access.open_question(slug, question_id, person)
        operations.close(course.id, question_id, person)
    flash(_("The question is closed. You can still answer it."), "done")
    return redirect(url_for(".index", slug=slug))
