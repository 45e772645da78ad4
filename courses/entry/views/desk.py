"""The trainers' desk: terms of entry, codes, requests, invitations."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses.entry import codes, invitations, operations, queries, requests, states
from courses.entry.errors import NoPlaceLeft, ReasonNeeded, TermsDoNotFit, TooManyAddresses
from courses.entry.forms import CodeForm, DeclineForm, InviteForm, TermsForm
from courses.entry.labels import (
    CODE_SHAPES,
    CODE_STATES,
    INVITATION_SHAPES,
    INVITATION_STATES,
    REQUEST_SHAPES,
    REQUEST_STATES,
)
from courses.models import Course
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here
from elearn.core.clock import now
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_desk_entry", __name__, url_prefix="/desk/courses/<slug>/entry")


@blueprint.get("/", access=trainers)
def show(slug: str) -> ResponseReturnValue:
    """Show the terms of a course and where its other ways in are."""
    course = course_to_edit(slug)
    form = TermsForm.showing(queries.terms_of(course.id), person_here().timezone)
    return terms_page(course, form)


def terms_page(course: Course, form: TermsForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "courses/desk/entry/terms.html",
        course=course,
        form=form,
        terms=queries.terms_of(course.id),
        waiting=queries.waiting_for(course.id),
        zone=person_here().timezone,
    )
    return page, status


@blueprint.post("/", access=trainers)
def save(slug: str) -> ResponseReturnValue:
    """Save the terms."""
    course, form = course_to_edit(slug), TermsForm()
    if not form.validate():
        return terms_page(course, form, 422)
    try:
        with write():
            operations.set_terms(course.id, form.terms(person_here().timezone), person_here())
    except TermsDoNotFit as error:
        form.form_errors = [str(error)]
        form.closes_at.errors = [str(error)]
        return terms_page(course, form, 422)
    flash(_("The terms are saved. They hold from now on."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/codes", access=trainers)
def list_codes(slug: str) -> ResponseReturnValue:
    """List the codes of a course, with a form for another."""
    return codes_page(course_to_edit(slug), CodeForm())


def codes_page(course: Course, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    moment = now()
    rows = [
        {"code": one, "shown": codes.shown(one.code), "state": states.code_state(one, moment)}
        for one in queries.codes_of(course.id)
    ]
    page = render_template(
        "courses/desk/entry/codes.html",
        course=course,
        form=form,
        rows=rows,
        words=CODE_STATES,
        shapes=CODE_SHAPES,
        link=absolute("entry.join") + "?code=",
        zone=person_here().timezone,
    )
    return page, status


@blueprint.post("/codes", access=trainers, limit="60 per hour")
def make_code(slug: str) -> ResponseReturnValue:
    """Make a code."""
    course, form = course_to_edit(slug), CodeForm()
    if not form.validate():
        return codes_page(course, form, 422)
    try:
        with write():
            made = codes.make(
                course,
                person_here(),
                label=form.label.data or "",
                most_uses=form.most_uses.data,
                expires_at=form.expires_at.moment(person_here().timezone),
            )
    except TermsDoNotFit as error:
        form.expires_at.errors = [str(error)]
        return codes_page(course, form, 422)
    flash(_("The code is %(code)s. Whoever has it can enrol.", code=codes.shown(made.code)), "done")
    return redirect(url_for(".list_codes", slug=slug))


@blueprint.post("/codes/revoke", access=trainers)
def revoke_code(slug: str) -> ResponseReturnValue:
    """Let a code open nothing any more."""
    with write():
        codes.revoke(course_to_edit(slug), request.form.get("code", ""), person_here())
    flash(_("The code is taken back. Who came in by it stays enrolled."), "done")
    return redirect(url_for(".list_codes", slug=slug))


@blueprint.get("/requests", access=trainers)
def list_requests(slug: str) -> ResponseReturnValue:
    """List requests that wait, or those that are answered."""
    return requests_page(course_to_edit(slug), DeclineForm())


def requests_page(course: Course, form: DeclineForm, status: int = 200) -> ResponseReturnValue:
    waiting = request.args.get("show") != "answered"
    statement = queries.requests_for(course.id, waiting=waiting)
    page = render_template(
        "courses/desk/entry/requests.html",
        course=course,
        form=form,
        waiting=waiting,
        page=paginate(statement, page_number(request.args.get("page"))),
        states=REQUEST_STATES,
        shapes=REQUEST_SHAPES,
    )
    return page, status


@blueprint.post("/requests", access=trainers)
def answer(slug: str) -> ResponseReturnValue:
    """Approve a request, or decline it with a reason."""
    course, form = course_to_edit(slug), DeclineForm()
    act, _colon, request_id = request.form.get("act", "").partition(":")
    try:
        with write():
            if act == "approve":
                requests.approve(course, request_id, person_here())
            else:
                requests.decline(course, request_id, form.reason.data or "", person_here())
    except ReasonNeeded as error:
        form.reason.errors = [str(error)]
        return requests_page(course, form, 422)
    except NoPlaceLeft as error:
        form.form_errors = [str(error)]
        return requests_page(course, form, 409)
    approved = _("The person is enrolled, and is told by mail.")
    flash(approved if act == "approve" else _("The person is told, with your reason."), "done")
    return redirect(url_for(".list_requests", slug=slug))


@blueprint.get("/invitations", access=trainers)
def list_invitations(slug: str) -> ResponseReturnValue:
    """List the invitations of a course, with a form for more."""
    return invitations_page(course_to_edit(slug), InviteForm())


def invitations_page(course: Course, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    moment = now()
    found = paginate(queries.invitations_of(course.id), page_number(request.args.get("page")))
    page = render_template(
        "courses/desk/entry/invitations.html",
        course=course,
        form=form,
        page=found,
        rows=[(row, states.invitation_state(row, moment)) for row in found.rows],
        words=INVITATION_STATES,
        shapes=INVITATION_SHAPES,
    )
    return page, status


@blueprint.post("/invitations", access=trainers, limit="60 per hour")
def invite(slug: str) -> ResponseReturnValue:
    """Invite addresses; those that are none stay in the form, to be corrected."""
    course, form = course_to_edit(slug), InviteForm()
    if not form.validate():
        return invitations_page(course, form, 422)
    try:
        with write():
            sent = invitations.invite(course, invitations.split(form.addresses.data), person_here())
    except TooManyAddresses as error:
        form.addresses.errors = [str(error)]
        return invitations_page(course, form, 422)
    flash(_told(sent), "done" if sent.invited else "note")
    if sent.wrong:
        form.addresses.data = "\n".join(sent.wrong)
        form.addresses.errors = [_("These are no addresses. The others were taken.")]
        return invitations_page(course, form, 422)
    return redirect(url_for(".list_invitations", slug=slug))


def _told(sent: Any) -> str:
    count = len(sent.invited)
    told = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count)
    if sent.already:
        more = ngettext(
            "%(num)s address was invited before.",
            "%(num)s addresses were invited before.",
            len(sent.already),
        )
        told = f"{told} {more}"
    return str(told)


@blueprint.post("/invitations/change", access=trainers, limit="60 per hour")
def change_invitation(slug: str) -> ResponseReturnValue:
    """Send an invitation again, or take it back."""
    course = course_to_edit(slug)
    act, _colon, invitation_id = request.form.get("act", "").partition(":")
    with write():
        if act == "resend":
            invitations.resend(course, invitation_id, person_here())
        else:
            invitations.revoke(course, invitation_id, person_here())
    sent, taken = _("A new letter is on its way."), _("The invitation is taken back.")
    flash(sent if act == "resend" else taken, "done")
    return redirect(url_for(".list_invitations", slug=slug))
