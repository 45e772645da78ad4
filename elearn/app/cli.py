"""The command `elearn`."""

import click
from flask.cli import FlaskGroup

from elearn.app.factory import create_app


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False)
def main() -> None:
    """ESM Learn: manuals turned into courses."""
