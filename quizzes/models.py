"""Tables of quizzes: the question bank, quizzes, attempts and answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id


class Question(Model):
    """A question of a course's bank. What it says is in its revisions; the newest one is drawn."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    topic: Mapped[str] = mapped_column(String(120), default="")
    current_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("question_revision.id", use_alter=True, name="fk_question_current_revision_id")
    )
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The newest edition of the manual for which its trainer said that it is still right, and when.
    checked_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class QuestionRevision(Model):
    """One saved wording of a question, append-only; attempts point to it for ever.

    `kind` is the name of a file in quizzes/kinds.
    `content` is what a learner may see: {"prompt": html, "choices": [{"id", "text"}], "unit"}.
    `answer_key` never leaves the server before release:
    {"correct": [choice ids]} or {"value", "tolerance"} (decimal texts), with
    {"feedback": html, "choice_feedback": {choice id: html}}.
    `paragraphs` are keys of the paragraphs that support the answer.
    """

    __tablename__ = "question_revision"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    answer_key: Mapped[dict[str, Any]] = mapped_column(Json)
    paragraphs: Mapped[list[str]] = mapped_column(Json, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ManualDraft(Model):
    """A question drafted by rule from the manual, until its trainer approves or dismisses it.

    `fingerprint` says which rule found it where, so what was decided once never comes back;
    `digest` changes with its words. `aside`: from a box, a note or an annex. `module_id` is the
    module that teaches it; `question_id` what it became.
    """

    __tablename__ = "manual_draft"
    __table_args__ = (
        UniqueConstraint("course_id", "fingerprint"),
        CheckConstraint("rule IN ('definition', 'list', 'table', 'duty')", name="rule"),
        CheckConstraint("state IN ('open', 'approved', 'dismissed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    fingerprint: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    rule: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    answer_key: Mapped[dict[str, Any]] = mapped_column(Json)
    paragraphs: Mapped[list[str]] = mapped_column(Json)
    topic: Mapped[str] = mapped_column(String(120), default="")
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    aside: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default="open")
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Quiz(Model):
    """The quiz of a course step. `pass_mark` in hundredths of a percent (8000 = 80 %).

    `attempts` allowed before a wait of `wait_minutes` (then as many again); 0 means no limit.
    `time_limit` in minutes, null means untimed. `draw` questions from the items, null means all.
    """

    __tablename__ = "quiz"
    __table_args__ = (
        CheckConstraint("purpose IN ('check', 'before', 'after')", name="purpose"),
        CheckConstraint("pass_mark BETWEEN 0 AND 10000", name="pass_mark"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), unique=True)
    introduction: Mapped[str] = mapped_column(Text, default="")
    pass_mark: Mapped[int] = mapped_column(default=8000)
    attempts: Mapped[int] = mapped_column(default=3)
    wait_minutes: Mapped[int] = mapped_column(default=1440)
    time_limit: Mapped[int | None]
    draw: Mapped[int | None]
    shuffle: Mapped[bool] = mapped_column(default=True)
    # A plain check, or the test before or after learning; the one before draws from the items of
    # the one after, its pool, so that the two can be compared.
    purpose: Mapped[str] = mapped_column(String(20), default="check", server_default="check")
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("quiz.id"), index=True)


class QuizItem(Model):
    """A question's place in a quiz and its points."""

    __tablename__ = "quiz_item"
    __table_args__ = (UniqueConstraint("quiz_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    position: Mapped[int]
    points: Mapped[int] = mapped_column(default=1)


class Attempt(Model):
    """One sitting. At most one is open for a learner and a quiz: the partial index decides races.

    `score` and `passed` are set when it is submitted or closed by the clock. `results`:
    [{"position", "points", "earned", "correct"}], points as fractions in text ("1", "2/3").
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    seed: Mapped[int] = mapped_column(Integer)
    pass_mark: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    results: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)


class AttemptQuestion(Model):
    """A question as drawn into an attempt: pinned revision, place, points, order of choices."""

    __tablename__ = "attempt_question"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("question_revision.id"), index=True)
    position: Mapped[int]
    points: Mapped[int]
    choice_order: Mapped[list[str]] = mapped_column(Json, default=list)


class Answer(Model):
    """One saved response, append-only: the one with the highest `sequence` counts.

    `client_key` is made by the page for each change, so that a repeat is recognised; `sequence` is
    the page's own counter, so that an older answer that arrives late never wins.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position", "client_key"),
        Index("ix_answer_latest", "attempt_id", "position", "sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    client_key: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    response: Mapped[dict[str, Any]] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
