"""Pages that many people see alike: rendered once, kept in memory without what is personal.

A page is kept under everything it was made from, so that a change makes another page and nothing
ever has to be thrown away by hand; the oldest ones go when there are too many. Two things in it
belong to one reader and are left open: the name and the form token.
"""

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NoReturn

from flask import current_app, g, render_template, request, session
from markupsafe import escape

from elearn.core.i18n import reader_language, reader_zone

MOST_CHARACTERS = 6_000_000

# Nobody can write these into a text, since nobody knows them.
NAME = f"name-{secrets.token_hex(12)}"
TOKEN = f"token-{secrets.token_hex(12)}"
_OPEN = re.compile(f"({NAME}|{TOKEN})")

_kept: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
_lock = threading.Lock()
_characters = 0


class Somebody:
    """The signed-in person as a frozen page knows them: by a name that is filled in later."""

    name = NAME

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles

    def __getattr__(self, attribute: str) -> NoReturn:
        raise RuntimeError(f"A page kept for many people cannot show somebody's {attribute}.")


def frozen(template: str, key: Hashable, values: Callable[[], dict[str, Any]]) -> str:
    """Return the page, rendering it only when nobody has seen the same before.

    `key` holds everything that `values` is made from; address, language, time zone and roles are
    added here. A page with a message of the last act, or with a nonce, is never kept.
    """
    if "_flashes" in session:
        return render_template(template, **values())
    person = g.get("signed_in")
    roles = person.roles if person else None
    whole = (template, key, request.full_path, reader_language(), reader_zone(), roles)
    parts = _kept.get(whole)
    if parts is None:
        somebody = Somebody(roles) if roles is not None else None
        parts = _parts(render_template(template, **values(), person=somebody))
        if "csp_nonce" not in g:
            _keep(whole, parts)
    else:
        _touch(whole)
    return _filled(parts, person.name if person else "")


def _parts(markup: str) -> tuple[str, ...]:
    token = g.get("csrf_token")
    return tuple(_OPEN.split(markup.replace(token, TOKEN) if token else markup))


def _filled(parts: tuple[str, ...], name: str) -> str:
    filling = {NAME: str(escape(name))}
    if TOKEN in parts:
        form_token: Any = current_app.jinja_env.globals["csrf_token"]
        filling[TOKEN] = form_token()
    return "".join(filling.get(part, part) for part in parts)


def _keep(whole: Hashable, parts: tuple[str, ...]) -> None:
    global _characters
    with _lock:
        if whole in _kept:
            return
        _kept[whole] = parts
        _characters += sum(map(len, parts))
        while _characters > MOST_CHARACTERS:
            _, oldest = _kept.popitem(last=False)
            _characters -= sum(map(len, oldest))


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
