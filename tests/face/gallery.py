"""A gallery of every layout and component with plausible contents, for eyes and for tests."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, flash, render_template, request, url_for
from flask_babel import Babel
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.access import Refusal
from elearn.core.paging import Page
from elearn.core.web import secure

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"


class Registration(FlaskForm):
    """One field of each kind."""

    name = StringField("Your name", [InputRequired("Enter your name.")])
    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Choose a password.")])
    country = SelectField(
        "Country",
        choices=[
            SelectChoice("ke", "Kenya"),
            SelectChoice("fj", "Fiji"),
            SelectChoice("uz", "Uzbekistan"),
        ],
    )
    kind = RadioField(
        "You work for",
        [InputRequired("Say whom you work for.")],
        choices=[
            SelectChoice("g", "A government"),
            SelectChoice("b", "A business"),
            SelectChoice("n", "A non-governmental organisation"),
        ],
    )
    topics = SelectMultipleField(
        "Topics",
        choices=[
            SelectChoice("e", "Electrical and electronic waste"),
            SelectChoice("p", "Plastic waste"),
        ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    born = DateField("First day")
    about = TextAreaField("About you")
    picture = FileField("Word manual")
    terms = BooleanField("I agree to the terms of use.", [InputRequired("Agree to the terms.")])


def link(label: str, url: str = "#main", current: bool = False) -> dict[str, Any]:
    return {"label": label, "url": url, "current": current}


def page_context(language: str, direction: str, person: Any) -> Callable[[], dict[str, Any]]:
    visitor_menu = [link("Sign in"), link("Register")]
    person_menu = [link("My learning"), link("Profile")]
    return lambda: {
        "page_language": language,
        "page_direction": direction,
        "person": person,
        "languages": [
            ("ar", "العربية"),
            ("en", "English"),
            ("fr", "Français"),
            ("ru", "Русский"),
        ],
        "language_url": "/language",
        "sign_out_url": "/sign-out",
        "menu": [link("Courses", current=True), link("Toolkit"), link("Verify a certificate")],
        "account_menu": person_menu if person else visitor_menu,
        "footer_links": [
            link("Accessibility"),
            link("Privacy"),
            link("About"),
            link("Names of countries"),
        ],
        "desk_menu": [
            link("Courses"),
            link("Imports", current=True),
            link("Questions"),
            link("Quizzes"),
            link("People"),
        ],
    }


def create_gallery(language: str = "en", direction: str = "ltr", signed_in: bool = True) -> Flask:
    """Return an application whose address /<name> shows tests/face/pages/<name>.html."""
    app = Flask(
        "gallery", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(SECRET_KEY="gallery", TESTING=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader.searchpath.append(str(PAGES))  # type: ignore[union-attr]
    Babel(app, locale_selector=lambda: "en")
    CSRFProtect(app)
    app.after_request(secure)
    manifest = json.loads((ROOT / "static/dist/manifest.json").read_text())
    app.jinja_env.globals["asset"] = lambda name: url_for("static", filename=manifest[name])
    person = SimpleNamespace(name="Amina Odhiambo") if signed_in else None
    app.context_processor(page_context(language, direction, person))

    app.add_url_rule("/", "first", lambda: "")
    app.add_url_rule("/language", "language", lambda: "", methods=["POST"])
    app.add_url_rule("/sign-out", "sign_out", lambda: "", methods=["POST"])

    @app.get("/<name>")
    def show(name: str) -> str:
        form = Registration(born=date(2026, 11, 3), email="amina@example.org")
        if request.args.get("wrong"):
            form = Registration(request.args)
            form.meta.csrf = False
            form.validate()
        if name == "catalogue":
            flash("You are enrolled. Begin with the first lesson whenever you like.", "done")
        return render_template(
            f"{name}.html",
            form=form,
            page=Page([], 2, True),
            refusal=Refusal(
                "Finish the module “Who does what” first.", "Go to the module", "#main"
            ),
            status=int(request.args.get("status", 404)),
            sentence="There is no page here. It may have moved, or you may not have access to it.",
            request_id="7f3a-21bc",
        )

    return app


def names() -> list[str]:
    """Return the pages of the gallery."""
    return sorted(path.stem for path in PAGES.glob("*.html"))
