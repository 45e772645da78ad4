"""From a confirmed import to a draft course, in short transactions, resumable at any point.

While the course is `building` nobody sees it; repeating the work goes on where it stopped, and
once the draft is there changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from courses import desk_queries, operations, texts
from courses.builder import build as build_draft
from courses.desk_errors import NothingToTeach, OutlineChanged, ReviewIsOver
from courses.drafts import Block, CourseDraft, ModuleDraft, Passage
from courses.edits import locked, note
from courses.labels import LEVELS
from courses.lesson_text import LessonText, one_element, words_of
from courses.models import Course, Module, Step
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.html import clean
from elearn.core.i18n import NAMES
from elearn.core.transaction import write
from elearn.library import review
from elearn.library.errors import ImportIsNotReady
from elearn.library.models import Import
from elearn.library.review import Reviewed

BUILDING = "building"
LESSONS_AT_ONCE = 3
# How long the job leaves a command alone that makes the course itself.
COMMAND_SECONDS = 900
SUMMARY_WORDS = 120


@dataclass(frozen=True)
class Lesson:
    """A lesson ready to be stored, and the module it belongs to (by its place)."""

    module: int
    title: str
    text: LessonText


def draft_of(document: Reviewed) -> CourseDraft:
    """Return the course a reviewed document would become."""
    with force_locale(document.language if document.language in NAMES else "en"):
        reference = _("Reference")
    return build_draft(
        document.sections,
        title=document.title,
        language=document.language,
        left_out=document.left_out,
        reference_title=reference,
    )


def details_of(document: Reviewed, draft: CourseDraft) -> dict[str, Any]:
    """Return what the course says of itself: what the trainer said, else what the document says."""
    said: Mapping[str, Any] = document.details.get("course") or {}
    summary = document.details.get("summary") or summary_of(draft.front)
    told = {
        "title": document.title,
        "summary": summary,
        "language": document.language,
        "topic": document.details.get("topic") or "",
    }
    details = told | {name: said[name] for name in DETAILS if name in said}
    if details.get("level") not in LEVELS:
        details["level"] = "introductory"
    return details


DETAILS = ("title", "summary", "language", "level", "audience", "topic")


def summary_of(front: Iterable[Passage]) -> str:
    """Return the first paragraphs of the front matter that read like prose, in plain text."""
    chosen: list[str] = []
    words = 0
    for passage in front:
        length = len(passage.text.split())
        if passage.kind == "para" and length >= 12:
            if words + length > SUMMARY_WORDS and chosen:
                break
            chosen.append(passage.text)
            words += length
    return "\n\n".join(chosen)[:4000]


def decide(found: Import, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Keep what the trainer decided, thought out on top of `before`.

    Raises ReviewIsOver once the outline is confirmed, OutlineChanged when another window was
    faster.
    """
    refuse_when_over(found)
    if found.decisions != before:
        raise OutlineChanged
    found.decisions = dict(after)


def confirm(
    found: Import,
    details: Mapping[str, Any],
    actor: SignedIn | None,
    *,
    delay_seconds: int = 0,
) -> None:
    """Confirm the outline of an import: its draft course is made by a job.

    A caller that goes on to `build` itself delays the job, which then only finishes what a killed
    caller left: two builders at once would take each other's sections away. Raises ReviewIsOver
    when the course is there already.
    """
    refuse_when_over(found)
    found.details = dict(found.details) | {"course": dict(details)}
    found.step = BUILDING
    found.problem = None
    outbox.enqueue("courses.build_draft", delay_seconds=delay_seconds, import_id=found.id)
    record(actor.id if actor else None, "import.confirm", "import", found.public_id)


def build_again(found: Import) -> None:
    """Queue the job once more. It may run twice: the work is done once."""
    if found.state == "review" and found.step == BUILDING:
        outbox.enqueue("courses.build_draft", import_id=found.id)


def refuse_when_over(found: Import) -> None:
    """Raise ReviewIsOver unless the outline may still be changed."""
    if found.state != "review" or found.step == BUILDING:
        raise ReviewIsOver


def reopen(import_id: int, problem: str) -> None:
    """Give an import back to its trainer: no course could be made of the outline."""
    found = db.session.get_one(Import, import_id)
    if found.state == "review":
        found.step, found.problem = "", problem


def build(import_id: int) -> int:
    """Make the draft course of an import and return its id; done once, repeats return it.

    Raises NothingToTeach when the outline holds no lesson, ImportIsNotReady when the document
    was not read or the import was stopped.
    """
    found = db.session.get_one(Import, import_id)
    course = desk_queries.course_of_import(import_id)
    if course is not None and course.state != BUILDING:
        return course.id
    document = review.reviewed(found)
    draft = draft_of(document)
    if not draft.lesson_count:
        raise NothingToTeach
    lessons = list(lessons_of(draft, document.language))
    edition_id = review.store(import_id, document)
    course_id = begin(import_id, edition_id, details_of(document, draft))
    for start in range(0, len(lessons), LESSONS_AT_ONCE):
        add_lessons(course_id, draft.modules, lessons, start)
    finish(import_id, course_id)
    return course_id


def lessons_of(draft: CourseDraft, language: str) -> Iterator[Lesson]:
    """Yield every lesson with its blocks cleaned. Slow, so it comes before any transaction."""
    for place, module in enumerate(draft.modules):
        for lesson in module.lessons:
            blocks = [stored(block) for block in lesson.blocks]
            yield Lesson(place, lesson.title, LessonText(blocks, words_of(blocks, language)))


def stored(block: Block) -> dict[str, Any]:
    """Return a block in the form a lesson keeps."""
    html = block.html if block.kind == "heading" else one_element(clean(block.html), block.key)
    return {
        "key": block.key,
        "html": html,
        "label": block.label,
        "page": block.page,
        "kind": block.kind,
        "edited": False,
    }


def begin(import_id: int, edition_id: int, details: Mapping[str, Any]) -> int:
    """Make the course row, hidden while it is being filled; a repeat finds it."""
    with write():
        course = desk_queries.course_of_import(import_id)
        if course is None:
            trainer_id = db.session.get_one(Import, import_id).started_by_id
            course = operations.create_course(
                None,
                trainer_id=trainer_id,
                state=BUILDING,
                import_id=import_id,
                edition_id=edition_id,
                **details,
            )
        return course.id


def add_lessons(
    course_id: int, modules: Sequence[ModuleDraft], lessons: Sequence[Lesson], start: int
) -> None:
    """Add the next few lessons with the modules they need, unless an earlier run did."""
    with write():
        course = locked(course_id)
        there = db.session.scalar(select(func.count(Step.id)).where(Step.course_id == course_id))
        if course.state != BUILDING or there != start:
            return
        rows = module_rows(course)
        for place, lesson in enumerate(lessons[start : start + LESSONS_AT_ONCE], start):
            module = rows.get(lesson.module) or add_module(course, rows, modules, lesson.module)
            step = Step(
                course_id=course_id,
                module_id=module.id,
                position=place,
                kind="lesson",
                title=lesson.title[:300],
            )
            db.session.add(step)
            db.session.flush()
            texts.add_revision(step, lesson.text, course.language, None)


def module_rows(course: Course) -> dict[int, Module]:
    return {module.position: module for module in desk_queries.modules_of(course.id)}


def add_module(
    course: Course, rows: dict[int, Module], modules: Sequence[ModuleDraft], place: int
) -> Module:
    module = Module(
        course_id=course.id,
        position=place,
        title=modules[place].title[:300],
        counted=modules[place].counted,
    )
    db.session.add(module)
    db.session.flush()
    rows[place] = module
    return module


def finish(import_id: int, course_id: int) -> None:
    """Show the draft to its trainer and close the import; one that was stopped stays hidden."""
    with write():
        course = locked(course_id)
        found = db.session.get_one(Import, import_id)
        if found.state == "cancelled":
            raise ImportIsNotReady
        if course.state == BUILDING:
            course.state = "draft"
            course.updated_at = now()
            note(course, None, "build", import_id=found.public_id)
        found.state, found.step, found.progress = "done", "", 100
        found.finished_at = now()
