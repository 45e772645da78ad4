"""A course follows its manual: an update begins with a new edition and ends on it.

Beginning is the work of a job, finishing that of a trainer. Both go in short transactions and may
be repeated: what is done is found and left as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from courses import accounting, update_queries
from courses.block_acts import name_of
from courses.deciding import decide_many, refuse_when_over, save
from courses.desk_queries import AnyRow
from courses.edition_account import course_account
from courses.edits import locked, note, touched
from courses.lesson_text import LessonText, words_of
from courses.models import Course
from courses.proposing import Editions, proposals
from courses.taught import Lesson
from courses.update_errors import DecisionsStand, NotTheNewest, StillOpen, UpdateIsOver
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import changes, review
from elearn.library import queries as library
from elearn.library.changes import Comparison
from elearn.library.errors import ImportIsNotReady
from elearn.library.models import Edition, Import

ROWS_AT_ONCE = 15
LESSONS_AT_ONCE = 4

_new_update = upsert(EditionUpdate).on_conflict_do_nothing(
    index_elements=["course_id", "to_edition_id"]
)


def begin(edition_id: int) -> list[int]:
    """Propose a new edition to the courses on earlier ones of its tool; return the updates' ids.

    Courses in another language, being built, or on this or a later edition are left alone. A
    course for which nothing changed is moved to the edition at once. A repeat changes nothing.
    """
    known: dict[int, Comparison] = {}
    begun = []
    for course_id, old_id in courses_behind(edition_id):
        if old_id not in known:
            known[old_id] = changes.changes_between(old_id, edition_id)
        begun.append(begin_for(course_id, old_id, edition_id, known[old_id]))
    return begun


def is_wanted(found: Import) -> bool:
    """Tell whether a document was brought as a new edition of a tool, not as a course."""
    return bool(found.details.get("edition_of")) and not found.details.get("new_course")


def follow(import_id: int) -> list[int]:
    """Store the edition of a confirmed import and propose it; return the courses that follow it.

    Done once, repeats return them. Raises ImportIsNotReady when it was not read or was stopped.
    """
    found = db.session.get_one(Import, import_id, populate_existing=True)
    if found.state != "done":
        edition_id = review.store(import_id, review.carried(found))
        begin(edition_id)
        balance = balance_kept(found, edition_id)
        with write():
            found = db.session.get_one(Import, import_id, populate_existing=True)
            if found.state == "cancelled":
                raise ImportIsNotReady
            found.state, found.step, found.progress = "done", "", 100
            found.finished_at = now()
            found.report = dict(found.report or {}) | {"balance": balance}
    return update_queries.courses_following(found.edition_id or 0)


def balance_kept(found: Import, edition_id: int) -> dict[str, Any]:
    """Return where every character of a document is in the edition that was stored of it."""
    html = [row.html for row in library.paragraphs_of(edition_id)]
    document = review.reviewed(found)
    db.session.rollback()
    return accounting.edition_balance(document, html)


def accounts_of(edition_id: int, condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return where the text of an edition is in each course that follows it, as it is now.

    Of the courses that meet the condition; those that went on to a later edition, or stayed on the
    old one, are left out.
    """
    found = []
    order, texts = update_queries.order_of(edition_id), library.paragraphs_of(edition_id)
    rows = {row.key: row for row in texts}
    for one in update_queries.updates_to(edition_id, condition):
        if update_queries.newest_kept(one.course_id) == one.id:
            old = update_queries.keys_of(one.from_edition_id)
            proposals = [row[0] for row in db.session.execute(update_queries.proposals_of(one.id))]
            taught = update_queries.taught(one.course_id)
            told = course_account(order, rows, old, taught, proposals)
            found.append({"course": one.slug, "title": one.title, "state": one.state} | told)
    db.session.rollback()
    return found


def courses_behind(edition_id: int) -> Sequence[tuple[int, int]]:
    """Return course and edition of each course that stands on an earlier edition."""
    new = db.session.get_one(Edition, edition_id)
    rows = db.session.execute(
        select(Course.id, Course.edition_id)
        .join(Edition, Edition.id == Course.edition_id)
        .where(
            Edition.tool_id == new.tool_id,
            Edition.language == new.language,
            Edition.id < edition_id,
            Course.state != "building",
        )
        .order_by(Course.id)
    ).all()
    db.session.rollback()
    return [(row.id, row.edition_id) for row in rows]


def begin_for(course_id: int, old_id: int, new_id: int, comparison: Comparison) -> int:
    """Begin the update of one course, or finish what a killed run began; return its id."""
    update_id, state = opened(course_id, old_id, new_id, comparison.aligned_percent)
    if state != "building":
        return update_id
    rows = proposed(course_id, old_id, new_id, comparison)
    for start in range(stored_so_far(update_id), len(rows), ROWS_AT_ONCE):
        with write():
            portion = rows[start : start + ROWS_AT_ONCE]
            db.session.execute(
                insert(Proposal), [row | {"update_id": update_id} for row in portion]
            )
    show(update_id, course_id)
    if not rows:
        move_on(course_id, update_id, None)
    return update_id


def opened(course_id: int, old_id: int, new_id: int, aligned: float) -> tuple[int, str]:
    """Return id and state of the update, made when there is none."""
    with write():
        values = {
            "course_id": course_id,
            "from_edition_id": old_id,
            "to_edition_id": new_id,
            "aligned_percent": aligned,
            "state": "building",
            "created_at": now(),
        }
        db.session.execute(_new_update, values)
        found = db.session.scalars(
            select(EditionUpdate).where(
                EditionUpdate.course_id == course_id, EditionUpdate.to_edition_id == new_id
            )
        ).one()
        return found.id, found.state


def stored_so_far(update_id: int) -> int:
    """Return how many proposals an earlier run has stored."""
    statement = select(func.count(Proposal.id)).where(Proposal.update_id == update_id)
    count = db.session.scalar(statement) or 0
    db.session.rollback()
    return count


def proposed(
    course_id: int, old_id: int, new_id: int, comparison: Comparison
) -> list[dict[str, Any]]:
    """Return the columns of the proposals for a course. Slow, so it comes before a transaction."""
    course = db.session.get_one(Course, course_id)
    editions = Editions(
        old=update_queries.keys_of(old_id),
        order=update_queries.order_of(new_id),
        texts={row.key: row for row in library.paragraphs_of(new_id)},
        language=course.language,
    )
    taught = update_queries.taught(course_id)
    db.session.rollback()
    return proposals(comparison.changes, taught, editions)


def show(update_id: int, course_id: int) -> None:
    """Open an update for decisions; it takes the place of those to editions before it."""
    with write():
        course = locked(course_id)
        found = db.session.get_one(EditionUpdate, update_id, populate_existing=True)
        if found.state != "building":
            return
        found.state = "open"
        db.session.execute(
            update(EditionUpdate)
            .where(
                EditionUpdate.course_id == course_id,
                EditionUpdate.state == "open",
                EditionUpdate.to_edition_id < found.to_edition_id,
            )
            .values(state="dropped", closed_at=now())
        )
        note(course, None, "propose-edition", update=found.public_id)


def finish(
    course: Course, found: AnyRow, actor: SignedIn | None, *, decline_rest: bool = False
) -> None:
    """Bring the course to the new edition. Learners see it with the next release.

    Raises StillOpen while proposals wait, unless the rest is to be declined; UpdateIsOver.
    """
    if decline_rest:
        decide_many(course, found, "rest", actor)
    waiting = select(func.count(Proposal.id)).where(
        Proposal.update_id == found.id, Proposal.state == "open"
    )
    left = db.session.scalar(waiting)
    db.session.rollback()
    if left:
        raise StillOpen
    move_on(course.id, found.id, actor)


def move_on(course_id: int, update_id: int, actor: SignedIn | None) -> None:
    """Let the lessons cite the new edition, then let the course stand on it."""
    for portion in cited_anew(course_id, update_id):
        with write():
            course = touched(course_id)
            refuse_when_over(update_id)
            for lesson, text in portion:
                save(lesson.step_id, lesson.number, text, course, actor)
    with write():
        course = touched(course_id)
        refuse_when_over(update_id)
        found = db.session.get_one(EditionUpdate, update_id)
        found.state, found.closed_at = "done", now()
        course.edition_id = found.to_edition_id
        note(course, actor, "follow-edition", update=found.public_id)


def cited_anew(course_id: int, update_id: int) -> Iterator[list[tuple[Lesson, LessonText]]]:
    """Yield, in portions, the lessons whose numbers or pages are others in the new edition."""
    found = db.session.get_one(EditionUpdate, update_id)
    rows = {row.key: row for row in library.paragraphs_of(found.to_edition_id)}
    declined = update_queries.declined_keys(update_id)
    language = db.session.get_one(Course, course_id).language
    portion: list[tuple[Lesson, LessonText]] = []
    for lesson in update_queries.taught(course_id).lessons:
        blocks = [cited(dict(block), rows, declined) for block in lesson.blocks]
        if blocks != list(lesson.blocks):
            portion.append((lesson, LessonText(blocks, words_of(blocks, language))))
    db.session.rollback()
    for start in range(0, len(portion), LESSONS_AT_ONCE):
        yield portion[start : start + LESSONS_AT_ONCE]


def cited(block: dict[str, Any], rows: dict[str, AnyRow], declined: set[str]) -> dict[str, Any]:
    """Return a block with number and page as the new edition has them.

    What was declined is the trainer's adaptation from now on; what the edition no longer has is
    the trainer's own text.
    """
    key = name_of(block)
    row = rows.get(key)
    if not block["key"]:
        return block
    if row is None:
        return block | {"key": None, "label": "", "page": None, "edited": False}
    label = block["label"] if key in declined else row.label
    edited = bool(block["edited"]) or key in declined
    return block | {"label": label, "page": row.page, "edited": edited}


def drop(course: Course, found: AnyRow, actor: SignedIn | None) -> None:
    """Stay on the old edition, in the open transaction. Raises DecisionsStand, UpdateIsOver."""
    course = touched(course.id)
    refuse_when_over(found.id)
    taken = select(func.count(Proposal.id)).where(
        Proposal.update_id == found.id, Proposal.state.in_(update_queries.TAKEN)
    )
    if db.session.scalar(taken):
        raise DecisionsStand
    one = db.session.get_one(EditionUpdate, found.id)
    one.state, one.closed_at = "dropped", now()
    note(course, actor, "drop-edition", update=one.public_id)


def reopen(course: Course, found: AnyRow, actor: SignedIn | None) -> None:
    """Open a dropped update again, in the open transaction; its proposals are as they were.

    Each is compared with the lesson as it is when it is decided, so that nothing a trainer wrote
    meanwhile is lost. A repeat changes nothing. Raises NotTheNewest when a later edition was
    proposed, UpdateIsOver when the update was finished.
    """
    course = touched(course.id)
    one = db.session.get_one(EditionUpdate, found.id, populate_existing=True)
    if one.state == "open":
        return
    if one.state != "dropped":
        raise UpdateIsOver
    if not update_queries.is_newest(course.id, found.id):
        raise NotTheNewest
    one.state, one.closed_at = "open", None
    note(course, actor, "reopen-edition", update=one.public_id)
