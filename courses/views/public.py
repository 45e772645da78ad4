"""Pages everybody may read: the catalogue and the page of a course."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses import access, enrolment_queries, labels, progress, queries
from courses.errors import CourseNotFound
from courses.queries import NOBODY, AnyRow, Wish
from courses.views import wording
from courses.views.answers import kept_page
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import anyone
from elearn.core.paging import page_number
from elearn.core.web import Blueprint

blueprint = Blueprint("courses", __name__)

LONGEST_WISH = 100


@blueprint.get("/courses/", access=anyone)
def catalogue() -> ResponseReturnValue:
    """List the published courses; filters and the page stand in the address."""
    person = current_person()
    wish = wish_asked()
    number = page_number(request.args.get("page"))
    page = queries.catalogue(wish, person.id if person else NOBODY, number)
    return kept_page(
        render_template(
            "courses/catalogue.html",
            wish=wish,
            page=page,
            cards=wording.cards(page.rows),
            facets=wording.facets(queries.catalogue_facets()),
        )
    )


def wish_asked() -> Wish:
    """Return the filters of the address."""
    asked = {
        name: request.args.get(name, "").replace("\x00", "").strip()[:LONGEST_WISH]
        for name in ("language", "topic", "level", "text")
    }
    return Wish(**asked)


@blueprint.get("/courses/<slug>/", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show what a course is, what completes it and how far the person is."""
    person = current_person()
    row = queries.course_page(slug, person.id if person else NOBODY)
    if row is None:
        return _at_the_desk(slug, person)
    return kept_page(render_template("courses/show.html", **course_values(row, person)))


def _at_the_desk(slug: str, person: SignedIn | None) -> ResponseReturnValue:
    # Its trainers meet an unpublished course at the desk; for everybody else it is not there.
    if person is None:
        raise CourseNotFound
    course = access.open_course(slug, person, to="edit")
    return redirect(f"/desk/courses/{course.slug}/")


def course_values(row: AnyRow, person: SignedIn | None) -> dict[str, Any]:
    """Return what the page of a course shows to this person."""
    enrolled = row.enrolment_id is not None and row.left_at is None
    opened = queries.progress_of(row.enrolment_id) if row.enrolment_id else ()
    done = {step.public_id: step.score for step in opened if step.completed_at}
    prefix = url_for("courses.show", slug=row.slug)
    items = progress.trace(row.outline, done)
    following = progress.next_step(row.outline, done, row.last_step)
    standing = progress.standing(row.outline, done)
    return {
        "course": row,
        "enrolled": enrolled,
        "started": bool(opened),
        "refusal": None if enrolled else access.can_enrol(person, row.state, row.slug),
        "standing": standing,
        "standing_words": wording.standing_words(standing),
        "minutes": wording.duration(row.minutes),
        "minutes_left": wording.duration(standing.minutes_left),
        "level": labels.LEVELS[row.level],
        "edition_status": labels.EDITION_STATUSES.get(row.edition_status, ""),
        "modules": wording.module_entries(progress.contents(row.outline, done), prefix),
        "rule": wording.rule_words(items),
        "missing": wording.missing(items, prefix) if enrolled else [],
        "completed": wording.completed_words(row) if row.completed_at else "",
        "award": _award(person, row),
        "continue_url": continue_address(prefix, following, opened),
    }


def _award(person: SignedIn | None, row: AnyRow) -> AnyRow | None:
    if person is None or row.completed_at is None:
        return None
    return enrolment_queries.award_for(person.id, row.public_id)


def continue_address(prefix: str, step: str | None, opened: Any) -> str | None:
    """Return where "Continue" leads: the step, and in it the paragraph read last."""
    if step is None:
        return None
    block = next((row.block for row in opened if row.public_id == step), None)
    return f"{prefix}{step}/#{block}" if block else f"{prefix}{step}/"
