"""From a confirmed import to its draft courses, in short transactions, resumable at any point.

While a course is `building` nobody sees it; all courses of a document are shown at once. Repeating
the work goes on where it stopped, and once the drafts are there changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, true

from courses import accounting, desk_queries, edition_updates, operations, outline_review, texts
from courses.account import Made
from courses.builder import build as build_draft
from courses.desk_errors import NothingToTeach, OutlineChanged, ReviewIsOver
from courses.drafts import Block, CourseDraft, ModuleDraft, Passage
from courses.edits import locked, note
from courses.labels import LEVELS
from courses.lesson_text import LessonText, one_element, words_of
from courses.models import Course, Module, Step
from courses.parts import WHOLE, Part, parts_of
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.html import clean
from elearn.core.i18n import NAMES
from elearn.core.transaction import only_one, write
from elearn.library import review
from elearn.library.decisions import course_titles, splits_into_courses
from elearn.library.errors import ImportIsNotReady
from elearn.library.models import Import
from elearn.library.review import Reviewed

BUILDING = "building"
LESSONS_AT_ONCE = 3
# How long the job leaves a command alone that makes the course itself.
COMMAND_SECONDS = 900
# How long a builder waits for another one of the same import.
BUILD_SECONDS = 60
SUMMARY_WORDS = 120


@dataclass(frozen=True)
class Lesson:
    """A lesson ready to be stored, and the module it belongs to (by its place)."""

    module: int
    title: str
    text: LessonText


@dataclass(frozen=True)
class PartDraft:
    """A part of a document and the course it would become; without lessons it becomes none."""

    part: Part
    draft: CourseDraft


def drafts_of(document: Reviewed) -> list[PartDraft]:
    """Return the courses a reviewed document would become, in the order of its parts."""
    with force_locale(document.language if document.language in NAMES else "en"):
        reference = _("Reference")
    each = splits_into_courses(document.decisions)
    titles = course_titles(document.decisions)
    found = []
    for part in parts_of(document.sections, document.title, each=each):
        draft = build_draft(
            [*part.around, *part.sections],
            title=part.title,
            language=document.language,
            left_out=document.left_out,
            reference_title=reference,
        )
        found.append(PartDraft(replace(part, title=titles.get(part.key) or part.title), draft))
    return found


def titles_of_parts(document: Reviewed) -> dict[str, str]:
    """Return the titles, as printed, of the parts that could be courses, by their headings."""
    parts = parts_of(document.sections, document.title, each=True)
    return {part.key: part.title for part in parts}


def report_of(found: Import, courses: ColumnElement[bool] | None = None) -> dict[str, Any]:
    """Return the whole account of an import: as kept, or ahead of what is not made yet.

    Of a new edition with what became of it in the courses that follow it, all of them or those
    that meet the condition. Raises ImportIsNotReady.
    """
    at_present, followed = None, []
    if edition_updates.is_wanted(found):
        if found.state == "review":
            at_present = accounting.edition_balance(review.reviewed(found))
        elif found.edition_id is not None:
            condition = true() if courses is None else courses
            followed = edition_updates.accounts_of(found.edition_id, condition)
    elif found.state == "review":
        document = review.reviewed(found)
        drafts = [(one.part.title, one.draft) for one in drafts_of(document)]
        at_present = accounting.ahead(document, drafts)
    return accounting.whole_report(found, at_present, followed)


def details_of(document: Reviewed, made: PartDraft) -> dict[str, Any]:
    """Return what a course says of itself: what the trainer said, else what the document says.

    One of several courses has the title of its part, and what its part says as its summary.
    """
    said: Mapping[str, Any] = document.details.get("course") or {}
    whole = made.part.key == WHOLE
    summary = (whole and document.details.get("summary")) or summary_of(made.draft.front)
    told = {
        "title": made.part.title,
        "summary": summary,
        "language": document.language,
        "topic": document.details.get("topic") or "",
    }
    names = DETAILS if whole else SHARED_DETAILS
    details = told | {name: said[name] for name in names if name in said}
    if details.get("level") not in LEVELS:
        details["level"] = "introductory"
    return details


SHARED_DETAILS = ("language", "level", "audience", "topic")
DETAILS = ("title", "summary", *SHARED_DETAILS)


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


def split(found: Import) -> None:
    """Choose a course for each part at the top. Raises ReviewIsOver."""
    decide(found, found.decisions, outline_review.each_course(found.decisions, True))


def confirm(
    found: Import,
    details: Mapping[str, Any],
    actor: SignedIn | None,
    *,
    delay_seconds: int = 0,
) -> None:
    """Confirm the outline of an import: its draft courses are made by a job.

    A caller that goes on to `build` itself delays the job, which then only finishes what a killed
    caller left. Raises ReviewIsOver when the course is there already.
    """
    refuse_when_over(found)
    found.details = dict(found.details) | {"course": dict(details)}
    found.step = BUILDING
    found.problem = None
    outbox.enqueue("courses.build_draft", delay_seconds=delay_seconds, import_id=found.id)
    record(actor.id if actor else None, "import.confirm", "import", found.public_id)


def make_course_too(found: Import, actor: SignedIn | None) -> None:
    """Have a course made of a document that was brought as a new edition.

    Raises ReviewIsOver when it is being made, or when the document has its courses already.
    """
    over = found.state not in ("review", "done") or found.step == BUILDING
    if over or not edition_updates.is_wanted(found):
        raise ReviewIsOver
    found.details = dict(found.details) | {"new_course": True}
    found.state = "review"
    confirm(found, {}, actor)


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
    """Make the draft courses of an import and return the id of the first; see `build_all`."""
    return build_all(import_id)[0]


def build_all(import_id: int) -> list[int]:
    """Make the draft courses of an import and return their ids; done once, repeats return them.

    A new edition of a tool makes none: it is proposed to the courses there are, which are returned.

    One builder at a time: another one waits, then finds the work done. Raises NothingToTeach when
    the outline holds no lesson, ImportIsNotReady when the document was not read or the import was
    stopped, Busy when another builder takes very long.
    """
    with only_one(f"build-{import_id}", wait_seconds=BUILD_SECONDS):
        found = db.session.get_one(Import, import_id, populate_existing=True)
        if edition_updates.is_wanted(found):
            return edition_updates.follow(import_id)
        there = desk_queries.courses_of_import(import_id)
        if there and all(course.state != BUILDING for course in there):
            return [course.id for course in there]
        return make(import_id, review.carried(found))


def make(import_id: int, document: Reviewed) -> list[int]:
    """Make the courses of a document; what an earlier run stored is not stored again."""
    drafts = drafts_of(document)
    if not any(made.draft.lesson_count for made in drafts):
        raise NothingToTeach
    prepared = [list(lessons_of(made.draft, document.language)) for made in drafts]
    courses = [
        Made(made.part.title, made.draft, [[b["html"] for b in one.text.blocks] for one in lessons])
        for made, lessons in zip(drafts, prepared, strict=True)
    ]
    balance = accounting.balance_of(document, courses)
    edition_id = review.store(import_id, document)
    ids = []
    for made, lessons in zip(drafts, prepared, strict=True):
        if not lessons:
            continue
        course_id = begin(import_id, made.part.key, edition_id, details_of(document, made))
        for start in range(0, len(lessons), LESSONS_AT_ONCE):
            add_lessons(course_id, made.draft.modules, lessons, start)
        ids.append(course_id)
    finish(import_id, ids, balance)
    return ids


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


def begin(import_id: int, part: str, edition_id: int, details: Mapping[str, Any]) -> int:
    """Make the course row of a part, hidden while it is being filled; a repeat finds it."""
    with write():
        there = {course.import_part: course for course in desk_queries.courses_of_import(import_id)}
        course = there.get(part)
        if course is None:
            trainer_id = db.session.get_one(Import, import_id).started_by_id
            course = operations.create_course(
                None,
                trainer_id=trainer_id,
                state=BUILDING,
                import_id=import_id,
                import_part=part,
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


def finish(import_id: int, course_ids: Sequence[int], balance: dict[str, Any]) -> None:
    """Show the drafts to their trainer and close the import; a stopped one's stay hidden."""
    with write():
        found = db.session.get_one(Import, import_id)
        if found.state == "cancelled":
            raise ImportIsNotReady
        for course in map(locked, course_ids):
            if course.state == BUILDING:
                course.state = "draft"
                course.updated_at = now()
                note(course, None, "build", import_id=found.public_id)
        found.state, found.step, found.progress = "done", "", 100
        found.report = dict(found.report or {}) | {"balance": balance}
        found.finished_at = now()
