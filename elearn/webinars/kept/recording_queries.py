"""Reads for trainers who make lessons of recordings. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from courses.models import Course, Step
from elearn.core.database import db
from elearn.library.models import Edition, Paragraph, Section, Tool
from elearn.webinars.kept.material_models import Material, RecordingStep, SessionQuestion
from elearn.webinars.models import Webinar, WebinarSession, WebinarTopic
from elearn.webinars.queries import AnyRow, with_title

MOST_COURSES = 500
MOST_QUESTIONS = 200
_taught = (
    select(func.count(Step.id))
    .join(RecordingStep, RecordingStep.step_id == Step.id)
    .where(RecordingStep.material_id == Material.id, Step.removed_at.is_(None))
    .correlate(Material)
    .scalar_subquery()
)


def recordings(condition: ColumnElement[bool], wanted: str, language: str) -> Select[Any]:
    """Return the statement for published recordings of public webinars, newest first.

    `wanted` is looked for in titles of recordings, webinars and sessions and in what is said.
    """
    statement = (
        with_title(
            select(
                Material.public_id,
                Material.title.label("recording"),
                Material.language,
                Material.address,
                Material.minutes,
                Material.size,
                Material.published_at,
                (Material.transcript != "").label("has_transcript"),
                _taught.label("lessons"),
                Webinar.slug,
                WebinarSession.starts_at,
                WebinarSession.zone,
            )
            .select_from(Material)
            .join(Webinar, Webinar.id == Material.webinar_id)
            .outerjoin(WebinarSession, WebinarSession.id == Material.session_id)
        )
        .where(
            Material.kind == "recording",
            Material.published_at.is_not(None),
            Webinar.state.in_(("published", "archived")),
            condition,
        )
        .order_by(Material.published_at.desc(), Material.id.desc())
        .params(reader_language=language)
    )
    return statement.where(_says(wanted)) if wanted else statement


def _says(wanted: str) -> ColumnElement[bool]:
    """Return the condition that holds for recordings that mention all the words."""
    about = aliased(WebinarTopic)
    topic = (
        select(Tool.title)
        .join(about, about.tool_id == Tool.id)
        .where(about.webinar_id == Webinar.id)
        .correlate(Webinar)
    )
    conditions = []
    for word in wanted.casefold().split()[:8]:
        texts = (Material.title, WebinarSession.title, Material.transcript)
        said = [func.lower(text).contains(word, autoescape=True) for text in texts]
        tool = exists(topic.where(func.lower(Tool.title).contains(word, autoescape=True)))
        said.append(tool)
        conditions.append(or_(*said))
    return and_(*conditions)


def is_taught(material_id: int, course_id: int) -> bool:
    """Tell whether a lesson of the course was made of the recording."""
    statement = (
        select(RecordingStep.id)
        .join(Step, Step.id == RecordingStep.step_id)
        .where(
            RecordingStep.material_id == material_id,
            Step.course_id == course_id,
            Step.removed_at.is_(None),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def courses(condition: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Return address and title of the courses that meet the condition, by title."""
    rows = db.session.execute(
        select(Course.slug, Course.title)
        .where(condition)
        .order_by(func.lower(Course.title), Course.id)
        .limit(MOST_COURSES)
    )
    return [(slug, title) for slug, title in rows]


def first_paragraph(section_id: int) -> AnyRow | None:
    """Return the first paragraph that stands in a section, or None."""
    return db.session.execute(
        select(Paragraph.key, Paragraph.html, Paragraph.label, Paragraph.page, Paragraph.kind)
        .where(Paragraph.section_id == section_id)
        .order_by(Paragraph.position)
        .limit(1)
    ).one_or_none()


def section_at(edition_id: int, position: int) -> AnyRow | None:
    """Return a section of an edition by its place in reading order, or None."""
    return db.session.execute(
        select(Section.id, Section.label, Section.title, Section.position).where(
            Section.edition_id == edition_id, Section.position == position
        )
    ).one_or_none()


def sections(edition_id: int) -> list[tuple[int, str]]:
    """Return place and title of the sections of an edition in reading order."""
    rows = db.session.execute(
        select(Section.position, Section.label, Section.title, Section.level)
        .where(Section.edition_id == edition_id)
        .order_by(Section.position)
    )
    return [(row.position, f"{row.label} {row.title}".strip()[:120]) for row in rows]


def editions_about(webinar_id: int) -> Sequence[AnyRow]:
    """Return the editions everybody reads of the tools a webinar is about."""
    return db.session.execute(
        select(Edition.id, Edition.public_id, Edition.label, Tool.title)
        .join(Tool, Tool.id == Edition.tool_id)
        .join(WebinarTopic, WebinarTopic.tool_id == Tool.id)
        .where(WebinarTopic.webinar_id == webinar_id, Edition.shown_at.is_not(None))
        .order_by(func.lower(Tool.title), Edition.id.desc())
    ).all()


def answered(session_id: int | None) -> Sequence[AnyRow]:
    """Return the answered questions of a session in the order they were asked."""
    if session_id is None:
        return ()
    return db.session.execute(
        select(SessionQuestion.public_id, SessionQuestion.text, SessionQuestion.answer)
        .where(SessionQuestion.session_id == session_id, SessionQuestion.state == "answered")
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
        .limit(MOST_QUESTIONS)
    ).all()
