"""Full addresses of pages of webinars, for letters and calendars."""

from typing import Any

from elearn.core.urls import absolute
from elearn.webinars.registration import links
from elearn.webinars.registration.registration_models import Registration, SignUp

# What `own_page` needs of a row.
OWN_PAGE = (Registration.public_id, SignUp.public_id.label("sign_up_id"), SignUp.nonce)


def page_of(slug: str) -> str:
    """Return the address of the public page of a webinar."""
    return absolute("webinars.show", slug=slug)


def own_page(row: Any) -> str:
    """Return the address of the page of a registration, which only its person has.

    There it is changed and cancelled, and there the way in opens in its window.
    """
    value = links.signed_value(row.sign_up_id, row.nonce)
    return f"{absolute('registrations.show', value=value)}#{row.public_id}"


def feedback_page(row: Any) -> str:
    """Return the address at which somebody gives feedback on a session after it."""
    value = links.signed_value(row.sign_up_id, row.nonce)
    return absolute("webinar_feedback.show", value=value, registration_id=row.public_id)
