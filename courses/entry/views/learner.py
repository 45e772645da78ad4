"""Pages of those who want in: a code, a request, an invitation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access
from courses.entry import codes, invitations, queries, requests
from courses.entry.errors import InvitationIsDead
from courses.entry.forms import JoinForm, WhyForm
from courses.entry.labels import REQUEST_SHAPES, REQUEST_STATES
from courses.models import Course
from elearn.accounts import throttle
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("entry", __name__)
LONGEST_CODE = 40


@blueprint.get("/join", access=anyone)
def join() -> ResponseReturnValue:
    """Show the one field for a code; a link may bring the code. Nothing is looked up here."""
    form = JoinForm(data={"code": request.args.get("code", "")[:LONGEST_CODE]})
    return render_template("courses/entry/join.html", form=form, opened=None)


# A class behind one address types at once; wrong codes are counted apart, and stopped sooner.
@blueprint.post("/join", access=anyone, endpoint="open_door", limit="120 per minute")
def open_door() -> ResponseReturnValue:
    """Open what the code opens; a visitor is told what it is and asked to sign in."""
    form = JoinForm()
    if not form.validate():
        return render_template("courses/entry/join.html", form=form, opened=None), 422
    person = current_person()
    try:
        # Counted before it is looked for, in a transaction of its own: a wrong guess stays counted.
        with write():
            throttle.admit_address(request.remote_addr)
        with write():
            door = codes.open_code(form.code.data)
            throttle.take_back(request.remote_addr)
            target = door.enter(person) if person else None
    except DomainError as error:
        form.code.errors = [*form.code.errors, str(error)]
        values = {"form": form, "opened": None, "refusal": error.refusal}
        return render_template("courses/entry/join.html", **values), error.status
    if target is None:
        here = url_for(".join", code=form.code.data)
        return render_template("courses/entry/join.html", form=form, opened=door, here=here)
    if door.at_once:
        flash(_("You are enrolled. Your progress is kept from now on."), "done")
    return redirect(target)


def course_to_ask(slug: str) -> Course:
    """Return the course for somebody who wants to take part."""
    return access.open_course(slug, person_here(), to="learn")


@blueprint.get("/courses/<slug>/request", access=signed_in, endpoint="request")
def request_(slug: str) -> ResponseReturnValue:
    """Show the form that asks to take part, or what became of the last request."""
    return request_page(course_to_ask(slug), WhyForm())


def request_page(course: Course, form: WhyForm, status: int = 200) -> ResponseReturnValue:
    person = person_here()
    row = queries.standing(course.id, person.id)
    refusal = None if row.enrolment_id else access.can_enrol(person, row, row.state)
    page = render_template(
        "courses/entry/request.html",
        course=course,
        form=form,
        found=queries.latest_request(course.id, person.id),
        may_ask=refusal is not None and refusal.kind in requests.ASKING,
        refusal=refusal,
        enrolled=row.enrolment_id is not None,
        states=REQUEST_STATES,
        shapes=REQUEST_SHAPES,
    )
    return page, status


@blueprint.post("/courses/<slug>/request", access=signed_in, endpoint="ask", limit="20 per hour")
def ask(slug: str) -> ResponseReturnValue:
    """Ask the trainers to be let in."""
    course, form = course_to_ask(slug), WhyForm()
    if not form.validate():
        return request_page(course, form, 422)
    with write():
        requests.ask(course, person_here(), form.why.data)
    flash(_("Your request is with the trainers. They answer by mail."), "done")
    return redirect(url_for("courses.show", slug=slug))


@blueprint.post("/courses/<slug>/request/take-back", access=signed_in)
def take_back(slug: str) -> ResponseReturnValue:
    """Take a request back."""
    with write():
        requests.take_back(course_to_ask(slug), person_here())
    flash(_("Your request is taken back. You can ask again at any time."), "note")
    return redirect(url_for("courses.show", slug=slug))


@blueprint.get("/invitations/<value>", access=anyone, limit="60 per minute")
def invitation(value: str) -> ResponseReturnValue:
    """Show what an invitation opens. Opening the link changes nothing: mail scanners do, too."""
    person = current_person()
    try:
        found = invitations.find(value, person)
    except InvitationIsDead as error:
        return render_template("courses/entry/dead_invitation.html", sentence=str(error)), 410
    return render_template(
        "courses/entry/invitation.html",
        found=found,
        value=value,
        mine=person is not None and person.email == found.email,
        signed_in=person is not None,
        # By its id: the secret of the link is written into no address that is kept.
        here=url_for(".invitation", value=found.public_id),
    )


@blueprint.post("/invitations/<value>", access=signed_in, endpoint="accept", limit="30 per minute")
def accept(value: str) -> ResponseReturnValue:
    """Take part by an invitation to one's own address."""
    with write():
        slug = invitations.accept(value, person_here())
    flash(_("You are enrolled. Your progress is kept from now on."), "done")
    return redirect(url_for("courses.show", slug=slug))
