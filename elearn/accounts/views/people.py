"""The administrators' pages about people and their roles."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import labels, operations, queries
from elearn.accounts.access import GRANTABLE, can_suspend, has_role, person_here
from elearn.accounts.errors import NoSuchPerson, NoSuchThing
from elearn.accounts.forms import GrantForm, StepUpForm
from elearn.accounts.views.attempts import step_up
from elearn.core.errors import DomainError
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("people", __name__, url_prefix="/admin/people")
admin = has_role("admin")

STATES = ("suspended", "unconfirmed", "guest")


@blueprint.get("/", access=admin)
def index() -> ResponseReturnValue:
    """List people, filtered by the address of the page."""
    search = request.args.get("q", "").strip()[:200]
    role = request.args.get("role", "")
    state = request.args.get("state", "")
    page = paginate(
        queries.people(search, role if role in GRANTABLE else "", state if state in STATES else ""),
        page_number(request.args.get("page")),
    )
    return render_template(
        "accounts/people.html",
        page=page,
        search=search,
        role=role,
        state=state,
        roles=[(code, labels.ROLES[code]) for code in GRANTABLE],
        role_labels=labels.ROLES,
    )


@blueprint.get("/<public_id>/", access=admin)
def show(public_id: str) -> ResponseReturnValue:
    """Show one person with their roles."""
    form = GrantForm()
    form.needs_password = not queries.proved_lately(person_here().sign_in_id)
    return person_page(public_id, form)


@blueprint.post("/<public_id>/roles", access=admin, limit="60 per minute")
def grant(public_id: str) -> ResponseReturnValue:
    """Grant a role, everywhere or for one organisation."""
    person = find(public_id)
    form = GrantForm()
    if not step_up(form):
        return person_page(public_id, form), 422
    chosen = form.organisation.data
    with write():
        scope = operations.organisation_id(chosen) if chosen else 0
        operations.grant(
            person.id,
            form.role.data,
            person_here(),
            "organisation" if chosen else "all",
            scope,
        )
    flash(_("The role is granted. It counts at once."), "done")
    return redirect(url_for("people.show", public_id=public_id))


@blueprint.get("/<public_id>/roles/<membership>/withdraw", access=admin)
def ask_withdraw(public_id: str, membership: str) -> ResponseReturnValue:
    """Say what withdrawing a role touches."""
    return withdraw_page(public_id, membership, StepUpForm())


@blueprint.post("/<public_id>/roles/<membership>/withdraw", access=admin, limit="60 per minute")
def withdraw(public_id: str, membership: str) -> ResponseReturnValue:
    """Withdraw a role; it is gone with the person's next request."""
    person = find(public_id)
    form = StepUpForm()
    if not step_up(form):
        return withdraw_page(public_id, membership, form), 422
    try:
        with write():
            operations.withdraw(person.id, membership, person_here())
    except DomainError as error:
        form.form_errors = [str(error)]
        return withdraw_page(public_id, membership, form), error.status
    flash(_("The role is withdrawn."), "done")
    return redirect(url_for("people.show", public_id=public_id))


@blueprint.get("/<public_id>/suspend", access=admin)
def ask_suspend(public_id: str) -> ResponseReturnValue:
    """Say what suspending touches, or what restoring brings back."""
    return suspend_page(public_id, StepUpForm())


@blueprint.post("/<public_id>/suspend", access=admin, limit="60 per minute")
def suspend(public_id: str) -> ResponseReturnValue:
    """Suspend a person, who is signed out at once everywhere."""
    return settle_suspension(public_id, _("The account is suspended."), suspended=True)


@blueprint.post("/<public_id>/restore", access=admin, limit="60 per minute")
def restore(public_id: str) -> ResponseReturnValue:
    """Let a suspended person in again."""
    return settle_suspension(public_id, _("The account is restored."), suspended=False)


def settle_suspension(public_id: str, sentence: str, *, suspended: bool) -> ResponseReturnValue:
    """Suspend or restore, once the administrator has proved who they are."""
    person = find(public_id)
    form = StepUpForm()
    if not step_up(form):
        return suspend_page(public_id, form), 422
    act = operations.suspend if suspended else operations.restore
    try:
        with write():
            act(person.id, person_here())
    except DomainError as error:
        form.form_errors = [str(error)]
        return suspend_page(public_id, form), error.status
    flash(sentence, "done")
    return redirect(url_for("people.show", public_id=public_id))


def find(public_id: str) -> queries.Record:
    """Return the person the page is about. Raises NoSuchPerson."""
    person = queries.person_by_public_id(public_id)
    if person is None:
        raise NoSuchPerson
    return person


def person_page(public_id: str, form: GrantForm) -> str:
    """Return the page of one person."""
    subject = find(public_id)
    return render_template(
        "accounts/person.html",
        subject=subject,
        form=form,
        memberships=queries.memberships_of(subject.id),
        consents=queries.consents_of(subject.id),
        may_suspend=can_suspend(person_here(), subject.id) is None,
        labels=labels,
    )


def withdraw_page(public_id: str, membership: str, form: StepUpForm) -> str:
    """Return the page before a role is withdrawn. Raises NoSuchThing."""
    subject = find(public_id)
    held = {row.public_id: row for row in queries.memberships_of(subject.id)}.get(membership)
    if held is None:
        raise NoSuchThing
    form.needs_password = not queries.proved_lately(person_here().sign_in_id)
    return render_template(
        "accounts/withdraw.html", subject=subject, held=held, form=form, labels=labels
    )


def suspend_page(public_id: str, form: StepUpForm) -> str:
    """Return the page before a person is suspended or restored."""
    form.needs_password = not queries.proved_lately(person_here().sign_in_id)
    return render_template("accounts/suspend.html", subject=find(public_id), form=form)
