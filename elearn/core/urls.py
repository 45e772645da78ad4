"""Safe redirects and absolute addresses."""

from urllib.parse import urlsplit

from flask import current_app, url_for


def safe_path(target: str | None) -> str | None:
    """Return `target` when it is a path on this site, else None.

    Strict on purpose: `/\\evil`, `///evil`, control characters and hosts are refused.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if "\\" in target or any(ord(character) < 33 or ord(character) == 127 for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def absolute(endpoint: str, **values: str) -> str:
    """Return the full address of an endpoint on the configured origin, whatever Host was sent."""
    origin: str = current_app.extensions["settings"].origin
    # Outside a request url_for needs a server name; a test request supplies the routing only.
    with current_app.test_request_context():
        path = url_for(endpoint, _external=False, **values)
    return origin + path
