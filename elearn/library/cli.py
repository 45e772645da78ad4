"""Commands of the library."""

import json
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from elearn.library.readers.child import read_document
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.outline import outline_of


@click.command("outline")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ignore-bookmarks", is_flag=True, help="Read a PDF as if it had no bookmarks.")
@with_appcontext
def outline(file: Path, ignore_bookmarks: bool) -> None:
    """Print the headings of a document as JSON: [[level, title], ...]."""
    try:
        doc = read_document(file, name=file.name, ignore_bookmarks=ignore_bookmarks)
    except Unreadable as reason:
        refused(reason)
    click.echo(json.dumps(outline_of(doc), ensure_ascii=False, indent=1))


def refused(reason: Unreadable) -> None:
    """Say why a file is refused and end with code 2."""
    click.echo(f"refused: {reason.code}: {reason.sentence}", err=True)
    sys.exit(2)
