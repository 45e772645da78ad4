"""A person's own data among the courses: enrolments, progress, completions; and their erasure."""

from typing import Any

from sqlalchemy import select, update

from courses import learning
from courses.models import Completion, Course, Enrolment, Step, StepProgress
from courses.suggestion_models import SuggestionRequest
from courses.update_models import ChangeReading
from elearn.core.database import db

_enrolments = (
    select(
        Enrolment.id,
        Course.title.label("course"),
        Enrolment.way,
        Enrolment.enrolled_at,
        Enrolment.due_at,
        Enrolment.left_at,
        Enrolment.last_seen_at,
        Enrolment.country,
        Enrolment.gender,
        Enrolment.stakeholder,
        Completion.completed_at,
        Completion.score,
        Completion.tier,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .order_by(Enrolment.id)
)
_steps = (
    select(
        StepProgress.enrolment_id,
        Step.title.label("part"),
        StepProgress.opened_at,
        StepProgress.completed_at,
        StepProgress.score,
        StepProgress.block,
    )
    .join(Step, Step.id == StepProgress.step_id)
    .join(Enrolment, Enrolment.id == StepProgress.enrolment_id)
    .order_by(StepProgress.id)
)
_changes = (
    select(Course.title.label("course"), ChangeReading.asked_at, ChangeReading.read_at)
    .join(Enrolment, Enrolment.id == ChangeReading.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .order_by(ChangeReading.id)
)
_requests = (
    select(
        Course.title.label("course"),
        SuggestionRequest.kind,
        SuggestionRequest.language,
        SuggestionRequest.characters,
        SuggestionRequest.provider,
        SuggestionRequest.asked_at,
        SuggestionRequest.outcome,
    )
    .join(Course, Course.id == SuggestionRequest.course_id)
    .order_by(SuggestionRequest.id)
)


def export(person_id: int) -> dict[str, Any]:
    """Return the courses of the person with every step, and the suggestions they asked for."""
    enrolments: dict[int, dict[str, Any]] = {}
    for row in db.session.execute(_enrolments.where(Enrolment.person_id == person_id)):
        values = dict(row._mapping)
        enrolments[values.pop("id")] = values | {"parts": []}
    for step in db.session.execute(_steps.where(Enrolment.person_id == person_id)):
        values = dict(step._mapping)
        enrolments[values.pop("enrolment_id")]["parts"].append(values)
    changes = db.session.execute(_changes.where(Enrolment.person_id == person_id))
    asked = db.session.execute(_requests.where(SuggestionRequest.person_id == person_id))
    return {
        "enrolments": list(enrolments.values()),
        "changes_read": [dict(row._mapping) for row in changes],
        "suggestions_asked_for": [dict(row._mapping) for row in asked],
    }


def erase(person_id: int) -> None:
    """Take the person off the courses they have not completed, in the open transaction.

    Progress and completions stay without a name once the account is erased, so that no figure
    moves. No certificate is held back for them any more: it would be issued to nobody.
    """
    mine = Enrolment.person_id == person_id
    unfinished = (
        select(Enrolment.course_id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(mine, Enrolment.left_at.is_(None), Completion.id.is_(None))
    )
    for course_id in db.session.scalars(unfinished).all():
        learning.leave(person_id, course_id, None)
    db.session.execute(update(Enrolment).where(mine).values(held=False))
