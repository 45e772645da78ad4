"""Full addresses of pages of webinars, for letters and calendars."""

from typing import Any
from urllib.parse import quote

from flask import current_app


def page_of(slug: str) -> str:
    """Return the address of the public page of a webinar."""
    origin: str = current_app.extensions["settings"].origin
    return f"{origin}/webinars/{quote(slug)}/"


def own_page(registration: str) -> str:
    """Return the address of the page of a registration (public id), which only its letters have.

    There it is changed and cancelled, and there the way in opens in its window.
    """
    known: dict[str, Any] = current_app.jinja_env.globals
    link: str = known["registration_link"](registration)
    return link
