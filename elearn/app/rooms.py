"""The table of rooms: which doors they have, and what stands in the menus."""

from dataclasses import dataclass

import click
from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.views import learner as courses_learner
from elearn.app import dev_mail, health, home, jobs, openapi
from elearn.core import mail
from elearn.core.api import ApiBlueprint, create_api
from elearn.core.web import csrf
from quizzes import tasks as quizzes_tasks

API_PREFIX = "/api/v1"

PAGES = (
    home.blueprint,
    health.blueprint,
    jobs.blueprint,
    openapi.blueprint,
    courses_learner.blueprint,
)
APIS: tuple[ApiBlueprint, ...] = ()
# Commands of the rooms, under `elearn`.
COMMANDS: tuple[click.Command, ...] = ()
# Modules that register tasks when they are imported.
TASKS = (mail, quizzes_tasks)


@dataclass(frozen=True)
class Entry:
    """A menu entry. `roles` None shows it to everybody; `family` marks it current by prefix."""

    # A lazy text: `lazy_gettext("Courses")`.
    label: object
    endpoint: str
    family: str
    roles: tuple[str, ...] | None = None


# The main menu of every page.
MENU: tuple[Entry, ...] = (
    Entry(_l("Courses"), "courses.catalogue", "courses.s"),
    Entry(_l("My learning"), "courses.learn", "courses.learn", roles=("learner",)),
)
# The menu behind the person's name, and what visitors see in its place.
ACCOUNT_MENU: tuple[Entry, ...] = ()
VISITOR_MENU: tuple[Entry, ...] = ()
# The side menu of the desk of trainers and admins.
DESK_MENU: tuple[Entry, ...] = ()
FOOTER: tuple[Entry, ...] = ()


def register(app: Flask) -> None:
    """Open every door of every room."""
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    if dev_mail.is_open(app.extensions["settings"]):
        app.register_blueprint(dev_mail.blueprint)
    api = create_api(app, "ESM Learn", "1")
    for door in APIS:
        # Cookies are checked by the API blueprint itself; tokens need no CSRF token.
        csrf.exempt(door)
        api.register_blueprint(door)
    app.extensions["api"] = api
