"""Letters as they would be sent, shown in development only."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from flask import Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from elearn.core.access import anyone
from elearn.core.config import Settings
from elearn.core.web import Blueprint

blueprint = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")
MOST_SHOWN = 100


def is_open(settings: Settings) -> bool:
    """Tell whether letters are written to a folder and may be shown: never in production."""
    return not settings.production and not settings.smtp_url


@blueprint.get("/", access=anyone)
def index() -> ResponseReturnValue:
    """List the newest letters."""
    paths = sorted(folder().glob("*.eml"), reverse=True)[:MOST_SHOWN]
    letters = [(path.stem, opened(path)) for path in paths]
    return render_template("app/dev_mail.html", letters=letters)


@blueprint.get("/<name>", access=anyone)
def show(name: str) -> ResponseReturnValue:
    """Show the text of a letter."""
    letter = found(name)
    body = letter.get_body(("plain",))
    return render_template(
        "app/dev_letter.html", letter=letter, name=name, text=body.get_content() if body else ""
    )


@blueprint.get("/<name>/html", access=anyone)
def show_html(name: str) -> ResponseReturnValue:
    """Show the HTML of a letter as a mail program would: nothing runs, nothing is fetched."""
    body = found(name).get_body(("html",))
    response = Response(body.get_content() if body else "", mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-top-navigation"
    )
    return response


def folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.data_path / "mail"


def found(name: str) -> EmailMessage:
    path = folder() / f"{name}.eml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        abort(404)
    return opened(path)


def opened(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
