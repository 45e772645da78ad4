"""What every page knows: the person, the menus, the language, and where assets lie."""

import json
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import get_locale

from elearn.accounts.session import SignedIn, current_person
from elearn.app import rooms
from elearn.core import i18n


def init_app(app: Flask) -> None:
    """Give templates their globals."""
    manifest = read_manifest(Path(str(app.static_folder)))
    app.jinja_env.globals["asset"] = lambda name: f"/static/{manifest.get(name, name)}"
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(page_context)


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
    return {
        "person": person,
        "page_language": language,
        "page_direction": i18n.direction(language),
        "languages": [(code, i18n.NAMES.get(code, code)) for code in i18n.offered_languages()],
        "menu": links(rooms.MENU, person),
        "account_menu": links(rooms.ACCOUNT_MENU if person else rooms.VISITOR_MENU, person),
        "desk_menu": links(rooms.DESK_MENU, person),
        "footer_links": links(rooms.FOOTER, person),
        "language_url": url_for("accounts.switch_language"),
        "sign_out_url": url_for("accounts.sign_out"),
        "text_direction": i18n.direction,
        "language_name": i18n.language_name,
    }


def letter_context() -> dict[str, Any]:
    """Return the variables of a letter, which the worker writes in its reader's language."""
    language = str(get_locale() or "en").replace("_", "-")
    return {"page_language": language, "page_direction": i18n.direction(language)}


def links(entries: tuple[rooms.Entry, ...], person: SignedIn | None) -> list[dict[str, Any]]:
    """Return the entries this person may see, with the current one marked."""
    here = request.endpoint or ""
    return [
        {
            "label": str(entry.label),
            "url": url_for(entry.endpoint),
            "current": here == entry.endpoint or here.startswith(entry.family),
        }
        for entry in entries
        if entry.roles is None or (person is not None and person.roles & set(entry.roles))
    ]
