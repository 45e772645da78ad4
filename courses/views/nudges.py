"""Acts for several learners at once: a letter, or more days. First whom it touches, then it."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses.queries import AnyRow
from courses.roster import extending, nudging, queries
from courses.roster.errors import NobodyChosen, TooManyChosen
from courses.roster.forms import MoveForm, NudgeForm
from courses.roster.nudging import Touched, letter, touched
from courses.views import roster_wording as words
from courses.views.roster import filter_asked, limits_of, roster_here
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.errors import DomainError
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_nudges", __name__, url_prefix="/desk/courses/<slug>/learners")

MOST_MOVED = 200


def chosen(course: AnyRow, most: int) -> list[int]:
    """Return the enrolments that are ticked, or, without a tick, those the filter finds.

    Raises NobodyChosen, or TooManyChosen.
    """
    ticked = request.values.getlist("who")
    if ticked:
        found = queries.ids_of(course.id, ticked[: most + 1])
    elif request.values.get("all"):
        found = queries.chosen_ids(course, filter_asked(), limits_of(course), most + 1)
    else:
        found = []
    if not found:
        raise NobodyChosen
    if len(found) > most:
        raise TooManyChosen(most)
    return found


def carried() -> list[tuple[str, str]]:
    """Return what names the chosen, and the filter to come back to, for hidden fields."""
    ticked = [("who", one) for one in request.values.getlist("who")]
    return [*(ticked or [("all", "1")]), *filter_asked().asked().items()]


def back(slug: str) -> str:
    """Return the address of the roster with the filter there was."""
    query = urlencode(filter_asked().asked())
    return url_for("courses_roster.index", slug=slug) + (f"?{query}" if query else "")


def refused(slug: str, error: DomainError) -> ResponseReturnValue:
    """Go back to the roster with what is wrong; the filter is kept."""
    flash(str(error), "error")
    return redirect(back(slug))


@blueprint.get("/nudge", access=trainers)
def nudge(slug: str) -> ResponseReturnValue:
    """Show whom a letter would touch, and the form to write it."""
    course = roster_here(slug)
    form = NudgeForm(formdata=None)
    try:
        who = touched(course, chosen(course, nudging.MOST))
    except DomainError as error:
        return refused(slug, error)
    form.message.data = _(
        "You have not been in this course for a while. What you did is kept, and you can go on "
        "where you stopped. If something is in your way, tell your trainer."
    )
    return nudge_page(course, form, who)


def nudge_page(
    course: AnyRow, form: NudgeForm, who: Touched, *, preview: bool = False, status: int = 200
) -> ResponseReturnValue:
    """Return the page with the message, whom it touches, and the letter as it will read."""
    values: dict[str, Any] = {"letter": None}
    if preview and who.gets:
        facts = letter(
            course.released_title or course.title,
            course.slug,
            who.gets[0].name,
            form.message.data.strip(),
            person_here().name,
        )
        subject, _newline, body = render_template("mail/nudge.txt", **facts).partition("\n")
        values["letter"] = {"subject": subject, "body": body.strip()}
    return render_template(
        "courses/roster/nudge.html",
        course=course,
        form=form,
        who=who,
        carried=carried(),
        filtered=words.filter_words(filter_asked(), reader_language()),
        cancel=back(course.slug),
        **values,
    ), status


@blueprint.post("/nudge", access=trainers, limit="60 per hour")
def send_nudge(slug: str) -> ResponseReturnValue:
    """Show the letter as it will read, or send it to exactly those who were shown."""
    course = roster_here(slug)
    form = NudgeForm()
    try:
        ids = chosen(course, nudging.MOST)
    except DomainError as error:
        return refused(slug, error)
    who = touched(course, ids, again=form.again.data)
    if not form.validate():
        return nudge_page(course, form, who, status=422)
    if request.form.get("act") != "send":
        return nudge_page(course, form, who, preview=True)
    if request.form.get("seen") != who.mark:
        flash(_("The list changed since you looked at it. Look again who gets the letter."), "note")
        return nudge_page(course, form, who, preview=True, status=409)
    with write():
        nudging.send(course, who, form.message.data, dict(carried()), person_here())
    count = len(who.gets)
    flash(
        ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count),
        "done",
    )
    return redirect(back(slug))


@blueprint.get("/extend", access=trainers)
def extend(slug: str) -> ResponseReturnValue:
    """Show whose date would move, and the form that moves it."""
    course = roster_here(slug)
    try:
        who = touched(course, chosen(course, MOST_MOVED), again=True)
    except DomainError as error:
        return refused(slug, error)
    return extend_page(course, MoveForm(formdata=None), who)


def extend_page(course: AnyRow, form: MoveForm, who: Touched) -> str:
    """Return the page with the days, the reason and whose date moves."""
    return render_template(
        "courses/roster/extend.html",
        course=course,
        form=form,
        names=[row.name for row in (*who.gets, *who.unwanted)],
        # Exactly these, whatever the filter finds later; it is what one comes back to.
        carried=[
            *(("who", row.public_id) for row in (*who.gets, *who.unwanted)),
            *filter_asked().asked().items(),
        ],
        cancel=back(course.slug),
    )


@blueprint.post("/extend", access=trainers, limit="60 per hour")
def extend_many(slug: str) -> ResponseReturnValue:
    """Move the date of all who are chosen, a few in each transaction."""
    course = roster_here(slug)
    form = MoveForm()
    try:
        ids = chosen(course, MOST_MOVED)
    except DomainError as error:
        return refused(slug, error)
    if not form.validate():
        return extend_page(course, form, touched(course, ids, again=True)), 422
    count = 0
    for start in range(0, len(ids), extending.AT_ONCE):
        with write():
            count += extending.extend(
                course,
                ids[start : start + extending.AT_ONCE],
                form.days.data,
                form.reason.data,
                person_here(),
            )
    flash(ngettext("%(num)s date is moved.", "%(num)s dates are moved.", count), "done")
    return redirect(back(slug))
