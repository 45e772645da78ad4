"""What learners write beside a lesson, and what its trainers answer.

Notes are nobody else's business: they are neither shown to anybody nor recorded in the audit log.
Call inside `transaction.write()`; texts are plain and stripped.
"""

from typing import Protocol

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from courses.margin import queries
from courses.margin.errors import (
    AnswerFirst,
    AskedEnough,
    AskWhenEnrolled,
    MarginIsFull,
    NoSuchNote,
    NoSuchTrainerQuestion,
    NoteChanged,
    NothingWritten,
    QuestionIsAnswered,
)
from courses.margin.models import Note, TrainerQuestion
from courses.models import Course
from elearn.accounts import mailing
from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.urls import absolute

LONGEST_NOTE, LONGEST_QUESTION, LONGEST_ANSWER = 5000, 2000, 5000
A_DAY = 10

_new_note = insert(Note).on_conflict_do_nothing().returning(Note.id)


class StepFacts(Protocol):
    """A lesson for one person, as `courses.queries.step_to_do` returns it."""

    @property
    def course_id(self) -> int: ...

    @property
    def step_id(self) -> int: ...

    @property
    def enrolment_id(self) -> int | None: ...


def keep_note(
    person_id: int,
    step_id: int,
    key: str,
    text: str,
    *,
    bookmarked: bool = False,
    seen: str | None = None,
) -> Note:
    """Keep the person's note or bookmark beside a paragraph ("": the lesson), one each.

    `seen` is `changed_at` in ISO form as the page knew it, "" for no note; None keeps whatever was
    there. Raises NothingWritten, NoteChanged, MarginIsFull.
    """
    if not text and not bookmarked:
        raise NothingWritten
    note = db.session.scalars(
        select(Note)
        .where(Note.person_id == person_id, Note.step_id == step_id, Note.key == key)
        .with_for_update()
    ).one_or_none()
    if seen is not None and seen != (note.changed_at.isoformat() if note else ""):
        raise NoteChanged
    if note is None:
        return _add_note(person_id, step_id, key, text, bookmarked)
    if (note.text, note.bookmarked) != (text, bookmarked):
        note.text, note.bookmarked, note.changed_at = text, bookmarked, now()
        db.session.flush()
    return note


def _add_note(person_id: int, step_id: int, key: str, text: str, bookmarked: bool) -> Note:
    mine = select(func.count(Note.id)).where(Note.person_id == person_id)
    if (db.session.scalar(mine) or 0) >= queries.MOST_NOTES:
        raise MarginIsFull
    values = {"person_id": person_id, "step_id": step_id, "key": key}
    made = db.session.scalar(_new_note, values | {"text": text, "bookmarked": bookmarked})
    if made is None:
        raise NoteChanged
    return db.session.get_one(Note, made)


def delete_note(person_id: int, public_id: str) -> None:
    """Delete a note or bookmark of the person. Raises NoSuchNote."""
    gone = db.session.execute(
        delete(Note)
        .where(Note.public_id == public_id, Note.person_id == person_id)
        .returning(Note.id)
    ).scalar_one_or_none()
    if gone is None:
        raise NoSuchNote


def ask(person: SignedIn, step: StepFacts, key: str, text: str) -> TrainerQuestion:
    """Ask the trainers of the course about a paragraph ("": the whole lesson).

    Raises AskWhenEnrolled, or AskedEnough after ten questions within a day.
    """
    if step.enrolment_id is None:
        raise AskWhenEnrolled
    # Queues what one person sends at once, so that nobody slips past the count.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if queries.asked_within_a_day(person.id) >= A_DAY:
        raise AskedEnough
    question = TrainerQuestion(
        course_id=step.course_id, step_id=step.step_id, key=key, person_id=person.id, asked=text
    )
    db.session.add(question)
    db.session.flush()
    record(person.id, "asked.ask", "asked", question.public_id)
    return question


def answer(course_id: int, public_id: str, text: str, actor: SignedIn) -> TrainerQuestion:
    """Answer a question, or reword its answer; who asked is told by mail the first time.

    A published answer changes for its readers at once. Raises NoSuchTrainerQuestion.
    """
    question = _question(course_id, public_id)
    if question.state == "answered" and question.answer == text:
        return question
    first = question.answered_at is None
    question.answer, question.state = text, "answered"
    question.answered_by_id, question.answered_at = actor.id, now()
    if question.published_at is not None:
        question.published_at = now()
    db.session.flush()
    record(actor.id, "asked.answer", "asked", public_id)
    if first and question.person_id is not None:
        _tell(question)
    return question


def _tell(question: TrainerQuestion) -> None:
    assert question.person_id is not None
    course = db.session.get_one(Course, question.course_id)
    name = db.session.scalar(select(Person.name).where(Person.id == question.person_id))
    mailing.tell(
        question.person_id,
        "answer",
        mark=f"answer:{question.public_id}",
        template="question-answered",
        name=name or "",
        title=course.title,
        asked=question.asked,
        answer=question.answer,
        link=absolute("margin.questions"),
    )


def close(course_id: int, public_id: str, actor: SignedIn) -> None:
    """Close an open question without an answer; it can still be answered.

    Raises NoSuchTrainerQuestion, QuestionIsAnswered.
    """
    question = _question(course_id, public_id)
    if question.state == "answered":
        raise QuestionIsAnswered
    if question.state == "open":
        question.state = "closed"
        db.session.flush()
        record(actor.id, "asked.close", "asked", public_id)


def publish(course_id: int, public_id: str, shown: str, actor: SignedIn) -> None:
    """Show an answered question to every reader, in the trainer's own words, naming nobody.

    Publishing again replaces the words. Raises NoSuchTrainerQuestion, AnswerFirst.
    """
    question = _question(course_id, public_id)
    if question.state != "answered":
        raise AnswerFirst
    if question.published_at is None or question.shown != shown:
        question.shown, question.published_at = shown, now()
        db.session.flush()
        record(actor.id, "asked.publish", "asked", public_id)


def unpublish(course_id: int, public_id: str, actor: SignedIn) -> None:
    """Show the question to nobody but its asker any more. Doing it again changes nothing."""
    question = _question(course_id, public_id)
    if question.published_at is not None:
        question.published_at = None
        db.session.flush()
        record(actor.id, "asked.unpublish", "asked", public_id)


def _question(course_id: int, public_id: str) -> TrainerQuestion:
    question = queries.question_to_change(course_id, public_id)
    if question is None:
        raise NoSuchTrainerQuestion
    return question
