"""A second edition of a manual of the demonstration, with proposals that wait for its trainer.

It goes the way a trainer's own upload goes; what a killed run left is taken up again.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from courses import desk_queries, drafting
from courses import operations as courses
from courses.lesson_text import from_html, text_of_blocks
from courses.models import Course, Step
from courses.update_models import EditionUpdate
from elearn.accounts.session import SignedIn
from elearn.app.demo_courses import Dated, Manual, import_of
from elearn.app.demo_people import CONTENT
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations as library
from elearn.library import queries as editions
from elearn.library import reading
from elearn.library.models import Import
from elearn.library.uploads import taken

NAME = "introduction-to-esm"
# Before the end of the stories the trainer edits a lesson, then brings the second edition.
EDITED, BROUGHT = timedelta(days=3), timedelta(days=1)


def read_second() -> dict[str, Any]:
    """Return what the second edition says otherwise, as it is written down."""
    return tomllib.loads((CONTENT / f"{NAME}-second.toml").read_text(encoding="utf-8"))


def second_edition(manual: Manual) -> Manual:
    """Return the manual as its second edition has it. Raises LookupError for unknown words."""
    text = manual.content.decode()
    for edit in read_second()["edit"]:
        if text.count(edit["before"]) != 1:
            raise LookupError(f"The manual does not say once: {edit['before']}")
        text = text.replace(edit["before"], edit["after"])
    return Manual(f"{manual.name}-second", text.encode(), manual.course, [], [])


def bring(
    manual: Manual, course: Course, trainer: SignedIn, end: datetime, dated: Dated
) -> Iterator[str]:
    """Have a lesson edited, then the second edition proposed; yield after each thing done."""
    if has_update(course.id):
        return
    with dated(end - EDITED):
        write_own(course.id, read_second()["own"], trainer)
    yield "lesson"
    second = second_edition(manual)
    with dated(end - BROUGHT):
        import_id = import_of(second) or started(second, course, trainer)
        reading.read_import(import_id)
        confirm(import_id, trainer)
        drafting.build_all(import_id)
    yield "edition"


def has_update(course_id: int) -> bool:
    """Tell whether an edition was proposed to the course and is open for decisions."""
    found = select(EditionUpdate.id).where(
        EditionUpdate.course_id == course_id, EditionUpdate.state != "building"
    )
    return db.session.scalar(found.limit(1)) is not None


def write_own(course_id: int, own: Mapping[str, str], trainer: SignedIn) -> None:
    """Write the trainer's own words into the lesson that has the passage, once."""
    course = db.session.get_one(Course, course_id)
    for step_id, text in desk_queries.newest_texts(course_id).items():
        html = text_of_blocks(text.blocks)
        if own["before"] in html and own["after"] not in html:
            keys = [block["key"] for block in text.blocks if block["key"]]
            originals = editions.paragraphs_by_key(course.edition_id or 0, keys)
            new = from_html(html.replace(own["before"], own["after"]), originals, course.language)
            with write():
                courses.save_text(db.session.get_one(Step, step_id), new, text.number, trainer)
            return


def started(second: Manual, course: Course, trainer: SignedIn) -> int:
    """Start the import of the second edition of what the course is made from."""
    edition = editions.edition_row(course.edition_id or 0)
    if edition is None:
        raise LookupError(f"The course {course.slug} has no edition.")
    details = second.details | {"edition_of": edition.tool_slug, "label": read_second()["label"]}
    upload = taken(second.file_name, second.content, len(second.content))
    with write():
        return library.start_import(trainer, upload, details).id


def confirm(import_id: int, trainer: SignedIn) -> None:
    """Confirm the outline as it was read, once."""
    with write():
        found = db.session.get_one(Import, import_id)
        if found.state == "review" and found.step != drafting.BUILDING:
            drafting.confirm(found, {}, trainer, delay_seconds=drafting.COMMAND_SECONDS)
