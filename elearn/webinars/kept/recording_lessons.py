"""A recording becomes a lesson of a course: found, prepared, written.

`prepared` reads and cleans before the transaction; `make` writes inside `transaction.write()`.
"""

from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy import ColumnElement, or_, select, update

from courses import desk_queries
from courses import operations as courses
from courses.desk_errors import PartNotFound
from courses.edits import locked
from courses.lesson_text import LessonText
from courses.models import Course, Step
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.webinars import planning, times
from elearn.webinars.access import PUBLIC_STATES, webinars_seen_by
from elearn.webinars.kept import material_queries, recording_queries, transcripts
from elearn.webinars.kept.material_errors import (
    MaterialNotFound,
    ModuleUnknown,
    RecordingIsALesson,
    SectionUnknown,
)
from elearn.webinars.kept.material_models import Material, RecordingStep, SessionQuestion
from elearn.webinars.kept.recording_text import Recorded, lesson_text
from elearn.webinars.kept.sizes import facts_of
from elearn.webinars.models import Webinar, WebinarSession


@dataclass(frozen=True)
class Prepared:
    """A lesson ready to be written; `section_id` is the section of the manual it belongs to."""

    material_id: int
    title: str
    text: LessonText
    section_id: int | None


def found_by(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Webinar whose recordings a trainer may use: listed ones, and own."""
    return or_(Webinar.listed, webinars_seen_by(person))


def open_recording(public_id: str, person: SignedIn) -> tuple[Webinar, Material]:
    """Return a published recording of a public webinar. Raises MaterialNotFound."""
    found = db.session.execute(
        select(Webinar, Material)
        .join(Material, Material.webinar_id == Webinar.id)
        .where(
            Material.public_id == public_id,
            Material.kind == "recording",
            Material.published_at.is_not(None),
            Webinar.state.in_(PUBLIC_STATES),
            found_by(person),
        )
    ).one_or_none()
    if found is None:
        raise MaterialNotFound
    return found[0], found[1]


def prepared(
    webinar: Webinar, material: Material, course: Course, position: int | None
) -> Prepared:
    """Return the lesson in the course's language; `position` is that of a section of its edition.

    Raises SectionUnknown, and RecordingIsALesson when the course has it already.
    """
    if recording_queries.is_taught(material.id, course.id):
        raise RecordingIsALesson
    section_id = section_of(course, position)
    paragraph = recording_queries.first_paragraph(section_id) if section_id else None
    with force_locale(course.language):
        text = lesson_text(recorded(webinar, material), course.language, paragraph)
    return Prepared(material.id, material.title, text, section_id)


def section_of(course: Course, position: int | None) -> int | None:
    """Return the id of a section of the course's edition. Raises SectionUnknown."""
    if position is None:
        return None
    found = None
    if course.edition_id is not None:
        found = recording_queries.section_at(course.edition_id, position)
    if found is None:
        raise SectionUnknown
    section_id: int = found.id
    return section_id


def recorded(webinar: Webinar, material: Material) -> Recorded:
    """Return what a lesson tells of a recording."""
    session = db.session.get(WebinarSession, material.session_id) if material.session_id else None
    kept = material_queries.material(webinar.id, material.public_id)
    return Recorded(
        title=material.title,
        webinar=planning.text_of(webinar.id, webinar.language).title,
        language=material.language,
        address=material.address,
        held=times.words(session.starts_at, session.zone) if session else "",
        facts=facts_of(material),
        chapters=kept.chapters if kept else (),
        said=transcripts.paragraphs(material.transcript),
        questions=recording_queries.answered(material.session_id),
    )


def make(prepared: Prepared, course_id: int, module_id: str, actor: SignedIn | None) -> Step:
    """Add the lesson at the end of a module (public id) of the course's draft.

    The answered questions of the session belong to the section then, unless they had one.
    Raises ModuleUnknown, MaterialNotFound when it was taken back since, RecordingIsALesson.
    """
    locked(course_id)
    try:
        module = desk_queries.module_of(course_id, module_id)
    except PartNotFound as error:
        raise ModuleUnknown from error
    material = db.session.get(Material, prepared.material_id)
    if material is None or material.published_at is None:
        raise MaterialNotFound
    if recording_queries.is_taught(material.id, course_id):
        raise RecordingIsALesson
    step = courses.add_lesson(course_id, module.id, prepared.title, actor, text=prepared.text)
    db.session.add(RecordingStep(material_id=material.id, step_id=step.id))
    if prepared.section_id is not None and material.session_id is not None:
        db.session.execute(
            update(SessionQuestion)
            .where(
                SessionQuestion.session_id == material.session_id,
                SessionQuestion.state == "answered",
                SessionQuestion.section_id.is_(None),
            )
            .values(section_id=prepared.section_id)
        )
    db.session.flush()
    webinar = db.session.get_one(Webinar, material.webinar_id)
    planning.note(
        webinar,
        actor,
        "webinar.teach-recording",
        material=material.public_id,
        step=step.public_id,
    )
    return step
