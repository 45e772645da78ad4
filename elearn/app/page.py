"""What every page knows: the person, the menus, the language, and where assets lie."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, has_request_context, request, url_for
from flask_babel import get_locale
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from elearn.accounts.session import current_person
from elearn.app import rooms
from elearn.core import i18n


def init_app(app: Flask) -> None:
    """Give templates their globals."""
    manifest = read_manifest(Path(str(app.static_folder)))
    app.jinja_env.template_class = PageTemplate
    app.jinja_env.globals["asset"] = lambda name: f"/static/{manifest.get(name, name)}"
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(page_context)


class PageTemplate(Template):
    """A template whose macros are imported without asking, each time, whether globals differ.

    They never do here: all are put on the environment before the first page.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module(None)


def read_manifest(static: Path) -> dict[str, str]:
    """Return logical -> hashed names of the built assets."""
    path = static / "dist" / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, str] = json.loads(path.read_text())
    return manifest


def page_context() -> dict[str, Any]:
    """Return the variables the layouts use."""
    if not has_request_context():
        return letter_context()
    person = current_person()
    language = i18n.reader_language()
    roles = person.roles if person else None
    return {
        "person": person,
        "page_language": language,
        "page_direction": i18n.direction(language),
        "languages": [(code, i18n.NAMES.get(code, code)) for code in i18n.offered_languages()],
        "menu": links("MENU", roles, language),
        "account_menu": links("ACCOUNT_MENU" if person else "VISITOR_MENU", roles, language),
        "desk_menu": links("DESK_MENU", roles, language),
        "footer_links": links("FOOTER", roles, language),
        **addresses(request.root_path),
        "text_direction": i18n.direction,
        "language_name": i18n.language_name,
    }


def letter_context() -> dict[str, Any]:
    """Return the variables of a letter, which the worker writes in its reader's language."""
    language = str(get_locale() or "en").replace("_", "-")
    return {"page_language": language, "page_direction": i18n.direction(language)}


class Link(NamedTuple):
    """An entry of a menu as pages show it."""

    label: str
    url: str
    current: bool


def links(menu: str, roles: frozenset[str] | None, language: str) -> tuple[Link, ...]:
    """Return the entries of a menu that these roles may see, with the current one marked."""
    return _links(menu, roles, language, request.root_path, request.endpoint or "")


# The same for everybody with these roles and this language, so it is worked out once.
@lru_cache(maxsize=4096)
def _links(
    menu: str, roles: frozenset[str] | None, language: str, root: str, here: str
) -> tuple[Link, ...]:
    entries: tuple[rooms.Entry, ...] = getattr(rooms, menu)
    return tuple(
        Link(
            str(entry.label),
            url_for(entry.endpoint),
            here == entry.endpoint or here.startswith(entry.family),
        )
        for entry in entries
        if entry.roles is None or (roles is not None and roles & set(entry.roles))
    )


@lru_cache(maxsize=64)
def addresses(root: str) -> dict[str, str]:
    """Return the addresses that stand on every page, below the root the application is under."""
    return {
        "language_url": url_for("accounts.switch_language"),
        "sign_out_url": url_for("accounts.sign_out"),
    }
