"""A course on a manual with a glossary, two lists, a table and a duty, and a quiz in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from courses import operations
from courses.lesson_text import LessonText, words_of
from courses.models import Course
from courses.paragraph_blocks import block_of
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.models import Edition, GlossaryTerm, Paragraph, Section, Tool
from quizzes.drafting.source import Passage
from quizzes.models import ManualDraft
from tests.quizzes.drafting.samples import (
    DUTIES,
    GLOSSARIES,
    TABLES,
    grid,
    para,
    two_lists,
)

IN_A_BOX = "The driver must report a lost drum to the office within 48 hours."


def key(name: str) -> str:
    return "b-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def passages(code: str = "en") -> list[Passage]:
    """What the sections 1 to 4 say; the words of the glossary are used in the third."""
    first, second, names, values = TABLES[code]
    return [
        *two_lists(code),
        para("uses", " ".join(f"{term}." for term in GLOSSARIES[code]), 3),
        para("duty", DUTIES[code], 3),
        grid("grid", (first, second), list(zip(names, values, strict=True)), 4),
        Passage("box", "box", f'<div class="box"><p>{IN_A_BOX}</p></div>', section_id=4),
    ]


@dataclass
class DraftsHouse:
    course_id: int
    slug: str
    edition_id: int
    step: str
    second_step: str
    module: str
    trainer: SignedIn

    @property
    def list(self) -> str:
        return f"/desk/courses/{self.slug}/drafts/"

    @property
    def api(self) -> str:
        return f"/api/v1/courses/{self.slug}/question-drafts"


def draft_course(trainer: SignedIn, code: str = "en", terms: int = 5) -> DraftsHouse:
    """Make it; call it inside a write transaction."""
    edition = edition_of(passages(code), code, terms)
    course = operations.create_course(
        trainer, title="Labels", summary="How to label.", language=code, edition_id=edition.id
    )
    modules = lessons_of(course, edition, trainer)
    steps = [
        operations.add_quiz_step(course.id, modules[at].id, title, trainer)
        for at, title in ((3, "Check"), (0, "First check"))
    ]
    return DraftsHouse(
        course.id, course.slug, edition.id, steps[0].public_id, steps[1].public_id,
        modules[2].public_id, trainer,
    )  # fmt: skip


def edition_of(texts: Sequence[Passage], code: str, terms: int) -> Edition:
    tool = Tool(slug=f"labels-{code}", kind="manual", title="Labels")
    db.session.add(tool)
    db.session.flush()
    edition = Edition(tool_id=tool.id, label="First", language=code, loaded_at=now())
    db.session.add(edition)
    db.session.flush()
    sections = [
        Section(edition_id=edition.id, position=at, level=1, title=f"Section {at}")
        for at in range(1, 5)
    ]
    glossary = Section(
        edition_id=edition.id, position=5, level=1, title="Glossary", role="glossary"
    )
    db.session.add_all([*sections, glossary])
    db.session.flush()
    rows = [paragraph(edition, sections[one.section_id - 1], one) for one in texts]
    for at, (term, meaning) in enumerate(list(GLOSSARIES[code].items())[:terms]):
        rows.append(paragraph(edition, glossary, para(f"term-{at}", f"{term} - {meaning}")))
        db.session.add(
            GlossaryTerm(
                edition_id=edition.id, paragraph_key=key(f"term-{at}"), term=term, meaning=meaning
            )
        )
    for position, row in enumerate(rows, start=1):
        row.position = position
    db.session.add_all(rows)
    db.session.flush()
    return edition


def paragraph(edition: Edition, section: Section, passage: Passage) -> Paragraph:
    return Paragraph(
        edition_id=edition.id,
        section_id=section.id,
        key=key(passage.key),
        kind=passage.kind,
        html=passage.html,
        text=passage.text,
        hash=hashlib.sha256(passage.html.encode()).hexdigest(),
        page=1,
    )


def lessons_of(course: Course, edition: Edition, trainer: SignedIn) -> list:  # type: ignore[type-arg]
    """A module and a lesson for each section but the glossary."""
    modules = []
    for section in (
        db.session.query(Section)
        .filter_by(edition_id=edition.id, role="body")
        .order_by(Section.position)
    ):
        module = operations.add_module(course.id, section.title, trainer)
        rows = (
            db.session.query(Paragraph)
            .filter_by(section_id=section.id)
            .order_by(Paragraph.position)
        )
        blocks = [block_of(row) for row in rows]
        text = LessonText(blocks, words_of(blocks, course.language))
        operations.add_lesson(course.id, module.id, section.title, trainer, text=text)
        modules.append(module)
    return modules


def drafts_in(app: Flask, **wanted: object) -> list[ManualDraft]:
    """The drafts that are there, in order; `wanted` are values of columns."""
    with app.app_context():
        rows = db.session.scalars(select(ManualDraft).order_by(ManualDraft.position)).all()
        return [row for row in rows if all(getattr(row, k) == v for k, v in wanted.items())]
