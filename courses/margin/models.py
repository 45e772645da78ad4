"""Tables of notes, bookmarks and questions to the trainers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime
from elearn.core.ids import public_id


class Note(Model):
    """A learner's note or bookmark beside a paragraph, seen by nobody else.

    `key` is the paragraph's; "" stands for the whole lesson. A bookmark is a note without text.
    """

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("person_id", "step_id", "key"),
        Index("ix_note_step_id", "step_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    key: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    bookmarked: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TrainerQuestion(Model):
    """A learner's question about a paragraph, and the trainers' answer.

    `published_at`: the question, as the trainer words it for all (`shown`), and the answer stand
    beside the paragraph. `person_id` is null once the person is erased.
    """

    __tablename__ = "trainer_question"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        Index("ix_trainer_question_course_id", "course_id", "state"),
        Index("ix_trainer_question_step_id", "step_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    key: Mapped[str] = mapped_column(String(20), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(String(20), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
