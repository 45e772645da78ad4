"""What changed since you read this: a page for each course, and saying that one has read it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access, change_queries, change_reading
from courses.changes_told import by_lesson
from courses.views import wording
from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("course_changes", __name__)


@blueprint.get("/courses/<slug>/changes", access=signed_in)
def show(slug: str) -> ResponseReturnValue:
    """Show what lessons say now that they did not say when the person read them."""
    row = access.open_taken(slug, person_here())
    lessons = by_lesson(change_queries.unread_changes(row.enrolment_id), row.language)
    return render_template(
        "courses/changes.html",
        course=row,
        lessons=lessons,
        new_steps=change_queries.new_steps(row.enrolment_id),
        prefix=url_for("courses.show", slug=row.slug),
        words=wording.changes_words(sum(len(one.material) for one in lessons)),
    )


@blueprint.post("/courses/<slug>/changes", access=signed_in)
def confirm(slug: str) -> ResponseReturnValue:
    """Keep that the person has read what changed. Progress stays as it is."""
    person = person_here()
    with write():
        row = access.open_taken(slug, person)
        change_reading.confirm(row.enrolment_id, row.release_id, person)
    flash(_("Thank you. It is kept that you have read these changes."), "done")
    return redirect(url_for("courses.show", slug=slug))
