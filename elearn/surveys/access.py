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


def organisations_of(person: SignedIn) -> list[int]:
    """Return the organisations for which the person is a trainer."""
    return sorted(
        scope_id
        for role, kind, scope_id in person.memberships
        if role == "trainer" and kind == "organisation"
    )


def can_edit(person: SignedIn, form: AnyRow) -> Refusal | None:
    """Let admins, whoever made the form, and trainers of its organisation change it."""
    if is_admin(person) or form.created_by_id == person.id:
        return None
    if form.organisation_id is not None and form.organisation_id in organisations_of(person):
        return None
    return Refusal(_("Somebody else looks after this form. Copy it to make your own."))


def open_form(public_id: str, person: SignedIn, *, to: str = "read") -> AnyRow:
    """Return a form for a trainer or admin, to `read` (and copy) or to `edit`.

    Everybody at the desk reads forms that are open or were; a draft is known to those who may
    edit it. Raises FormNotFound or FormIsNotYours.
    """
    form = queries.form_by_public_id(public_id)
    if form is None:
        raise FormNotFound
    if can_edit(person, form):
        if form.state == "draft":
            raise FormNotFound
        if to == "edit":
            raise FormIsNotYours
    return form


def forms_visible_to(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Form that holds for what `open_form(to="read")` would open."""
    if is_admin(person):
        return true()
    return or_(
        Form.state != "draft",
        Form.created_by_id == person.id,
        Form.organisation_id.in_(organisations_of(person)),
    )
