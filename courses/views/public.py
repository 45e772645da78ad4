"""Pages everybody may read: the catalogue and the page of a course."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access, course_forms, enrolment_queries, labels, progress, queries
from courses.entry.deciding import doors_of
from courses.errors import CourseNotFound
from courses.objectives import lead
from courses.queries import NOBODY, AnyRow, Wish
from courses.rules import answers, completing
from courses.rules.conditions import Trace
from courses.views import device, wording
from elearn.accounts.frozen import frozen
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import Refusal, anyone
from elearn.core.paging import page_number
from elearn.core.web import Blueprint

blueprint = Blueprint("courses", __name__)

LONGEST_WISH = 100
# Columns of a course page that need not stand in its key: the release stands for its outline, and
# the rest is personal and only leads to what is in the key.
LEFT_OUT = ("outline", "enrolment_id", "enrolled_at", "last_step")


@blueprint.get("/courses/", access=anyone)
def catalogue() -> ResponseReturnValue:
    """List the published courses; filters and the page stand in the address."""
    person = current_person()
    wish = wish_asked()
    number = page_number(request.args.get("page"))
    page = queries.catalogue(wish, person.id if person else NOBODY, number)
    # A list that fits on one page holds every language, topic and level itself.
    whole = page.number == 1 and not page.more and not wish
    doors = doors_of(page.rows)
    facets = page.rows if whole else queries.catalogue_facets()

    def values() -> dict[str, Any]:
        return {
            "wish": wish,
            "page": page,
            "cards": wording.cards(page.rows, doors),
            "facets": wording.facets(facets),
        }

    key = (wish, page.number, page.more, tuple(page.rows), doors, () if whole else tuple(facets))
    return frozen("courses/catalogue.html", key, values)


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
    standing = place_in_course(row, person)
    return frozen("courses/show.html", standing, lambda: course_values(row, standing))


def _at_the_desk(slug: str, person: SignedIn | None) -> ResponseReturnValue:
    # Its trainers meet an unpublished course at the desk; for everybody else it is not there.
    if person is None:
        raise CourseNotFound
    course = access.open_course(slug, person, to="edit")
    return redirect(f"/desk/courses/{course.slug}/")


class Place(NamedTuple):
    """Everything the page of a course is made from: people at the same place see the same page."""

    facts: tuple[Hashable, ...]
    enrolled: bool
    started: bool
    done: frozenset[tuple[str, int | None]]
    refusal: Refusal | None
    award: str | None
    # How many lessons this device offers to somebody who signed in.
    offered: int
    continue_url: str | None
    locks: frozenset[tuple[str, Trace]]
    answered: frozenset[tuple[str, str]]
    forms: tuple["Asked", ...] = ()


class Asked(NamedTuple):
    """A form the course asks the person to fill in."""

    public_id: str
    title: str
    language: str
    required: bool
    answered: bool


def asked_forms(row: AnyRow, done: Mapping[str, int | None], person_id: int) -> tuple[Asked, ...]:
    """Return the forms that are needed, and the survey once every required lesson was read."""
    ready = course_forms.has_read_everything(row.outline, done)
    rule = row.completion_rule or {}
    if not (ready or rule.get("form") or rule.get("checklist")):
        return ()
    forms = [
        Asked(one.public_id, one.title, one.language, one.required, course_forms.is_answered(one))
        for one in course_forms.forms_of(row.course_id, person_id, row.language)
    ]
    return tuple(one for one in forms if ready or one.required or one.answered)


def place_in_course(row: AnyRow, person: SignedIn | None) -> Place:
    """Return where this person stands in the course."""
    enrolled = row.enrolment_id is not None and row.left_at is None
    opened = queries.progress_of(row.enrolment_id) if row.enrolment_id else ()
    done = {step.public_id: step.score for step in opened if step.done}
    locks = access.locks_for(
        row, person, enrolment_id=row.enrolment_id if enrolled else None, done=done
    )
    here = device.read_by_visitor()
    if here:
        ids = {step["id"] for step, _counts in progress.steps_of(row.outline)}
        done |= dict.fromkeys(here & ids)
    following = progress.next_step(row.outline, done, row.last_step, locks)
    award = None
    if person is not None and row.completed_at is not None:
        award = enrolment_queries.award_for(person.id, row.public_id)
    return Place(
        facts=tuple(str(value) for name, value in row._mapping.items() if name not in LEFT_OUT),
        enrolled=enrolled,
        started=bool(opened),
        done=frozenset(done.items()),
        refusal=None
        if enrolled
        else access.can_enrol(person, row, row.state) or access.entry_refusal(row, person),
        award=award.public_id if award else None,
        offered=device.lessons_kept(row.outline, done),
        continue_url=continue_address(f"/courses/{row.slug}/", following, opened),
        locks=frozenset(locks.items()),
        answered=answers.answered_for(row, person),
        forms=asked_forms(row, done, person.id) if enrolled and person else (),
    )


def course_values(row: AnyRow, place: Place) -> dict[str, Any]:
    """Return what the page of a course shows to somebody at this place."""
    done = dict(place.done)
    prefix = url_for("courses.show", slug=row.slug)
    items = answers.items_for(row, done, place.answered)
    locks = wording.lock_notes(dict(place.locks), row, enrolled=place.enrolled)
    standing = progress.standing(row.outline, done)
    return {
        "course": row,
        "enrolled": place.enrolled,
        "marked": place.enrolled or bool(place.done),
        "offered": place.offered,
        "started": place.started,
        "refusal": place.refusal,
        "standing": standing,
        "standing_words": wording.standing_words(standing),
        "changes_words": wording.changes_words(row.material_changes),
        "minutes": wording.time_range(row.minutes),
        "minutes_left": wording.time_range(standing.minutes_left),
        "level": labels.LEVELS[row.level],
        "edition_status": labels.EDITION_STATUSES.get(row.edition_status, ""),
        "modules": wording.module_entries(progress.contents(row.outline, done), prefix, locks),
        "objectives_lead": lead(row.language) or _("After this module you can:"),
        "rule": wording.rule_words(items, completing.rule_of(row.completion_rule)["tier"]),
        "missing": wording.missing(items, prefix) if place.enrolled else [],
        "ready": progress.is_complete(items),
        "ordered": bool(row.part_rules),
        "completed": wording.completed_words(row) if row.completed_at else "",
        "award": place.award,
        "continue_url": place.continue_url,
        "forms": place.forms,
    }


def continue_address(prefix: str, step: str | None, opened: Any) -> str | None:
    """Return where "Continue" leads: the step, and in it the paragraph read last."""
    if step is None:
        return None
    block = next((row.block for row in opened if row.public_id == step), None)
    return f"{prefix}{step}/#{block}" if block else f"{prefix}{step}/"
