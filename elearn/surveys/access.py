"""Who may see and change forms. Responses belong to the room that asked for them."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, true

from elearn.accounts.access import is_admin
from elearn.accounts.session import SignedIn
from elearn.core.access import Refusal
from elearn.surveys import queries
from elearn.surveys.errors import FormIsNotYours, FormNotFound
from elearn.surveys.models import Form
from elearn.surveys.queries import AnyRow

REGISTRATION = "registration"


def organisations_of(person: SignedIn, role: str = "trainer") -> list[int]:
    """Return the organisations for which the person is a trainer, or holds another role."""
    return sorted(
        scope_id
        for held, kind, scope_id in person.memberships
        if held == role and kind == "organisation"
    )


def role_for(kind: str) -> str:
    """Return whose work a form of the kind is: partners ask who registers for their webinars."""
    return "partner" if kind == REGISTRATION else "trainer"


def can_edit(person: SignedIn, form: AnyRow) -> Refusal | None:
    """Let admins, whoever made the form, and trainers of its organisation change it.

    Forms for registration are changed by partners of their organisation.
    """
    # Who leaves an organisation leaves what it asks who registers for its webinars.
    theirs = form.kind != REGISTRATION or form.organisation_id is None
    if is_admin(person) or (theirs and form.created_by_id == person.id):
        return None
    if form.organisation_id in organisations_of(person, role_for(form.kind)):
        return None
    return Refusal(_("Somebody else looks after this form. Copy it to make your own."))


def open_form(public_id: str, person: SignedIn, *, to: str = "read") -> AnyRow:
    """Return a form for a trainer or admin, to `read` (and copy) or to `edit`.

    Every trainer reads forms that are open or were; a draft, and what another organisation asks
    who registers, is known to those who may edit it. Raises FormNotFound or FormIsNotYours.
    """
    form = queries.form_by_public_id(public_id)
    if form is None:
        raise FormNotFound
    if can_edit(person, form):
        if form.state == "draft" or form.kind == REGISTRATION or "trainer" not in person.roles:
            raise FormNotFound
        if to == "edit":
            raise FormIsNotYours
    return form


def forms_visible_to(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Form that holds for what `open_form(to="read")` would open."""
    if is_admin(person):
        return true()
    ours = Form.kind == REGISTRATION
    seen = [
        (~ours | Form.organisation_id.is_(None)) & (Form.created_by_id == person.id),
        ~ours & Form.organisation_id.in_(organisations_of(person)),
        ours & Form.organisation_id.in_(organisations_of(person, "partner")),
    ]
    if "trainer" in person.roles:
        seen.append(~ours & (Form.state != "draft"))
    return or_(*seen)
