"""The pictures of a course that have no words yet, and a form to write them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses import picture_words
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_pictures", __name__, url_prefix="/desk/courses/<slug>/pictures")


@blueprint.get("/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the pictures without words."""
    course = course_to_edit(slug)
    return render_template(
        "courses/desk/course_pictures.html",
        course=course,
        rows=picture_words.bare_pictures(course),
    )


@blueprint.post("/", access=trainers)
def describe(slug: str) -> ResponseReturnValue:
    """Keep the words in every lesson that shows the pictures."""
    words = {
        name.removeprefix("alt-"): value
        for name, value in request.form.items()
        if name.startswith("alt-")
    }
    ready = picture_words.prepared(course_to_edit(slug), words)
    with write():
        course_to_edit(slug)
        changed = picture_words.keep(ready, person_here())
    told = ngettext("%(num)s lesson was changed.", "%(num)s lessons were changed.", changed)
    flash(told if changed else _("Nothing was written."), "done" if changed else "note")
    return redirect(url_for(".index", slug=slug))
