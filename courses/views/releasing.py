"""Preview, publish check, publishing, withdrawing."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import (
    access,
    desk_queries,
    operations,
    progress,
    publishing,
    release_changes,
    update_queries,
)
from courses.checks import pictures_without_words
from courses.desk_errors import PartNotFound
from courses.forms import PublishForm
from courses.models import Course
from courses.publishing import Rendering
from courses.views import wording
from courses.views.findings import shown as shown_findings
from courses.views.learner import neighbours
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk_releases", __name__, url_prefix="/desk/courses/<slug>")


@blueprint.get("/preview/", access=trainers)
def preview_start(slug: str) -> ResponseReturnValue:
    """Open the first step of the draft as a learner would see it."""
    rows = desk_queries.outline_rows(course_to_edit(slug).id)
    if not rows:
        flash(_("There is nothing to preview yet: the course has no lessons."), "attention")
        return redirect(url_for("courses_desk.show", slug=slug))
    return redirect(url_for(".preview", slug=slug, step_id=rows[0].public_id))


@blueprint.get("/preview/<step_id>/", access=trainers)
def preview(slug: str, step_id: str) -> ResponseReturnValue:
    """Show a step of the draft as a learner would see it."""
    course = course_to_edit(slug)
    rendering = publishing.render(course)
    step = next((one for one in rendering.steps if one["public_id"] == step_id), None)
    if step is None:
        raise PartNotFound
    outline = rendering.outline
    prefix = url_for(".preview_start", slug=slug)
    before, after = neighbours(outline, step_id, prefix)
    return render_template(
        "courses/desk/preview.html",
        course=course,
        step=shown(step, course),
        course_link={"label": course.title, "url": url_for("courses_desk.show", slug=slug)},
        contents=wording.contents_entries(progress.contents(outline, {}, step_id), prefix),
        progress=None,
        previous_link=before,
        next_link=after,
        minutes=wording.time_range(step["minutes"]),
        glossary_url=url_for("courses_desk_glossary.preview", slug=slug)
        if rendering.glossary
        else "",
    )


def shown(step: Mapping[str, Any], course: Course) -> dict[str, Any]:
    """Return a rendered step with what the lesson page asks of a released one."""
    html = step["html"].replace(
        f'href="/courses/{course.slug}/', f'href="/desk/courses/{course.slug}/preview/'
    )
    return {
        **step,
        "html": html,
        "language": course.language,
        "completed_at": None,
        "enrolment_id": None,
    }


@blueprint.get("/publish", access=trainers)
def check(slug: str) -> ResponseReturnValue:
    """Show what the publish check found and what has changed since the last release."""
    course = course_to_edit(slug)
    rendering = publishing.render(course)
    form = PublishForm(note=release_changes.note_for(course, rendering.told))
    return publish_page(course, rendering, form)


@blueprint.post("/publish", access=trainers, limit="30 per hour")
def publish(slug: str) -> ResponseReturnValue:
    """Freeze the draft as the next release."""
    course = access.open_course(slug, person_here(), to="publish")
    form = PublishForm()
    rendering = publishing.render(course)
    if rendering.must or not form.validate():
        return publish_page(course, rendering, form), 422
    with write():
        course = access.open_course(slug, person_here(), to="publish")
        release = operations.publish(
            course.id, person_here(), form.note.data or "", rendering, ask=form.ask.data
        )
        number = release.number
    flash(
        _("Release %(number)s is published. Learners read it from now on.", number=number), "done"
    )
    return redirect(url_for("courses_desk.show", slug=slug))


def publish_page(course: Course, rendering: Rendering, form: PublishForm) -> str:
    """Return the page with the findings and the form, when nothing stands in the way."""
    kinds = {step["public_id"]: step["kind"] for step in rendering.steps}
    return render_template(
        "courses/desk/publish.html",
        course=course,
        form=form,
        findings=shown_findings(rendering.findings, course.slug, kinds),
        bare_pictures=any(pictures_without_words(step["html"]) for step in rendering.steps),
        terms_changed=rendering.terms_changed,
        blocked=bool(rendering.must),
        changes=publishing.changes(course, rendering),
        told=rendering.told,
        update=update_queries.open_update_of(course.id),
        releases=desk_queries.releases_of(course.id),
        learners=desk_queries.learners_on(course.id),
    )


@blueprint.get("/withdraw", access=trainers)
def confirm_withdrawal(slug: str) -> ResponseReturnValue:
    """Say what withdrawing the course touches."""
    course = course_to_edit(slug)
    learners = desk_queries.learners_on(course.id)
    return render_template("courses/desk/withdraw.html", course=course, learners=learners)


@blueprint.post("/withdraw", access=trainers)
def withdraw(slug: str) -> ResponseReturnValue:
    """Take the course out of the catalogue."""
    with write():
        course = access.open_course(slug, person_here(), to="publish")
        operations.withdraw(course.id, person_here())
    flash(_("The course is withdrawn. Those who are enrolled can still finish it."), "done")
    return redirect(url_for("courses_desk.show", slug=slug))


@blueprint.post("/offer-again", access=trainers)
def offer_again(slug: str) -> ResponseReturnValue:
    """Put a withdrawn course back into the catalogue."""
    with write():
        course = access.open_course(slug, person_here(), to="publish")
        operations.offer_again(course.id, person_here())
    flash(_("The course is in the catalogue again."), "done")
    return redirect(url_for("courses_desk.show", slug=slug))
