"""Tables of model programmes, runs and places."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

ORDERS = ("in-order", "any-order", "some")
PART_KINDS = ("course", "session")
RUN_STATES = ("proposed", "approved", "running", "closed", "reported")
RUN_DOORS = ("open", "code", "approval", "closed")
AWARD_MODES = ("at-once", "after-the-run")
PARTNER_ROLES = ("host", "co-organiser", "trainer", "funder")
PLACE_STATES = ("asked", "waiting", "in", "withdrawn", "declined")


class Programme(Model):
    """A model programme. `audience` holds codes of the list of stakeholders.

    `order`: its courses are taken in-order, in any-order, or `needed` of them (some).
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"),
        CheckConstraint("\"order\" IN ('in-order', 'any-order', 'some')", name="order"),
        CheckConstraint("places > 0", name="places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    audience: Mapped[list[str]] = mapped_column(Json, default=list)
    objectives: Mapped[list[str]] = mapped_column(Json, default=list)
    needs: Mapped[str] = mapped_column(Text, default="")
    budget_note: Mapped[str] = mapped_column(Text, default="")
    order: Mapped[str] = mapped_column(String(20), default="in-order")
    needed: Mapped[int | None]
    places: Mapped[int] = mapped_column(default=25)
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ProgrammePart(Model):
    """A course of a programme, or a session it plans (in a room or online) of so many minutes."""

    __tablename__ = "programme_part"
    __table_args__ = (
        UniqueConstraint("programme_id", "position"),
        CheckConstraint("kind IN ('course', 'session')", name="kind"),
        CheckConstraint("(kind = 'course') = (course_id IS NOT NULL)", name="course"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    online: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int] = mapped_column(default=60)
    required: Mapped[bool] = mapped_column(default=True)


class Run(Model):
    """A programme run for real people. Its parts are its own copy of the programme's.

    `taken` counts the places that are held, never more than `places`: the database decides.
    `cumulative` counts everybody who ever held one. Dates are days in `zone`.
    `attendance_percent` is the share of the minutes of required sessions that completes it, 0 for
    none. `awards`: certificates leave at once, or after the partner has accepted the report.
    """

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'approved', 'running', 'closed', 'reported')", name="state"
        ),
        CheckConstraint("door IN ('open', 'code', 'approval', 'closed')", name="door"),
        CheckConstraint("awards IN ('at-once', 'after-the-run')", name="awards"),
        CheckConstraint("\"order\" IN ('in-order', 'any-order', 'some')", name="order"),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("taken BETWEEN 0 AND places", name="taken"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("attendance_percent BETWEEN 0 AND 100", name="attendance_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    country: Mapped[str | None] = mapped_column(String(2))
    venue: Mapped[str] = mapped_column(String(300), default="")
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    partner_role: Mapped[str] = mapped_column(String(20), default="host")
    door: Mapped[str] = mapped_column(String(20), default="open")
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places: Mapped[int] = mapped_column(default=25)
    taken: Mapped[int] = mapped_column(default=0)
    cumulative: Mapped[int] = mapped_column(default=0)
    order: Mapped[str] = mapped_column(String(20), default="in-order")
    needed: Mapped[int | None]
    attendance_percent: Mapped[int] = mapped_column(default=0)
    awards: Mapped[str] = mapped_column(String(20), default="at-once")
    # What was planned, as promised when the run was approved: {"learners", "women", "sessions",
    # "minutes", "groups": {code: n}}.
    plan: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    budget_note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="proposed", index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RunPart(Model):
    """A course of a run, in its place in the order."""

    __tablename__ = "run_part"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        UniqueConstraint("run_id", "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    position: Mapped[int]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    required: Mapped[bool] = mapped_column(default=True)


class RunTrainer(Model):
    """A trainer of a run; `learned_in_id` is the run in which they were trained to train."""

    __tablename__ = "run_trainer"
    __table_args__ = (UniqueConstraint("run_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    learned_in_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Place(Model):
    """A person's place in a run. Country, gender and group are those when it was asked for.

    `number` is the order of asking, by which waiting people move up. `promoted_at` and `told_at`
    are set once, when a place became free for them and when the letter about it was queued.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        CheckConstraint(
            "state IN ('asked', 'waiting', 'in', 'withdrawn', 'declined')", name="state"
        ),
        Index("ix_place_queue", "run_id", "state", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    stakeholder: Mapped[str | None] = mapped_column(String(30))
    why: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    placed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RunCompletion(Model):
    """A dated fact: this person completed the run. Never undone; `trace` says by what."""

    __tablename__ = "run_completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), unique=True)
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    trace: Mapped[list[dict[str, Any]]] = mapped_column(Json)
