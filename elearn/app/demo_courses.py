"""The courses of the demonstration: manuals imported, made courses, given quizzes, published.

Everything goes the way a trainer's own upload goes; what a killed run left is taken up again.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from sqlalchemy import select

from courses import desk_queries, drafting, glossary_queries, publishing, terms
from courses import operations as courses
from courses.glossary import key_of
from courses.models import Course, Module
from elearn.accounts.session import SignedIn
from elearn.app import demo_tests
from elearn.app.demo_people import CONTENT
from elearn.app.demo_stories import Stage
from elearn.core import storage
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations as library
from elearn.library import queries as editions
from elearn.library import reading
from elearn.library.models import Import, SourceDocument
from elearn.library.readers.markdown import front_matter
from elearn.library.uploads import taken
from quizzes import desk_queries as quiz_queries
from quizzes import operations as quizzes
from quizzes.drafts import QuestionDraft, prepare
from quizzes.models import Quiz
from quizzes.wording import as_html

NAMES = ("introduction-to-esm", "handling-waste-lead-acid-batteries")
FINAL_MODULE = "Final quiz"
WAIT_MINUTES = 1440
# What is done with a manual lies this far apart.
UPLOADED, REVIEWED, WRITTEN, PUBLISHED = (timedelta(hours=hours) for hours in (1, 3, 30, 50))

Dated = Callable[[datetime], AbstractContextManager[None]]


@dataclass(frozen=True)
class Manual:
    """A manual of the demonstration with the questions and terms written for it."""

    name: str
    content: bytes
    course: dict[str, Any]
    quizzes: list[dict[str, Any]]
    terms: list[dict[str, str]]

    @property
    def file_name(self) -> str:
        return f"{self.name}.md"

    @cached_property
    def details(self) -> dict[str, Any]:
        """What a trainer says of the edition that no reader can know for sure."""
        meta, _ = front_matter(self.content.decode())
        streams = [part.strip() for part in meta.get("waste_streams", "").split(",")]
        return {"year": int(meta["year"]), "waste_streams": [part for part in streams if part]}

    @cached_property
    def course_details(self) -> dict[str, Any]:
        meta, _ = front_matter(self.content.decode())
        return {
            "title": self.course["title"],
            "summary": self.course["summary"],
            "language": "en",
            "level": "introductory",
            "audience": [self.course["audience"]],
            "topic": meta["topic"],
        }


def read_manual(name: str) -> Manual:
    """Return a manual and its questions as they are written down."""
    written = tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
    content = (CONTENT / f"{name}.md").read_bytes()
    return Manual(name, content, written["course"], written["quiz"], written["term"])


def make_course(manual: Manual, trainer: SignedIn, start: datetime, dated: Dated) -> Iterator[str]:
    """Bring a manual from its file to a published course; yield after each thing done.

    `dated` says of the moments, from `start` on, what the acts are dated.
    """
    with dated(start + UPLOADED):
        import_id = imported(manual, trainer)
        reading.read_import(import_id)
    yield "read"
    with dated(start + REVIEWED):
        confirm(import_id, manual, trainer)
        course_id = drafting.build(import_id)
    yield "drafted"
    for add in missing_questions(course_id, manual, trainer):
        with dated(start + WRITTEN):
            add()
        yield "question"
    written = manual.course.get("test_before")
    if written and demo_tests.test_before(course_id) is None:
        with dated(start + WRITTEN):
            demo_tests.add_pair(course_id, written, trainer)
        yield "tests"
    for write_down in missing_words(course_id, manual, trainer):
        with dated(start + WRITTEN), write():
            write_down()
        yield "words"
    with dated(start + PUBLISHED):
        publish(course_id, trainer)
    yield "published"


def imported(manual: Manual, trainer: SignedIn) -> int:
    """Return the import of a manual, started when there is none."""
    found = import_of(manual)
    if found is not None:
        return found
    upload = taken(manual.file_name, manual.content, len(manual.content))
    with write():
        return library.start_import(trainer, upload, manual.details).id


def import_of(manual: Manual) -> int | None:
    """Return the id of the import that has these bytes, or None."""
    return db.session.scalar(
        select(Import.id)
        .join(SourceDocument, SourceDocument.id == Import.source_document_id)
        .where(SourceDocument.storage_key == storage.key_of(manual.content))
        .order_by(Import.id)
        .limit(1)
    )


def confirm(import_id: int, manual: Manual, trainer: SignedIn) -> None:
    """Confirm the outline as it was read, once."""
    with write():
        found = db.session.get_one(Import, import_id)
        if found.state == "review" and found.step != drafting.BUILDING:
            wait = drafting.COMMAND_SECONDS
            drafting.confirm(found, manual.course_details, trainer, delay_seconds=wait)


def missing_questions(
    course_id: int, manual: Manual, trainer: SignedIn
) -> Iterator[Callable[[], None]]:
    """Yield what adds each missing question, one by one, to the quiz at the end of its module."""
    keys = paragraph_keys(db.session.get_one(Course, course_id).edition_id)
    for written in manual.quizzes:
        drafts = [draft_of(question, keys) for question in written["question"]]
        quiz = quiz_at(course_id, written)
        there = len(quiz_queries.items_of(quiz.id)) if quiz else 0
        for draft in drafts[there:]:
            yield partial(add_question, course_id, written, draft, trainer)


def add_question(
    course_id: int, written: Mapping[str, Any], draft: QuestionDraft, trainer: SignedIn
) -> None:
    """Add a question to its quiz, which is made with its first one."""
    introduction = as_html(written.get("introduction", ""))
    with write():
        quiz_id = quiz_for(course_id, written, introduction, trainer)
        quizzes.add_question(quiz_id, draft, trainer)


def missing_words(
    course_id: int, manual: Manual, trainer: SignedIn
) -> Iterator[Callable[[], object]]:
    """Yield what says, part by part, what learners can do afterwards and what terms mean."""
    counted = [module for module in desk_queries.modules_of(course_id) if module.counted]
    for module, objectives in zip(counted, manual.course["objectives"], strict=False):
        if not module.objectives:
            yield partial(courses.set_objectives, module, objectives, trainer)
    for one in manual.terms:
        there = glossary_queries.entries_by_key(db.session.get_one(Course, course_id))
        entry = there.get(key_of(one["term"]))
        if entry is None:
            yield partial(terms.add_term, course_id, one["term"], one["meaning"], trainer)
        elif entry.state == "manual":
            yield partial(terms.reword, course_id, entry.id, one["meaning"], trainer)


def paragraph_keys(edition_id: int | None) -> dict[str, str]:
    """Return the keys of the numbered paragraphs of an edition, by number."""
    rows = editions.paragraphs_of(edition_id) if edition_id else []
    return {row.label.rstrip("."): row.key for row in rows if row.label}


def draft_of(question: Mapping[str, Any], keys: Mapping[str, str]) -> QuestionDraft:
    """Return a question ready to be added. Raises KeyError for a paragraph that is not there."""
    cited = [keys[str(number)] for number in question["paragraphs"]]
    return prepare(**(dict(question) | {"paragraphs": cited}))


def quiz_for(
    course_id: int, written: Mapping[str, Any], introduction: str, trainer: SignedIn
) -> int:
    """Return the quiz of that title, made in its place when there is none."""
    found = quiz_at(course_id, written)
    if found is not None:
        return found.id
    settings = quizzes.Settings(
        introduction=introduction,
        pass_mark=written["pass_mark"] * 100,
        attempts=written["attempts"],
        wait_minutes=WAIT_MINUTES,
        draw=written.get("draw"),
    )
    module = module_for(course_id, written, trainer)
    step = courses.add_quiz_step(course_id, module.id, written["title"], trainer)
    return quizzes.create_quiz(step.id, trainer, settings).id


def quiz_at(course_id: int, written: Mapping[str, Any]) -> Quiz | None:
    """Return the quiz of that title, or None."""
    steps = [s for s in desk_queries.steps_of(course_id) if s.title == written["title"]]
    return quiz_queries.quiz_of_step(steps[0].id) if steps else None


def module_for(course_id: int, written: Mapping[str, Any], trainer: SignedIn) -> Module:
    """Return the module a quiz closes; the final one has a module of its own before the annex."""
    modules = list(desk_queries.modules_of(course_id))
    if not written.get("final"):
        counted = [module for module in modules if module.counted]
        return counted[int(written["module"]) - 1]
    module = courses.add_module(course_id, FINAL_MODULE, trainer)
    for _reference in [one for one in modules if not one.counted]:
        courses.move_module(module, -1, trainer)
    return module


def publish(course_id: int, trainer: SignedIn) -> None:
    """Publish the course, once; it is rendered before the transaction."""
    course = db.session.get_one(Course, course_id)
    if course.state == "published":
        return
    rendering = publishing.render(course)
    with write():
        courses.publish(course_id, trainer, rendering=rendering)


def course_of(manual: Manual) -> Course:
    """Return the course made from a manual. Raises LookupError when there is none yet."""
    import_id = import_of(manual)
    course = desk_queries.course_of_import(import_id) if import_id else None
    if course is None:
        raise LookupError(f"There is no course of {manual.name} yet.")
    return course


def stages_of(course: Course) -> list[Stage]:
    """Return the required steps of the released course, in their order."""
    release = desk_queries.current_release(course)
    if release is None:
        return []
    return [
        Stage(step["id"], step["kind"], step["minutes"])
        for module in release.outline
        for step in module["steps"]
        if step["required"]
    ]
