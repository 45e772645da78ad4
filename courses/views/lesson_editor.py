"""The lesson editor: one text, the source beside it, and a page for two texts written at once."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import desk_queries, lesson_hints, lesson_text, operations, update_queries
from courses.desk_errors import NotALesson, TextChanged
from courses.forms import LessonForm
from courses.lesson_text import LessonText
from courses.models import Course, Step
from courses.views.findings import shown
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.errors import Invalid
from elearn.core.html import clean
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.suggestions import queries as suggestions

blueprint = Blueprint("courses_desk_lessons", __name__, url_prefix="/desk/courses/<slug>/lessons")
_ID_OR_INNER_LINK = re.compile(r'\s(?:id="[^"]*"|href="#[^"]*")')


def lesson_to_edit(slug: str, step_id: str) -> tuple[Course, Step]:
    """Return a lesson of a course the signed-in trainer may edit. Raises PartNotFound."""
    course = course_to_edit(slug)
    step = desk_queries.step_of(course.id, step_id)
    if step.kind != "lesson":
        raise NotALesson
    return course, step


@blueprint.get("/<step_id>", access=trainers)
def edit(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the lesson as one text, with the paragraphs it was made from."""
    course, step = lesson_to_edit(slug, step_id)
    newest = desk_queries.newest_text(step.id)
    form = LessonForm(
        title=step.title,
        html=lesson_text.text_of_blocks(newest.blocks) if newest else "",
        based_on=newest.number if newest else 0,
    )
    return editor(course, step, form)


@blueprint.post("/<step_id>", access=trainers)
def save(slug: str, step_id: str) -> ResponseReturnValue:
    """Save the text; when somebody else saved meanwhile, show both texts and save nothing."""
    course, step = lesson_to_edit(slug, step_id)
    form = LessonForm()
    text = readable(form, course) if form.validate() else None
    if text is None:
        return editor(course, step, form), 422
    try:
        with write():
            course, step = lesson_to_edit(slug, step_id)
            operations.save_text(step, text, form.based_on.data or 0, person_here())
            if form.title.data != step.title:
                rename(step, form.title.data)
    except TextChanged as changed:
        return conflict(slug, step_id, form, str(changed)), 409
    flash(_("The lesson is saved. Learners see it with the next release."), "done")
    if request.form.get("then") == "preview":
        return redirect(url_for("courses_desk_releases.preview", slug=slug, step_id=step_id))
    return redirect(url_for(".edit", slug=slug, step_id=step_id))


def readable(form: LessonForm, course: Course) -> LessonText | None:
    """Return the text that was typed, cleaned; None with an error on the form when it cannot be."""
    try:
        html = clean(form.html.data or "")
    except Invalid as problem:
        form.html.errors = [*form.html.errors, str(problem)]
        return None
    keys = lesson_text.KEY.findall(html)
    originals = update_queries.originals(course, keys)
    return lesson_text.from_html(html, originals, course.language)


def rename(step: Step, title: str) -> None:
    operations.change_step(
        step, person_here(), title=title, required=step.required, module_id=step.module_id
    )


def editor(course: Course, step: Step, form: LessonForm) -> str:
    """Return the editor page with the form as it stands."""
    kinds = {step.public_id: step.kind}
    return render_template(
        "courses/desk/lesson.html",
        course=course,
        step=step,
        form=form,
        sources=sources(course, step),
        hints=shown(lesson_hints.hints_for(course, step.public_id), course.slug, kinds),
        suggested=suggested(step),
        suggestions_on=suggestions.is_on(),
        revisions=desk_queries.revisions_of(step.id),
    )


def sources(course: Course, step: Step) -> list[dict[str, Any]]:
    """Return the paragraphs the newest text was made from, in its order."""
    newest = desk_queries.newest_text(step.id)
    if newest is None or course.edition_id is None:
        return []
    edited = {block["key"]: block["edited"] for block in newest.blocks if block["key"]}
    found = update_queries.originals(course, edited)
    return [
        {
            "label": found[key].label,
            "page": found[key].page,
            "html": _ID_OR_INNER_LINK.sub("", found[key].html),
            "edited": edited[key],
        }
        for key in edited
        if key in found
    ]


def suggested(step: Step) -> list[str]:
    """Return the blocks of the newest text that a machine suggested."""
    newest = desk_queries.newest_text(step.id)
    found = [block["html"] for block in newest.blocks if block.get("suggested")] if newest else []
    return [_ID_OR_INNER_LINK.sub("", html) for html in found]


def conflict(slug: str, step_id: str, form: LessonForm, sentence: str) -> str:
    """Return the page with both texts; saving again goes on top of the newer one."""
    course, step = lesson_to_edit(slug, step_id)
    newest = desk_queries.newest_text(step.id)
    revision = desk_queries.revisions_of(step.id, 1)[0]
    form.based_on.process_data(revision.number)
    form.based_on.raw_data = None
    return render_template(
        "courses/desk/conflict.html",
        course=course,
        step=step,
        form=form,
        sentence=sentence,
        theirs=lesson_text.text_of_blocks(newest.blocks) if newest else "",
        revision=revision,
    )


@blueprint.get("/<step_id>/texts/<int:number>", access=trainers)
def old_text(slug: str, step_id: str, number: int) -> ResponseReturnValue:
    """Show an earlier text of a lesson in the editor; saving makes it the newest again."""
    course, step = lesson_to_edit(slug, step_id)
    old = desk_queries.revision_of(step.id, number)
    newest = desk_queries.newest_text(step.id)
    form = LessonForm(
        title=step.title,
        html=lesson_text.text_of_blocks(old.blocks),
        based_on=newest.number if newest else 0,
    )
    flash(_("This is text %(number)s. Save it to bring it back.", number=number), "note")
    return editor(course, step, form)
