"""Pages that many people see alike: rendered once, kept in memory without what is personal.

A page is kept under everything it was made from, so that a change makes another page and nothing
ever has to be thrown away by hand; the oldest ones go when there are too many. What belongs to one
reader is left blank: the name, the form token, and whatever else the caller names.
"""

import hashlib
import re
import secrets
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, NoReturn

from flask import Response, current_app, g, make_response, render_template, request, session
from markupsafe import escape

from elearn.core.i18n import reader_language, reader_zone
from elearn.core.web import conditional

# A page with one letter beyond Latin-1 takes two bytes for each of its letters.
MOST_BYTES = 4_000_000

# Nobody can write a blank into a text, since nobody knows this. It stands first in a blank, so that
# blanks are found at the speed of a search for a plain text.
_SECRET = secrets.token_hex(12)
_BLANK = re.compile(f"({_SECRET}-[a-z0-9]+-)")


def blank(name: str) -> str:
    """Return what stands in a kept page where a text goes that is filled in for each reader."""
    return f"{_SECRET}-{name}-"


NAME, TOKEN, HERE = blank("name"), blank("token"), blank("here")

_kept: OrderedDict[Hashable, "Kept"] = OrderedDict()
_lock = threading.Lock()
_bytes = 0


class Somebody:
    """The signed-in person as a frozen page knows them: by a name that is filled in later."""

    name = NAME

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles

    def __getattr__(self, attribute: str) -> NoReturn:
        raise RuntimeError(f"A page kept for many people cannot show somebody's {attribute}.")


class Kept(NamedTuple):
    """A page in parts, blanks among them, and the hash of what lies between."""

    parts: tuple[str, ...]
    digest: str


def frozen(
    template: str,
    key: Hashable,
    values: Callable[[], dict[str, Any]],
    blanks: Mapping[str, str] | None = None,
    *,
    anywhere: bool = False,
) -> Response:
    """Answer with the page, rendering it only when nobody has seen the same before.

    `key` holds everything that `values` is made from; address, language, time zone and roles are
    added here. `blanks` are the texts for what `values` gives as `blank(name)`. With `anywhere` the
    page is the same at every address. The answer has an ETag; 304 when the reader has exactly that
    page. A page with a message of the last act, or with a nonce, is never kept, here or there.
    """
    person = g.get("signed_in")
    here = request.full_path.rstrip("?")
    filling = {blank(name): str(escape(text)) for name, text in (blanks or {}).items()}
    filling |= {NAME: str(escape(person.name)) if person else "", HERE: str(escape(here))}
    if "_flashes" in session:
        return _once(_filled(_cut(render_template(template, **values())).parts, filling))
    roles = person.roles if person else None
    address = None if anywhere else request.full_path
    whole = (template, key, address, reader_language(), reader_zone(), roles)
    kept = _found(whole)
    if kept is None:
        somebody = Somebody(roles) if roles is not None else None
        markup = render_template(template, **values(), person=somebody, here_url=HERE)
        kept = _cut(markup)
        if "csp_nonce" in g:
            return _once(_filled(kept.parts, filling))
        _keep(whole, kept)
    response = make_response(_filled(kept.parts, filling))
    # The token is signed for the secret of the session: a page of an older one would be refused.
    own = "\n".join([kept.digest, session.get("csrf_token", ""), *filling.values()])
    return conditional(response, hashlib.sha256(own.encode()).hexdigest()[:32])


def _once(markup: str) -> Response:
    response = make_response(markup)
    response.headers["Cache-Control"] = "no-store"
    return response


def _cut(markup: str) -> Kept:
    token = g.get("csrf_token")
    lasting = markup.replace(token, TOKEN) if token else markup
    # Without the secret, which differs from process to process.
    digest = hashlib.sha256(lasting.replace(_SECRET, "").encode()).hexdigest()
    return Kept(tuple(_BLANK.split(lasting)), digest)


def _filled(parts: tuple[str, ...], filling: dict[str, str]) -> str:
    if TOKEN in parts:
        form_token: Any = current_app.jinja_env.globals["csrf_token"]
        filling = filling | {TOKEN: str(form_token())}
    return "".join([filling.get(part, part) for part in parts])


def _found(whole: Hashable) -> Kept | None:
    with _lock:
        kept = _kept.get(whole)
        if kept is not None:
            _kept.move_to_end(whole)
    return kept


def _keep(whole: Hashable, kept: Kept) -> None:
    global _bytes
    with _lock:
        if whole in _kept:
            return
        _kept[whole] = kept
        _bytes += sum(map(sys.getsizeof, kept.parts))
        while _bytes > MOST_BYTES:
            _, oldest = _kept.popitem(last=False)
            _bytes -= sum(map(sys.getsizeof, oldest.parts))


def forget() -> None:
    """Throw every kept page away."""
    global _bytes
    with _lock:
        _kept.clear()
        _bytes = 0
