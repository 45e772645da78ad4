"""Tables of a course on its way to a new edition, and of what releases changed for learners."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

CHANGE_KINDS = ("changed", "new", "removed", "moved", "renumbered")
CHANGE_WEIGHTS = ("editorial", "material")


class EditionUpdate(Model):
    """A course on its way from one edition of its manual to a later one, by proposals.

    While its proposals are being written it is `building` and nobody sees it; `done` when the
    course stands on the new edition, `dropped` when its trainer, or a still newer edition, said so.
    """

    __tablename__ = "edition_update"
    __table_args__ = (
        UniqueConstraint("course_id", "to_edition_id"),
        CheckConstraint("state IN ('building', 'open', 'done', 'dropped')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    from_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    to_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="building")
    # Of the sections of the manual, how many were recognised in the new edition.
    aligned_percent: Mapped[float]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Proposal(Model):
    """One change of the manual, proposed for the text of a course; its trainer decides.

    `key` is that of the paragraph or heading, for a new section that of its first one; `step_id`
    the lesson it stands in or would come into, null where a lesson would be added to `module_id`.
    `blocks` are what would be put in, in the form a lesson keeps; `undo` what a decision took
    away. `edited` says that the trainer had changed the block, which then stands in `current_html`.
    `release_id` is the release that brought the decision to learners. One that was decided again
    after that keeps in `told_html` what they read until the next release brings them the new one.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("update_id", "key"),
        UniqueConstraint("update_id", "position"),
        CheckConstraint(
            "kind IN ('changed', 'new', 'removed', 'moved', 'renumbered')", name="kind"
        ),
        CheckConstraint("weight IN ('editorial', 'material')", name="weight"),
        CheckConstraint("state IN ('open', 'accepted', 'edited', 'declined')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    update_id: Mapped[int] = mapped_column(ForeignKey("edition_update.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(20))
    block_kind: Mapped[str] = mapped_column(String(20), default="para")
    step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    after_key: Mapped[str | None] = mapped_column(String(20))
    section: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    before_label: Mapped[str] = mapped_column(String(60), default="")
    after_label: Mapped[str] = mapped_column(String(60), default="")
    before_html: Mapped[str] = mapped_column(Text, default="")
    after_html: Mapped[str] = mapped_column(Text, default="")
    current_html: Mapped[str | None] = mapped_column(Text)
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    edited: Mapped[bool] = mapped_column(default=False)
    moved: Mapped[bool] = mapped_column(default=False)
    renumbered: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[str] = mapped_column(String(20), default="material")
    state: Mapped[str] = mapped_column(String(20), default="open")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chosen_html: Mapped[str | None] = mapped_column(Text)
    undo: Mapped[dict[str, Any] | None] = mapped_column(Json)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"), index=True)
    told_html: Mapped[str | None] = mapped_column(Text)
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReleaseChange(Model):
    """What a release changed in a lesson, as learners are told of it.

    `from_step_id` is the lesson from which a paragraph that moved to another one came.
    """

    __tablename__ = "release_change"
    __table_args__ = (
        UniqueConstraint("release_id", "position"),
        CheckConstraint("weight IN ('editorial', 'material')", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), index=True)
    from_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    weight: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(60), default="")
    before_html: Mapped[str] = mapped_column(Text, default="")
    after_html: Mapped[str] = mapped_column(Text, default="")


class ChangeReading(Model):
    """That a learner was asked to read what changed up to a release, and that they did."""

    __tablename__ = "change_reading"
    __table_args__ = (UniqueConstraint("enrolment_id", "release_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
