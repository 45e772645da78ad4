"""Commands of courses."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from courses import drafting, edition_report, publishing
from courses.desk_errors import NothingToTeach
from courses.models import Course
from elearn.accounts.models import Membership, Person
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core import storage
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations, reading, styles, uploads
from elearn.library.errors import UnknownTool
from elearn.library.models import Import
from elearn.library.readers.errors import Unreadable
from elearn.library.reading import Read
from elearn.library.uploads import Upload

REFUSED = 2
AS_NEW_COURSE = "Import it as a new course: elearn import FILE, without --edition-of."


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish the course and print its address.")
@click.option("--split-level-1", "each", is_flag=True, help="A course for each part at level 1.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the import report as JSON.")
@click.option("--edition-of", "tool", help="A tool's slug or an edition's id: write what changed.")
@click.option("--dry-run", is_flag=True, help="With --edition-of: compare only, add no edition.")
@click.option("--as", "email", help="The trainer or admin who imports; else the first admin.")
@with_appcontext
def import_file(
    file: Path,
    publish: bool,
    each: bool,
    report: Path | None,
    tool: str | None,
    dry_run: bool,
    email: str | None,
) -> None:
    """Turn a document into a course, with the outline as it is found, and print its address.

    With --edition-of it becomes a new edition: what changed is written as JSON and proposed to
    the courses on earlier editions. Where less than half was recognised nothing is proposed: the
    JSON advises a new course, and the import waits for its trainer. A file that cannot be read is
    refused with code 2, and nothing is changed.
    """
    if dry_run and (report or not tool):
        raise click.UsageError("--dry-run goes with --edition-of, and without --report.")
    settings: Settings = current_app.extensions["settings"]
    actor = importer(email)
    details = following_details(tool)
    upload, read = brought(file, settings, dry_run=dry_run)
    if tool:
        follow(upload, read, details, actor, report, dry_run=dry_run)
        return
    with write():
        import_id = operations.start_import(actor, upload, details).id
    reading.keep(import_id, read)
    if each:
        with write():
            drafting.split(db.session.get_one(Import, import_id))
    try:
        for address in made(import_id, actor, settings, publish=publish):
            click.echo(address)
    except NothingToTeach as reason:
        refuse("no-lessons", str(reason))
    finally:
        if report:
            write_report(import_id, report)


def follow(
    upload: Upload,
    read: Read,
    details: dict[str, Any],
    actor: SignedIn,
    report: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Write what a new edition changes, and propose it unless a new course is the better way."""
    seen = edition_report.compared(read.doc, read, details)
    if dry_run:
        click.echo(edition_report.told(seen, AS_NEW_COURSE))
        return
    with write():
        import_id = operations.start_import(actor, upload, details).id
    reading.keep(import_id, read)
    done = edition_report.followed(import_id, actor, seen)
    click.echo(edition_report.told(done, next_act(import_id)))
    if report:
        write_report(import_id, report)


def brought(file: Path, settings: Settings, *, dry_run: bool = False) -> tuple[Upload, Read]:
    """Return a file with what was read of it; a dry run keeps nothing in storage.

    Ends with code 2 when it cannot be read.
    """
    content = file.read_bytes()
    look = uploads.looked_over if dry_run else uploads.taken
    keep = storage.key_of if dry_run else storage.put
    try:
        upload = look(file.name, content, settings.upload_bytes)
        return upload, reading.read_bytes(
            upload.content, upload.name, lambda percent, step: None, styles.shared_map(), keep
        )
    except Unreadable as reason:
        if not dry_run:
            uploads.forget(storage.key_of(content))
        return tuple(refuse(reason.code, reason.sentence))


def next_act(import_id: int) -> str:
    """Return where a trainer goes on with an import that waits."""
    settings: Settings = current_app.extensions["settings"]
    found = db.session.get_one(Import, import_id)
    return f"{AS_NEW_COURSE} Or decide on {settings.origin}/desk/imports/{found.public_id}/"


def following_details(tool: str | None) -> dict[str, Any]:
    """Return what makes a document a new edition. Ends with code 2 for a tool nobody knows."""
    try:
        return operations.following({"edition_of": tool} if tool else {})
    except UnknownTool as reason:
        return dict(refuse("unknown-tool", str(reason)))


def write_report(import_id: int, path: Path) -> None:
    """Write what became of every character of a document."""
    found = db.session.get_one(Import, import_id, populate_existing=True)
    told = drafting.report_of(found)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")


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


def made(import_id: int, actor: SignedIn, settings: Settings, *, publish: bool) -> list[str]:
    """Make the courses of a document that was read, and return their addresses.

    Raises NothingToTeach.
    """
    with write():
        found = db.session.get_one(Import, import_id)
        drafting.confirm(found, {}, actor, delay_seconds=drafting.COMMAND_SECONDS)
    addresses = []
    for course_id in drafting.build_all(import_id):
        course = db.session.get_one(Course, course_id)
        db.session.refresh(course)
        if publish:
            rendering = publishing.render(course)
            with write():
                publishing.publish(course_id, actor, rendering=rendering)
        place = "/courses" if publish else "/desk/courses"
        addresses.append(f"{settings.origin}{place}/{course.slug}/")
    return addresses


def refuse(code: str, sentence: str) -> Any:
    """Say why a file is refused and end with code 2."""
    click.echo(f"refused: {code}: {sentence}", err=True)
    sys.exit(REFUSED)
