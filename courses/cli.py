"""Commands of courses."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from courses import drafting, publishing
from courses.desk_errors import NothingToTeach
from courses.models import Course
from elearn.accounts.models import Membership, Person
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations, reading, uploads
from elearn.library.models import Import
from elearn.library.readers.errors import Unreadable

REFUSED = 2


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish the course and print its address.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the import report as JSON.")
@click.option("--as", "email", help="The trainer or admin who imports; else the first admin.")
@with_appcontext
def import_file(file: Path, publish: bool, report: Path | None, email: str | None) -> None:
    """Turn a document into a course, with the outline as it is found.

    A file that cannot be read is refused with code 2, and nothing is changed.
    """
    settings: Settings = current_app.extensions["settings"]
    actor = importer(email)
    try:
        upload = uploads.taken(file.name, file.read_bytes(), settings.upload_bytes)
        read = reading.read_bytes(upload.content, upload.name, lambda percent, step: None)
    except Unreadable as reason:
        refuse(reason.code, reason.sentence)
    if report:
        report.write_text(json.dumps(asdict(read.doc.report), indent=1, ensure_ascii=False))
    with write():
        import_id = operations.start_import(actor, upload, {}).id
    reading.keep(import_id, read)
    click.echo(made(import_id, actor, settings, publish=publish))


def importer(email: str | None) -> SignedIn:
    """Return who imports: the person named, or the first admin."""
    statement = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role.in_(("admin", "trainer")))
        .order_by(Membership.role, Person.id)
    )
    if email:
        statement = statement.where(Person.email == email.strip().lower())
    person_id = db.session.scalars(statement.limit(1)).first()
    found = person_by_id(person_id) if person_id else None
    if found is None:
        raise click.ClickException("Make a trainer first: elearn user create --role trainer ...")
    return found


def made(import_id: int, actor: SignedIn, settings: Settings, *, publish: bool) -> str:
    """Make the course of a document that was read, and return its address."""
    with write():
        found = db.session.get_one(Import, import_id)
        drafting.confirm(found, {}, actor, delay_seconds=drafting.COMMAND_SECONDS)
    try:
        course_id = drafting.build(import_id)
    except NothingToTeach as reason:
        refuse("no-lessons", str(reason))
    course = db.session.get_one(Course, course_id)
    db.session.refresh(course)
    if not publish:
        return f"{settings.origin}/desk/courses/{course.slug}/"
    rendering = publishing.render(course)
    with write():
        publishing.publish(course_id, actor, rendering=rendering)
    return f"{settings.origin}/courses/{course.slug}/"


def refuse(code: str, sentence: str) -> Any:
    """Say why a file is refused and end with code 2."""
    click.echo(f"refused: {code}: {sentence}", err=True)
    sys.exit(REFUSED)
