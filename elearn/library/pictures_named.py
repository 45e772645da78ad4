"""The pictures of a piece of HTML, by their names. Pure."""

import re

_SOURCE = re.compile(r'<img\b[^>]*?\ssrc="/media/([^"]+)"')


def pictures_in(html: str) -> tuple[str, ...]:
    """Return the names of the pictures, which are hashes of what they show, in order."""
    return tuple(_SOURCE.findall(html)) if "<img" in html else ()
