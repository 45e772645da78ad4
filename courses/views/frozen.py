"""Pages that many people see alike: rendered once, kept in memory without what is personal.

A page is kept under everything it was made from, so that a change makes another page and nothing
ever has to be thrown away by hand; the oldest ones go when there are too many. Two things in it
belong to one reader and are left open: the name and the form token.
"""

import hashlib
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, NoReturn

from flask import Response, current_app, g, make_response, render_template, request, session
from markupsafe import escape

from elearn.core.i18n import reader_language, reader_zone
from elearn.core.web import conditional

MOST_CHARACTERS = 6_000_000

# Nobody can write these into a text, since nobody knows them.
NAME = f"name-{secrets.token_hex(12)}"
TOKEN = f"token-{secrets.token_hex(12)}"
_OPEN = re.compile(f"({NAME}|{TOKEN})")

_kept: OrderedDict[Hashable, "Kept"] = OrderedDict()
_lock = threading.Lock()
_characters = 0


class Somebody:
    """The signed-in person as a frozen page knows them: by a name that is filled in later."""

    name = NAME

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles

    def __getattr__(self, attribute: str) -> NoReturn:
        raise RuntimeError(f"A page kept for many people cannot show somebody's {attribute}.")


class Kept(NamedTuple):
    """A page in the parts between what is left open, and the hash of them."""

    parts: tuple[str, ...]
    digest: str


def frozen(template: str, key: Hashable, values: Callable[[], dict[str, Any]]) -> Response:
    """Answer with the page, rendering it only when nobody has seen the same before.

    `key` holds everything that `values` is made from; address, language, time zone and roles are
    added here. The answer has an ETag; 304 when the reader has exactly that page. A page with a
    message of the last act, or with a nonce, is never kept, here or there.
    """
    if "_flashes" in session:
        return _once(render_template(template, **values()))
    person = g.get("signed_in")
    roles = person.roles if person else None
    whole = (template, key, request.full_path, reader_language(), reader_zone(), roles)
    kept = _kept.get(whole)
    if kept is None:
        somebody = Somebody(roles) if roles is not None else None
        kept = _cut(render_template(template, **values(), person=somebody))
        if "csp_nonce" in g:
            return _once(_filled(kept.parts, person.name if person else ""))
        _keep(whole, kept)
    else:
        _touch(whole)
    name = person.name if person else ""
    response = make_response(_filled(kept.parts, name))
    # The token is signed for the secret of the session: a page of an older one would be refused.
    secret = session.get("csrf_token", "")
    tag = hashlib.sha256(f"{kept.digest}\n{name}\n{secret}".encode()).hexdigest()[:32]
    return conditional(response, tag)


def _once(markup: str) -> Response:
    response = make_response(markup)
    response.headers["Cache-Control"] = "no-store"
    return response


def _cut(markup: str) -> Kept:
    token = g.get("csrf_token")
    lasting = markup.replace(token, TOKEN) if token else markup
    # Without the markers, which differ from process to process.
    digest = hashlib.sha256(_OPEN.sub("", lasting).encode()).hexdigest()
    return Kept(tuple(_OPEN.split(lasting)), digest)


def _filled(parts: tuple[str, ...], name: str) -> str:
    filling = {NAME: str(escape(name))}
    if TOKEN in parts:
        form_token: Any = current_app.jinja_env.globals["csrf_token"]
        filling[TOKEN] = form_token()
    return "".join([filling.get(part, part) for part in parts])


def _keep(whole: Hashable, kept: Kept) -> None:
    global _characters
    with _lock:
        if whole in _kept:
            return
        _kept[whole] = kept
        _characters += sum(map(len, kept.parts))
        while _characters > MOST_CHARACTERS:
            _, oldest = _kept.popitem(last=False)
            _characters -= sum(map(len, oldest.parts))


def _touch(whole: Hashable) -> None:
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)


def forget() -> None:
    """Throw every kept page away."""
    global _characters
    with _lock:
        _kept.clear()
        _characters = 0
