"""The command `elearn`."""

import sys

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext
from flask_migrate import upgrade

from elearn.app import demo, health, start, worker
from elearn.app.commands import COMMANDS, create_app_for_commands
from elearn.core.config import Settings
from elearn.core.database import db


@click.group(cls=FlaskGroup, create_app=create_app_for_commands, add_default_commands=False)
def main() -> None:
    """ESM Learn: manuals turned into courses."""


@main.command("run")
@with_appcontext
def run_both() -> None:
    """Start the server and the worker."""
    settings: Settings = current_app.extensions["settings"]
    click.echo(f"ESM Learn answers at {settings.origin}", err=True)
    sys.exit(start.run_together([start.server_command(settings), start.worker_command()]))


@main.command("serve")
@with_appcontext
def serve() -> None:
    """Start the server alone."""
    settings: Settings = current_app.extensions["settings"]
    sys.exit(start.run_together([start.server_command(settings)]))


@main.command("worker")
def work() -> None:
    """Start a worker alone."""
    worker.run()


@main.command("start")
@with_appcontext
def start_demo() -> None:
    """Bring the database up to date, load the demo once, start the server and the worker.

    In production no demo is loaded.
    """
    settings: Settings = current_app.extensions["settings"]
    upgrade()
    if not settings.production:
        demo.load_once()
        demo.say_sign_ins()
    # A reading transaction left open here would keep SQLite's log from being cut short.
    db.session.remove()
    db.engine.dispose()
    sys.exit(start.run_together([start.server_command(settings), start.worker_command()]))


for command in (demo.demo, health.health, *COMMANDS):
    main.add_command(command)
