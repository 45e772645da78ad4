"""Reading before an account exists: what this device keeps, and claiming it once signed in."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses import access, enrolment_queries, learning, queries
from courses.entry import operations as entering
from courses.errors import QuizIsPassed
from courses.progress import steps_of
from courses.views.device import keep, kept_here
from courses.views.public import blueprint, place_in_course
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import Refusal, anyone
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from elearn.core.urls import safe_path

# As many lessons are completed in one transaction.
AT_ONCE = 10


def offer_words(count: int, title: str) -> str:
    """Return what the device offers to somebody who signed in."""
    return str(
        ngettext(
            "You read %(num)s lesson of “%(title)s” on this device before you signed in.",
            "You read %(num)s lessons of “%(title)s” on this device before you signed in.",
            count,
            title=title,
        )
    )


class Offer(NamedTuple):
    """A course of which this device keeps lessons that can be claimed."""

    slug: str
    words: str


def offers(person: SignedIn) -> list[Offer]:
    """Return what can be claimed, course by course; asks the database only with a cookie."""
    kept = kept_here()
    rows = enrolment_queries.lessons_to_claim(kept, person.id) if kept else ()
    return [Offer(row.slug, offer_words(row.lessons, row.title)) for row in rows]


@blueprint.post("/courses/<slug>/<step_id>/read", access=anyone, limit="600 per hour")
def read_here(slug: str, step_id: str) -> ResponseReturnValue:
    """Let a visitor's device keep that a lesson was read; nothing is kept anywhere else."""
    if current_person():
        return redirect(url_for("courses.step", slug=slug, step_id=step_id))
    row = access.open_step(slug, step_id, None)
    if row.kind == "quiz":
        raise QuizIsPassed
    order = [step["id"] for step, _counts in steps_of(row.outline)]
    following = order[order.index(step_id) + 1 :][:1]
    target = url_for("courses.step", slug=slug, step_id=following[0]) if following else None
    response = redirect(target or url_for("courses.show", slug=slug))
    return keep(response, [*(one for one in kept_here() if one != step_id), step_id])


@blueprint.post("/reading-here/forget", access=anyone)
def forget_here() -> ResponseReturnValue:
    """Let this device forget what was read on it."""
    flash(_("This device has forgotten which lessons you read on it."), "done")
    back = safe_path(request.form.get("next")) or url_for("courses.catalogue")
    return keep(redirect(back), ())


@blueprint.post("/learn/claim", access=signed_in)
def claim() -> ResponseReturnValue:
    """Enrol on a course by its own terms and complete the lessons read on this device.

    Where the terms say no, the reason is told and the device keeps what it has.
    """
    slug, person = request.form.get("course", ""), person_here()
    back = safe_path(request.form.get("next")) or url_for("courses.learn")
    kept = kept_here()
    try:
        refusal, claimed = _claim(slug, person, kept)
    except DomainError as error:
        refusal, claimed = Refusal(str(error)), []
    if refusal is not None:
        stays = _("What you read stays kept on this device.")
        flash(f"{refusal.reason} {stays}", "error")
        return redirect(back)
    said = ngettext(
        "You are enrolled, and %(num)s lesson counts as read.",
        "You are enrolled, and %(num)s lessons count as read.",
        len(claimed),
    )
    flash(said, "done")
    return keep(make_response(redirect(back)), [one for one in kept if one not in claimed])


def _claim(slug: str, person: SignedIn, kept: Sequence[str]) -> tuple[Refusal | None, list[str]]:
    course = access.open_course(slug, person, to="learn")
    row = queries.course_page(slug, person.id)
    if row is None:
        return Refusal(_("This course is not open to you.")), []
    lessons = [step["id"] for step, _counts in steps_of(row.outline) if step["kind"] == "lesson"]
    wanted = [one for one in lessons if one in kept]
    if not wanted:
        return Refusal(_("Nothing of this course is kept on this device.")), []
    place = place_in_course(row, person)
    if place.refusal is not None:
        return place.refusal, []
    if not place.enrolled:
        with write():
            entering.enter(course.id, person)
    claimed: list[str] = []
    for start in range(0, len(wanted), AT_ONCE):
        with write():
            claimed += _complete(slug, person, wanted[start : start + AT_ONCE])
    return None, claimed


def _complete(slug: str, person: SignedIn, steps: Sequence[str]) -> list[str]:
    # What is locked, or is gone, is not claimed; the device keeps it.
    done = []
    for step_id in steps:
        try:
            row = access.open_lesson_to_do(slug, step_id, person)
        except DomainError:
            continue
        learning.complete_step(row.enrolment_id, row.step_id, release_id=row.release_id)
        done.append(step_id)
    return done
