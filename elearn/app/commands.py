"""What only the command line needs: migrations, and the commands of the rooms.

Servers and workers do without: loading the migration tools took a fifth of their memory.
"""

import click
from flask import Flask
from flask_migrate import Migrate

from certificates import cli as certificates_cli
from courses import cli as courses_cli
from elearn.accounts import cli as accounts_cli
from elearn.app.factory import PACKAGE, create_app
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.library import cli as library_cli

COMMANDS: tuple[click.Command, ...] = (
    accounts_cli.user,
    certificates_cli.key,
    certificates_cli.certificate,
    library_cli.outline,
    courses_cli.import_file,
)


def create_app_for_commands(settings: Settings | None = None) -> Flask:
    """Return a ready application that can also change its tables."""
    app = create_app(settings)
    Migrate(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True)
    return app
