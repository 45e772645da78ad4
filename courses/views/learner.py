"""Pages of learners: reading a lesson, keeping progress, enrolling, leaving, My learning."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import flash, get_template_attribute, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from courses import access, enrolment_queries, learning, progress, queries
from courses.entry import operations as entry
from courses.errors import CourseNotFound, NotEnrolled, NothingToFinish, StepNotFound
from courses.margin import queries as margin
from courses.margin import wording as margin_wording
from courses.margin.pieces import quotes_of
from courses.queries import AnyRow
from courses.rules import answers, gate
from courses.rules import wording as lock_words
from courses.rules.facts import Known, known_of
from courses.rules.locks import NO_LOCKS, Locks
from courses.views import device, reading_here, wording
from courses.views.public import blueprint, continue_address
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.frozen import blank, frozen
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import Refusal, anyone
from elearn.core.clock import now
from elearn.core.transaction import write
from elearn.core.urls import safe_path
from elearn.core.web import slot

# A learner's own pages, linked above their courses.
OWN_PAGES: tuple[tuple[Any, str], ...] = (
    (_l("My trainings"), "trainings.mine"),
    (_l("My actions"), "actions.index"),
    (_l("My notes"), "margin.notes"),
    (_l("My questions"), "margin.questions"),
    (_l("My certificates"), "certificates.index"),
    (_l("Join with a code"), "entry.join"),
)


@blueprint.get("/courses/<slug>/<step_id>/", access=anyone)
def step(slug: str, step_id: str) -> ResponseReturnValue:
    """Show a lesson; a quiz is shown by the room of quizzes."""
    person = current_person()
    here = access.step_here(slug, step_id, person, text=False)
    place, done = here.row, here.done
    if place.kind == "quiz":
        return redirect(f"/courses/{place.slug}/{place.step_public_id}/quiz")
    # What a visitor's device keeps as read; and, once they signed in, what it offers them.
    done = {**done, **dict.fromkeys(device.read_by_visitor())}
    kept = frozenset(device.kept_here()) if person else None
    refusal = None
    if place.enrolment_id is None:
        refusal = access.can_enrol(person, place, place.course_state)

    def values() -> dict[str, Any]:
        # The gate was passed above: this only reads the text.
        row = queries.learner_step(slug, step_id, person.id if person else None)
        if row is None:
            raise StepNotFound
        asked = asked_about(row) if place.asked else []
        told = {"changes": place.changes, "asked": asked}
        return lesson_values(row, done, refusal, here.locks) | told

    # A released step never changes, so these say all that the page is made from.
    enrolled = place.enrolment_id is not None
    key = (place.release_id, place.step_id, place.slug, enrolled, refusal, frozenset(done))
    later = (place.changes, place.asked, place.asked_at, frozenset(here.locks.items()), kept)
    return frozen("courses/lesson.html", (*key, *later), values)


def asked_about(row: AnyRow) -> list[dict[str, Any]]:
    """Return the published questions about a lesson, paragraph by paragraph."""
    return margin_wording.published(margin.published_beside(row.step_id), quotes_of(row.html))


def lesson_values(
    row: AnyRow, done: Mapping[str, int | None], refusal: Refusal | None, locks: Locks = NO_LOCKS
) -> dict[str, Any]:
    """Return what a lesson page shows: text, contents with states, what comes next."""
    prefix = url_for("courses.show", slug=row.slug)
    standing = progress.standing(row.outline, done)
    modules = progress.contents(row.outline, done, row.step_public_id)
    before, after = neighbours(row.outline, row.step_public_id, prefix)
    return {
        "step": row,
        "enrolled": row.enrolment_id is not None,
        "read": row.completed_at is not None or row.step_public_id in done,
        "offered": device.lessons_kept(row.outline, done),
        "refusal": refusal,
        "course_link": {"label": row.course_title, "url": prefix},
        "contents": wording.contents_entries(modules, prefix, wording.lock_notes(locks, row)),
        "progress": {
            "done": standing.done,
            "total": standing.required,
            "words": wording.standing_words(standing),
        }
        if row.enrolment_id and standing.required
        else None,
        "previous_link": before,
        "next_link": after,
        "minutes": wording.time_range(row.minutes),
        "here": f"{prefix}{row.step_public_id}/",
        "glossary_url": f"{prefix}glossary" if row.terms else "",
    }


def neighbours(
    outline: progress.Outline, step_id: str, prefix: str
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """Return links to the step before and after, in reading order."""
    order = [step for step, _counts in progress.steps_of(outline)]
    index = next(at for at, step in enumerate(order) if step["id"] == step_id)

    def link(at: int) -> dict[str, str] | None:
        if not 0 <= at < len(order):
            return None
        return {"label": order[at]["title"], "url": f"{prefix}{order[at]['id']}/"}

    return link(index - 1), link(index + 1)


@blueprint.post("/courses/<slug>/<step_id>/done", access=signed_in)
def done(slug: str, step_id: str) -> ResponseReturnValue:
    """Mark a lesson as read and go on to what follows it."""
    person = person_here()
    with write():
        row = access.open_lesson_to_do(slug, step_id, person)
        completion = learning.complete_step(
            row.enrolment_id, row.step_id, release_id=row.release_id
        )
    if completion is not None:
        _congratulate()
        return redirect(url_for("courses.show", slug=slug))
    if row.following in access.locks_for(row, person, enrolment_id=row.enrolment_id):
        flash(_("The next part is still locked. The list below says what opens it."), "note")
        return redirect(url_for("courses.show", slug=slug))
    if row.following is None:
        flash(_("You have reached the end. What is still open is listed below."), "note")
        return redirect(url_for("courses.show", slug=slug))
    return redirect(url_for("courses.step", slug=slug, step_id=row.following))


def _congratulate() -> None:
    flash(
        _("You have completed this course. Your certificate is being drawn and sent to you."),
        "done",
    )


@blueprint.post("/courses/<slug>/<step_id>/place", access=signed_in)
def place(slug: str, step_id: str) -> ResponseReturnValue:
    """Keep the paragraph read last. Sent by the page while reading; may be sent again."""
    person = person_here()
    block = request.form.get("block") or None
    with write():
        row = access.open_lesson_to_do(slug, step_id, person)
        learning.place(row.enrolment_id, row.step_id, release_id=row.release_id, block=block)
    return "", 204


@blueprint.post("/courses/<slug>/enrol", access=signed_in)
def enrol(slug: str) -> ResponseReturnValue:
    """Enrol and go to the lesson that was open, or to where the person was, or to the start."""
    person = person_here()
    with write():
        course = access.open_course(slug, person, to="learn")
        entry.enter(course.id, person)
    row = queries.course_page(slug, person.id)
    if row is None:
        raise CourseNotFound
    opened = queries.progress_of(row.enrolment_id)
    finished = {step.public_id for step in opened if step.done}
    prefix = url_for("courses.show", slug=slug)
    locks = access.locks_for(row, person, enrolment_id=row.enrolment_id)
    following = progress.next_step(row.outline, finished, row.last_step, locks)
    flash(_("You are enrolled. Your progress is kept from now on."), "done")
    target = safe_path(request.form.get("next"))
    return redirect(target or continue_address(prefix, following, opened) or prefix)


@blueprint.post("/courses/<slug>/leave", access=signed_in)
def leave(slug: str) -> ResponseReturnValue:
    """Leave a course; what was done is kept."""
    person = person_here()
    with write():
        course = access.open_course(slug, person, to="learn")
        left = learning.leave(person.id, course.id, person)
    if left:
        flash(_("You have left this course. Your progress is kept if you come back."), "note")
    return redirect(url_for("courses.learn"))


@blueprint.post("/courses/<slug>/finish", access=signed_in)
def finish(slug: str) -> ResponseReturnValue:
    """Complete a course whose required parts are all done.

    Needed when a new release asks for less than the one the learner had read.
    """
    person = person_here()
    with write():
        row = queries.course_page(slug, person.id)
        if row is None:
            raise CourseNotFound
        if row.enrolment_id is None or row.left_at is not None:
            raise NotEnrolled
        completion = learning.complete_course(row.enrolment_id)
        if completion is None and row.completed_at is None:
            raise NothingToFinish
    if completion is not None:
        _congratulate()
    return redirect(url_for("courses.show", slug=slug))


@blueprint.get("/learn/", access=signed_in)
def learn() -> ResponseReturnValue:
    """My learning: what to go on with, what is completed, what was left."""
    person = person_here()
    opened: dict[int, list[AnyRow]] = {}
    for row in enrolment_queries.progress_underway(person.id):
        opened.setdefault(row.enrolment_id, []).append(row)
    rows, over = enrolment_queries.courses_taken(person.id)
    awards = award_addresses(person.id) if over else {}
    prefix = url_for("courses.catalogue")
    known = known_for(rows, person.id)
    answered = answers.answered_for_many(rows, person)
    underway = tuple(
        _underway(row, opened.get(row.enrolment_id, []), prefix, known, answered) for row in rows
    )
    completed = tuple(_over(row, awards, prefix) for row in over if row.completed_at)
    left = tuple(_over(row, awards, prefix) for row in over if not row.completed_at)
    values = {"underway": underway, "completed": completed, "left": left, "top": blank("top")}
    response = frozen(
        "courses/learn.html",
        (underway, completed, left),
        lambda: values | {"links": [(label, url_for(page)) for label, page in OWN_PAGES]},
        # What upper rooms and this device have to say is nobody else's: outside of what is kept.
        {"top": learn_top(person)},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def known_for(rows: Sequence[AnyRow], person_id: int) -> Known:
    """Return what the rules of all these courses need to know, read once, or nothing."""
    ruled = [gate.rules_of(row) for row in rows if row.rules_id is not None]
    conditions = [one for rules in ruled for one in rules.conditions if one is not None]
    return known_of(person_id, conditions) if conditions else Known()


def learn_top(person: SignedIn) -> Markup:
    """Return what stands above the courses: trainings, sessions, lessons read on this device."""
    top = slot("learn.top", person=person)
    offers = reading_here.offers(person)
    if not offers:
        return top
    offered: Callable[..., Markup] = get_template_attribute("courses/_offers.html", "offered")
    return offered(offers) + top


def award_addresses(person_id: int) -> dict[str, str]:
    """Return the address of the person's newest certificate for each subject."""
    pattern = url_for("certificates.show", public_id="PUBLIC_ID")
    return {
        subject: pattern.replace("PUBLIC_ID", award.public_id)
        for subject, award in enrolment_queries.awards_by_subject(person_id).items()
    }


class Underway(NamedTuple):
    """A course to go on with, as My learning shows it."""

    title: str
    url: str
    withdrawn: bool
    started: bool
    done: int
    required: int
    complete: bool
    words: str
    next_title: str | None
    next_url: str
    changes: str
    asked: bool
    due: str
    overdue: bool
    locked: str = ""


class Over(NamedTuple):
    """A course that was completed or left."""

    title: str
    url: str
    open: bool
    words: str
    award_url: str | None
    changes: str
    asked: bool


def _underway(
    row: AnyRow,
    opened: list[AnyRow],
    courses: str,
    known: Known,
    answered: frozenset[tuple[str, str]],
) -> Underway:
    finished = {step.public_id: step.score for step in opened if step.done}
    prefix = f"{courses}{row.slug}/"
    locks = access.locks_for(
        row, person_here(), enrolment_id=row.enrolment_id, done=finished, known=known
    )
    following = progress.next_step(row.outline, finished, row.last_step, locks)
    standing = progress.standing(row.outline, finished)
    waiting = following is None and next(iter(locks.values()), None)
    steps = progress.steps_of(row.outline)
    return Underway(
        title=row.title,
        url=prefix,
        withdrawn=row.state == "withdrawn",
        started=bool(opened),
        done=standing.done,
        required=standing.required,
        complete=answers.is_complete(row, standing, finished, answered),
        words=wording.standing_words(standing),
        next_title=next((one["title"] for one, _counts in steps if one["id"] == following), None),
        next_url=continue_address(prefix, following, opened) or prefix,
        changes=wording.changes_words(row.material_changes),
        asked=row.asked_to_read,
        due=wording.due_words(row.due_at, now()) if row.due_at else "",
        overdue=row.due_at is not None and row.due_at < now(),
        locked=lock_words.reason(waiting, enrolled=True) if waiting else "",
    )


def _over(row: AnyRow, awards: Mapping[str, str], courses: str) -> Over:
    return Over(
        title=row.title,
        url=f"{courses}{row.slug}/",
        open=row.state == "published",
        words=wording.completed_words(row) if row.completed_at else "",
        award_url=awards.get(enrolment_queries.subject_key(row.public_id)),
        changes="" if row.left_at else wording.changes_words(row.material_changes),
        asked=row.asked_to_read and not row.left_at,
    )


__all__ = ["blueprint"]
