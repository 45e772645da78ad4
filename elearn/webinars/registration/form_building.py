"""The form a webinar asks at registration, one for each language of its texts.

Making and changing questions is the work of the builder of forms; here a form is made for a
webinar's organisation, and chosen. Call the writing acts inside `write()`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.surveys import editing
from elearn.surveys import queries as surveys
from elearn.surveys.models import Form
from elearn.webinars.models import Webinar, WebinarText
from elearn.webinars.registration.sign_up_errors import FormUnknown, TextNotFound

KIND = "registration"


def text_here(webinar: Webinar, language: str) -> WebinarText:
    """Return a text of the webinar. Raises TextNotFound."""
    text = db.session.scalars(
        select(WebinarText).where(
            WebinarText.webinar_id == webinar.id, WebinarText.language == language
        )
    ).one_or_none()
    if text is None:
        raise TextNotFound
    return text


def forms_for(webinar: Webinar) -> Sequence[Form]:
    """Return the registration forms of the webinar's organisation, latest first."""
    return db.session.scalars(
        select(Form)
        .where(Form.kind == KIND, Form.organisation_id == webinar.organisation_id)
        .order_by(Form.id.desc())
        .limit(200)
    ).all()


def make(webinar: Webinar, language: str, actor: SignedIn) -> Any:
    """Make an empty draft for a language and ask it; return the form. Raises TextNotFound.

    It is asked once it is open.
    """
    text = text_here(webinar, language)
    form = editing.create(
        actor,
        kind=KIND,
        title=text.title,
        language=language,
        organisation_id=webinar.organisation_id,
    )
    text.form_id = form.id
    db.session.flush()
    return form


def choose(webinar: Webinar, language: str, form_id: str | None, actor: SignedIn) -> None:
    """Ask a form in a language, or nothing more. Raises TextNotFound, FormUnknown."""
    text = text_here(webinar, language)
    form = surveys.form_by_public_id(form_id) if form_id else None
    if form_id:
        fits = form is not None and form.kind == KIND and form.language == language
        if form is None or not fits or form.organisation_id != webinar.organisation_id:
            raise FormUnknown
    text.form_id = form.id if form is not None else None
    db.session.flush()
    record(actor.id, "webinar.choose-form", "webinar", webinar.public_id, language=language)
