"""A person's own data in the margin: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import delete, select, update

from courses.margin.models import Note, TrainerQuestion
from courses.models import Course, Step
from elearn.core.database import db

_notes = (
    select(
        Course.title.label("course"),
        Step.title.label("lesson"),
        Note.key,
        Note.text,
        Note.bookmarked,
        Note.changed_at,
    )
    .join(Step, Step.id == Note.step_id)
    .join(Course, Course.id == Step.course_id)
    .order_by(Note.id)
)
_questions = (
    select(
        Course.title.label("course"),
        Step.title.label("lesson"),
        TrainerQuestion.key,
        TrainerQuestion.asked,
        TrainerQuestion.asked_at,
        TrainerQuestion.state,
        TrainerQuestion.answer,
        TrainerQuestion.answered_at,
    )
    .join(Step, Step.id == TrainerQuestion.step_id)
    .join(Course, Course.id == TrainerQuestion.course_id)
    .order_by(TrainerQuestion.id)
)


def export(person_id: int) -> dict[str, Any]:
    """Return the person's notes, and the questions they asked with the answers, as plain values."""
    notes = db.session.execute(_notes.where(Note.person_id == person_id))
    asked = db.session.execute(_questions.where(TrainerQuestion.person_id == person_id))
    return {
        "notes": [dict(row._mapping) for row in notes],
        "questions": [dict(row._mapping) for row in asked],
    }


def erase(person_id: int) -> None:
    """Delete the person's notes and unpublished questions, in the open transaction.

    What trainers published, in their own words, stays without the person and their wording.
    """
    db.session.execute(delete(Note).where(Note.person_id == person_id))
    mine = TrainerQuestion.person_id == person_id
    db.session.execute(delete(TrainerQuestion).where(mine, TrainerQuestion.published_at.is_(None)))
    db.session.execute(update(TrainerQuestion).where(mine).values(person_id=None, asked=""))
