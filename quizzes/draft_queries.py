"""Reads of drafts from the manual, and of what a course asks already. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from courses.models import Module
from elearn.accounts.models import Person
from elearn.core.database import db
from quizzes.errors import NoSuchDraft
from quizzes.models import ManualDraft, Question, QuestionRevision
from quizzes.queries import AnyRow

_drafts = (
    select(
        ManualDraft.id,
        ManualDraft.public_id,
        ManualDraft.digest,
        ManualDraft.rule,
        ManualDraft.kind,
        ManualDraft.content,
        ManualDraft.answer_key,
        ManualDraft.paragraphs,
        ManualDraft.topic,
        ManualDraft.aside,
        ManualDraft.state,
        ManualDraft.module_id,
        ManualDraft.decided_at,
        Module.public_id.label("module"),
        Module.title.label("module_title"),
        Question.public_id.label("question"),
        Person.name.label("decided_by"),
    )
    .outerjoin(Module, Module.id == ManualDraft.module_id)
    .outerjoin(Question, Question.id == ManualDraft.question_id)
    .outerjoin(Person, Person.id == ManualDraft.decided_by_id)
    .order_by(ManualDraft.position, ManualDraft.id)
)


def drafts_of(
    course_id: int, *, state: str = "", rule: str = "", module: str = ""
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the drafts of a course in the order of its text, filtered."""
    statement = _drafts.where(ManualDraft.course_id == course_id)
    if state:
        statement = statement.where(ManualDraft.state == state)
    if rule:
        statement = statement.where(ManualDraft.rule == rule)
    return statement.where(Module.public_id == module) if module else statement


def draft_of(course_id: int, public_id: str) -> AnyRow:
    """Return one draft of a course. Raises NoSuchDraft."""
    statement = _drafts.where(
        ManualDraft.course_id == course_id, ManualDraft.public_id == public_id
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NoSuchDraft
    return found


def counts_of(course_id: int) -> Sequence[AnyRow]:
    """Return how many drafts a course has of each state, rule and module."""
    return db.session.execute(
        select(
            ManualDraft.state,
            ManualDraft.rule,
            Module.public_id.label("module"),
            Module.title.label("module_title"),
            func.count(ManualDraft.id).label("drafts"),
        )
        .outerjoin(Module, Module.id == ManualDraft.module_id)
        .where(ManualDraft.course_id == course_id)
        .group_by(
            ManualDraft.state,
            ManualDraft.rule,
            Module.id,
            Module.public_id,
            Module.title,
            Module.position,
        )
        .order_by(Module.position, Module.id, ManualDraft.rule)
    ).all()


def open_drafts(course_id: int) -> int:
    """Return how many drafts of a course wait for a decision."""
    statement = select(func.count(ManualDraft.id)).where(
        ManualDraft.course_id == course_id, ManualDraft.state == "open"
    )
    return db.session.scalar(statement) or 0


def known(course_id: int) -> dict[str, AnyRow]:
    """Return id, digest and state of every draft of a course, by fingerprint."""
    rows = db.session.execute(
        select(
            ManualDraft.id,
            ManualDraft.fingerprint,
            ManualDraft.digest,
            ManualDraft.state,
        ).where(ManualDraft.course_id == course_id)
    )
    return {row.fingerprint: row for row in rows}


def wordings(course_id: int) -> Sequence[AnyRow]:
    """Return the newest wording of every question of a course, retired ones too."""
    return db.session.execute(
        select(
            QuestionRevision.kind,
            QuestionRevision.content,
            QuestionRevision.answer_key,
            QuestionRevision.paragraphs,
        )
        .join(Question, Question.current_revision_id == QuestionRevision.id)
        .where(Question.course_id == course_id)
        .order_by(Question.id)
    ).all()
